"""Where a household begins, in each way a village shows it."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Raw
from db.ledgers.roster.grouping import households_of, is_head
from tests.db.ledgers.roster.rows import line


def _sizes(*rows: dict[str, Raw]) -> list[int]:
    return [len(found) for found in households_of([line(2 + n, **cells) for n, cells in enumerate(rows)])]


HEAD, SON = {"name": "李林峰", "relation": "户主"}, {"name": "李小峰", "relation": "子"}


def test_a_new_number_begins_a_household_and_leading_zeros_do_not() -> None:
    assert _sizes({"household_no": "001"}, {"household_no": "1"}, {"household_no": "002"}) == [2, 1]


def test_a_number_only_on_the_first_row_holds_for_those_below() -> None:
    rows: tuple[dict[str, Raw], ...] = ({"household_no": "1"}, {"household_no": None}, {"household_no": "2"})
    assert _sizes(*rows) == [2, 1]


def test_the_same_number_again_is_one_household_unless_its_head_is_named_beside() -> None:
    """Two heads under one number stay together, to be asked about; a head column of his own parts them."""
    one = {"household_no": "1", "head_name": "李林峰"}
    assert _sizes({**HEAD, **one}, {**HEAD, **one, "name": "王建平"}) == [2]
    assert _sizes({**HEAD, **one}, {**HEAD, "name": "王建平", "household_no": "1", "head_name": "王建平"}) == [1, 1]


def test_without_numbers_heads_begin_households() -> None:
    assert _sizes(HEAD, SON, {**HEAD, "name": "王建平"}, SON, SON) == [2, 3]


def test_serial_numbers_on_few_rows_count_households() -> None:
    rows: list[dict[str, Raw]] = [
        {"name": n, "serial": s} for n, s in (("甲", 1), ("乙", None), ("丙", 2), ("丁", None))
    ]
    assert _sizes(*rows) == [2, 2]


def test_without_anything_else_a_blank_row_parts_households() -> None:
    lines = [line(2, name="甲"), line(3, name="乙"), line(5, name="丙", gap=True)]
    assert [len(found) for found in households_of(lines)] == [2, 1]


@pytest.mark.parametrize(("tied", "sizes"), [(True, [2]), (False, [1, 1])])
def test_a_merged_cell_ties_a_row_to_the_one_above(tied: bool, sizes: list[int]) -> None:
    lines = [line(2, household_no="1"), line(3, household_no="2", tied=tied)]
    assert [len(found) for found in households_of(lines)] == sizes


def test_another_group_or_sheet_is_another_household() -> None:
    """Numbers begin again at 1 in every group."""
    lines = [line(2, group="一组", household_no="1"), line(3, group="二组", household_no="1"),
             line(2, sheet="三组", group="二组", household_no="1")]  # fmt: skip
    assert [len(found) for found in households_of(lines)] == [1, 1, 1]


def test_who_is_head() -> None:
    assert is_head(line(relation="户 主"))
    assert not is_head(line(relation="子"))
