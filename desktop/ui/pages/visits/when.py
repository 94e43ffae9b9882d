"""When, what kind of visit, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.rules.codes import PlaceKind, VisitKind
from desktop.ui.pages.visits.draft import VisitDraft
from desktop.ui.style import look
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.date_box import DateBox, TimeBox
from desktop.ui.widgets.inputs.dates import read_time
from desktop.ui.widgets.inputs.field import Field, Fields, Line
from desktop.ui.widgets.inputs.segments import Segments
from desktop.ui.widgets.words import words

_PLACES = ("home", "yard", "field", "village_office", "company", "other")


class When(Fields):
    """One short row of things the program already knows."""

    changed = Signal()

    def __init__(self, kept: VisitDraft, today: Callable[[], date]) -> None:
        super().__init__()
        self.day = DateBox(_("走访日期"), date.fromisoformat(kept.visited_on), today)
        self.begin = TimeBox(_("从几点"), read_time(kept.time_from))
        self.end = TimeBox(_("到几点"), read_time(kept.time_to), _("现在"))
        self.kind = Choice()
        for code, label in VisitKind.choices():
            self.kind.addItem(label, code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept.visit_kind)))
        words_of = dict(PlaceKind.choices())
        self.place = Segments(_("地点"), [(code, words_of[code]) for code in _PLACES])
        self.place.choose(kept.place_kind)
        self._arrange()
        for signal in (self.day.changed, self.begin.changed, self.end.changed, self.place.chosen):
            signal.connect(self.changed)
        self.kind.currentIndexChanged.connect(self.changed)
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.day.mistyped.connect(self.fields["visited_on"].show_error)
        self._on_kind_changed()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        times = QWidget()
        row = QHBoxLayout(times)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.day)
        row.addWidget(self.begin)
        row.addWidget(words(_("至"), "body", "soft"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.end)
        times.setAccessibleName(_("时间"))
        when = self.add_field("visited_on", Field(_("时间"), times))
        self.fields["time_to"] = self.fields["time_from"] = when
        kind = self.add_field("visit_kind", Field(_("类型"), self.kind))
        place = self.add_field("place_kind", Field(_("地点"), self.place))
        column.addWidget(Flow(when, kind, place, gap=14))

    @property
    def visit_kind(self) -> str:
        """The code of the kind."""
        return str(self.kind.currentData())

    @property
    def place_kind(self) -> str:
        """The code of the place; a call has none of these."""
        return "phone" if self.visit_kind == "phone" else self.place.key

    def _on_kind_changed(self) -> None:
        self.place.setEnabled(self.visit_kind != "phone")

    def _on_look_changed(self) -> None:
        px = look().px
        self.day.setFixedWidth(px(146))
        self.begin.setFixedWidth(px(62))
        self.end.setFixedWidth(px(62))
        self.kind.setFixedWidth(px(118))


class Rare(Fields):
    """What is written down seldom: folded into one line of chips, opened in place."""

    changed = Signal()

    def __init__(self, kept: dict[str, str], today: Callable[[], date]) -> None:
        super().__init__()
        self._boxes: dict[str, DateBox | Line] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._chips = Flow(gap=8)
        column.addWidget(self._chips)
        self._first: QWidget = self
        self._more = Chip(_("更多"), ends="chevron-down")
        self._more.toggled.connect(self._on_more)
        self._seldom: list[Chip] = []
        for rare in rare_fields():
            self._add(column, rare, kept.get(rare.name, ""), today)
        self._chips.flow.addWidget(self._more)
        self._on_more(on=False)

    def _add(self, column: QVBoxLayout, rare: RareField, text: str, today: Callable[[], date]) -> None:
        box: DateBox | Line
        if rare.name == "next_visit_on":
            box = DateBox(rare.label, date.fromisoformat(text) if text else None, today)
            box.changed.connect(self.changed)
            box.setFixedWidth(look().px(190))
        else:
            box = Line(rare.label, rare.hint, text)
            box.textEdited.connect(self.changed)
        self._boxes[rare.name] = box
        field = self.add_field(rare.name, Field(rare.label, box))
        if isinstance(box, DateBox):
            box.mistyped.connect(field.show_error)
        column.addWidget(field)
        chip = Chip(rare.label, icon=rare.icon)
        chip.setChecked(bool(text))
        field.setVisible(bool(text))
        chip.toggled.connect(field.setVisible)
        chip.clicked.connect(partial(self._on_opened, chip, box))
        if self._first is self:
            self._first = chip
        self._chips.flow.addWidget(chip)
        if rare.seldom:
            self._seldom.append(chip)

    def _on_more(self, on: bool) -> None:
        for chip in self._seldom:
            chip.setVisible(on or chip.isChecked())
        self._more.say(_("更多"), ends="chevron-up" if on else "chevron-down")
        self._chips.flow.invalidate()

    def _on_opened(self, chip: Chip, box: QWidget, _on: bool = False) -> None:
        if chip.isChecked():
            box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def first(self) -> QWidget:
        """Where Tab comes in."""
        return self._first

    @property
    def values(self) -> dict[str, str]:
        """What was written, by field."""
        found = {}
        for name, box in self._boxes.items():
            if isinstance(box, DateBox):
                found[name] = box.day.isoformat() if box.day else ""
            else:
                found[name] = box.text().strip()
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class RareField:
    """A field that stays folded until it is wanted."""

    name: str
    icon: str
    label: str
    hint: str = ""
    seldom: bool = False


def rare_fields() -> tuple[RareField, ...]:
    """What is folded, in the order of the chips."""
    return (
        RareField("family_changes", "house", _("家庭变化"), _("添丁、去世、分家、外出、回来")),
        RareField("hazards", "triangle-alert", _("安全隐患"), _("电线、燃气、房屋、用火、用水")),
        RareField("difficulties", "heart-pulse", _("困难"), _("病、残、缺劳力、缺钱")),
        RareField("policy_told", "megaphone", _("政策宣传"), _("讲了哪几项")),
        RareField("gifts", "gift", _("慰问"), _("送了什么，值多少")),
        RareField("next_visit_on", "calendar-plus", _("下次走访")),
        RareField("livelihood", "sprout", _("生产生活"), _("种什么、养什么、收成、务工"), seldom=True),
        RareField("thoughts", "message-square-text", _("思想动态"), _("对村里的事怎么想"), seldom=True),
        RareField("suggestions", "pencil-line", _("建议"), _("想让村里做什么"), seldom=True),
    )
