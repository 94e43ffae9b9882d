"""Where the tables of a sheet begin: header rows, however high, and the column of each field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from db.ledgers.files.sheets import Raw, Sheet, is_blank, text_of
from db.ledgers.layout import columns, evidence

_SEARCHED: Final = 60  # rows at the top of a sheet that are looked at closely
_DEPTH: Final = 3
_SAMPLE: Final = 300
_GUESSED: Final = ("id_no", "birth_date", "sex", "relation", "phone", "nationality", "village_group", "name")
_SURE: Final = 0.7
_PERSONAL: Final = frozenset({"name", "relation", "sex", "birth_date", "id_no", "nationality"})
_TELLING: Final = _PERSONAL | {"household_no", "head_name", "address", "phone", "education", "political_status"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place from 0, its heading as in the file, the field it holds (None: not known)."""

    index: int
    heading: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: header rows and body rows (from 0, ``stop`` excluded) and its columns."""

    header: range
    body: range
    columns: tuple[Column, ...]

    def column(self, field: str) -> Column | None:
        """The column that holds a field, or nothing."""
        return next((column for column in self.columns if column.field == field), None)


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """The tables of a sheet that hold persons, top down; none where the sheet is something else."""
    found: list[tuple[range, tuple[Column, ...]]] = []
    row = 0
    while row < len(sheet.rows):
        best = _best_header(sheet, row)
        if best is None:
            row += 1
            continue
        found.append(best)
        row = best[0].stop
    if not found:
        bare = _without_header(sheet)
        return (bare,) if bare else ()
    stops = [header.start for header, _columns in found[1:]] + [len(sheet.rows)]
    return tuple(
        Table(header, range(header.stop, stop), _settled(sheet, range(header.stop, stop), cols))
        for (header, cols), stop in zip(found, stops, strict=True)
    )


def headings_of(sheet: Sheet, header: range) -> tuple[str, ...]:
    """The heading of every column, merged and blank cells of upper rows filled in, joined by "/"."""
    grid = [[text_of(value).strip() for value in sheet.rows[row]] for row in header]
    for merge in sheet.merges:
        if merge.top not in header or merge.left >= sheet.width:
            continue
        source = sheet.rows[merge.top][merge.left]
        for row in range(merge.top, min(merge.bottom, header.stop - 1) + 1):
            for column in range(merge.left, min(merge.right + 1, sheet.width)):
                grid[row - header.start][column] = text_of(source).strip()
    for upper, lower in pairwise(grid):
        for column in range(1, len(upper)):
            # unmerged group heading: stands over its first column, its neighbours have headings below only
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]
    return tuple("/".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*grid, strict=True))


def _worth_a_look(sheet: Sheet, row: int) -> bool:
    cells = sheet.rows[row]
    if row >= _SEARCHED and not any(isinstance(v, str) and len(v) < 12 and ("姓" in v or "名" in v) for v in cells):
        return False
    return sum(1 for v in cells if not is_blank(v)) >= 2 and not evidence.like_data(cells)


def _best_header(sheet: Sheet, first: int) -> tuple[range, tuple[Column, ...]] | None:
    """The best header that has the row ``first`` in it; titles above it cost more than they name."""
    if not _worth_a_look(sheet, first):
        return None
    scored = [(_score_of(sheet, header), -header.start, header) for header in _candidates(sheet, first)]
    score, _start, header = max(scored, default=(0.0, 0, range(0)))
    return (header, _columns_of(sheet, header)) if score > 0 else None


def _candidates(sheet: Sheet, first: int) -> list[range]:
    found = []
    for start in range(first, min(first + _DEPTH, len(sheet.rows))):
        if not _may_begin(sheet, start):
            continue
        for stop in range(start + 1, min(start + _DEPTH, len(sheet.rows)) + 1):
            if evidence.like_data(sheet.rows[stop - 1]):
                break
            found.append(range(start, stop))
        if evidence.like_data(sheet.rows[start]):
            break
    return found


def _may_begin(sheet: Sheet, row: int) -> bool:
    """A header begins with several headings, or with one that is merged over a part of the columns."""
    filled = [column for column, value in enumerate(sheet.rows[row]) if not is_blank(value)]
    if len(filled) != 1:
        return bool(filled)
    merged = [m for m in sheet.merges if m.top == row and m.left == filled[0]]
    return any(m.left < m.right and m.right - m.left + 1 < sheet.width for m in merged)


def _columns_of(sheet: Sheet, header: range) -> tuple[Column, ...]:
    return tuple(Column(i, h, columns.field_of(h) if h else None) for i, h in enumerate(headings_of(sheet, header)))


def _score_of(sheet: Sheet, header: range) -> float:
    return _score(_columns_of(sheet, header)) - 0.5 * (len(header) - 1)


def _score(cols: Sequence[Column]) -> float:
    """How many fields a header row names; nothing when it cannot be the header of a list of persons."""
    fields = {column.field for column in cols if column.field and column.field != columns.IGNORED}
    named = sum(1 for column in cols if column.heading)
    telling = fields & _TELLING
    if not fields & {"name", "head_name"} or len(telling) < 3 or len(fields) * 3 < named:
        return 0.0
    return float(len(fields)) + len(telling) * 0.1 + (2.0 if "name" in fields else 0.0)


def _body_values(sheet: Sheet, body: range, index: int) -> list[Raw]:
    return [sheet.rows[row][index] for row in body[:_SAMPLE]]


def _settled(sheet: Sheet, body: range, cols: Sequence[Column]) -> tuple[Column, ...]:
    """Two columns of one name told apart, unknown headings guessed by what stands below them."""
    settled = list(cols)
    _two_names(sheet, body, settled)
    taken: set[str] = set()
    for i, column in enumerate(settled):
        if column.field in taken and column.field not in (columns.SERIAL, columns.IGNORED):
            settled[i] = replace(column, field=None)
        elif column.field:
            taken.add(column.field)
    for field in _GUESSED:
        if field in taken or (field == "phone" and "person_phone" in taken):
            continue
        found = _guess(sheet, body, settled, field)
        if found is not None:
            settled[found] = replace(settled[found], field=field)
            taken.add(field)
    if "name" not in taken and "head_name" in taken:
        settled = [replace(c, field="name") if c.field == "head_name" else c for c in settled]
    return tuple(settled)


def _guess(sheet: Sheet, body: range, cols: Sequence[Column], field: str) -> int | None:
    """The column without a known heading that looks most like this field, if one surely does."""
    scored = []
    for column in cols:
        values = _body_values(sheet, body, column.index)
        sure = evidence.share(values, field) if column.field is None else 0.0
        if sure >= _SURE and (field != "birth_date" or _agrees(sheet, body, cols, column.index)):
            scored.append((sure, len({evidence.compact(v) for v in values}), -column.index))
    return -max(scored)[2] if scored else None


def _agrees(sheet: Sheet, body: range, cols: Sequence[Column], index: int) -> bool:
    """The dates of a column are the birth dates in the identity numbers, not some other dates."""
    numbers = next((c.index for c in cols if c.field == "id_no"), None)
    if numbers is None:
        return False
    pairs = zip(_body_values(sheet, body, index), _body_values(sheet, body, numbers), strict=True)
    years = [(evidence.compact(day)[:4], evidence.compact(number)[6:10]) for day, number in pairs if not is_blank(day)]
    return sum(1 for day, number in years if day == number) * 2 > len(years)


def _two_names(sheet: Sheet, body: range, cols: list[Column]) -> None:
    """Of two columns headed 姓名 the one filled once a household is the head's, unless it is named so already."""
    names = [column for column in cols if column.field == "name"]
    if len(names) != 2 or any(column.field == "head_name" for column in cols):
        return
    counts = [len({evidence.compact(v) for v in _body_values(sheet, body, column.index)}) for column in names]
    head = names[0] if counts[0] <= counts[1] else names[1]
    cols[head.index] = replace(head, field="head_name")


def _without_header(sheet: Sheet) -> Table | None:
    """A list whose headings say nothing or are missing: told by its numbers, names and 男/女 alone."""
    data = [row for row in range(len(sheet.rows)) if evidence.like_data(sheet.rows[row])]
    if len(data) < 2 or len(data) * 2 < sum(1 for row in sheet.rows if any(not is_blank(v) for v in row)):
        return None
    above = [row for row in range(data[0]) if sum(1 for v in sheet.rows[row] if not is_blank(v)) > 2]
    header = range(above[-1], data[0]) if above else range(data[0], data[0])
    body = range(data[0], len(sheet.rows))
    headings = headings_of(sheet, header) if header else ("",) * sheet.width
    settled = _settled(sheet, body, [Column(i, heading, None) for i, heading in enumerate(headings)])
    fields = {column.field for column in settled}
    telling = fields & {"sex", "relation", "birth_date", "nationality"}
    return Table(header, body, settled) if {"name", "id_no"} <= fields and telling else None
