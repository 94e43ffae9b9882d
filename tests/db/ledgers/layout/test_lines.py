"""Rows told apart: persons, headers that come again, totals, footers, titles of groups."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Merge, Sheet, square
from db.ledgers.layout.lines import read_lines

BODY = [["001", "李林峰", "户主", "男", "430499198010036753"], [None, "仇爱华", "妻", "女", "430499195803080240"]]


HEAD = ["户号", "姓名", "与户主关系", "性别", "身份证号码"]


def _sheet(*rows: list[object], merges: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet("一组", square([list(row) for row in rows]), merges)  # type: ignore[arg-type]


def test_a_header_that_comes_again() -> None:
    found = read_lines(_sheet(HEAD, *BODY, HEAD, *BODY, ["合计", "4人"]))
    assert [line.row for line in found.lines] == [2, 3, 5, 6]
    assert [other.kind for other in found.others] == ["header", "header", "total_row"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["合 计", None, "2人"], "total_row"),
        (["2户", "2人"], "total_row"),
        (["本页小计", "25人"], "total_row"),
        (["填表人：李", None, "审核人：王"], "footer_row"),
        (["注：本表一式两份"], "footer_row"),
        (["第1页 共9页"], "footer_row"),
        (["二组（组长：彭婷）"], "group_title"),
        ([None, "　"], "blank_row"),
        (["003", None, None, "男"], "not_understood"),
    ],
)
def test_rows_that_are_no_person(row: list[object], kind: str) -> None:
    found = read_lines(_sheet(HEAD, *BODY, row))
    assert [other.kind for other in found.others] == ["header", kind]
    assert len(found.lines) == 2
