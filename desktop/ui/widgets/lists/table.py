"""Tables: hairlines, a caption head, numbers right, one bar at the chosen row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, badge_size, paint_badge
from desktop.ui.widgets.lists.lines import Index, same_record
from desktop.ui.widgets.lists.ordering import figure_key, keys_of, words_key
from desktop.ui.widgets.lists.painting import paint_row_ground, tone_colour, width_of, write

_FIRST, _OTHERS = 16, 8  # padding of the first and last cell, and of the others


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what a row says in it, and how wide it is (0: it fills).

    ``soft`` adds words in soft ink, ``mark`` a badge at the end of the cell (one without a tint is only spoken),
    ``badge`` and ``dots`` replace the words; ``order`` is what sorting compares, the words themselves where it is not
    given; a ``spare`` column goes where the words are very large.
    """

    words: str
    text: Callable[[Any], str]
    width: int = 0
    right: bool = False
    role: str = "body"
    tone: Callable[[Any], str] | None = None
    soft: Callable[[Any], str] | None = None
    badge: Callable[[Any], Badge] | None = None
    dots: Callable[[Any], tuple[int, int]] | None = None
    order: Callable[[Any], Any] | None = None
    spare: bool = False
    mark: Callable[[Any], Badge] | None = None

    def spoken(self, row: Any) -> str:
        """Everything a cell says, for a screen reader and the tooltip."""
        parts = (self.said(row), self.soft(row) if self.soft else "", self.mark(row).words if self.mark else "")
        return " ".join(part for part in parts if part)

    def said(self, row: Any) -> str:
        """What a row says here."""
        return self.badge(row).words if self.badge else self.text(row)

    def sorted(self, rows: Sequence[Any], *, backwards: bool) -> list[Any]:
        """The rows in the order of this column; equal ones stay as they were."""
        if self.order:
            return sorted(rows, key=self.order, reverse=backwards)
        texts = list(map(self.said if self.badge else self.text, rows))
        keys = keys_of(texts, figure_key if self.right else words_key)
        places = sorted(range(len(rows)), key=keys.__getitem__, reverse=backwards)
        return list(map(rows.__getitem__, places))


