"""The gallery: what can be printed, each with a small picture of its page."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.words import words

_WIDTH, _SHEET = 92, QSize(52, 63)
_LARGEST = 1.27  # a picture of a page need not grow with the words


def shelves() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """The papers by what they are about: kind, title and how its page looks (table, lines, chart)."""
    return (
        (_("一户的"), (("household", _("一户一档"), "table"),)),
        (_("一个村的"), (("diary", _("民情日记"), "lines"), ("summary", _("情况汇总表"), "chart"))),
    )


def _drawn(length: float) -> int:
    return round(length * min(look().scale, _LARGEST))


class Tile(QAbstractButton):
    """One paper: its page small, its title below."""

    def __init__(self, title: str, sheet: str) -> None:
        super().__init__()
        self._sheet = sheet
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words_high = QFontMetrics(look().font("strong")).height()
        return QSize(look().px(_WIDTH), 2 * _drawn(9) + _drawn(_SHEET.height()) + words_high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style, on = QPainter(self), look(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if on or self.hasFocus() else 1
        painter.setPen(QPen(style.colour("field" if on else "ink" if self.hasFocus() else "line"), wide))
        painter.setBrush(style.colour("field_tint" if on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 6, 6)
        size = QSize(_drawn(_SHEET.width()), _drawn(_SHEET.height()))
        sheet = QRect((self.width() - size.width()) // 2, _drawn(9), size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(style.colour("line"), 1))
        painter.setBrush(style.colour("surface"))
        painter.drawRect(sheet)
        self._paint_page(painter, sheet)
        painter.setFont(style.font("strong" if on else "body"))
        painter.setPen(style.colour("field" if on else "ink"))
        painter.drawText(QRect(0, sheet.bottom() + 1, self.width(), self.height() - sheet.bottom() - 2),
                         Qt.AlignmentFlag.AlignCenter, self.text())  # fmt: skip

    def _paint_page(self, painter: QPainter, sheet: QRect) -> None:
        style, px = look(), _drawn
        painter.fillRect(sheet.center().x() - px(11), sheet.top() + px(7), px(22), px(4), style.colour("ink_soft"))
        inner = sheet.adjusted(px(7), px(17), -px(7), -px(6))
        painter.setPen(QPen(style.colour("edge"), 1))
        if self._sheet == "table":
            self._paint_grid(painter, QRect(inner.left(), inner.top(), inner.width(), px(14)), 3)
            self._paint_grid(painter, QRect(inner.left(), inner.top() + px(21), inner.width(), px(18)), 4)
        elif self._sheet == "chart":
            for at, height in enumerate((9, 17, 13, 20)):
                x, tall = inner.left() + px(2) + at * px(9), px(height)
                painter.fillRect(x, inner.top() + px(22) - tall, px(7), tall, style.colour("edge"))
            painter.drawLine(inner.left(), inner.top() + px(23), inner.right(), inner.top() + px(23))
            self._paint_lines(painter, inner.adjusted(0, px(29), 0, 0))
        else:
            self._paint_lines(painter, inner)

    @staticmethod
    def _paint_grid(painter: QPainter, place: QRect, rows: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        for at in range(1, rows):
            y = place.top() + round(place.height() * at / rows)
            painter.drawLine(place.left(), y, place.right(), y)
        for part in (0.25, 0.6):
            x = place.left() + round(place.width() * part)
            painter.drawLine(x, place.top(), x, place.bottom())

    @staticmethod
    def _paint_lines(painter: QPainter, place: QRect) -> None:
        step = _drawn(6)
        for at, y in enumerate(range(place.top() + 2, place.bottom(), step)):
            painter.drawLine(place.left(), y, place.right() - (_drawn(8) if at % 3 == 2 else 0), y)


class Gallery(QScrollArea):
    """Every paper that can be printed; arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("能打印的"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("edge", "right")
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 12, 16)
        column.setSpacing(8)
        column.addWidget(words(_("报表"), "title"))
        self._group = QButtonGroup(self)
        self._kinds: list[str] = []
        self.tiles: dict[str, Tile] = {}
        for title, papers in shelves():
            column.addSpacing(4)
            column.addWidget(words(title, "caption-strong", "soft"))
            column.addWidget(Flow(*(self._tile(*paper) for paper in papers), gap=8))
        column.addStretch(1)
        self.setWidget(inside)
        self._group.idToggled.connect(self._on_toggled)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _tile(self, kind: str, title: str, sheet: str) -> Tile:
        tile = Tile(title, sheet)
        self._group.addButton(tile, len(self._kinds))
        self._kinds.append(kind)
        self.tiles[kind] = tile
        if len(self._kinds) == 1:
            tile.setChecked(True)
        return tile

    def choose(self, kind: str) -> None:
        """Choose without a press."""
        if kind in self.tiles:
            self.tiles[kind].setChecked(True)

    def _on_toggled(self, at: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._kinds[at])

    def _on_look_changed(self) -> None:
        self.setFixedWidth({Size.NORMAL: 232, Size.LARGE: 170, Size.XLARGE: 196}[look().size])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        at = self._group.checkedId()
        if step and 0 <= at + step < len(self._kinds):
            button = self._group.button(at + step)
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not step:
            super().keyPressEvent(event)
