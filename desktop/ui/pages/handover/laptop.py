"""The middle of the page at a village: what is only here, on a stick, at the office; every file that went or came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import PRINT
from desktop.ui.pages.handover.cards import News
from desktop.ui.pages.handover.handover_jobs import Ledger
from desktop.ui.pages.handover.rows import CADRE, file_columns, missing_words, went_words
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.lists.table import RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.words import Picture, rule, set_tone, words

if TYPE_CHECKING:
    from db.sync import UnpackReport
    from db.sync.exchange.history import FileLine


class Figure(QWidget):
    """One large number: what it counts, and what that means."""

    def __init__(self, icon: str, label: str, meaning: str) -> None:
        super().__init__()
        self._label = label
        self.door: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Picture(icon, "ink_soft", 15))
        head.addWidget(words(label, "body", "soft"), 1)
        column.addLayout(head)
        self.number = words("0", "big")
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.number)
        column.addLayout(self._row)
        self._meaning = words(meaning, "caption", "soft", wrap=True)
        column.addWidget(self._meaning)
        column.addStretch(1)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def leads(self, deed: str, to: Callable[[], object]) -> Figure:
        """A door beside the number, open while there is something behind it."""
        self.door = Button(deed, "quiet", to=to).end_with("chevron-right")
        self.door.hide()
        self._row.addWidget(self.door)
        self._row.addStretch(1)
        return self

    def show_number(self, number: int, tone: str = "") -> None:
        """Show another number."""
        if self.door is not None:
            self.door.setVisible(number > 0)
        self.number.setText(f"{number:,}")
        set_tone(self.number, tone if number else "soft")
        self.setAccessibleName(f"{self._label} {number}")

    def _on_look_changed(self) -> None:
        if not look().roomy:
            self._meaning.hide()
        elif self._meaning.isHidden():
            self._meaning.show()


class LaptopBooks(QWidget):
    """Nobody wonders what is where."""

    slip_wanted = Signal(object)
    desk_wanted = Signal()
    held_wanted = Signal()

    def __init__(self, desk: Desk, news: News) -> None:
        super().__init__()
        self._desk = desk
        self.slip = Button(_("打印交接单"), "quiet", icon="printer", key=PRINT, to=self._on_slip)
        self.slip.setEnabled(False)
        self.figures = {
            "local": Figure("hard-drive", _("仅本机"), _("还没装盘，只在这台电脑上")),
            "packed": Figure("usb", _("已装盘"), _("在 U 盘上，等镇里收下")),
            "confirmed": Figure("circle-check", _("镇里已确认"), _("镇里有了，本机坏了也不怕")),
            "conflict": Figure("triangle-alert", _("有冲突"), _("两边写得不一样，等人来定")).leads(
                _("去合并台"), self.desk_wanted.emit
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._books = Card(pad=0)
        self._books.setAccessibleName(_("交账"))
        self._books.body.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(0)
        for at, figure in enumerate(self.figures.values()):
            if at:
                line = rule(tall=True)
                row.addWidget(line)
            row.addWidget(figure, 1)
        self._books.body.addLayout(row)
        column.addWidget(self._books)
        self.files = RowTable(_("装出和收回的文件"), file_columns(desk.today()), height=34)
        self.files.chosen.connect(self._on_chosen)
        self._log = Card(_("装出和收回的文件")).ruled().at_right(self.slip)
        self._log.caption.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.files)
        hint = _("装过的、收回的文件都记在这里。插上 U 盘，按 Ctrl+O 装盘交给镇里；镇里送回的，按 Ctrl+I 收下。")
        self._pages.addWidget(Empty("usb", hint))
        self._log.body.addWidget(self._pages)
        low = QHBoxLayout()
        low.setSpacing(16)
        low.addWidget(self._log, 1)
        low.addWidget(news)
        column.addLayout(low, 1)
        self._news, self._enrolled = news, False
        news.shown.connect(self._show_spare)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def sentence(self) -> str:
        """What was handed over last is said over the files."""
        return ""

    def show_ledger(self, found: Ledger) -> None:
        """Show where everything stands."""
        tones = {"local": "due", "packed": "calm", "confirmed": "good", "conflict": "late"}
        for standing, figure in self.figures.items():
            number = next((n for name, n in found.handover.records.items() if name == standing), 0)
            figure.show_number(number, tones[standing])
        self._books.setVisible(found.enrolled)
        self._enrolled = found.enrolled
        self._show_spare()
        self.files.show_rows(found.files)
        self._on_chosen(self.files.row)
        self._pages.setCurrentIndex(0 if found.files else 1)
        office = found.devices[0].row if found.devices else None
        if office is not None:
            gaps = "　" + missing_words(office) if office.gaps else ""
            last = went_words(office, self._desk.today(), township=False)
            self._log.caption.setText(_("上次交给{name}：{last}").format(name=office.name, last=last) + gaps)

    def _on_chosen(self, line: FileLine | None) -> None:
        self.slip.setEnabled(line is not None)

    def _on_slip(self) -> None:
        line = self.files.row
        if line is not None:
            self.slip_wanted.emit(line.bundle_id)

    def _on_look_changed(self) -> None:
        self._pages.setMinimumHeight(look().px(30) + 2 * look().px(34))  # the head and two rows
        self._show_spare()

    def _show_spare(self) -> None:
        """At 特大 there is room for one of the two: the files, or what was said about them."""
        alone = self._news.isHidden()
        self._log.setVisible(self._enrolled and (look().roomy or alone))
        self._log.caption.setVisible(alone or look().size is Size.NORMAL)
        self.files.setColumnHidden(CADRE, look().size is Size.XLARGE or not (alone or look().size is Size.NORMAL))

    def show_reports(self, _reports: Sequence[UnpackReport]) -> None:
        """The log shows them when it is asked again."""
