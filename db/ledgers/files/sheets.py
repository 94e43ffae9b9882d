"""A spreadsheet as it stands in its file: sheets of raw cells, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Raw = str | int | float | bool | date | datetime | time | timedelta | None

EXACT = 10**15  # a number cell keeps 15 digits; a longer whole number has lost its tail


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, corners included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of raw cells (all equally long), its merged ranges, whether a person can see it."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    merges: tuple[Merge, ...] = ()
    visible: bool = True

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Book:
    """A file and its sheets; ``folder`` is the name of the folder it lay in (often the village)."""

    file_name: str
    folder: str
    sha256: str
    sheets: tuple[Sheet, ...]


def text_of(value: Raw) -> str:
    """The cell as written, nothing taken away.

    >>> [text_of(v) for v in (None, 54, 4.30499201210228e17, 1981.5, date(1985, 4, 3), " 谢 芳 ")]
    ['', '54', '4.30499201210228e+17', '1981.5', '1985-04-03', ' 谢 芳 ']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_blank(value: Raw) -> bool:
    """Nothing, or only white space and marks that cannot be seen.

    >>> is_blank(" \\u3000\\ufeff"), is_blank(0)
    (True, False)
    """
    return not text_of(value).strip(" \t\r\n\u3000\u00a0\u200b\ufeff")


def tidy(value: Raw) -> Raw:
    """A whole number as int (readers hand every number over as float), an empty text as nothing.

    >>> tidy(54.0), tidy(4.30499201210228e17), tidy(""), tidy(1981.5)
    (54, 4.30499201210228e+17, None, 1981.5)
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT:
        return float(value)
    return None if value == "" else value


def square(rows: list[list[Raw]]) -> tuple[tuple[Raw, ...], ...]:
    """Rows made equally long, with empty columns at the right end cut off."""
    width = max((max((i + 1 for i, v in enumerate(r) if not is_blank(v)), default=0) for r in rows), default=0)
    return tuple(tuple(tidy(v) for v in r[:width]) + (None,) * (width - len(r)) for r in rows)
