"""A line to type in with a picture in front and, where it has one, its key behind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.ui.style import look
from desktop.ui.widgets.words import Picture, key_hint

_EDGE, _GAP = 11, 8


class _Lead(Picture):
    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.pressed.emit()


class HintBox(QLineEdit):
    """Typed words with a hint; the picture in front grows with the words."""

    def __init__(self, name: str, hint: str = "", *, icon: str = "search", key: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.lead = _Lead(icon)
        self.lead.setParent(self)
        self._behind: QLabel | None = None
        if key:
            self.put_behind(key_hint(key))
        look().changed.connect(self._on_look_changed)
        self._arrange()

    def put_behind(self, label: QLabel) -> None:
        """Words at the right end of the box: a key, or how long from now."""
        if self._behind is not None:
            self._behind.deleteLater()
        self._behind = label
        label.setParent(self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.show()
        self._arrange()

    def _on_look_changed(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        lead = self.lead.sizeHint()
        self.lead.resize(lead)
        self.lead.move(_EDGE, (self.height() - lead.height()) // 2)
        behind = 0
        if self._behind is not None:
            self._behind.ensurePolished()
            size = self._behind.sizeHint()
            behind = size.width() + 4
            self._behind.resize(size)
            self._behind.move(self.width() - size.width() - 9, (self.height() - size.height()) // 2)
        self.setTextMargins(lead.width() + _GAP, 0, behind, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
