"""A part of a page that scrolls up and down, never sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class _Pane(QWidget):
    """Its height follows from its width; a layout that wraps would else ask for the height of its narrowest form."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class ScrollPane(QScrollArea):
    """Scrolls ``inner``; the focus is brought into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = _Pane()
        self.inner.setProperty("clear", "true")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.inner)
