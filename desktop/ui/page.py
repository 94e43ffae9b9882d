"""What every place of the rail is: it looks again when something it shows has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.desk import Desk, Where
from desktop.ui.style import look

if TYPE_CHECKING:
    from db.changes import Changes


class Page(QWidget):
    """A place of the rail, made when first visited; hidden pages look again when they are next seen."""

    nouns: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True
        self.setProperty("ground", "ground")
        look().dress(self)
        desk.bulletin.store_changed.connect(self._on_store_changed)

    def refresh(self) -> None:
        """Ask again for everything shown."""

    def go(self, where: Where) -> None:
        """Somebody came here on purpose: show the record, open the form."""

    def may_leave(self) -> bool:
        """Whether the program may close now; a page that keeps drafts writes them first."""
        return True

    def _look_again(self) -> None:
        self._stale = False
        self.refresh()

    def _on_store_changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if not (changes.nouns & self.nouns):
            return
        if self.isVisible():
            self._look_again()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._look_again()
