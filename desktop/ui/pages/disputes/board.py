"""The list of disputes: those still open first, the nearest last day at the top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import FIND_HERE
from desktop.ui.pages.disputes.stages import GROUPS, clock_badge, group_of, heading
from desktop.ui.parts.standing import badge_in
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.dates import short_date
from desktop.ui.widgets.inputs.hint_box import HintBox
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.page_head import PageHead

if TYPE_CHECKING:
    from db.queries.disputes import DisputeLine


def _parts() -> tuple[tuple[str, str], ...]:
    return (("all", _("全部")), ("open", _("调解中")), ("promised", _("达成待履行")), ("over", _("已结")))


class DisputeBoard(QWidget):
    """Every dispute this cadre may see; Enter opens the case."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._lines: list[DisputeLine] = []
        self._standings: Mapping[str, str] = {}
        self.head = PageHead(_("纠纷"))
        self.parts = Segments(_("哪些纠纷"), _parts())
        self.search = HintBox(_("在名单里找"), _("在名单里找"), icon="list-filter", key=FIND_HERE)
        self.table = RowTable(_("纠纷"), _columns(desk.today, self._standing, township=desk.store.role == "township"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.head)
        self.bar = Flow(self.parts, self.search, gap=8)
        column.addWidget(self.bar)
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        teaching = _("调解的每一件都在这里：走到哪一步、还剩几天、卷里缺什么。镇里收盘或登记以后，先到期的排在最前。")
        self._pages.addWidget(Empty("scale", teaching))
        self._pages.addWidget(Empty("list-filter", _("没有这样的纠纷。换个条件看看。")))
        card.body.addWidget(self._pages)
        column.addWidget(card, 1)
        self.parts.chosen.connect(self._show)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self.arrive)
        self.table.acted.connect(self._on_acted)
        QShortcut(QKeySequence(FIND_HERE), self, self.search.setFocus)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def arrive(self) -> None:
        """Arrow keys work at once."""
        self.table.setFocus()

    def _standing(self, line: DisputeLine) -> Badge:
        return badge_in(self._standings, line.id)

    def show_lines(self, lines: list[DisputeLine], standings: Mapping[str, str]) -> None:
        """Show what was found."""
        self._lines, self._standings = lines, standings
        counts = {group: sum(group_of(line) == group for line in lines) for group in GROUPS}
        counts["all"] = len(lines)
        for key, words in _parts():
            self.parts.say(key, f"{words}  {counts[key]}")
        late = sum(1 for line in lines if line.days_left is not None and line.days_left < 0)
        sentence = _("共 {n} 件，未结 {m} 件").format(n=len(lines), m=len(lines) - counts["over"])
        sentence += _("，其中逾期 {n} 件").format(n=late) if late else ""
        self.head.say(sentence if lines else "")
        self.bar.setVisible(bool(lines))
        self._show()

    def _show(self, _what: str = "") -> None:
        before, text = self.table.row, self.search.text().strip()
        rows = [line for line in self._lines if self.parts.key in {"all", group_of(line)} and _says(line, text)]
        there = before is not None and any(line.id == before.id for line in rows)
        self.table.show_rows(rows, (lambda line: line.id == before.id) if there else None)
        self._pages.setCurrentIndex(0 if rows else 2 if self._lines else 1)

    def _on_acted(self, line: DisputeLine) -> None:
        self.opened.emit(line.id)

    def _on_look_changed(self) -> None:
        self.search.setFixedWidth(look().px(220))
        mediators = next(at for at, column in enumerate(self.table.table.columns) if column.words == _("调解员"))
        self.table.setColumnHidden(mediators, look().size is not Size.NORMAL)  # who quarrels needs the room


def _says(line: DisputeLine, text: str) -> bool:
    words = (heading(line), line.number, line.dispute_type, line.mediators, *line.applicants, *line.respondents)
    return not text or any(text in word for word in words)


def _columns(
    today: Callable[[], date], standing: Callable[[DisputeLine], Badge], *, township: bool
) -> tuple[Column, ...]:
    def found(line: DisputeLine) -> str:
        return short_date(line.found_on, today()) if line.found_on else ""

    village = (Column(_("村"), lambda line: line.village, 96, spare=True),) if township else ()
    return (
        Column(_("时钟"), lambda line: clock_badge(line).words, 122, badge=clock_badge, order=_by_clock),
        Column(_("纠纷"), heading, role="strong", mark=standing),
        *village,
        Column(_("类型"), lambda line: line.dispute_type, 150),
        Column(_("到哪一步"), lambda line: line.state_label, 120, spare=True),
        Column(_("开会"), lambda line: _("{n} 次").format(n=line.sittings) if line.sittings else "—", 64, right=True,
               order=lambda line: line.sittings, spare=True),
        Column(_("调解员"), lambda line: line.mediators, 140, spare=True),
        Column(_("发现"), found, 80, right=True, order=lambda line: line.found_on or date.min),
    )  # fmt: skip


def _by_clock(line: DisputeLine) -> tuple[bool, int]:
    return line.days_left is None, line.days_left or 0
