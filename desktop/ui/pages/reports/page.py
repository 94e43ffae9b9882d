"""报表: what to print at the left, its parameters beside it, the paper at the right."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.jobs import CancelledError, Step
from desktop.ui.page import Page
from desktop.ui.pages.reports.choices import Choices
from desktop.ui.pages.reports.gallery import Gallery
from desktop.ui.pages.reports.orders import ChoiceFacts, Proof, choice_facts, print_paper, proof, save_paper
from desktop.ui.pages.reports.paper_pane import PaperPane
from desktop.ui.parts.printing import as_image, new_printer, page_picture
from desktop.ui.widgets.progress import ProgressCard

if TYPE_CHECKING:
    from desktop.reports.preview import Picture

_PAUSE = 300  # ms after the last change before the paper is made anew


class ReportsPage(Page):
    """Choose a paper, adjust it, see it at once; then print it or keep it as PDF."""

    nouns: ClassVar[frozenset[str]] = frozenset(
        {"households", "persons", "visits", "requests", "land", "certificates", "disputes", "places", "bundles"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.gallery, self.choices, self.paper = Gallery(), Choices(desk), PaperPane()
        self.progress = ProgressCard("")
        self.progress.hide()
        self.choices.foot.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.gallery, self.choices):
            row.addWidget(widget)
        row.addWidget(self.paper, 1)
        self.proof: Proof | None = None
        self._asked = self._job = 0
        self._shown = ""  # the household whose paper stands here
        self._printer: QPrinter | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_paused)
        self._connect()

    def _connect(self) -> None:
        self.gallery.chosen.connect(self._on_kind_chosen)
        self.choices.changed.connect(self._pause.start)
        self.choices.save_wanted.connect(self.save)
        self.choices.print_wanted.connect(self.print)
        self.paper.view.wanted.connect(self._on_picture_wanted)
        self.progress.stopped.connect(self._on_stopped)

    def refresh(self) -> None:
        self.desk.ask(self._on_facts, choice_facts)
        self._on_paused()

    def go(self, where: Where) -> None:
        if where.deed in {"household", "print", "open"} and where.id:
            self.gallery.choose("household")
            self.choices.reach.choose("one")
            self.choices.household.show_household(where.id, where.text)
            self._on_paused()
        elif where.deed in self.gallery.tiles:
            self.gallery.choose(where.deed)
        self.gallery.tiles[self.choices.order.kind].setFocus()

    def save(self) -> None:
        """Keep the paper as a PDF file."""
        if self.proof is None or self._job:
            return
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(home) / f"{self.proof.name}.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, _("存成 PDF"), usual, _("PDF 文件 (*.pdf)"))
        if path:
            self.save_to(path if path.lower().endswith(".pdf") else f"{path}.pdf")

    def save_to(self, path: str) -> None:
        """Write the PDF to a file."""
        self._begin(_("正在存 {name}").format(name=Path(path).name))
        self._job = self.desk.jobs.start(
            self._on_saved, self._on_failed, self._on_step, save_paper, self.desk.store, self.choices.order, path
        )

    def print(self) -> None:
        """Ask which printer, and print."""
        if self.proof is None or self._job:
            return
        printer = new_printer(self.proof.name)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("打印 {name}").format(name=self.proof.name))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print on a printer that was chosen."""
        self._begin(_("正在打印"))
        self._printer = printer  # it must not end in the worker
        self._job = self.desk.jobs.start(
            self._on_printed, self._on_failed, self._on_step, print_paper, self.desk.store, self.choices.order, printer
        )

    def _begin(self, title: str) -> None:
        self.progress.show_title(title)
        self.progress.show_step(0, 0, "")
        self.progress.stop.setEnabled(True)
        self.choices.save.hide()
        self.choices.print.hide()
        self.progress.show()

    def _end(self) -> None:
        self._job, self._printer = 0, None
        self.progress.hide()
        self.choices.save.show()
        self.choices.print.show()

    def _on_step(self, step: Step) -> None:
        self.progress.show_step(step.done, step.total, step.words)

    def _on_stopped(self) -> None:
        self.progress.stop.setEnabled(False)
        self.desk.jobs.cancel(self._job)

    def _on_saved(self, name: str) -> None:
        self._end()
        self.desk.say("good", _("已存好 {name}").format(name=name))

    def _on_printed(self, pages: int) -> None:
        self._end()
        self.desk.say("good", _("{n} 页已送到打印机").format(n=pages))

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, CancelledError):
            self.desk.say("calm", _("停下了，什么也没有留下。"))
        else:
            self.desk.complaints.complain(error, self.choices)

    def _on_kind_chosen(self, kind: str) -> None:
        self.choices.show_kind(kind)
        self._pause.start()

    def _on_facts(self, facts: ChoiceFacts) -> None:
        self.choices.show_facts(facts)

    def _on_paused(self) -> None:
        self._pause.stop()
        if self._asked:
            self.desk.jobs.forget(self._asked)
        self.paper.say(_("正在排版…"))
        if self.choices.order.household_id != self._shown:  # nobody else's paper beside this household's name
            self.proof, self._shown = None, self.choices.order.household_id
            self.choices.show_proof(None)
            self.paper.show_nothing(_("正在排版…"))
        self._asked = self.desk.ask(self._on_proof, proof, self.choices.order, form=self.choices)

    def _on_proof(self, made: Proof | None) -> None:
        self._asked, self.proof = 0, made
        self.choices.show_proof(made)
        self._shown = self.choices.order.household_id
        if made is None:
            diary = self.choices.order.kind == "diary"
            none = _("这里看到的就是打印出来的样子。先在“农户”里记下第一户。")
            self.paper.say("")
            self.paper.show_nothing(_("这段时间没有走访。换个日期，或选“全村的”。") if diary else none)
            return
        self.paper.say(self._note(made))
        self.paper.show_paper(made.sizes)

    def _note(self, made: Proof) -> str:
        if made.missing:
            return _("有 {n} 个字印不出来，纸上是〓，请手写补上").format(n=len(made.missing))
        if made.count > 1 and self.choices.order.kind == "household":
            return _("共 {n} 户，这是第一户").format(n=made.count)
        return _("随改随变")

    def _on_picture_wanted(self, page: int, width: int) -> None:
        if self.proof is not None:
            pdf = self.proof.pdf
            self.desk.ask(partial(self._on_picture, pdf, page), page_picture, pdf, page, width)

    def _on_picture(self, pdf: bytes, page: int, picture: Picture) -> None:
        if self.proof is not None and self.proof.pdf is pdf:
            self.paper.view.put(page, as_image(picture))
