"""Says to every screen what has changed, so that each can look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # the door opens before the record book is read in
    from db.changes import Changes


class Bulletin(QObject):
    """One signal for the whole program: what a deed touched, and which screen did it."""

    store_changed = Signal(object, object)

    def announce(self, changes: Changes, initiator: QObject | None = None) -> None:
        """Tell everyone; ``initiator`` may know already what it did itself."""
        if changes:
            self.store_changed.emit(changes, initiator)
