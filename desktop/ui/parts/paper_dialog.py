"""A paper over the page: looked at first, then printed or kept as PDF."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QCloseEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.jobs import CancelledError, Step
from desktop.ui.keymap import PRINT, SAVE
from desktop.ui.parts.printing import (
    Progress,
    as_image,
    new_printer,
    page_picture,
    page_sizes,
    print_pages,
    write_pdf,
)
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.paper_view import PaperView
from desktop.ui.widgets.words import Elided

if TYPE_CHECKING:
    from desktop.reports.preview import Picture


def print_job(progress: Progress, pdf: bytes, printer: QPrinter) -> int:
    """Print in a worker."""
    return print_pages(progress, pdf, printer)


class PaperDialog(QDialog):
    """One paper that is finished already."""

    def __init__(self, desk: Desk, title: str, pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pdf, self._name = desk, pdf, title
        self._job = 0
        self._printer: QPrinter | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(760, 640)
        self.view = PaperView(title)
        self.note = Elided("", "caption", "soft")
        self.save = Button(_("存 PDF"), icon="download", key=SAVE, to=self.choose_file)
        self.print = Button(_("打印"), "main", icon="printer", key=PRINT, to=self.choose_printer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(10)
        foot.addWidget(self.note, 1)
        foot.addWidget(Button(_("关上"), key="Esc", to=self.reject))
        foot.addWidget(self.save)
        foot.addWidget(self.print)
        column.addLayout(foot)
        self.view.wanted.connect(self._on_wanted)
        self.view.show_paper(page_sizes(pdf))
        self.note.setText(_("共 {n} 页").format(n=self.view.pages))

    def choose_file(self) -> None:
        """Keep it as a file."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(home) / f"{self._name}.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, _("存成 PDF"), usual, _("PDF 文件 (*.pdf)"))
        if path:
            self._desk.jobs.ask(self._on_saved, self._on_failed, write_pdf, self._pdf, path)

    def choose_printer(self) -> None:
        """Print it on a printer that is asked for."""
        printer = new_printer(self._name)
        dialog = QPrintDialog(printer, self)
        if not self._job and dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print it."""
        self._printer = printer  # it must not end in the worker
        self.print.setEnabled(False)
        self._job = self._desk.jobs.start(
            self._on_printed, self._on_failed, self._on_step, print_job, self._pdf, printer
        )

    def _on_wanted(self, page: int, width: int) -> None:
        self._desk.ask(partial(self._on_picture, page), page_picture, self._pdf, page, width)

    def _on_picture(self, page: int, picture: Picture) -> None:
        self.view.put(page, as_image(picture))

    def _on_step(self, step: Step) -> None:
        self.note.setText(step.words)

    def _on_saved(self, name: str) -> None:
        self.note.setText(_("已存好 {name}").format(name=name))

    def _on_printed(self, pages: int) -> None:
        self._ended()
        self.note.setText(_("{n} 页已送到打印机").format(n=pages))

    def _on_failed(self, error: Exception) -> None:
        self._ended()
        self.note.setText("" if isinstance(error, CancelledError) else _("没有打成。"))
        self._desk.complaints.complain(error)

    def _ended(self) -> None:
        self._job, self._printer = 0, None
        self.print.setEnabled(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desk.jobs.cancel(self._job)
        super().closeEvent(event)
