"""The ledger of visits: newest first, and beside it the households nobody has visited."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.keymap import NEW
from desktop.ui.parts.people import short_address
from desktop.ui.parts.standing import badge_in
from desktop.ui.style import Size, look
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import short_date
from desktop.ui.widgets.lists.lines import Line, LineList
from desktop.ui.widgets.lists.table import Column, RowTable
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.page_head import PageHead
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.households import HouseholdLine
    from db.queries.visits import VisitLine
    from desktop.ui.pages.visits.visit_jobs import VisitedPlaces

_KIND = 3  # the column with the kind of visit


class VisitLedger(QWidget):
    """Who was seen, who was not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._standings: Mapping[str, str] = {}
        new = Button(_("记一次走访"), "main", icon="plus", key=NEW, to=self._begin)
        self.head = PageHead(_("走访"), new)
        self.table = RowTable(_("走访台账"), self._columns())
        self.table.acted.connect(self._on_acted)
        card = Card(pad=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        sentence = _("走访都记在这里：哪天、见了谁、谈了什么。按 Ctrl+N，打户主名字的首字母就能开始。")
        self._pages.addWidget(Empty("footprints", sentence, _("记第一次走访"), self._begin))
        card.body.addWidget(self._pages)
        self._side = Card(_("从未走访")).ruled()
        self._count = words("", "caption", "soft")
        self._side.at_right(self._count)
        self.never = LineList(_("从未走访的户"), _present_household, height=50)
        self.never.acted.connect(self._on_never_acted)
        self._side.body.addWidget(self.never)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(14)
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        column.addLayout(row, 1)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("日期"), self._day, 92, order=_by_day),
            Column(_("户主"), lambda v: v.head_name, 150, role="strong", soft=lambda v: v.village_group),
            Column(_("谈了什么"), lambda v: v.first_words, mark=self._standing),
            Column(_("类型"), lambda v: v.visit_kind, 88, tone=lambda _v: "soft", spare=True),
            Column(_("走访人"), lambda v: "、".join(v.cadres), 108, spare=True),
            Column(_("诉求"), lambda v: str(v.requests) if v.requests else "—", 56, right=True),
        )

    def _standing(self, line: VisitLine) -> Badge:
        return badge_in(self._standings, line.id)

    def _day(self, line: VisitLine) -> str:
        return short_date(line.visited_on, self._desk.today()) if line.visited_on else ""

    def show_visits(self, places: VisitedPlaces) -> None:
        """Show what was found."""
        self.head.say(_("本月 {n} 次，近一年 {m} 次").format(n=places.this_month, m=len(places.visits)))
        self._standings = places.standings
        self.table.show_rows(places.visits)
        self._pages.setCurrentIndex(0 if places.visits else 1)
        self.never.show_rows(places.never)
        self._side.setVisible(bool(places.never))
        self._count.setText(_("{n} 户").format(n=len(places.never)))

    def arrive(self) -> None:
        """Arrow keys work at once."""
        self.table.setFocus()

    def _begin(self) -> None:
        self._desk.go(Where("visits", "new"))

    def _on_acted(self, line: VisitLine) -> None:
        self._desk.go(Where("households", "open", line.household_id, "visits"))

    def _on_never_acted(self, line: HouseholdLine) -> None:
        self._desk.go(Where("visits", "new", line.id))

    def _on_look_changed(self) -> None:
        self._side.setFixedWidth(316)
        self.table.setColumnHidden(_KIND, look().size is not Size.NORMAL)  # what was said needs the room


def _by_day(line: VisitLine) -> str:
    return line.visited_on.isoformat() if line.visited_on else ""


def _present_household(line: HouseholdLine) -> Line:
    caption = " · ".join((short_address(line), _("{n}人").format(n=line.members)))
    return Line(line.head_name, caption=caption, side=_("记走访"), side_tone="good")
