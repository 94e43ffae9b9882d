"""Chips: what can be ticked, filtered or opened in one press."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui.style import look

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Chip(QAbstractButton):
    """A pill or box with words and, in soft ink, a detail or count.

    ``tick`` draws the box of a check mark, ``dashed`` an invitation to add, ``ends`` an icon behind the words.
    """

    def __init__(
        self, text: str, detail: str = "", *, icon: str = "", tick: bool = False, dashed: bool = False, ends: str = ""
    ) -> None:
        super().__init__()
        self._detail, self._icon, self._tick, self._dashed, self._ends = detail, icon, tick, dashed, ends
        self.setText(text)
        self.setCheckable(not dashed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name_it()
        look().changed.connect(self._on_look_changed)

    def say(self, text: str, detail: str = "", ends: str = "") -> None:
        """Change words, detail and the icon behind them."""
        self._detail, self._ends = detail, ends
        self.setText(text)
        self._name_it()
        self.updateGeometry()
        self.update()

    @property
    def detail(self) -> str:
        """The soft words behind the words."""
        return self._detail

    def _name_it(self) -> None:
        name = f"{self.text()} {self._detail}".strip()
        self.setAccessibleName(name)
        self.setToolTip(name)

    @property
    def _boxed(self) -> bool:
        return self._tick or self._dashed

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def _widths(self) -> tuple[int, int]:
        role = "strong" if not self._boxed else "body"
        words = QFontMetrics(look().font(role)).horizontalAdvance(self.text())
        detail = QFontMetrics(look().font("caption" if self._boxed else "body")).horizontalAdvance(self._detail)
        return words, detail

    def sizeHint(self) -> QSize:
        px, (words, detail) = look().px, self._widths()
        width = words + (detail + 6 if self._detail else 0) + px(8 if self._tick else 11) + px(11)
        width += px(18) + 8 if self._tick else px(15) + 6 if self._icon or self._dashed else 0
        width += px(14) + 4 if self._ends else 0
        return QSize(width, px(34 if self._boxed else 28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = look()
        self._paint_frame(painter)
        x = style.px(8 if self._tick else 11)
        if self._tick:
            x = self._paint_tick(painter, x)
        elif self._icon or self._dashed:
            colour = "field" if self._dashed or self.isChecked() else "ink_soft"
            size = style.px(15)
            picture = style.pixmap(self._icon or "plus", colour, 15)
            painter.drawPixmap(x, (self.height() - size) // 2, picture)
            x += size + 6
        words, detail = self._widths()
        strong = self.isChecked() and not self._boxed
        painter.setFont(style.font("strong" if strong else "body"))
        on = self._dashed or strong
        painter.setPen(style.colour("field" if on else "ink"))
        painter.drawText(QRect(x, 0, words + 2, self.height()), _LEFT, self.text())
        x += words
        if self._detail:
            painter.setFont(style.font("caption" if self._boxed else "strong" if strong else "body"))
            painter.setPen(style.colour("field" if strong else "ink_soft"))
            painter.drawText(QRect(x + 6, 0, detail + 2, self.height()), _LEFT, self._detail)
            x += detail + 6
        if self._ends:
            size = style.px(14)
            painter.drawPixmap(x + 4, (self.height() - size) // 2, style.pixmap(self._ends, "ink_soft", 14))

    def _paint_frame(self, painter: QPainter) -> None:
        style = look()
        on = self.isChecked()
        width = 2 if self.hasFocus() else 1
        quiet = "line" if self._dashed or not self._boxed or not self.isEnabled() else "edge"
        pen = QPen(style.colour("field" if on or self.hasFocus() else quiet), width)
        if self._dashed and not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(style.colour("field_tint" if on else "surface"))
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = 6 if self._boxed else self.height() / 2
        painter.drawRoundedRect(rect, radius, radius)

    def _paint_tick(self, painter: QPainter, x: int) -> int:
        style = look()
        size = style.px(18)
        box = QRectF(x, (self.height() - size) / 2, size, size)
        painter.setPen(QPen(style.colour("field" if self.isChecked() else "edge"), 1))
        painter.setBrush(style.colour("field" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.isChecked():
            inset = (size - style.px(12)) // 2
            corner = QPoint(x + inset, (self.height() - size) // 2 + inset)
            painter.drawPixmap(corner, style.pixmap("check", "on_field", 12))
        return x + size + 8
