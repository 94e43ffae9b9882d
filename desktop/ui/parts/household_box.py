"""A field that holds a household: type initials, Enter; its name and group stay in the box."""

from __future__ import annotations

from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from desktop.ui.desk import Desk
from desktop.ui.parts.hits import find, present_hit
from desktop.ui.widgets.inputs.search_box import SearchBox

if TYPE_CHECKING:
    from db.queries.search import Hit


class HouseholdBox(SearchBox):
    """The household chosen, and a search for another one in the same place."""

    changed = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(name, _("首字母、姓名、证号、电话"), present_hit)
        self._desk = desk
        self._id, self._words = "", ""
        self.asked.connect(self._on_asked)
        self.picked.connect(self._on_picked)

    @property
    def household_id(self) -> str:
        """The household chosen; empty where none is."""
        return self._id

    def show_household(self, household_id: str, words: str) -> None:
        """Show a household without telling anyone."""
        self._id, self._words = household_id, words
        self._restore()

    def _restore(self) -> None:
        self.setText(self._words)
        self.setCursorPosition(0)

    def _on_asked(self, text: str) -> None:
        self._desk.ask(partial(self._on_hits, text), find, text)

    def _on_hits(self, text: str, hits: list[Hit]) -> None:
        self.show_hits(text, [hit for hit in hits if hit.household_id])

    def _on_picked(self, hit: Hit) -> None:
        self.show_household(hit.household_id, hit.label)
        self.changed.emit(self._id)

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.open:
            event.accept()  # Esc closes the list; the next one leaves the form
            return True
        return super().event(event)

    def clear(self) -> None:
        # Esc and a pick empty a search box; here the household comes back into it
        self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self._id and self.text() == self._words and not self.open
        if chosen and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()  # nothing to look for: the form moves on
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.open:
            self._restore()
