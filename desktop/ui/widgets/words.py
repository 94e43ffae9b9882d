"""Words on screen: labels that say what role they play, and nothing about colours."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.ui.style import look


def words(text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label; role is the kind of type (body, caption, section, title, name), tone its colour (soft, late, due)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a name may contain anything
    label.setProperty("role", role)
    if tone:
        label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def set_tone(label: QWidget, tone: str) -> None:
    """Give a label or banner another colour."""
    label.setProperty("tone", tone)
    label.style().unpolish(label)
    label.style().polish(label)


def key_hint(key: str) -> QLabel:
    """A key as it is written on the keyboard."""
    label = words(key, "caption")
    label.setProperty("key", True)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def rule(*, tall: bool = False) -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("rule", "tall" if tall else "true")
    return line


class Picture(QWidget):
    """An icon that keeps its colour and size with theme and text size."""

    def __init__(self, name: str, colour: str = "ink_soft", size: float = 16) -> None:
        super().__init__()
        self._name, self._colour, self._drawn = name, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(self._drawn), look().px(self._drawn))

    def paintEvent(self, _event: QPaintEvent) -> None:
        pixmap: QPixmap = look().pixmap(self._name, self._colour, self._drawn)
        painter = QPainter(self)
        painter.drawPixmap(
            0, 1, pixmap
        )  # the middle of Chinese characters lies a little below the middle of their line


class Elided(QLabel):
    """A label in one line that ends in … where the room ends, and shows the whole in its tooltip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else self.text())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
