"""交接: two large buttons, the ledger of computers, what came in, and what was refused and why."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout

from desktop.ui.desk import Desk, Where
from desktop.ui.jobs import CancelledError, Step
from desktop.ui.keymap import PACK, TAKE_IN
from desktop.ui.page import Page
from desktop.ui.pages.handover.asking import BUNDLE, CARD, GRANT, Ledger, bundles_in, ledger, pack_to, take_in
from desktop.ui.pages.handover.enrolment import Enrolment
from desktop.ui.pages.handover.rows import device_columns, refused, report_columns
from desktop.ui.parts.sticks import Stick, sticks
from desktop.ui.style import Size, look
from desktop.ui.widgets.big_button import BigButton
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date, weekday
from desktop.ui.widgets.lists.table import RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.page_head import PageHead
from desktop.ui.widgets.progress import ProgressCard
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.bundles import PackReport, UnpackReport

_EVERYTHING = frozenset(
    {"bundles", "households", "persons", "visits", "requests", "land", "certificates", "disputes", "places", "meetings"}
)
_POLL = 3_000  # ms between looks for a stick, only while this page is open


class HandoverPage(Page):
    """Nobody wonders what is where."""

    nouns: ClassVar[frozenset[str]] = _EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._township = desk.store.role == "township"
        self._ledger: Ledger | None = None
        self._sticks: list[Stick] = []
        self._reports: list[UnpackReport] = []
        self._job = 0
        self.setAcceptDrops(True)
        self.enrolment = Enrolment(desk, self)
        self.enrolment.enrolled.connect(self._on_taken_note)
        enrol = Button(_("登记一台电脑"), icon="key-round", to=self.enrolment.choose_paper)
        self.head = PageHead(_("交接"), enrol)
        enrol.setVisible(self._township)
        self.take = BigButton("download", _("收盘"), TAKE_IN, main=self._township)
        self.pack = BigButton("upload", _("装盘"), PACK, main=not self._township)
        self.invitation = self.enrolment.make_invitation()
        self.devices = RowTable(_("交账"), device_columns(desk.today(), township=self._township), height=31)
        self.reports = RowTable(_("今天收进来的"), report_columns(), height=31)
        self.job = ProgressCard(_("正在装盘"))
        self._arrange()
        self._listen()

    # --- layout -----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.head)
        deeds = QHBoxLayout()
        deeds.setSpacing(16)
        for button in (self.take, self.pack) if self._township else (self.pack, self.take):
            deeds.addWidget(button, 1)
        column.addLayout(deeds)
        column.addWidget(self.invitation)
        self.invitation.hide()
        self._books = Card(_("交账"), _("每台电脑交了多少、镇里认了多少") if self._township else "", pad=16).ruled()
        self._standing = words("", "caption", "soft")
        self._books.at_right(self._standing)
        self._device_pages = QStackedWidget()
        self._device_pages.addWidget(self.devices)
        nobody = (
            _("还没有登记过电脑。村里把名片文件交来，按“登记一台电脑”。")
            if self._township
            else _("登记以后，这里记着交了几次、镇里认了几次。")
        )
        self._device_pages.addWidget(Empty("usb", nobody))
        self._books.body.addWidget(self._device_pages)
        column.addWidget(self._books, 3)
        low = QHBoxLayout()
        low.setSpacing(16)
        self._came = Card(_("这次收进来的")).ruled()
        self._sums = words("", "caption", "soft")
        self._came.at_right(self._sums)
        self._report_pages = QStackedWidget()
        self._report_pages.addWidget(self.reports)
        hint = _("插上 U 盘按收盘，或把文件拖到这里。先查验，再动数据；没收下的会说清为什么。")
        self._report_pages.addWidget(Empty("inbox", hint))
        self._report_pages.setCurrentIndex(1)
        self._came.body.addWidget(self._report_pages)
        low.addWidget(self._came, 1)
        self._side = ScrollPane()
        self._cards = QVBoxLayout(self._side.inner)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._cards.addWidget(self.job)
        self._cards.addStretch(1)
        self.job.hide()
        self._side.hide()
        low.addWidget(self._side)
        column.addLayout(low, 2)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _listen(self) -> None:
        self.take.clicked.connect(self.choose_bundles)
        self.pack.clicked.connect(self.choose_place)
        self.job.stopped.connect(self._on_stopped)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL)
        self._poll.timeout.connect(self._look_for_sticks)

    def _on_look_changed(self) -> None:
        self._side.setFixedWidth({Size.NORMAL: 400, Size.LARGE: 420, Size.XLARGE: 450}[look().size])
        self._say_deeds()
        self._show_what_came()

    # --- what is where ----------------------------------------------------------------------------------------------

    def go(self, _where: Where) -> None:
        (self.take if self._township else self.pack).setFocus()

    def refresh(self) -> None:
        self.desk.ask(self._on_ledger, ledger)

    def _on_ledger(self, found: Ledger) -> None:
        self._ledger = found
        today = self.desk.today()
        records = found.handover.records
        standing = _("仅本机 {local:,} · 已装盘 {packed:,} · 已确认 {confirmed:,} · 有冲突 {conflict:,}")
        self._standing.setText(standing.format(**records))
        self.devices.show_rows(found.handover.devices)
        self._device_pages.setCurrentIndex(0 if found.handover.devices else 1)
        self.invitation.setVisible(not found.enrolled)
        self._books.setVisible(found.enrolled)
        self._show_what_came()
        self.pack.setEnabled(found.enrolled and bool(found.handover.devices))
        day = _("{day} 星期{weekday}").format(day=spoken_date(today, today), weekday=weekday(today))
        self.head.say(day)
        self._say_deeds()

    def _show_what_came(self) -> None:
        enrolled = self._ledger is not None and self._ledger.enrolled
        self._came.setVisible(bool(self._reports) or (enrolled and look().roomy))

    def _say_deeds(self) -> None:
        stick = _("插着 {name}").format(name=self._sticks[0].name) if self._sticks else ""
        how = _("插U盘，或把文件拖进来。先查验，再动数据。") if look().roomy else _("插U盘，或把文件拖进来")
        self.take.say(stick or how)
        if self._ledger is None:
            return
        local = self._ledger.handover.records.get("local", 0)
        if not self._ledger.enrolled:
            self.pack.say(_("先登记这台电脑"))
        elif not self._township:
            self.pack.say(_("把还没交的 {n:,} 条装进 U 盘，交给镇里").format(n=local))
        elif self._ledger.handover.devices:
            self.pack.say(_("给 {n} 台电脑装回送：答复和回执").format(n=len(self._ledger.handover.devices)))
        else:
            self.pack.say(_("还没有登记过的电脑"))

    def _look_for_sticks(self) -> None:
        self._sticks = sticks()
        self._say_deeds()

    # --- taking in --------------------------------------------------------------------------------------------------

    def choose_bundles(self) -> None:
        """收盘: the bundles on the one stick there is, else those the cadre picks."""
        if self.job.isVisible():
            return
        found = bundles_in(self._sticks[0].root) if len(self._sticks) == 1 else []
        if not found:
            start = self._sticks[0].root if self._sticks else str(Path.home())
            found, _kind = QFileDialog.getOpenFileNames(self, _("选要收的文件"), start, f"*{BUNDLE}")
        if found:
            self.take_in(found)

    def take_in(self, paths: list[str]) -> None:
        """Take files in, as one job with progress."""
        self._begin(_("正在收 {n} 份文件").format(n=len(paths)), self._on_taken, take_in, self.desk.store, tuple(paths))

    def _on_taken(self, reports: list[UnpackReport]) -> None:
        self._end()
        self._reports = [*reports, *self._reports]
        self.reports.show_rows(self._reports)
        self._report_pages.setCurrentIndex(0)
        self._show_what_came()
        new, changed, conflicts = (sum(getattr(r, name) for r in reports) for name in ("new", "changed", "conflicts"))
        sums = _("{n} 份  新 {new}  改 {changed}  冲突 {conflicts}")
        self._sums.setText(sums.format(n=len(self._reports), new=new, changed=changed, conflicts=conflicts))
        for report in reports:
            if report.result in {"refused", "waiting"} or refused(report):
                self._add_card(report.file.name, report.message, "late" if report.result != "waiting" else "good")
        self._on_taken_note()

    def _on_taken_note(self) -> None:
        from db.changes import Changes

        self.desk.bulletin.announce(Changes(_EVERYTHING), self)

    # --- packing ----------------------------------------------------------------------------------------------------

    def choose_place(self) -> None:
        """装盘: onto the one stick there is, else into a folder the cadre picks; the office also says to whom."""
        if self.job.isVisible() or self._ledger is None:
            return
        if not self._township:
            self._pack_for(())
            return
        names = tuple(device.name for device in self._ledger.handover.devices if device.status == "active")
        menu = QMenu(self)
        menu.addAction(_("给全部 {n} 台电脑").format(n=len(names)), partial(self._pack_for, names))
        menu.addSeparator()
        for name in names:
            menu.addAction(name, partial(self._pack_for, (name,)))
        menu.exec(self.pack.mapToGlobal(self.pack.rect().bottomLeft()))
        menu.deleteLater()

    def _pack_for(self, names: tuple[str, ...]) -> None:
        folder = self._sticks[0].root if len(self._sticks) == 1 else ""
        if not folder:
            start = self._sticks[0].root if self._sticks else str(Path.home())
            folder = QFileDialog.getExistingDirectory(self, _("装到哪个 U 盘或文件夹"), start)
        if folder:
            self.pack_to(folder, names)

    def pack_to(self, folder: str, names: tuple[str, ...] = ()) -> None:
        """Write the bundles, as one job with progress."""
        self._begin(_("正在装盘"), self._on_packed, pack_to, self.desk.store, folder, names)

    def _on_packed(self, reports: list[PackReport]) -> None:
        self._end()
        for report in reports:
            self._add_card(_("装好了，可以拔出"), report.sentence(), "good")
        self._on_taken_note()

    # --- the running job --------------------------------------------------------------------------------------------

    def _begin(self, title: str, then: object, work: object, *args: object) -> None:
        assert callable(then)
        assert callable(work)
        self._side.show()
        self.job.show_title(title)
        self.job.show_step(0, 0, "")
        self.job.show()
        self.take.setEnabled(False)
        self.pack.setEnabled(False)
        self._job = self.desk.jobs.start(then, self._on_failed, self._on_step, work, *args)

    def _end(self) -> None:
        self.job.hide()
        self.take.setEnabled(True)
        self.refresh()

    def _on_step(self, step: Step) -> None:
        self.job.show_step(step.done, step.total, step.words)

    def _on_stopped(self) -> None:
        self.desk.jobs.cancel(self._job)

    def _on_failed(self, error: BaseException) -> None:
        from db.errors import StoreError

        self._end()
        if isinstance(error, StoreError):
            self._add_card(_("没有办成"), str(error), "late")
        elif isinstance(error, CancelledError):
            self._add_card(_("停下了"), _("已经收下的都在；没做完的可以重来，一条也不会丢。"), "good")
        else:
            self.desk.complaints.complain(error)

    def _add_card(self, title: str, sentence: str, kind: str) -> None:
        card = Card(kind=kind)
        card.setAccessibleName(title)
        card.body.addWidget(words(title, "strong", "late" if kind == "late" else "", wrap=True))
        card.body.addWidget(words(sentence, wrap=True))
        self._cards.insertWidget(1, card)
        self._side.show()

    # --- Qt ---------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._poll.start()
        self._look_for_sticks()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._poll.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        papers = [path for path in paths if Path(path).suffix in {CARD, GRANT}]
        for path in papers:
            self.enrolment.take(path)
        bundles = [path for path in paths if path not in papers]
        if bundles and not self.job.isVisible():
            self.take_in(bundles)
        event.acceptProposedAction()
