"""Four big numbers, each with the same day of last month beside it."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.ui.style import look
from desktop.ui.widgets.card import PressCard
from desktop.ui.widgets.words import Picture, set_tone, words

if TYPE_CHECKING:
    from db.queries.today import Counter

_ICONS = {
    "visited": "footprints",
    "unanswered": "message-square-text",
    "uncollected": "scroll-text",
    "disputes": "scale",
}


class CounterCard(PressCard):
    """Caption, number, unit; at the right last month and an arrow whose direction says more or fewer."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setProperty("counter", name)
        self.body.setContentsMargins(15, 8, 15, 4)
        self.body.setSpacing(0)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Picture(_ICONS.get(name, "circle")))
        self._label = words("", "body", "soft")
        top.addWidget(self._label)
        top.addStretch(1)
        bottom.setSpacing(6)
        self._number, self._unit = words("", "big"), words("")
        self._before, self._arrow = words("", "caption", "soft"), words("", "caption-strong")
        bottom.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBottom)
        for label in (self._unit, self._before, self._arrow):
            label.setContentsMargins(0, 0, 0, 7)
        bottom.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        bottom.addStretch(1)
        bottom.addWidget(self._before, 0, Qt.AlignmentFlag.AlignBottom)
        bottom.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(top)
        self.body.addLayout(bottom)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_counter(self, counter: Counter, on: date) -> None:
        """Show a counter; green is better than last month, amber worse, and the arrow says which way it went."""
        self._label.setText(counter.label)
        self._number.setText(_told(counter.value))
        self._unit.setText(counter.unit)
        month = (on.month - 2) % 12 + 1
        before = _("{month}月同日 {n}").format(month=month, n=_told(counter.before))
        self._before.setText(before)
        known = counter.value is not None and counter.before is not None
        grown = (counter.value or 0) - (counter.before or 0) if known else 0
        self._arrow.setText(f"{'↑' if grown > 0 else '↓'} {abs(grown)}" if grown else "")
        set_tone(self._arrow, "good" if (grown > 0) == (counter.better == "up") else "due")
        self.setAccessibleName(f"{counter.label} {_told(counter.value)} {counter.unit}，{before}")

    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().px(84))
        self._before.setVisible(look().roomy)


def _told(number: int | None) -> str:
    """A number, or a stroke for what the book could not know."""
    return "/" if number is None else f"{number:,}"
