"""The rail: nine places and the gear, each with a count where work waits."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import pressed_at_once
from desktop.ui.widgets.lists.painting import width_of
from desktop.ui.widgets.words import Elided, words


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the rail."""

    key: str
    words: str
    icon: str


def places() -> tuple[Place, ...]:
    """The nine places in their order, the settings last."""
    return (
        Place("today", _("今日"), "list-todo"),
        Place("households", _("农户"), "house"),
        Place("visits", _("走访"), "footprints"),
        Place("requests", _("诉求"), "message-square-text"),
        Place("certificates", _("权证"), "scroll-text"),
        Place("disputes", _("纠纷"), "scale"),
        Place("notices", _("公示会议"), "megaphone"),
        Place("reports", _("报表"), "printer"),
        Place("handover", _("交接"), "arrow-left-right"),
        Place("settings", _("设置"), "settings"),
    )


_BEHIND = {"desk": "handover", "quarantine": "handover"}


def _height() -> int:
    return {Size.NORMAL: 42, Size.LARGE: 48, Size.XLARGE: 54}[look().size]


class RailButton(QAbstractButton):
    """One place: icon, word, count."""

    def __init__(self, place: Place, key: str) -> None:
        super().__init__()
        self._place, self._key = place, key
        self.count, self.late = 0, False
        self.setCheckable(True)
        self.setText(place.words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name_it()
        look().changed.connect(self._on_look_changed)

    def show_count(self, count: int, *, late: bool = False) -> None:
        """How much work waits here; red only where some of it is overdue."""
        self.count, self.late = count, late
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        waiting = _("{place}，{n} 件").format(place=self._place.words, n=self.count)
        self.setAccessibleName(waiting if self.count else self._place.words)
        self.setToolTip(f"{self._place.words}  {self._key}")

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        return pressed_at_once(self, event) or super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(100, _height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style, on = QPainter(self), look(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on:
            painter.fillRect(self.rect(), style.colour("surface"))
            painter.fillRect(0, 0, 3, self.height(), style.colour("field"))
        if self.hasFocus():
            painter.setPen(QPen(style.colour("field"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 2, -2, -2), 5, 5)
        icon = style.px(20) if style.size is Size.NORMAL else round(20 * (1 + (style.scale - 1) / 2))
        picture = style.pixmap(self._place.icon, "field" if on else "ink", icon / style.scale)
        painter.drawPixmap(16, (self.height() - icon) // 2, picture)
        left = 16 + icon + 10
        painter.setFont(style.font("strong" if on else "body"))
        painter.setPen(style.colour("field" if on else "ink"))
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._place.words)
        if self.count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        style, text = look(), str(self.count) if self.count < 10_000 else _("多")
        height = style.px(20)
        width = max(round(height * 1.1), width_of(text, "caption") + style.px(14))
        rect = QRectF(self.width() - 12 - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen if self.late else QPen(style.colour("line"), 1))
        painter.setBrush(style.colour("late_tint" if self.late else "surface"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.setFont(style.font("caption-strong" if self.isChecked() else "caption"))
        painter.setPen(style.colour("late" if self.late else "ink"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class Mark(QWidget):
    """The mark of the program: 百 on field green."""

    def __init__(self, side: float = 28, points_role: str = "strong") -> None:
        super().__init__()
        self._side, self._role = side, points_role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(self._side), look().px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, style = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("field"))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setFont(style.font(self._role))
        painter.setPen(style.colour("on_field"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "百")


def mark_icon(side: int = 128) -> QIcon:
    """The mark for the task bar."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("field"))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.18, side * 0.18)
    font = look().font("strong")
    font.setPixelSize(round(side * 0.62))
    painter.setFont(font)
    painter.setPen(look().colour("on_field"))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, "百")
    painter.end()
    return QIcon(pixmap)


class Rail(QWidget):
    """The left edge of the window."""

    chosen = Signal(str)

    def __init__(self, store_name: str) -> None:
        super().__init__()
        self.setProperty("ground", "well")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("去哪里"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 12)
        column.setSpacing(0)
        self._brand = self._make_brand(store_name)
        column.addWidget(self._brand)
        column.addSpacing(6)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        everywhere = places()
        for at, place in enumerate(everywhere):
            button = RailButton(place, f"Ctrl+{(at + 1) % 10}")
            button.setShortcut(f"Ctrl+{(at + 1) % 10}")
            if place is everywhere[-1]:
                column.addStretch(1)
            column.addWidget(button)
            self._group.addButton(button, at)
            self._buttons[place.key] = button
        self._keys = list(self._buttons)
        self._group.idClicked.connect(self._on_clicked)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _make_brand(self, store_name: str) -> QWidget:
        brand = QWidget()
        brand.setProperty("edge", "bottom")
        brand.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(brand)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(Mark())
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(words(_("百家"), "brand"))
        names.addWidget(Elided(store_name, "caption", "soft"))
        names.addStretch(1)
        row.addLayout(names, 1)
        return brand

    def button(self, place: str) -> RailButton:
        """The button of a place."""
        return self._buttons[place]

    def show_place(self, place: str) -> None:
        """Mark where the cadre is; a room behind a place is in that place."""
        self._buttons[_BEHIND.get(place, place)].setChecked(True)

    def _on_clicked(self, at: int) -> None:
        self.chosen.emit(self._keys[at])

    def _on_look_changed(self) -> None:
        size = look().size
        self.setFixedWidth({Size.NORMAL: 152, Size.LARGE: 182, Size.XLARGE: 212}[size])
        self._brand.setFixedHeight(bar_height())


def bar_height() -> int:
    """The height of the top bar and of the brand beside it."""
    return {Size.NORMAL: 52, Size.LARGE: 58, Size.XLARGE: 66}[look().size]
