"""Rows of a roster without a file: what a test says of them, and nothing else."""

from __future__ import annotations

from datetime import date

from db.ledgers.files.sheets import Raw
from db.ledgers.layout.lines import Line, Spot
from db.ledgers.roster.drafts import Draft, drafts_of
from db.ledgers.verdicts import Where
from db.rules.id_number import check_character

TODAY = date(2025, 10, 20)


def line(row: int = 2, *, sheet: str = "册", group: str | None = None, tied: bool = False, gap: bool = False,
         **cells: Raw) -> Line:  # fmt: skip
    """One row; a cell by the name of its field (``tag:低保`` as ``**{"tag:低保": "是"}``)."""
    spots = {name: Spot(value, Where(sheet, row, at, name)) for at, (name, value) in enumerate(cells.items(), start=1)}
    return Line(sheet, row, spots, group, tied, gap)


def household(*rows: dict[str, Raw], first: int = 2) -> list[Draft]:
    """The drafts of one household, a row each."""
    return households(rows, first=first)[0]


def households(*families: tuple[dict[str, Raw], ...], first: int = 2) -> list[list[Draft]]:
    """The drafts of several households, one under the other."""
    at, lines = first, []
    for rows in families:
        lines.append([line(at + n, **cells) for n, cells in enumerate(rows)])
        at += len(rows)
    return drafts_of(lines, TODAY)


def number(born: str, *, man: bool, order: int = 67) -> str:
    """A sound identity number of the fictional county: 19801003 and a sex."""
    begun = f"430499{born}{order}{1 if man else 2}"
    return begun + check_character(begun)
