"""The middle of the page at the township: one row a computer, and below it the files of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import PRINT
from desktop.ui.pages.handover.cards import News
from desktop.ui.pages.handover.handover_jobs import Ledger
from desktop.ui.pages.handover.rows import WAITING, Came, came_columns, came_today, device_columns, moment_day
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.lists.table import RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.sync import UnpackReport
    from desktop.ui.pages.handover.handover_jobs import DeviceLine


class OfficeBooks(QWidget):
    """Confirmed and handed in side by side; where they differ it stands out."""

    slip_wanted = Signal(object)
    desk_wanted = Signal()
    held_wanted = Signal()

    def __init__(self, desk: Desk, news: News) -> None:
        super().__init__()
        self._desk = desk
        self._this_time: Counter[str] = Counter()
        self._ledger: Ledger | None = None
        self._reports: list[UnpackReport] = []
        today = desk.today()
        self.devices = RowTable(_("交账"), device_columns(today, self._this_time), height=31)
        self.files = RowTable(_("今天收进来的"), came_columns(), height=31)
        self.slip = Button(_("打印交接单"), "quiet", icon="printer", key=PRINT, to=self._on_slip)
        self.slip.setEnabled(False)
        self.files.chosen.connect(self._on_chosen)
        self.files.acted.connect(self._on_acted)
        self.devices.acted.connect(self._on_device_acted)
        self._news = news
        self._arrange()
        news.shown.connect(self._show_spare)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._books = Card(_("交账"), _("每台电脑交了多少、镇里认了多少")).ruled()
        self._standing = words("", "caption", "soft")
        self._books.at_right(self._standing)
        self._device_pages = QStackedWidget()
        self._device_pages.addWidget(self.devices)
        nobody = _("还没有登记过电脑。村里把名片文件交来，按“登记一台电脑”，以后谁交了、谁没交，都在这里。")
        self._device_pages.addWidget(Empty("usb", nobody))
        self._books.body.addWidget(self._device_pages)
        column.addWidget(self._books, 3)
        low = QHBoxLayout()
        low.setSpacing(16)
        self._came = Card(_("今天收进来的")).ruled().at_right(self.slip)
        self._file_pages = QStackedWidget()
        self._file_pages.addWidget(self.files)
        hint = _("插上 U 盘按收盘，或把文件拖到这里。先查验，再动数据；没收下的会说清为什么。")
        self._file_pages.addWidget(Empty("inbox", hint))
        self._came.body.addWidget(self._file_pages)
        low.addWidget(self._came, 1)
        low.addWidget(self._news)
        column.addLayout(low, 2)
        self._show_files()

    @property
    def sentence(self) -> str:
        """How many computers came today and how many are still awaited."""
        if self._ledger is None or not self._ledger.devices:
            return ""
        active = [line.row for line in self._ledger.devices if line.row.status == "active"]
        here = sum(1 for row in active if moment_day(row.last_bundle or "") == self._desk.today())
        return _("已收 {n} 台，还等 {m} 台").format(n=here, m=len(active) - here)

    def show_ledger(self, found: Ledger) -> None:
        """Show where everything stands."""
        self._ledger = found
        self.devices.show_rows(found.devices)
        self._device_pages.setCurrentIndex(0 if found.devices else 1)
        waiting = found.handover.records.get("local", 0)
        self._standing.setText(_("镇里自己改的，还没回送 {n:,} 条").format(n=waiting) if waiting else "")
        self._show_files()

    def show_reports(self, reports: Sequence[UnpackReport]) -> None:
        """Files were taken in."""
        self._reports = [*reports, *self._reports]
        for report in reports:
            self._this_time[report.sender] += report.new + report.changed
        self._show_files()

    def _show_files(self) -> None:
        files = self._ledger.files if self._ledger else ()
        rows = came_today(self._reports, files, self._desk.today())
        self.files.show_rows(rows)
        self._file_pages.setCurrentIndex(0 if rows else 1)
        new, changed, conflicts = (
            sum(getattr(r, name) for r in self._reports) for name in ("new", "changed", "conflicts")
        )
        sums = _("{n} 份　新 {new}　改 {changed}　冲突 {conflicts}")
        self._came.caption.setText(
            sums.format(n=len(rows), new=new, changed=changed, conflicts=conflicts) if rows else ""
        )
        self._on_chosen(self.files.row)
        self._show_spare()

    def _on_chosen(self, row: Came | None) -> None:
        self.slip.setEnabled(row is not None and row.result != "refused")

    def _on_acted(self, row: Came) -> None:
        """Enter on a file that brought something to decide leads to the desk."""
        if row.report is not None and row.report.conflicts:
            self.desk_wanted.emit()

    def _on_device_acted(self, line: DeviceLine) -> None:
        """Enter on a computer of which something was not taken over leads to where that lies."""
        if line.accepted < line.handed:
            self.held_wanted.emit()

    def _on_slip(self) -> None:
        row = self.files.row
        if row is not None:
            self.slip_wanted.emit(row.report or row.name)

    def _show_spare(self) -> None:
        """At 特大 there is room for one of the two: the files, or what was said about them."""
        alone = self._news.isHidden()
        self._came.setVisible(look().roomy or (self._file_pages.currentIndex() == 0 and alone))
        self.files.setColumnHidden(WAITING, look().size is Size.XLARGE or not (alone or look().size is Size.NORMAL))

    def _on_look_changed(self) -> None:
        for pages in (self._device_pages, self._file_pages):
            pages.setMinimumHeight(look().px(30) + 2 * look().px(31))  # the head and two rows
        for card in (self._books, self._came):
            card.head.setContentsMargins(16, 9 if look().roomy else 4, 16, 9 if look().roomy else 4)
        self._column.setSpacing(12 if look().roomy else 8)
        self._books.caption.setVisible(look().roomy)
        self._show_spare()
