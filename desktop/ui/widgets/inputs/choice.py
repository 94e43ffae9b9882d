"""One of a list of words, closed until it is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class Choice(QComboBox):
    """A choice that only a press or a key changes: the wheel scrolls the form it stands in, focused or not."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt would give it the focus by the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # goes on to whatever scrolls
