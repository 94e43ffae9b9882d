"""Buttons with their shortcut written on them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from desktop.ui.style import look

_GAP = 8


def pressed_at_once(button: QAbstractButton, event: QEvent) -> bool:
    """Press a button whose shortcut was typed; Qt itself waits a tenth of a second to show the press."""
    mine = event.type() == QEvent.Type.Shortcut and isinstance(event, QShortcutEvent) and not event.isAmbiguous()
    if mine:
        button.click()
    return mine


class _Pressed(QPushButton):
    def event(self, event: QEvent) -> bool:
        return pressed_at_once(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class Button(_Pressed):
    """A button: icon, words, key. ``kind`` is main (filled), plain, quiet or soft (words only) or fold (a pill)."""

    def __init__(
        self, text: str, kind: str = "plain", *, icon: str = "", key: str = "", to: Callable[[], object] | None = None
    ) -> None:
        super().__init__(text)
        self._kind, self._icon, self._trailing = kind, icon, ""
        self._key = key.replace("Return", "Enter")  # as it is written on the keyboard
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.name_it(text)
        if key:
            self.setShortcut(QKeySequence(key))
        if to is not None:
            self.clicked.connect(lambda _checked=False: to())
        look().changed.connect(self._on_look_changed)

    def name_it(self, text: str) -> None:
        """Change the words, for the eye and for the screen reader."""
        key = self.shortcut()
        self.setText(text)
        self.setShortcut(key)  # setText forgets it
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {self._key}" if self._key else text)
        self.updateGeometry()

    def end_with(self, icon: str) -> Button:
        """An icon behind the words: this leads elsewhere, or opens a list."""
        self._trailing = icon
        return self

    @property
    def _colour(self) -> str:
        if not self.isEnabled():
            return "ink_soft"
        return {"main": "on_field", "quiet": "field", "soft": "ink_soft"}.get(self._kind, "ink")

    @property
    def _role(self) -> str:
        return "strong" if self._kind == "main" or self.isChecked() else "body"

    def _parts(self) -> list[int]:
        words = QFontMetrics(look().font("strong")).horizontalAdvance(self.text())
        widths = [words] if self.text() else []
        widths += [look().px(16)] * (bool(self._icon) + bool(self._trailing))
        if self._key:
            widths.append(QFontMetrics(look().font("caption")).horizontalAdvance(self._key))
        return widths

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        parts = self._parts()
        side = 7 if self._kind in {"quiet", "soft"} else 13
        height = {"quiet": 26, "soft": 26, "fold": 30}.get(self._kind, 34)
        return QSize(sum(parts) + _GAP * (len(parts) - 1) + 2 * side, look().px(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        parts = self._parts()
        x = (self.width() - sum(parts) - _GAP * (len(parts) - 1)) // 2
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        x = self._paint_icon(painter, self._icon, x)
        if self.text():
            painter.setFont(look().font(self._role))
            painter.setPen(look().colour(self._colour))
            width = QFontMetrics(look().font("strong")).horizontalAdvance(self.text())
            painter.drawText(QRect(x, 0, width + 2, self.height()), middle, self.text())
            x += width + _GAP
        x = self._paint_icon(painter, self._trailing, x)
        if self._key:
            painter.setFont(look().font("caption"))
            painter.setPen(look().colour("on_field" if self._colour == "on_field" else "ink_soft"))
            painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self._key)

    def _paint_icon(self, painter: QStylePainter, name: str, x: int) -> int:
        if not name:
            return x
        size = look().px(16)
        painter.drawPixmap(x, (self.height() - size) // 2 + 1, look().pixmap(name, self._colour))
        return x + size + _GAP


class IconButton(_Pressed):
    """A small button of an icon alone; its name is in the tooltip and for the screen reader."""

    def __init__(self, icon: str, name: str, *, key: str = "", to: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._icon = icon
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {key}" if key else name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(QKeySequence(key))
        if to is not None:
            self.clicked.connect(lambda _checked=False: to())
        look().changed.connect(self._on_look_changed)

    def show_icon(self, icon: str, name: str) -> None:
        """Show what a press will do now."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(28), look().px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        size = look().px(18)
        colour = "ink" if self.isEnabled() else "edge"
        x, y = (self.width() - size) // 2, (self.height() - size) // 2
        painter.drawPixmap(x, y, look().pixmap(self._icon, colour, 18))
