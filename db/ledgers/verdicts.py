"""What the reading of a ledger says of every cell, row and sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a cell or a row."""

    TAKEN = "taken"
    FLAGGED = "flagged"
    EMPTY = "empty"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader of one cell makes of it, before it is known where the cell stands."""

    outcome: Outcome
    value: str | None = None
    how: str = ""
    kind: str = ""
    message: str = ""
    proposal: str | None = None
    remark: str = ""

    @property
    def flagged(self) -> bool:
        """A person must look at it."""
        return self.outcome is Outcome.FLAGGED


def taken(value: str, how: str = "", remark: str = "") -> Finding:
    """The value, ``how`` it was made from what is written, and what else stood in the cell (``remark``)."""
    return Finding(Outcome.TAKEN, value, how, remark=remark)


def doubted(kind: str, message: str, proposal: str | None = None) -> Finding:
    """Left open: what is wrong in one sentence, and the value a person may confirm."""
    return Finding(Outcome.FLAGGED, None, "", kind, message, proposal)


def nothing(how: str = "") -> Finding:
    """Nothing is there, or a word that says so (无, /, 未办)."""
    return Finding(Outcome.EMPTY, None, how)


@dataclass(frozen=True, slots=True)
class Where:
    """A cell's place: sheet, row and column from 1, and the heading as in the file."""

    sheet: str
    row: int
    column: int
    heading: str

    @property
    def cell(self) -> str:
        """The name Excel gives it.

        >>> Where("一组", 25, 11, "身份证号码").cell, Where("", 3, 28, "").cell
        ('K25', 'AB3')
        """
        name, n = "", self.column
        while n:
            n, rest = divmod(n - 1, 26)
            name = chr(65 + rest) + name
        return f"{name}{self.row}"


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """One cell of a ledger: where, which field, what stands there, what was made of it."""

    where: Where
    field: str
    raw: str
    finding: Finding
    repeated: tuple[int, ...] = ()  # further rows of the household in which the same cell stands again

    @property
    def value(self) -> str | None:
        """The value to store, or nothing."""
        return self.finding.value

    @property
    def flagged(self) -> bool:
        """A person must look at it."""
        return self.finding.flagged

    def but(self, finding: Finding) -> CellVerdict:
        """The same cell, judged anew."""
        return replace(self, finding=finding)


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row: a person, or why it is none (title, header, total, footer, blank, not understood)."""

    sheet: str
    row: int
    outcome: Outcome
    kind: str
    message: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class PersonRead:
    """One person's row; the cells by field, those derived from another cell included."""

    sheet: str
    row: int
    household: int
    cells: Mapping[str, CellVerdict]

    def value(self, name: str) -> str | None:
        """The value of a field, or nothing when it is empty or in doubt."""
        cell = self.cells.get(name)
        return cell.value if cell else None


@dataclass(frozen=True, slots=True)
class HouseholdRead:
    """One household: its own cells (number, head column, address, phone …) and the rows of its members."""

    sheet: str
    row: int
    cells: Mapping[str, CellVerdict]
    members: tuple[int, ...]

    def value(self, name: str) -> str | None:
        """The value of a field, or nothing when it is empty or in doubt."""
        cell = self.cells.get(name)
        return cell.value if cell else None


@dataclass(frozen=True, slots=True)
class RosterReading:
    """A roster file, read: households, persons (``household`` is an index), and a verdict on everything else."""

    file_name: str
    sha256: str
    village: str
    households: tuple[HouseholdRead, ...]
    persons: tuple[PersonRead, ...]
    rows: tuple[RowVerdict, ...]
    loose: tuple[CellVerdict, ...] = field(default=())

    @property
    def cells(self) -> tuple[CellVerdict, ...]:
        """Every cell that was mapped to a field, households first, then totals."""
        shared = tuple(cell for household in self.households for cell in household.cells.values())
        return shared + tuple(cell for person in self.persons for cell in person.cells.values()) + self.loose

    @property
    def flagged(self) -> tuple[CellVerdict, ...]:
        """The cells a person must look at, in the order of the file."""
        return tuple(cell for cell in self.cells if cell.flagged)

    @property
    def refused(self) -> tuple[RowVerdict, ...]:
        """Rows with something in them that could not be understood."""
        return tuple(row for row in self.rows if row.outcome is Outcome.FLAGGED)
