"""交接: two large buttons, where everything stands, what came in, and what was refused and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout

from db.changes import Changes
from db.errors import StoreError
from desktop.paths import BUNDLE
from desktop.ui.desk import Desk, Where
from desktop.ui.jobs import CancelledError, Step
from desktop.ui.keymap import DESK, HELD, PACK, TAKE_IN
from desktop.ui.page import Page
from desktop.ui.pages.handover.cards import News, NewsCard
from desktop.ui.pages.handover.enrolment import Enrolment
from desktop.ui.pages.handover.handover_jobs import (
    CARD,
    GRANT,
    Ledger,
    Packed,
    bundles_in,
    ledger,
    pack_to,
    take_in,
)
from desktop.ui.pages.handover.laptop import LaptopBooks
from desktop.ui.pages.handover.office import OfficeBooks
from desktop.ui.pages.handover.slips import slip_of
from desktop.ui.pages.handover.verdicts import Verdicts
from desktop.ui.parts.paper_dialog import PaperDialog
from desktop.ui.parts.sticks import Stick, sticks
from desktop.ui.style import Size, look
from desktop.ui.widgets.big_button import BigButton
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.dates import spoken_date, weekday
from desktop.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from db.sync import UnpackReport

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
        self._job = 0
        self._brought: list[str] = []
        self.setAcceptDrops(True)
        self.enrolment = Enrolment(desk, self)
        enrol = Button(_("登记一台电脑"), icon="key-round", to=self.enrolment.choose_paper)
        self.to_held = Button(_("隔离区"), icon="shield-alert", key=HELD, to=partial(desk.go, Where("quarantine")))
        self.to_desk = Button(_("合并台"), icon="git-merge", key=DESK, to=partial(desk.go, Where("desk")))
        self.head = PageHead(_("交接"), self.to_held, self.to_desk, enrol)
        enrol.setVisible(self._township)
        self.take = BigButton("download", _("收盘"), TAKE_IN, main=self._township)
        self.pack = BigButton("upload", _("装盘"), PACK, main=not self._township)
        self.invitation = self.enrolment.make_invitation()
        self.news = News()
        self.books: OfficeBooks | LaptopBooks
        self.books = OfficeBooks(desk, self.news) if self._township else LaptopBooks(desk, self.news)
        self.verdicts = Verdicts(desk, self.news, self.enrolment)
        self.books.slip_wanted.connect(self._on_slip_wanted)
        self.books.desk_wanted.connect(partial(desk.go, Where("desk")))
        self.books.held_wanted.connect(partial(desk.go, Where("quarantine")))
        self._arrange()
        self._listen()

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.addWidget(self.head)
        deeds = QHBoxLayout()
        deeds.setSpacing(16)
        for button in (self.take, self.pack) if self._township else (self.pack, self.take):
            deeds.addWidget(button, 1)
        column.addLayout(deeds)
        column.addWidget(self.invitation)
        self.invitation.hide()
        column.addWidget(self.books, 1)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _listen(self) -> None:
        self.enrolment.enrolled.connect(self._tell_everyone)
        self.enrolment.retry.connect(self._on_retry)
        self.verdicts.salvage.connect(self._on_salvage)
        self.take.clicked.connect(self.choose_bundles)
        self.pack.clicked.connect(self.choose_place)
        self.news.stopped.connect(self._on_stopped)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL)
        self._poll.timeout.connect(self._look_for_sticks)

    def _on_look_changed(self) -> None:
        roomy = look().roomy
        self._column.setContentsMargins(24, 18 if roomy else 10, 24, 20 if roomy else 10)
        self._column.setSpacing(12 if roomy else 8)
        self.news.setMinimumWidth({Size.NORMAL: 400, Size.LARGE: 370, Size.XLARGE: 300}[look().size])
        self.news.setMaximumWidth({Size.NORMAL: 400, Size.LARGE: 370, Size.XLARGE: 1600}[look().size])
        self._say_day()
        self._say_deeds()

    # --- what is where ----------------------------------------------------------------------------------------------

    def go(self, where: Where) -> None:
        if where.deed == "take":
            self._brought.append(where.text)
            self._take_brought()
        (self.take if self._township else self.pack).setFocus()

    def refresh(self) -> None:
        self.desk.ask(self._on_ledger, ledger)

    def _on_ledger(self, found: Ledger) -> None:
        self._ledger = found
        self.books.show_ledger(found)
        self.invitation.setVisible(not found.enrolled)
        self._allow_deeds()
        self._count_rooms(found)
        self._say_day()
        self._say_deeds()

    def _say_day(self) -> None:
        today = self.desk.today()
        day = _("{day} 星期{weekday}").format(day=spoken_date(today, today), weekday=weekday(today))
        told = (day, self.books.sentence) if look().roomy else (self.books.sentence or day,)
        self.head.say("　".join(part for part in told if part))

    def _count_rooms(self, found: Ledger) -> None:
        """What waits at the merge desk and in quarantine, written on their doors."""
        held = found.held or found.returned
        self.to_desk.name_it(_("合并台 {n} 件").format(n=found.matters) if found.matters else _("合并台"))
        self.to_held.name_it(_("隔离区 {n}").format(n=held) if held else _("隔离区"))

    def _allow_deeds(self) -> None:
        ready = self._ledger is not None and self._ledger.enrolled and bool(self._ledger.devices)
        self.take.setEnabled(not self.news.working)
        self.pack.setEnabled(ready and not self.news.working)

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
            none = _("没有新的要交；再装一份也行")
            self.pack.say(_("把还没交的 {n:,} 条装进 U 盘，交给镇里").format(n=local) if local else none)
        elif self._ledger.devices:
            self.pack.say(_("给 {n} 台电脑装回送：答复和回执").format(n=len(self._active())))
        else:
            self.pack.say(_("还没有登记过的电脑"))

    def _active(self) -> tuple[str, ...]:
        lines = self._ledger.devices if self._ledger else ()
        return tuple(line.row.name for line in lines if line.row.status == "active")

    def _look_for_sticks(self) -> None:
        self._sticks = sticks()
        self._say_deeds()

    # --- taking in --------------------------------------------------------------------------------------------------

    def choose_bundles(self) -> None:
        """收盘: the bundles on the one stick there is, else those the cadre picks."""
        if self.news.working:
            return
        found = bundles_in(self._sticks[0].root) if len(self._sticks) == 1 else []
        if not found:
            start = self._sticks[0].root if self._sticks else str(Path.home())
            found, _kind = QFileDialog.getOpenFileNames(self, _("选要收的文件"), start, f"*{BUNDLE}")
        if found:
            self.take_in(found)

    def take_in(self, paths: list[str], *, salvage: bool = False) -> None:
        """Take files in, as one job with progress; ``salvage``: what is intact of a broken one."""
        title = _("正在收 {n} 份文件").format(n=len(paths))
        self._begin(title, self._on_taken, take_in, self.desk.store, tuple(paths), salvage)

    def _take_brought(self) -> None:
        """What was opened by its file, one after the other: what is being done now is not disturbed."""
        if self._brought and not self.news.working:
            brought, self._brought = self._brought, []
            self.take_in(brought)

    def _on_retry(self, path: str) -> None:
        self.take_in([path])

    def _on_salvage(self, path: str) -> None:
        self.take_in([path], salvage=True)

    def _on_taken(self, reports: list[UnpackReport]) -> None:
        self._end()
        self.books.show_reports(reports)
        self.verdicts.show_reports(reports)
        self._tell_everyone()

    def _on_slip_wanted(self, wanted: UnpackReport | str) -> None:
        of = (wanted,) if isinstance(wanted, str) else ("", wanted)
        self.desk.ask(self._on_slip, slip_of, *of)

    def _on_slip(self, made: tuple[str, bytes]) -> None:
        name, pdf = made
        dialog = PaperDialog(self.desk, _("交接单 {name}").format(name=name), pdf, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _tell_everyone(self) -> None:
        self.desk.bulletin.announce(Changes(_EVERYTHING), self)

    # --- packing ----------------------------------------------------------------------------------------------------

    def choose_place(self) -> None:
        """装盘: onto the one stick there is, else into a folder the cadre picks; the office also says to whom."""
        if self.news.working or self._ledger is None:
            return
        if not self._township:
            self._pack_for(())
            return
        names = self._active()
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
        backup = self.desk.settings.now.stick_backup
        self._begin(_("正在装盘"), self._on_packed, pack_to, self.desk.store, folder, names, backup)

    def _on_packed(self, packed: Packed) -> None:
        self._end()
        if packed.backup:
            self.desk.say("calm", packed.backup)
        for report in packed.reports:
            where = _("放在 {folder}").format(folder=report.path.parent)
            self.news.add(NewsCard(_("装好了，可以拔出"), report.sentence(), where))
        self._tell_everyone()

    # --- the running job --------------------------------------------------------------------------------------------

    def _begin(self, title: str, then: Callable[[Any], None], work: Callable[..., Any], *args: object) -> None:
        if self.news.working:
            return
        self.news.begin(title)
        self._allow_deeds()
        self._job = self.desk.jobs.start(then, self._on_failed, self._on_step, work, *args)

    def _end(self) -> None:
        self.news.end()
        self._allow_deeds()
        self.refresh()
        QTimer.singleShot(0, self, self._take_brought)

    def _on_step(self, step: Step) -> None:
        self.news.job.show_step(step.done, step.total, step.words)

    def _on_stopped(self) -> None:
        self.news.job.stop.setEnabled(False)
        self.desk.jobs.cancel(self._job)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, CancelledError):
            done = _("做完的都在；没做完的再来一次就行，一条也不会丢。")
            self.news.add(NewsCard(_("停下了"), done, kind="true"))
        elif isinstance(error, StoreError):
            safe = _("本机的数据没有动。")
            self.news.add(NewsCard(_("没有办成"), str(error), safe, kind="late"))
        else:
            self.desk.complaints.complain(error)
        self._tell_everyone()

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
        if bundles and self.news.working:
            self.desk.say("calm", _("等这一件办完，再把文件拖进来。"))
        elif bundles:
            self.take_in(bundles)
        event.acceptProposedAction()
