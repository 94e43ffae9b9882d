"""Marks that stand for nothing or for the cell above; what only looks like one is a word."""

from __future__ import annotations

import pytest

from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import Raw


@pytest.mark.parametrize("value", ["无", " 未办 ", "—", "/", "0", 0, None, "", "N/A", "００", "\u200b无", "000000"])
def test_nothing_is_there(value: Raw) -> None:
    assert says_nothing(value)


@pytest.mark.parametrize("value", ["无锡", "吴", "10", 1, "否", "〃"])
def test_something_is_there(value: Raw) -> None:
    assert not says_nothing(value)


@pytest.mark.parametrize(
    ("value", "above"), [("〃", True), ("同 上", True), ("与上一行相同", True), ("同安镇", False), ("", False)]
)
def test_the_cell_above(value: Raw, above: bool) -> None:
    assert is_ditto(value) is above


def test_width_and_invisible_marks_do_not_count() -> None:
    assert bare("\ufeff ＡＢ１２\u200b ") == "AB12"
    assert bare("陈 军") == "陈 军"
