"""Lists of rows in two lines: who and what, then when and by whom; badge and action at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, badge_size, paint_badge
from desktop.ui.widgets.lists.painting import is_selected, paint_focus, paint_row_ground, tone_colour, width_of, write

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole) + 1
_KEPT = 4000  # presented rows kept; a screen shows a dozen


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows: title and matter, caption below, side words, badges, an icon tile and the word of its deed.

    Badges without a tint say the normal case: narrow rows speak them and paint only the others.
    """

    title: str
    matter: str = ""
    caption: str = ""
    side: str = ""
    side_tone: str = "soft"
    badges: tuple[Badge, ...] = ()
    icon: str = ""
    deed: str = ""
    icon_tone: str = "soft"

    @property
    def sentence(self) -> str:
        """The row as a screen reader speaks it."""
        words = (self.title, self.matter, self.caption, self.side, *(b.words for b in self.badges), self.deed)
        return "，".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group of rows."""

    words: str
    tone: str = "soft"
    icon: str = ""

    @property
    def sentence(self) -> str:
        """The head as a screen reader speaks it."""
        return self.words


Present = Callable[[Any], Line | Head]


def same_record(row: Any) -> Callable[[Any], bool]:
    """Whether another row is of the same record; none is where there was none or where it has no id."""
    here = getattr(row, "id", None)
    return lambda other: here is not None and getattr(other, "id", None) == here


class Lines(QAbstractListModel):
    """Any rows, presented one by one as they come into sight."""

    def __init__(self, present: Present, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = ()
        self._present = present
        self._shown: dict[int, Line | Head] = {}

    @property
    def rows(self) -> Sequence[Any]:
        """The rows themselves."""
        return self._rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self._shown.clear()
        self.endResetModel()

    def line(self, at: int) -> Line | Head:
        """What a row shows."""
        if at not in self._shown:
            if len(self._shown) > _KEPT:
                self._shown.clear()
            self._shown[at] = self._present(self._rows[at])
        return self._shown[at]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self._rows[index.row()]
        line = self.line(index.row())
        if role == LINE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return line.sentence
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.line(index.row()), Head):
            return Qt.ItemFlag.NoItemFlags  # arrow keys step over it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class LineDelegate(QStyledItemDelegate):
    """Paints rows; ``wide`` rows have columns for badge and deed, narrow ones keep both lines for words."""

    def __init__(self, parent: QWidget, *, wide: bool, height: int, deed_width: int = 118, key: str = "Enter") -> None:
        super().__init__(parent)
        self._wide, self._height, self.deed_width, self._key = wide, height, deed_width, key

    def deed_room(self, deed: str) -> int:
        """How wide the column of the deed is; where the words are very large, no wider than its word."""
        return look().px(self.deed_width) if look().roomy else width_of(deed, "strong") + 24

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        head = isinstance(index.data(LINE), Head)
        return QSize(60, look().px(30 if head else self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        painter.save()
        if isinstance(line, Head):
            self._paint_head(painter, option.rect, line)  # type: ignore[attr-defined]
        else:
            paint_row_ground(painter, option)
            if self._wide:
                self._paint_wide(painter, option, line)
            else:
                self._paint_narrow(painter, option, line)
            paint_focus(painter, option)
        painter.restore()

    @staticmethod
    def _paint_head(painter: QPainter, rect: QRect, head: Head) -> None:
        style = look()
        painter.fillRect(rect, style.colour("ground"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, style.colour("line"))
        x = rect.left() + 16
        if head.icon:
            size = style.px(14)
            y = rect.center().y() - size // 2 + 1
            painter.drawPixmap(x, y, style.pixmap(head.icon, tone_colour(head.tone), 14))
            x += size + 8
        place = QRect(x, rect.top(), rect.right() - x - 16, rect.height())
        write(painter, place, head.words, "caption-strong", tone_colour(head.tone))

    def _paint_wide(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        rect, style = QRect(option.rect), look()  # type: ignore[attr-defined]
        left, right = rect.left() + 16, rect.right() - 16
        middle = rect.center().y()
        if line.icon:
            tile = style.px(30)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour("surface" if is_selected(option) else "well"))
            painter.drawRoundedRect(QRectF(left, middle - tile / 2, tile, tile), 5, 5)
            gap = (tile - style.px(16)) // 2
            painter.drawPixmap(
                left + gap, middle - style.px(16) // 2, style.pixmap(line.icon, tone_colour(line.icon_tone))
            )
            left += tile + 12
        if line.deed:
            width = self.deed_room(line.deed)
            self._paint_deed(painter, QRect(right - width, rect.top(), width, rect.height()), line.deed, option)
            right -= width + 12
        for badge in line.badges:
            width = badge_size(badge).width()
            column = max(width, style.px(94))  # badges stand under one another
            paint_badge(painter, badge, right - column + (0 if line.deed else column - width), middle)
            right -= column + 8
        self._paint_words(painter, QRect(left, rect.top(), right - left - 4, rect.height()), line)

    def _paint_words(self, painter: QPainter, place: QRect, line: Line) -> None:
        top, bottom = _two_lines(place, "body")
        written = write(painter, top, line.title, "strong")
        write(painter, top.adjusted(written + 16, 0, 0, 0), line.matter)
        write(painter, bottom, line.caption, "caption", "ink_soft")

    def _paint_deed(self, painter: QPainter, place: QRect, deed: str, option: QStyleOptionViewItem) -> None:
        style = look()
        if not is_selected(option):
            write(painter, place, deed, "body", "field", right=True)
            return
        words, key = width_of(deed, "strong"), width_of(self._key, "caption")
        full = words + (8 + key if self._key else 0) + 2 * 12
        key_fits = full <= place.width()
        if not key_fits:
            full = words + 2 * 12
        height = style.px(32)
        button = QRect(place.right() - full + 1, place.center().y() - height // 2, full, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("field"))
        painter.drawRoundedRect(button, 5, 5)
        write(painter, button.adjusted(12, 0, 0, 0), deed, "strong", "on_field")
        if key_fits:
            write(painter, button.adjusted(12 + words + 8, 0, -6, 0), self._key, "caption", "on_field")

    def _paint_narrow(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        place = QRect(option.rect).adjusted(16, 0, -16, 0)  # type: ignore[attr-defined]
        top, bottom = _two_lines(place, "row")
        right = top.right() + 1
        for badge in reversed([badge for badge in line.badges if badge.tone != "bare"]):
            width = badge_size(badge).width()
            paint_badge(painter, badge, right - width, top.center().y())
            right -= width + 6
        room = QRect(top.left(), top.top(), right - top.left(), top.height())
        written = write(painter, room, line.title, "row")
        write(painter, room.adjusted(written + 10, 0, 0, 0), line.matter)
        side = write(painter, bottom, line.side, "caption", tone_colour(line.side_tone), right=True)
        write(painter, bottom.adjusted(0, 0, -side - 10, 0), line.caption, "caption", "ink_soft")


def _two_lines(place: QRect, role: str) -> tuple[QRect, QRect]:
    first, second = (round(look().font(r).pointSizeF() * 1.34 * 1.33) for r in (role, "caption"))
    top = place.top() + (place.height() - first - second) // 2
    upper = QRect(place.left(), top, place.width(), first)
    return upper, QRect(place.left(), top + first, place.width(), second)


class LineList(QListView):
    """A list of rows: arrow keys choose, Enter or a click on the word of the deed does it."""

    chosen = Signal(object)
    acted = Signal(object)

    def __init__(
        self, name: str, present: Present, *, wide: bool = False, height: int = 52, heads: bool = False
    ) -> None:
        super().__init__()
        self.lines = Lines(present, self)
        self.delegate = LineDelegate(self, wide=wide, height=height)
        self.setModel(self.lines)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(not heads)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look().changed.connect(self._on_look_changed)

    def show_rows(self, rows: Sequence[Any], chosen: Callable[[Any], bool] | None = None) -> None:
        """Show other rows and choose the one asked for, else the record chosen before, else the first."""
        chosen = chosen or same_record(self.row)
        scroll = self.verticalScrollBar().value()
        self.lines.show_rows(rows)
        wanted = (at for at, row in enumerate(rows) if chosen(row))
        for at in chain(wanted, range(len(rows))):
            if isinstance(self.lines.line(at), Line):
                self.choose(at)
                break
        else:
            self.verticalScrollBar().setValue(scroll)

    def choose(self, at: int) -> None:
        """Choose a row and bring it into sight."""
        index = self.lines.index(at)
        far = not self.viewport().rect().contains(self.visualRect(index))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if far:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def row(self) -> Any:
        """The row chosen; None where none is."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and isinstance(current.data(LINE), Line):
            self.chosen.emit(current.data(Qt.ItemDataRole.UserRole))

    def _on_look_changed(self) -> None:
        self.doItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _over_deed(self, event: QMouseEvent) -> bool:
        index = self.indexAt(event.position().toPoint())
        line = index.data(LINE) if index.isValid() else None
        if not isinstance(line, Line) or not line.deed:
            return False
        left: int = self.viewport().width() - 16 - self.delegate.deed_room(line.deed)
        return event.position().x() >= left

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row is not None:
            self.acted.emit(self.row)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = Qt.CursorShape.PointingHandCursor if self._over_deed(event) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._over_deed(event):
            self.acted.emit(self.row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.type() == QEvent.Type.MouseButtonDblClick and self.row is not None and not self._over_deed(event):
            self.acted.emit(self.row)
