"""The heat table: places by reasons; the number is always written, colour only helps."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.pages.certificates.reasons import PlaceCount, letters, reasons
from desktop.ui.style import Size, look
from desktop.ui.widgets.lists.lines import Index
from desktop.ui.widgets.lists.painting import width_of, write

NAME, DUE, COLLECTED, RATE, FIRST = range(5)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def heat(count: int) -> int:
    """How warm a number is: 0 (none) to 4 (ten and more).

    >>> [heat(n) for n in (0, 2, 3, 9, 10)]
    [0, 1, 2, 3, 4]
    """
    return sum(count >= step for step in (1, 3, 6, 10))


class HeatRows(QAbstractTableModel):
    """Place, due, collected, rate, the reasons, missing, not due; the last row is the sum."""

    def __init__(self) -> None:
        super().__init__()
        self.reasons = reasons()
        self.places: list[PlaceCount] = []
        self.missing, self.not_due = FIRST + len(self.reasons), FIRST + len(self.reasons) + 1

    def show_places(self, places: Sequence[PlaceCount], total: PlaceCount) -> None:
        """Show other counts."""
        self.beginResetModel()
        self.places = [*places, total] if places else []
        self.endResetModel()

    def number(self, row: int, column: int) -> int:
        """The number a cell shows."""
        place = self.places[row]
        if column == DUE:
            return place.due
        if column == COLLECTED:
            return place.collected
        if column == RATE:
            return round(1000 * place.collected / place.due) if place.due else 0
        if column == self.missing:
            return place.missing
        return place.not_due if column == self.not_due else place.counts[column - FIRST]

    def text(self, row: int, column: int) -> str:
        """What a cell says; nothing is a dot."""
        if column == NAME:
            return self.places[row].name
        if column == RATE:
            return f"{self.number(row, column) / 10:.1f}%" if self.places[row].due else "—"
        number = self.number(row, column)
        return f"{number:,}" if number or column < FIRST else "·"

    def head(self, column: int) -> str:
        """The words over a column."""
        if column < FIRST:
            return (_("地方"), _("应领证"), _("已领证"), _("领证率"))[column]
        if column >= self.missing:
            return _("未领证") if column == self.missing else _("不应发")
        return self.reasons[column - FIRST].words

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self.not_due + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name, head = self.places[index.row()].name, self.head(index.column())
            return f"{name} {head} {self.text(index.row(), index.column())}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.head(section)
        return None


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, style = index.model(), look()
        assert isinstance(model, HeatRows)
        rect, column = QRect(option.rect), index.column()  # type: ignore[attr-defined]
        total = index.row() == model.rowCount() - 1
        painter.save()
        painter.fillRect(rect, style.colour("ground" if total else "surface"))
        reason = FIRST <= column < model.missing
        warm = heat(model.number(index.row(), column)) if reason and not total else 0
        if warm:
            painter.fillRect(rect.adjusted(1, 1, 0, -1), style.tokens.heat[warm - 1])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, style.colour("line"))
        if column in group_edges(model):
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), style.colour("line"))
        self._paint_words(painter, rect, model, index)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.setPen(QPen(style.colour("field"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, model: HeatRows, index: Index) -> None:
        row, column, text = index.row(), index.column(), model.text(index.row(), index.column())
        total = row == model.rowCount() - 1
        place = rect.adjusted(16 if column == NAME else 6, 0, -8, 0)
        if column == RATE:
            self._paint_rate(painter, place, model.number(row, column) / 1000, text)
        elif FIRST <= column < model.missing:
            warm = heat(model.number(row, column)) == len(look().tokens.heat)
            painter.setFont(look().font("strong" if warm or total else "body"))
            painter.setPen(look().colour("ink" if text != "·" else "ink_soft"))
            painter.drawText(rect, _CENTRE, text)
        else:
            strong = total or column in {NAME, model.missing}
            soft = column == model.not_due
            write(painter, place, text, "strong" if strong else "body", "ink_soft" if soft else "ink",
                  right=column != NAME)  # fmt: skip

    @staticmethod
    def _paint_rate(painter: QPainter, place: QRect, rate: float, text: str) -> None:
        style = look()
        bar = QRectF(place.left(), place.center().y() - style.px(3), style.px(44), style.px(6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("well"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(style.colour("field"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * min(1.0, rate), bar.height()), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        write(painter, place.adjusted(round(bar.width()) + 6, 0, 0, 0), text, "caption", "ink_soft", right=True)


def group_edges(model: HeatRows) -> set[int]:
    """The columns before which a group begins."""
    firsts = {reason.letter: at for at, reason in reversed(list(enumerate(model.reasons)))}
    return {FIRST + at for at in firsts.values()} | {model.missing}


class _Heads(QHeaderView):
    """Two levels: the letters, and under them the reasons."""

    def __init__(self, model: HeatRows, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(30) + look().px(38))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        style, upper = look(), look().px(30)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, style.colour("surface"))
        for y in (rect.top() + upper, rect.bottom()):
            painter.fillRect(rect.left(), y, rect.width(), 1, style.colour("line"))
        if logical in group_edges(self._rows):
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), style.colour("line"))
        self._paint_group(painter, rect, logical, upper)
        place = rect.adjusted(0, upper, 0, 0)
        words = self._rows.head(logical)
        painter.setPen(style.colour("ink_soft"))
        painter.setFont(style.font("caption"))
        if FIRST <= logical < self._rows.missing:
            wrap = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
            painter.drawText(place.adjusted(2, 0, -2, 0), _CENTRE | wrap, _folded(words))
        else:
            left = 16 if logical == NAME else 6
            write(painter, place.adjusted(left, 0, -8, 0), words, "caption", "ink_soft",
                  right=logical not in {NAME, RATE})  # fmt: skip
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, logical: int, upper: int) -> None:
        if logical < FIRST:
            start = self.sectionViewportPosition(NAME)
            place = QRect(start + 16, rect.top(), self._width(NAME, FIRST) - 20, upper)
            self._paint_legend(painter, place)
            return
        if logical >= self._rows.missing:
            return
        letter = self._rows.reasons[logical - FIRST].letter
        members = [FIRST + at for at, reason in enumerate(self._rows.reasons) if reason.letter == letter]
        title, how = letters()[letter]
        total = self._rows.places[-1] if self._rows.places else None
        number = sum(total.counts[at - FIRST] for at in members) if total else 0
        place = QRect(self.sectionViewportPosition(members[0]) + 10, rect.top(),
                      self._width(members[0], members[-1] + 1) - 14, upper)  # fmt: skip
        written = write(painter, place, f"{letter} {title}", "caption-strong")
        more, rest = f"{number} · {how}", place.adjusted(written + 6, 0, 0, 0)
        fits = how and width_of(more, "caption") <= rest.width()
        write(painter, rest, more if fits else str(number), "caption", "ink_soft")

    def _width(self, first: int, end: int) -> int:
        return sum(self.sectionSize(at) for at in range(first, end) if not self.isSectionHidden(at))

    @staticmethod
    def _paint_legend(painter: QPainter, place: QRect) -> None:
        style, x = look(), place.left()
        if place.width() < style.px(210):
            return
        x += write(painter, place, _("格里是件数　少"), "caption", "ink_soft") + 6
        for colour in style.tokens.heat:
            box = QRect(x, place.center().y() - style.px(6), style.px(16), style.px(12))
            painter.fillRect(box, colour)
            painter.setPen(QPen(style.colour("line"), 1))
            painter.drawRect(box)
            x += box.width() + 3
        x += 3
        x += write(painter, place.adjusted(x - place.left(), 0, 0, 0), _("多"), "caption", "ink_soft") + 12
        rest, how = place.adjusted(x - place.left(), 0, 0, 0), _("点一格看名单")
        if width_of(how, "caption") <= rest.width():
            write(painter, rest, how, "caption", "ink_soft")


def _folded(words: str) -> str:
    """Four signs stand in two lines of two."""
    return f"{words[:2]}\n{words[2:]}" if len(words) == 4 else words


class HeatTable(QTableView):
    """Arrow keys move the frame; ``chosen`` says which place and which column it stands on."""

    chosen = Signal(str, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.counts = HeatRows()
        self.setModel(self.counts)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setHorizontalHeader(_Heads(self.counts, self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_places(self, places: Sequence[PlaceCount], total: PlaceCount) -> None:
        """Show other counts; the frame stays on its place and column."""
        index = self.currentIndex()
        key = self.counts.places[index.row()].key if index.isValid() else ""
        column = index.column() if index.isValid() else self.counts.missing
        self.counts.show_places(places, total)
        self._on_look_changed()
        if self.counts.places:
            self.choose(key, column)

    def choose(self, key: str, column: int) -> None:
        """Put the frame on a cell; an unknown place means the sum."""
        last = len(self.counts.places) - 1
        row = next((at for at, place in enumerate(self.counts.places[:-1]) if place.key == key), last)
        self.setCurrentIndex(self.counts.index(row, column))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            total = current.row() == self.counts.rowCount() - 1
            self.chosen.emit("" if total else self.counts.places[current.row()].key, current.column())

    def _on_look_changed(self) -> None:
        style = look()
        for column in (DUE, COLLECTED, RATE):
            spare = style.size is Size.XLARGE or (column == DUE and style.size is Size.LARGE)
            self.setColumnHidden(column, spare)
        self.verticalHeader().setDefaultSectionSize(style.px(27))
        rows = min(len(self.counts.places), {Size.NORMAL: 9, Size.LARGE: 5, Size.XLARGE: 3}[style.size])
        self.setFixedHeight(style.px(68) + style.px(27) * rows + 2)
        self._fit_columns()
        self.updateGeometries()
        self.viewport().update()

    def _fit_columns(self) -> None:
        head, px = self.horizontalHeader(), look().px
        fixed = {NAME: 86, DUE: 58, COLLECTED: 58, RATE: 112, self.counts.missing: 56, self.counts.not_due: 62}
        for column, width in fixed.items():
            head.resizeSection(column, px(width))
        taken = sum(px(width) for column, width in fixed.items() if not self.isColumnHidden(column))
        left, count = self.viewport().width() - taken, len(self.counts.reasons)
        for at in range(count):
            share = left * (at + 1) // count - left * at // count
            head.resizeSection(FIRST + at, max(px(20), share))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
