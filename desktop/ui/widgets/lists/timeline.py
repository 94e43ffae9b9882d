"""A life in order: date, a thread with an icon a kind, its first sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, badge_size, paint_badge
from desktop.ui.widgets.lists.lines import LINE, Index, Line, Lines
from desktop.ui.widgets.lists.painting import is_selected, paint_focus, write

_DATE, _CIRCLE, _GAP = 60, 26, 12
_NONE = Badge("")
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: when, what kind, a caption, the prose (two lines shown), a badge, and where the record stands.

    A standing without a tint is the normal case: it is spoken and shown in the tooltip, not painted.
    """

    when: str
    icon: str
    kind: str
    caption: str = ""
    prose: str = ""
    badge: Badge = _NONE
    row: Any = None
    standing: Badge = _NONE

    @property
    def sentence(self) -> str:
        """The entry as a screen reader speaks it."""
        words = (self.when, self.kind, self.caption, self.prose, self.badge.words, self.standing.words)
        return "，".join(word for word in words if word)


class _Moments(Lines):
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == LINE and index.isValid():
            return self.rows[index.row()]
        return super().data(index, role)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Thread(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        style, moment = look(), index.data(LINE)
        metrics = QFontMetrics(style.font())
        line = metrics.height()
        lines = 0
        if moment.prose:
            room = QRect(0, 0, view.viewport().width() - self._left() - 8, 10_000)
            lines = 1 if metrics.boundingRect(room, _WRAP, moment.prose).height() <= line * 1.4 else 2
        return QSize(60, max(style.px(40), round(line * (1 + lines)) + style.px(14)))

    @staticmethod
    def _left() -> int:
        return look().px(_DATE) + _GAP + look().px(_CIRCLE) + _GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        moment, style, rect = index.data(LINE), look(), QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if is_selected(option):
            painter.fillRect(rect, style.colour("field_tint"))
        line = QFontMetrics(style.font()).height()
        top = QRect(rect.left(), rect.top() + 3, rect.width(), line)
        date = QRect(top.left(), top.top(), style.px(_DATE), line)
        write(painter, date, moment.when, "caption", "ink_soft", right=True)
        self._paint_thread(painter, rect, top, index)
        left, right = rect.left() + self._left(), rect.right() - 4
        for badge in (moment.standing, moment.badge):
            if badge.words and badge.tone != "bare":
                width = badge_size(badge).width()
                paint_badge(painter, badge, right - width, top.center().y())
                right -= width + 10
        written = write(painter, QRect(left, top.top(), right - left, line), moment.kind, "strong")
        rest = QRect(left + written + 8, top.top(), right - left - written - 8, line)
        write(painter, rest, moment.caption, "caption", "ink_soft")
        if moment.prose:
            self._paint_prose(painter, QRect(left, top.bottom() + 2, rect.right() - left - 4, 10_000), moment.prose)
        paint_focus(painter, option)
        painter.restore()

    @staticmethod
    def _paint_prose(painter: QPainter, place: QRect, prose: str) -> None:
        font = look().font()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(look().colour("ink"))
        two = metrics.elidedText(prose, Qt.TextElideMode.ElideRight, place.width() * 2 - metrics.height() * 2)
        place.setHeight(round(metrics.height() * 2.1))
        painter.drawText(place, _WRAP | int(Qt.AlignmentFlag.AlignLeft), two)

    @staticmethod
    def _paint_thread(painter: QPainter, rect: QRect, top: QRect, index: Index) -> None:
        style = look()
        size = style.px(_CIRCLE)
        left = rect.left() + style.px(_DATE) + _GAP
        circle = QRectF(left, top.center().y() - size / 2, size, size)
        middle = round(circle.center().x())
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(
                middle, round(circle.bottom()), 1, rect.bottom() - round(circle.bottom()) + 1, style.colour("line")
            )
        if index.row():
            painter.fillRect(middle, rect.top(), 1, max(0, round(circle.top()) - rect.top()), style.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.colour("line"), 1))
        painter.setBrush(style.colour("surface"))
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        icon = style.px(14)
        corner = circle.center().toPoint()
        picture = style.pixmap(index.data(LINE).icon, "field", 14)
        painter.drawPixmap(corner.x() - icon // 2, corner.y() - icon // 2, picture)


class Timeline(QListView):
    """Entries newest first on one thread."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._moments = _Moments(_as_line, self)
        self.setModel(self._moments)
        self.setItemDelegate(_Thread(self))
        self.setProperty("ground", "ground")
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        look().changed.connect(self._on_look_changed)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show other entries, from the newest on."""
        self._moments.show_rows(moments)
        self.scrollToTop()

    @property
    def moment(self) -> Moment | None:
        """The entry chosen."""
        index: QModelIndex = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def _on_look_changed(self) -> None:
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()


def _as_line(moment: Moment) -> Line:
    return Line(moment.sentence)
