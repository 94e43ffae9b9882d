"""A large answer to the one question on the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui.style import look
from desktop.ui.widgets.buttons import pressed_at_once
from desktop.ui.widgets.lists.painting import width_of, write


class ChoiceCard(QAbstractButton):
    """Icon, answer, one sentence, its number key and a ring; ``quiet`` is lower and has no ring."""

    def __init__(self, icon: str, answer: str, sentence: str = "", *, key: str = "", quiet: bool = False) -> None:
        super().__init__()
        self._icon, self._sentence, self._key, self._quiet = icon, sentence, key, quiet
        self.setText(answer)
        self.setCheckable(not quiet)
        self.setAccessibleName(f"{answer}。{sentence}" if sentence else answer)
        self.setToolTip(f"{answer}  {key}" if key else answer)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(key)
        look().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        return pressed_at_once(self, event) or super().event(event)

    def sizeHint(self) -> QSize:
        words = width_of(self.text(), "body" if self._quiet else "answer")
        wide = max(words, width_of(self._sentence)) + self._before + self._behind + 2
        return QSize(wide, look().px(48 if self._quiet else 92))

    @property
    def _before(self) -> int:
        """Where the words begin: after the icon."""
        return 16 + look().px(18) + 10 if self._quiet else 22 + look().px(28) + 18

    @property
    def _behind(self) -> int:
        """What key and ring take at the right."""
        return 18 + look().px(20) + 10 if self._quiet else 24 + look().px(18) + 18 + look().px(20) + 10

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style, on = QPainter(self), look(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if on or self.hasFocus() else 1
        quiet = "line" if self._quiet else "edge"
        painter.setPen(QPen(style.colour("field" if on or self.hasFocus() else quiet), width))
        painter.setBrush(style.colour("field_tint" if on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6)
        self._paint_words(painter)
        right = self.width() - (18 if self._quiet else 24)
        if not self._quiet:
            right = self._paint_ring(painter, right)
        if self._key:
            side = style.px(20)
            box = QRect(right - side, (self.height() - side) // 2, side, side)
            painter.setPen(QPen(style.colour("line"), 1))
            painter.setBrush(style.colour("ground"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setFont(style.font("caption"))
            painter.setPen(style.colour("ink_soft"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_words(self, painter: QPainter) -> None:
        style, middle = look(), self.height() // 2
        drawn = 18 if self._quiet else 28
        size, margin = style.px(drawn), 16 if self._quiet else 22
        picture = style.pixmap(self._icon, "ink_soft" if self._quiet else "field", drawn)
        painter.drawPixmap(margin, middle - size // 2, picture)
        left = self._before
        room = self.width() - left - self._behind
        if not self._sentence:
            write(painter, QRect(left, 0, room, self.height()), self.text())
            return
        half = style.px(26)
        write(painter, QRect(left, middle - half, room, half), self.text(), "answer")
        write(painter, QRect(left, middle + 2, room, half - 4), self._sentence, "body", "ink_soft")

    def _paint_ring(self, painter: QPainter, right: int) -> int:
        style, on = look(), self.isChecked()
        side = style.px(18)
        ring = QRectF(right - side, (self.height() - side) / 2, side, side)
        wide = style.px(5) if on else 1
        painter.setPen(QPen(style.colour("field" if on else "edge"), wide))
        painter.setBrush(style.colour("surface"))
        painter.drawEllipse(ring.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))
        return right - side - 18