class TableRows(QAbstractTableModel):
    """Any rows under columns; sorted here, for a list of rows is what a query gives."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: list[Any] = []
        self._rows: list[Any] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[Any]:
        """The rows in the order shown."""
        return self._rows

    @property
    def order(self) -> tuple[int, Qt.SortOrder] | None:
        """The column that orders the rows, and which way; None in the order given."""
        return self._order

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows in the order chosen before."""
        self.beginResetModel()
        self._given = list(rows)
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self._rows = self._given
        if self._order:
            at, way = self._order
            self._rows = self.columns[at].sorted(self._given, backwards=way is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.said(row)} {column.soft(row)}" if column.soft else column.said(row)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return column.spoken(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].words
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken_head(section)
        if orientation is Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        return None

    def spoken_head(self, column: int) -> str:
        """A head as a screen reader speaks it, with the order where it is the one that orders."""
        words = self.columns[column].words
        if self._order is None or self._order[0] != column:
            return words
        if self._order[1] is Qt.SortOrder.AscendingOrder:
            return _("{column}，从小到大排").format(column=words)
        return _("{column}，从大到小排").format(column=words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()  # the row chosen is one: it stays the same record
        rows = [id(self._rows[index.row()]) for index in kept]
        self._order = (column, order) if 0 <= column < len(self.columns) else None
        self._arrange()
        now = list(map(id, self._rows)) if kept else []
        moved = [self.index(now.index(row), index.column()) for row, index in zip(rows, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows = index.model()
        assert isinstance(rows, TableRows)
        column, last = rows.columns[index.column()], index.column() == len(rows.columns) - 1
        row = rows.rows[index.row()]
        painter.save()
        paint_row_ground(painter, option, first=index.column() == 0)
        left = _FIRST if index.column() == 0 else _OTHERS
        place = QRect(option.rect).adjusted(left, 0, -(_FIRST if last else _OTHERS), 0)  # type: ignore[attr-defined]
        if column.mark:
            wanted = width_of(column.text(row), column.role)
            place = _paint_mark(painter, place, column.mark(row), wanted)
        if column.badge:
            badge = column.badge(row)
            if badge.words:
                paint_badge(painter, badge, place.left(), place.center().y())
        elif column.dots:
            _paint_dots(painter, place, *column.dots(row))
        else:
            colour = tone_colour(column.tone(row)) if column.tone else "ink"
            written = write(painter, place, column.text(row), column.role, colour, right=column.right)
            if column.soft:
                write(painter, place.adjusted(written + 5, 0, 0, 0), column.soft(row), "caption", "ink_soft")
        painter.restore()


def _paint_mark(painter: QPainter, place: QRect, mark: Badge, wanted: int) -> QRect:
    """Paint a mark at the end of a cell; returns the room left for its words, which go first: where they leave too
    little, the mark is an icon alone, and then only spoken."""
    if place.width() - badge_size(mark).width() - 8 < wanted:
        mark = replace(mark, words="")
    width = badge_size(mark).width()
    if mark.tone == "bare" or not (mark.words or mark.icon) or (not mark.words and place.width() - width - 8 < wanted):
        return place
    paint_badge(painter, mark, place.right() - width + 1, place.center().y())
    return place.adjusted(0, 0, -width - 8, 0)


def _paint_dots(painter: QPainter, place: QRect, done: int, total: int) -> None:
    style = look()
    size, step = style.px(9), style.px(13)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at in range(total):
        painter.setPen(QPen(style.colour("field" if at < done else "edge"), 1))
        painter.setBrush(style.colour("field" if at < done else "surface"))
        painter.drawEllipse(QRectF(place.left() + at * step + 0.5, place.center().y() - size / 2, size, size))


class _HeadCells(QHeaderView):
    """The caption head over a table, with an arrow at the column that orders it."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(30))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        model = self.model()
        assert isinstance(model, TableRows)
        column, last = model.columns[logical], logical == len(model.columns) - 1
        painter.save()
        painter.fillRect(rect, look().colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look().colour("line"))
        words = column.words
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logical:
            words += " ↑" if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else " ↓"
        left = _FIRST if logical == 0 else _OTHERS
        place = rect.adjusted(left, 0, -(_FIRST if last else _OTHERS), 0)
        write(painter, place, words, "caption", "ink_soft", right=column.right)
        painter.restore()


class RowTable(QTableView):
    """A table of rows: arrow keys choose, Enter or a double click opens, a press on a head or F3 sorts."""

    chosen = Signal(object)
    acted = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], *, height: int = 36) -> None:
        super().__init__()
        self.table = TableRows(columns, self)
        self._height = height
        self._menu: QMenu | None = None
        self.setModel(self.table)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self._dress()
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _dress(self) -> None:
        head = _HeadCells(Qt.Orientation.Horizontal, self)
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        self.setHorizontalHeader(head)
        self.setSortingEnabled(False)
        head.sectionClicked.connect(self._on_head_pressed)
        head.setAccessibleName(self.accessibleName())
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_rows(self, rows: Sequence[Any], chosen: Callable[[Any], bool] | None = None) -> None:
        """Show other rows and choose the one asked for, else the record chosen before, else the first."""
        chosen = chosen or same_record(self.row)
        self.table.show_rows(rows)
        if self.table.rows:
            self.choose(next((at for at, row in enumerate(self.table.rows) if chosen(row)), 0))

    def choose(self, at: int) -> None:
        """Choose a row and bring it into sight."""
        index = self.table.index(at, 0)
        whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, whole)
        self.scrollTo(index)

    @property
    def row(self) -> Any:
        """The row chosen; None where none is."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def fit_rows(self) -> None:
        """Be as high as the rows are, where a page scrolls and the table does not."""
        style = look()
        self.setFixedHeight(style.px(30) + style.px(self._height) * self.table.rowCount() + 2)

    def sort_by(self, column: int) -> None:
        """Order the rows by a column, the other way round where they were already; -1: as they were given."""
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        order = down if self.table.order == (column, up) else up
        self.table.sort(column, order)
        head = self.horizontalHeader()
        head.setSortIndicatorShown(column >= 0)
        head.setSortIndicator(column, order)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        said = self.table.spoken_head(column) if column >= 0 else _("按原来的次序排")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def sort_menu(self) -> QMenu:
        """The heads to order by, for those who use the keys."""
        menu = self._menu = self._menu or QMenu(self)
        menu.setAccessibleName(_("按哪一列排"))
        menu.clear()
        for at, column in enumerate(self.table.columns):
            if column.words and not self.isColumnHidden(at):
                action = menu.addAction(self.table.spoken_head(at))
                action.triggered.connect(partial(self.sort_by, at))
                if self.table.order is None or self.table.order[0] == at:
                    menu.setActiveAction(menu.activeAction() or action)
        menu.addSeparator()
        menu.addAction(_("按原来的次序排")).triggered.connect(partial(self.sort_by, -1))
        return menu

    def _on_head_pressed(self, section: int) -> None:
        self.sort_by(section)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(Qt.ItemDataRole.UserRole))

    def _on_look_changed(self) -> None:
        style, head = look(), self.horizontalHeader()
        for at, column in enumerate(self.table.columns):
            fixed = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(at, fixed)
            self.setColumnHidden(at, column.spare and not style.roomy)
            if column.width:
                head.resizeSection(at, style.px(column.width))
        self.verticalHeader().setDefaultSectionSize(style.px(self._height))
        self.updateGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row is not None:
            self.acted.emit(self.row)
        elif event.key() == Qt.Key.Key_F3:
            self.sort_menu().popup(self.mapToGlobal(self.horizontalHeader().geometry().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        super().mouseDoubleClickEvent(event)
        if self.row is not None:
            self.acted.emit(self.row)
