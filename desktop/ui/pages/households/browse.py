"""The list of households: narrow it by typing and by chips, walk it with the arrow keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.keymap import FIND_HERE
from desktop.ui.pages.households.narrowing import (
    Wanted,
    choices,
    narrowed,
)
from desktop.ui.parts.people import short_address
from desktop.ui.parts.standing import badge_in
from desktop.ui.widgets.badge import Badge
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.inputs.hint_box import HintBox
from desktop.ui.widgets.lists.lines import Line, LineList
from desktop.ui.widgets.notice import Empty
from desktop.ui.widgets.words import words

if TYPE_CHECKING:
    from db.queries.households import HouseholdLine
    from desktop.ui.pages.households.household_jobs import Register


class Browse(QWidget):
    """Everybody of the village, or those one is looking for."""

    chosen = Signal(object)
    acted = Signal(object)
    import_wanted = Signal()

    def __init__(self, today: date, *, township: bool) -> None:
        super().__init__()
        self._today = today
        self._lines: Sequence[HouseholdLine] = ()
        self._standings: Mapping[str, str] = {}
        self._wanted = Wanted()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.totals = words("", "body", "soft")
        self.finder = HintBox(_("在名单里找"), _("在名单里找"), icon="list-filter", key=FIND_HERE)
        self.finder.textChanged.connect(self._on_text)
        QShortcut(QKeySequence(FIND_HERE), self, self._on_find)
        self._menus = {"village": Chip(_("村"), ends="chevron-down")} if township else {}
        self._menus |= {"group": Chip(_("组"), ends="chevron-down"), "tag": Chip(_("标签"), ends="chevron-down")}
        for what, chip in self._menus.items():
            chip.clicked.connect(partial(self._on_menu, what))
        self._marks = {
            "uncollected": Chip(_("未领证")),
            "never_visited": Chip(_("从未走访")),
            "open_request": Chip(_("有未答复")),
        }
        for name, chip in self._marks.items():
            chip.toggled.connect(partial(self._on_mark, name))
        self.count = words("", "caption-strong", "soft")
        self.list = LineList(_("农户名单"), self._present, height=52)
        self.list.chosen.connect(self.chosen)
        self.list.acted.connect(self.acted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        nobody = _("名单还是空的。先把村里的花名册收进来。")
        self._pages.addWidget(Empty("users", nobody, _("导入花名册"), self.import_wanted.emit))
        self._pages.addWidget(Empty("list-filter", _("没有这样的户。去掉一个条件再看。")))
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 10)
        top.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(words(_("农户"), "title"))
        head.addWidget(self.totals)
        head.addStretch(1)
        top.addLayout(head)
        top.addWidget(self.finder)
        top.addWidget(Flow(*self._menus.values(), *self._marks.values()))
        column.addLayout(top)
        bar = QWidget()
        bar.setProperty("ground", "ground")
        bar.setProperty("edge", "bottom")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(words(_("按户号"), "caption", "soft"))
        column.addWidget(bar)
        column.addWidget(self._pages, 1)

    def show_register(self, found: Register) -> None:
        """Show everybody anew; the one chosen stays chosen."""
        self._lines, self._standings = found.lines, found.standings
        self.totals.setText(_("{n:,} 户 {m:,} 人").format(n=found.households, m=found.persons))
        without = sum(1 for line in found.lines if line.certificate_uncollected)
        never = sum(1 for line in found.lines if not line.last_visit)
        asking = sum(1 for line in found.lines if line.open_requests)
        for name, text, n in (
            ("uncollected", _("未领证"), without),
            ("never_visited", _("从未走访"), never),
            ("open_request", _("有未答复"), asking),
        ):
            self._marks[name].say(text, str(n))
        self._show()

    def want(self, wanted: Wanted) -> None:
        """Narrow the list as another place asked for."""
        self._wanted = wanted
        for name, chip in self._marks.items():
            chip.setChecked(bool(getattr(wanted, name)))
        self.finder.setText(wanted.text)
        self._show()

    def choose(self, household_id: str) -> bool:
        """Choose a household; the list is widened where it would not be in it."""
        if household_id not in {row.id for row in self.list.lines.rows}:
            self.want(Wanted())
        at = next((n for n, row in enumerate(self.list.lines.rows) if row.id == household_id), -1)
        if at >= 0:
            self.list.choose(at)
        return at >= 0

    def _show(self) -> None:
        rows = narrowed(self._lines, self._wanted)
        self.list.show_rows(rows)
        where = " · ".join(part for part in (self._wanted.village, self._wanted.group, self._wanted.tag) if part)
        self.count.setText(" · ".join(part for part in (where, _("{n:,} 户").format(n=len(rows))) if part))
        self._pages.setCurrentIndex(0 if rows else 2 if self._lines else 1)
        for what, chip in self._menus.items():
            value = getattr(self._wanted, what)
            names = {"village": _("村"), "group": _("组"), "tag": _("标签")}
            chip.say(value or names[what], ends="x" if value else "chevron-down")
            chip.setChecked(bool(value))

    def _on_text(self, text: str) -> None:
        self._wanted = replace(self._wanted, text=text)
        self._show()

    def _on_find(self) -> None:
        self.finder.setFocus()
        self.finder.selectAll()

    def _on_mark(self, name: str, on: bool) -> None:
        self._wanted = replace(self._wanted, **{name: on})  # type: ignore[arg-type]
        self._show()

    def _on_menu(self, what: str, _checked: bool = False) -> None:
        chip = self._menus[what]
        if getattr(self._wanted, what):
            self._choose_value(what, "")
            return
        menu = QMenu(self)
        for value, count in choices(self._lines, what):
            menu.addAction(f"{value}  {count}", partial(self._choose_value, what, value))
        if menu.isEmpty():
            menu.addAction(_("还没有")).setEnabled(False)
        menu.exec(chip.mapToGlobal(QPoint(0, chip.height() + 2)))
        chip.setChecked(bool(getattr(self._wanted, what)))
        menu.deleteLater()

    def _choose_value(self, what: str, value: str) -> None:
        self._wanted = replace(self._wanted, **{what: value})  # type: ignore[arg-type]
        self._show()

    def _present(self, line: HouseholdLine) -> Line:
        badges = []
        if line.open_requests:
            badges.append(Badge(_("未答复 {n}").format(n=line.open_requests), "due"))
        if line.certificate_uncollected:
            badges.append(Badge(_("未领证"), "due"))
        badges += [Badge(tag) for tag in line.tags]
        seen = _("走访 {day}").format(day=spoken_date(line.last_visit, self._today)) if line.last_visit else ""
        return Line(
            line.head_name or _("（没有户主）"),
            caption=" · ".join((short_address(line), _("{n}人").format(n=line.members))),
            side=seen or _("从未走访"),
            side_tone="soft" if seen else "late",
            badges=(*badges[:2], badge_in(self._standings, line.id)),
        )
