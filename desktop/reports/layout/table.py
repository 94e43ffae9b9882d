"""Tables of a form: hairlines, the head on every page, numbers to the right, rows cut only where they are long.

ReportLab's own table measures all its rows again on every page and may leave a single line of a cell behind.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from desktop.reports.layout.text import CELL, CELL_CENTER, CELL_NUMBER, LABEL, Span, Style, Text

HAIRLINE = 0.5
TINT = 0.93
"""Grey of heads and labels: 7 % ink, so that a photocopy stays clean."""

PAD_X: float = 1.0 * mm
PAD_Y: float = 1.15 * mm
LONG_ROW = 8
"""Rows of at least so many lines may be cut at the foot of a page; shorter ones move over whole."""

Drawing = Callable[[Any, float, float, float, float], None]
"""Draws into a cell: canvas, x and y of its lower left corner, width, height."""


@dataclass(slots=True, eq=False)
class Cell:
    """Words in a cell that takes `span` columns; `tinted` marks a label.

    `open` leaves out the line at its right, `deep` the one below it.
    """

    text: Text
    span: int = 1
    tinted: bool = False
    middle: bool = True
    open: bool = False
    deep: bool = False
    drawing: Drawing | None = None


@dataclass(slots=True, eq=False)
class Row:
    """Cells side by side, at least `least` points high; `tied` to the row below where a page must not come between."""

    cells: list[Cell]
    least: float = 0.0
    tied: bool = False
    height: float = field(default=0.0)


def words(content: str | Sequence[Span], style: Style = CELL, *, span: int = 1) -> Cell:
    """A cell of plain words; what is not known is printed as a stroke, so that nobody writes into it later."""
    return Cell(Text(content or "/", style if content else CELL_CENTER), span)


def label(content: str, *, span: int = 1) -> Cell:
    """A tinted cell that names the one beside or below it."""
    return Cell(Text(content, LABEL), span, tinted=True)


def number(content: str, *, span: int = 1) -> Cell:
    """A cell whose digits stand under each other."""
    return words(content, CELL_NUMBER, span=span)


def narrative(content: str | Sequence[Span], *, span: int = 1) -> Cell:
    """A cell of prose: both edges even, beginning at the top."""
    cell = words(content, CELL.but(align="justify"), span=span)
    cell.middle = not content
    return cell


class Grid(Flowable):  # type: ignore[misc]
    """Rows under a head that is printed again on every page."""

    def __init__(
        self, widths: Sequence[float], rows: Iterable[Row], *, head: Sequence[Row] = (), after: float = 0
    ) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.head = list(head)
        self.rows = list(rows)
        self.after = after

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Room below, in points."""
        return self.after

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        """Measure rows not measured before."""
        for row in (*self.head, *self.rows):
            if not row.height:
                row.height = max(row.least, *(self._cell_height(cell, width) for cell, _, width in self._across(row)))
        self.width = sum(self.widths)
        self.height = sum(row.height for row in (*self.head, *self.rows))
        return self.width, self.height

    def _across(self, row: Row) -> Iterable[tuple[Cell, float, float]]:
        """Each cell with its left edge and width."""
        column, x = 0, 0.0
        for cell in row.cells:
            width = sum(self.widths[column : column + cell.span])
            yield cell, x, width
            column, x = column + cell.span, x + width

    @staticmethod
    def _cell_height(cell: Cell, width: float) -> float:
        return cell.text.wrap(width - 2 * PAD_X, 0)[1] + 2 * PAD_Y

    def split(self, room: float, height: float) -> list[Flowable]:
        """The rows that fit, and the rest under the same head; [] where not even the first row fits."""
        self.wrap(room, height)
        left = height - sum(row.height for row in self.head) + 1e-6
        fit = 0
        while fit < len(self.rows) and self.rows[fit].height <= left:
            left -= self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            return [self]
        upper, lower = self.rows[:fit], self.rows[fit:]
        long = not lower[0].tied and max(len(cell.text.lines) for cell in lower[0].cells) >= LONG_ROW
        parts = self._cut(lower[0], left) if long else None
        if parts:
            return self._parted([*upper, parts[0]], [parts[1], *lower[1:]])
        while upper and upper[-1].tied:
            lower.insert(0, upper.pop())
        return self._parted(upper, lower) if upper else []

    def split_anyhow(self, height: float) -> list[Flowable]:
        """What fits on a whole page, where nothing may be cut by the rules."""
        left = height - sum(row.height for row in self.head) + 1e-6
        fit = 0
        while self.rows[fit].height <= left:
            left -= self.rows[fit].height
            fit += 1
        if fit:
            return self._parted(self.rows[:fit], self.rows[fit:])
        upper, lower = self._cut(self.rows[0], left) or (self.rows[0], Row([]))
        return self._parted([upper], [lower, *self.rows[1:]])

    def _parted(self, upper: list[Row], lower: list[Row]) -> list[Flowable]:
        return [self._with(upper, 0), self._with(lower, self.after)]

    def _with(self, rows: list[Row], after: float) -> "Grid":
        return Grid(self.widths, rows, head=self.head, after=after)

    def _cut(self, row: Row, left: float) -> tuple[Row, Row] | None:
        """A row in two, at least two lines of each text on either side; short cells (date, name) stand in both."""
        upper, lower = [], []
        for cell in row.cells:
            parts = cell.text.split(cell.text.width, left - 2 * PAD_Y)
            if not parts:
                return None
            cut = partial(Cell, span=cell.span, tinted=cell.tinted, middle=cell.middle)
            upper.append(cut(parts[0]))
            again = cell.text if len(cell.text.lines) <= 3 else Text("", cell.text.style)
            lower.append(cut(parts[1] if len(parts) > 1 else again))
        return Row(upper), Row(lower)

    def draw(self) -> None:
        """Tints first, then words, then lines over both."""
        canvas = self.canv
        canvas.setLineWidth(HAIRLINE)
        y = self.height
        for row in (*self.head, *self.rows):
            y -= row.height
            for cell, x, width in self._across(row):
                if cell.tinted:
                    canvas.setFillGray(TINT)
                    canvas.rect(x, y, width, row.height, stroke=0, fill=1)
                    canvas.setFillGray(0)
                self._draw_cell(cell, (x, y, width, row.height))
        self._draw_lines()

    def _draw_cell(self, cell: Cell, box: tuple[float, float, float, float]) -> None:
        x, y, width, height = box
        text = cell.text
        text.wrap(width - 2 * PAD_X, 0)
        if text.lines:
            top = (height - text.height) / 2 if cell.middle else PAD_Y
            text.draw_at(self.canv, x + PAD_X, y + height - top - text.height)
        if cell.drawing:
            cell.drawing(self.canv, x, y, width, height)

    def _draw_lines(self) -> None:
        """Each upright line is drawn once through all rows that have it at the same place."""
        y, lines = self.height, [(0.0, self.height, self.width, self.height)]
        open_at: dict[float, float] = {}
        rows = (*self.head, *self.rows)
        for row in rows:
            edges = {0.0} | {x + width for cell, x, width in self._across(row) if not cell.open}
            lines += [(x, open_at.pop(x), x, y) for x in set(open_at) - edges]
            for x in edges:
                open_at.setdefault(x, y)
            y -= row.height
            if row is not rows[-1] and any(cell.deep for cell in row.cells):
                lines += [(x, y, x + width, y) for cell, x, width in self._across(row) if not cell.deep]
            else:
                lines.append((0.0, y, self.width, y))
        lines += [(x, top, x, y) for x, top in open_at.items()]
        self.canv.lines(lines)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of records: its heading, its width in millimetres, how its cells are made."""

    title: str
    width: float
    cell: Callable[[str], Cell] = words


def records(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, total: Row | None = None, after: float = 0
) -> Grid:
    """A table of records under their headings, with a last row of sums."""
    head = Row([label(column.title) for column in columns])
    body = [Row([column.cell(value) for column, value in zip(columns, row, strict=True)]) for row in rows]
    if total:
        if body:
            body[-1].tied = True
        body.append(total)
    return Grid([column.width * mm for column in columns], body, head=[head], after=after)


def centred(content: str) -> Cell:
    """A short word in the middle of its column."""
    return words(content, CELL_CENTER)
