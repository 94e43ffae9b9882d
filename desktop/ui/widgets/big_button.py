"""The one or two large deeds of a page: icon, words, key, and what will happen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui.style import look
from desktop.ui.widgets.buttons import pressed_at_once
from desktop.ui.widgets.lists.painting import width_of, write

_HIGHEST = 86  # two lines of the largest words


class BigButton(QAbstractButton):
    """70 high; ``main`` is filled."""

    def __init__(self, icon: str, text: str, key: str, *, main: bool = False) -> None:
        super().__init__()
        self._icon, self._key, self.main, self._sentence = icon, key, main, ""
        self.setText(text)
        self.setShortcut(QKeySequence(key))
        self.setToolTip(f"{text}  {key}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say("")
        look().changed.connect(self._on_look_changed)

    def say(self, sentence: str) -> None:
        """What a press will do now."""
        self._sentence = sentence
        self.setAccessibleName(f"{self.text()}。{sentence}" if sentence else self.text())
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(280), min(look().px(70), _HIGHEST))

    def event(self, event: QEvent) -> bool:
        return pressed_at_once(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self.main and self.isEnabled()
        ink = "on_field" if filled else "ink" if self.isEnabled() else "ink_soft"
        width = 2 if self.hasFocus() else 1
        edge = ("ink" if self.hasFocus() else "field") if filled else "field" if self.hasFocus() else "edge"
        painter.setPen(QPen(style.colour(edge), width))
        painter.setBrush(style.colour("field" if filled else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6)
        size, middle = style.px(28), self.height() // 2
        picture = style.pixmap(self._icon, ink if filled else "field", 28)
        painter.drawPixmap(22, middle - size // 2, picture)
        left = 22 + size + 16
        half = style.px(25)
        top = QRect(left, middle - half, self.width() - left - 16, half)
        written = write(painter, top, self.text(), "section", ink)
        key = QRect(left + written + 10, top.top() + 2, width_of(self._key, "caption") + 4, half)
        write(painter, key, self._key, "caption", ink if filled else "ink_soft")
        under = QRect(left, middle + 1, self.width() - left - 16, half - 2)
        write(painter, under, self._sentence, "body", ink if filled else "ink_soft")
