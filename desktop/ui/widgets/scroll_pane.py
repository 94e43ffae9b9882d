"""A part of a page that scrolls up and down, never sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class _Pane(QWidget):
    """Where its height follows from its width it asks for none: else it would be that of its narrowest form.

    A layout in which nothing wraps says itself what it needs; less, and its fields would be pressed together.
    """

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        needed = 0 if layout is None or layout.hasHeightForWidth() else layout.minimumSize().height()
        return QSize(0, needed)


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
        self.verticalScrollBar().rangeChanged.connect(self._on_grown)

    def _on_grown(self, _low: int, _high: int) -> None:
        self.follow_focus()  # something was unfolded: only now have the fields their places

    def follow_focus(self) -> None:
        """Bring the field in use into sight."""
        here = self.window().focusWidget()
        if here is not None and self.inner.isAncestorOf(here):
            self.ensureWidgetVisible(here, 0, 60)
