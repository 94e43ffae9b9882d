"""The evidence of one matter in one table: what it was, and what each computer wrote; differences stand out."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.pages.desk.marking import Spans, differences
from desktop.ui.style import look
from desktop.ui.widgets.badge import Badge, badge_size, paint_badge
from desktop.ui.widgets.lists.lines import Index
from desktop.ui.widgets.lists.painting import width_of, write

if TYPE_CHECKING:
    from db.sync.matters import DeskItem, Party

_LABEL, _BEFORE = 118, 196
_COMFORT, _LEAST = 150, 84  # a party's column: what it wants, what it can do with
_FIRST, _PAD, _ROW, _HEAD = 16, 14, 34, 56
CELL: Final = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says and how: soft words, a tint where it differs, marks on the letters that differ."""

    text: str
    soft: bool = False
    differs: bool = False
    marks: Spans = ()
    under: str = ""


class Evidence(QAbstractTableModel):
    """Field, value before, one column a party."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self.item: DeskItem | None = None
        self.cells: list[list[Cell]] = []

    def show_item(self, item: DeskItem) -> None:
        """Show another matter."""
        self.beginResetModel()
        self.item = item
        self.cells = [_row(line) for line in item.lines]
        self.endResetModel()

    @property
    def parties(self) -> tuple[Party, ...]:
        """甲, 乙 …"""
        return self.item.parties if self.item else ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 2 + len(self.parties)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cells[index.row()][index.column()]
        if role == CELL:
            return cell
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell.text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.cells[section][0].text
        if section < 2:
            return _("哪一项") if section == 0 else _("原来")
        party = self.parties[section - 2]
        meanwhile = _("暂按此条") if party.shown else ""
        return " ".join(filter(None, (party.letter, device_of(party), party.caption, meanwhile)))


def device_of(party: Party) -> str:
    """A computer; this one is named so."""
    return _("{device}（本机）").format(device=party.device) if party.mine else party.device


def _row(line: Any) -> list[Cell]:
    marks = differences(line.values) if line.words and line.differs else ((),) * len(line.values)
    before = Cell(line.before, soft=True)
    return [
        Cell(line.label, soft=True, under=line.before),
        before,
        *(
            Cell(value, soft=not line.differs or value == _("没改"), differs=line.differs, marks=spans)
            for value, spans in zip(line.values, marks, strict=True)
        ),
    ]


def laid_out(cell: Cell, width: int) -> tuple[QTextLayout, int]:
    """The words of a cell in lines so wide, with the marks on them; the height they need."""
    style = look()
    role = "strong" if cell.differs and not cell.soft and not cell.marks else "body"
    layout = QTextLayout(cell.text.replace("\n", "\u2028"), style.font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_marked(start, length) for start, length in cell.marks])
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20, width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, round(height)


def _marked(start: int, length: int) -> QTextLayout.FormatRange:
    found, style = QTextLayout.FormatRange(), look()
    found.start, found.length = start, length  # type: ignore[attr-defined]
    marks = QTextCharFormat()
    marks.setFontUnderline(True)
    marks.setFontWeight(600)
    marks.setBackground(QColor(style.tokens.heat[2]))
    marks.setForeground(style.colour("ink"))
    found.format = marks  # type: ignore[attr-defined]
    return found


class _Cells(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, EvidenceTable)
        return QSize(60, self.height_of(index, view.columnWidth(index.column())))

    def height_of(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        """How high a cell must be in a column so wide."""
        style, cell, view = look(), index.data(CELL), self.parent()
        assert isinstance(view, EvidenceTable)
        left = _FIRST if index.column() == 0 else _PAD
        _layout, height = laid_out(cell, width - left - _PAD)
        if index.column() == 0 and view.folded:
            height += _under_height(cell, width - left - _PAD)
        return max(style.px(_ROW), height + style.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style, cell, rect = look(), index.data(CELL), QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if cell.differs:
            painter.fillRect(rect, QColor(style.tokens.heat[0]))
        left = _FIRST if index.column() == 0 else _PAD
        place = rect.adjusted(left, 0, -_PAD, 0)
        layout, height = laid_out(cell, place.width())
        top = rect.top() + max(style.px(6), (style.px(_ROW) - height) // 2)
        painter.setPen(style.colour("ink_soft" if cell.soft else "ink"))
        layout.draw(painter, QPointF(place.left(), top))
        if index.column() == 0 and self.parent().folded:  # type: ignore[attr-defined]
            _paint_under(painter, QRect(place.left(), top + height, place.width(), rect.bottom() - top), cell)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, style.colour("line"))
        if index.column() > 1:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), style.colour("line"))
        painter.restore()


def _under(cell: Cell) -> Cell:
    return Cell(_("原来：{value}").format(value=cell.under), soft=True)


def _under_height(cell: Cell, width: int) -> int:
    return laid_out(_under(cell), width)[1]


def _paint_under(painter: QPainter, place: QRect, cell: Cell) -> None:
    laid_out(_under(cell), place.width())[0].draw(painter, QPointF(place.topLeft()))


class _Heads(QHeaderView):
    """Who, when, where; the one that counts meanwhile says so. In narrow columns the words take a line more."""

    narrow = False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(_HEAD + (20 if self.narrow else 0)))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        style, model = look(), self.model()
        assert isinstance(model, Evidence)
        painter.save()
        painter.fillRect(rect, style.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, style.colour("line"))
        if logical >= 2:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), style.colour("line"))
            self._paint_party(painter, rect.adjusted(_PAD, 0, -8, 0), model.parties[logical - 2])
        elif logical == 1:
            write(painter, rect.adjusted(_PAD, 0, -4, 0), _("原来"), "caption", "ink_soft")
        painter.restore()

    def _paint_party(self, painter: QPainter, place: QRect, party: Party) -> None:
        style, side = look(), look().px(22)
        upper = QRect(place.left(), place.top() + style.px(7), place.width(), side)
        tile = QRect(upper.left(), upper.top(), side, side)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("ink"))
        painter.drawRoundedRect(tile, 4, 4)
        painter.setFont(style.font("caption-strong"))
        painter.setPen(style.colour("surface"))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, party.letter)
        name = upper.adjusted(side + 8, 0, 0, 0)
        room = name.width()
        if party.shown and _badge_fits(party, room):
            badge, wide = _meanwhile(), badge_size(_meanwhile()).width()
            paint_badge(painter, badge, name.right() - wide, name.center().y())
            name.setRight(name.right() - wide - 8)
        write(painter, name, device_of(party), "strong")
        under = QRect(place.left(), upper.bottom() + 3, place.width(), style.px(20))
        lines = [_caption(party, room)]
        if self.narrow:
            lines = [_caption(party, room, party.cadre), " · ".join(filter(None, (party.at, party.screen)))]
        for at, line in enumerate(lines):
            write(painter, under.translated(0, at * style.px(20)), line, "caption", "ink_soft")


def _meanwhile() -> Badge:
    return Badge(_("暂按此条"), "soft")


def _badge_fits(party: Party, room: int) -> bool:
    return width_of(device_of(party), "strong") + badge_size(_meanwhile()).width() + 12 <= room


def _caption(party: Party, room: int, words: str = "") -> str:
    """Who and when; that it counts meanwhile is said here where the badge has no room."""
    first = _meanwhile().words if party.shown and not _badge_fits(party, room) else ""
    return " · ".join(filter(None, (first, words or party.caption)))


class EvidenceTable(QTableView):
    """As high as what it shows; arrow keys walk over the cells, so that a screen reader reads them out."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = False  # what it was stands under the field's name, where columns would be too narrow
        self.evidence = Evidence(self)
        self._cells = _Cells(self)
        self.setModel(self.evidence)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(_("两边写的"))
        head = _Heads(Qt.Orientation.Horizontal, self)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setAccessibleName(_("谁在哪台电脑上写的"))
        self.setHorizontalHeader(head)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(10)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look().changed.connect(self._on_look_changed)

    def show_item(self, item: DeskItem) -> None:
        """Show another matter."""
        self.evidence.show_item(item)
        self._fit()

    def _on_look_changed(self) -> None:
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        count = len(self.evidence.parties)
        if not count:
            return
        style, width = look(), self.viewport().width()
        label = style.px(_LABEL)
        before = min(style.px(_BEFORE), width // 4)
        self.folded = not style.roomy or (width - label - before) // count < style.px(_COMFORT)
        self.setColumnHidden(1, self.folded)
        before = 0 if self.folded else before
        each = max(style.px(_LEAST), (width - label - before) // count)
        head = self.horizontalHeader()
        head.resizeSection(0, label)
        if before:
            head.resizeSection(1, before)
        for at in range(count):
            last = width - label - before - each * (count - 1)
            head.resizeSection(2 + at, each if at < count - 1 else max(each, last))
        assert isinstance(head, _Heads)
        room = each - _PAD - 10
        name = room - style.px(22) - 8
        head.narrow = any(width_of(_caption(party, name), "caption") > room for party in self.evidence.parties)
        total = 0
        for row in range(self.evidence.rowCount()):
            cells = (self.evidence.index(row, at) for at in range(self.evidence.columnCount()))
            height = max(
                self._cells.height_of(cell, self.columnWidth(cell.column()))
                for cell in cells
                if not self.isColumnHidden(cell.column())
            )
            self.verticalHeader().resizeSection(row, height)
            total += height
        bar = self.horizontalScrollBar().sizeHint().height() if label + before + each * count > width else 0
        self.setFixedHeight(head.sizeHint().height() + total + bar + 2)
