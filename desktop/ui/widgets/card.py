"""Cards: a surface with a hairline around it, and a head where it needs one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.words import rule, words


class Card(QFrame):
    """A surface; ``body`` is where its contents go. The head holds a title, a caption and what stands at the right."""

    def __init__(self, title: str = "", caption: str = "", *, kind: str = "true", pad: int = 16) -> None:
        super().__init__()
        self.setProperty("card", kind)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(pad, 10, pad, 4)
        self.head.setSpacing(10)
        self.title = words(title, "section")
        self.caption = words(caption, "caption", "soft")
        if title:
            self.setAccessibleName(title)
            self.head.addWidget(self.title)
            self.head.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignBottom)
            self.head.addStretch(1)
            whole.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(pad, 4 if title else 12, pad, 12)
        self.body.setSpacing(8)
        whole.addLayout(self.body, 1)

    def ruled(self) -> Card:
        """A hairline between head and contents, which then reach from edge to edge."""
        self.head.setContentsMargins(self.head.contentsMargins().left(), 9, self.head.contentsMargins().right(), 9)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.insertWidget(0, rule())
        return self

    def at_right(self, widget: QWidget) -> Card:
        """Put a widget at the right end of the head."""
        self.head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return self


def framed(widget: QWidget) -> Card:
    """A list or table with a hairline around it."""
    card = Card(pad=0)
    card.body.setContentsMargins(0, 0, 0, 0)
    card.body.addWidget(widget)
    return card


class PressCard(Card):
    """A card that is a button: Enter, Space or a click presses it."""

    pressed = Signal()

    def __init__(self, name: str, *, pad: int = 16) -> None:
        super().__init__(pad=pad)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
