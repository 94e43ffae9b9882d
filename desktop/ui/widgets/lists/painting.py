"""What every painted row is made of: words that end in …, the hairline, the bar of the selected row."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.ui.style import look

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


def write(
    painter: QPainter, rect: QRect, text: str, role: str = "body", colour: str = "ink", *, right: bool = False
) -> int:
    """Write one line of words into a place, … where the room ends; returns the width written."""
    if not text or rect.width() <= 0:
        return 0
    font = look().font(role)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(look().colour(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, _MIDDLE | int(side) | int(Qt.TextFlag.TextSingleLine), shown)
    return min(metrics.horizontalAdvance(shown), rect.width())


def width_of(text: str, role: str = "body") -> int:
    """How wide words will be."""
    return QFontMetrics(look().font(role)).horizontalAdvance(text)


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the row is the chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, *, first: bool = True) -> None:
    """The ground of a row: tint and bar where it is chosen, a frame where it has the focus, the hairline below."""
    style, rect = look(), option.rect  # type: ignore[attr-defined]
    if is_selected(option):
        painter.fillRect(rect, style.colour("field_tint"))
        if first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), style.colour("field"))
    elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
        painter.fillRect(rect, style.colour("ground"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, style.colour("line"))


def paint_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The frame of the row arrow keys will move from."""
    focused = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected
    if (option.state & focused) == focused:  # type: ignore[attr-defined]
        painter.setPen(QPen(look().colour("field"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))  # type: ignore[attr-defined]


def tone_colour(tone: str) -> str:
    """The token a tone's words are written in."""
    return {"good": "field", "soft": "ink_soft", "plain": "ink", "bare": "ink_soft"}.get(tone, tone or "ink")
