"""What the reading of a ledger says: a value, a doubt with its sentence, or nothing."""

from __future__ import annotations

import pytest

from db.ledgers.verdicts import (
    CellVerdict,
    HouseholdRead,
    Outcome,
    PersonRead,
    RosterReading,
    RowVerdict,
    Where,
    doubted,
    nothing,
    taken,
)


def _cell(column: int, *, doubt: bool = False) -> CellVerdict:
    return CellVerdict(Where("册", 2, column, ""), "x", "raw", doubted("odd", "请核对", "y") if doubt else taken("v"))


def test_only_a_doubt_is_for_a_person_and_has_no_value() -> None:
    assert not taken("v").flagged
    assert not nothing().flagged
    doubt = doubted("odd", "请核对", "y")
    assert (doubt.flagged, doubt.value, doubt.proposal) == (True, None, "y")
    assert nothing("无").outcome is Outcome.EMPTY


@pytest.mark.parametrize(("column", "name"), [(1, "A2"), (26, "Z2"), (27, "AA2"), (52, "AZ2"), (703, "AAA2")])
def test_cells_are_named_as_excel_does(column: int, name: str) -> None:
    assert Where("册", 2, column, "").cell == name


def test_judging_anew_keeps_the_place() -> None:
    again = _cell(3).but(doubted("odd", "请核对"))
    assert (again.where.cell, again.raw, again.flagged, again.value) == ("C2", "raw", True, None)


def test_a_reading_lists_doubts_in_the_order_of_the_file_and_odd_rows() -> None:
    """Households first, then persons, then totals."""
    home = HouseholdRead("册", 2, {"a": _cell(1, doubt=True), "b": _cell(2)}, (0,))
    person = PersonRead("册", 2, 0, {"c": _cell(3, doubt=True)})
    rows = (RowVerdict("册", 1, Outcome.IGNORED, "header"), RowVerdict("册", 9, Outcome.FLAGGED, "not_understood", "!"))
    read = RosterReading("f", "", "", (home,), (person,), rows, (_cell(4, doubt=True),))
    assert [cell.where.column for cell in read.flagged] == [1, 3, 4]
    assert [row.row for row in read.refused] == [9]
    assert (home.value("a"), home.value("b"), person.value("none")) == (None, "v", None)
