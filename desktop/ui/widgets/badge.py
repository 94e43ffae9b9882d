"""Badges: a word and an icon that say where something stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.style import look

_HEIGHT, _PAD, _GAP, _ICON = 22, 8, 4, 13


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says; tone is good, due, late, calm, soft (tinted), plain (outlined) or bare (no tint)."""

    words: str
    tone: str = "plain"
    icon: str = ""


def badge_size(badge: Badge) -> QSize:
    """How much room a badge needs."""
    style = look()
    width = QFontMetrics(style.font("caption")).horizontalAdvance(badge.words)
    width += 2 * (0 if badge.tone == "bare" else style.px(_PAD))
    if badge.icon:
        width += style.px(_ICON) + _GAP
    return QSize(width + 1, style.px(_HEIGHT))


def paint_badge(painter: QPainter, badge: Badge, left: int, middle: int) -> int:
    """Paint a badge whose left edge and middle line are given; returns its width."""
    style, size = look(), badge_size(badge)
    ink, tint = style.tokens.tone(badge.tone)
    rect = QRect(left, middle - size.height() // 2, size.width(), size.height())
    outlined = badge.tone == "plain" or (tint and tint == style.tokens.surface)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if tint:
        border = style.tokens.line if badge.tone == "plain" else ink
        painter.setPen(QPen(QColor(border)) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint))
        half = size.height() / 2
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
    x = rect.left() + (0 if badge.tone == "bare" else style.px(_PAD))
    if badge.icon:
        icon = style.px(_ICON)
        painter.drawPixmap(x, middle - icon // 2, style.pixmap(badge.icon, ink, _ICON))
        x += icon + _GAP
    painter.setFont(style.font("caption"))
    painter.setPen(QColor(ink))
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(QRect(x, rect.top(), rect.right() - x + 2, rect.height()), flags, badge.words)
    painter.restore()
    return size.width()


class BadgeLabel(QWidget):
    """A badge as a widget of its own."""

    def __init__(self, badge: Badge | None = None) -> None:
        super().__init__()
        self._badge = badge or Badge("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._badge.words)
        look().changed.connect(self._on_look_changed)

    @property
    def badge(self) -> Badge:
        """What it says now."""
        return self._badge

    def show_badge(self, badge: Badge) -> None:
        """Say something else; without words it disappears."""
        self._badge = badge
        self.setAccessibleName(badge.words)
        self.setVisible(bool(badge.words))
        self.updateGeometry()
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return badge_size(self._badge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._badge.words:
            paint_badge(QPainter(self), self._badge, 0, self.height() // 2)
