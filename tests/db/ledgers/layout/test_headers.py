"""Header rows of any height, at any place, in any words."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Merge, Sheet, square
from db.ledgers.layout.headers import find_tables, headings_of

BODY = [["001", "李林峰", "户主", "男", "430499198010036753"], [None, "仇爱华", "妻", "女", "430499195803080240"]]


HEAD = ["户号", "姓名", "与户主关系", "性别", "身份证号码"]


def _sheet(*rows: list[object], merges: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet("一组", square([list(row) for row in rows]), merges)  # type: ignore[arg-type]


@pytest.mark.parametrize("above", range(6))
def test_titles_above_the_header(above: int) -> None:
    titles = [["桃溪村户籍花名册"], ["填报单位：桃溪村", None, "2025年9月"], [], ["说明"], ["单位：人"], ["附件1"]]
    table = find_tables(_sheet(*titles[:above], HEAD, *BODY))[0]
    assert table.header == range(above, above + 1)
    assert [column.field for column in table.columns] == ["household_no", "name", "relation", "sex", "id_no"]


def test_a_header_of_three_rows() -> None:
    sheet = _sheet(
        ["花名册"],
        ["户号", "家庭成员", None, None, None],
        [None, "姓名", "与户主关系", "基本情况", None],
        [None, None, None, "性别", "身份证号码"],
        *BODY,
        merges=(Merge(0, 0, 0, 4), Merge(1, 0, 3, 0), Merge(1, 1, 1, 4), Merge(2, 3, 2, 4), Merge(2, 1, 3, 1)),
    )
    table = find_tables(sheet)[0]
    assert table.header == range(1, 4)
    assert headings_of(sheet, table.header)[3:] == ("家庭成员/基本情况/性别", "家庭成员/基本情况/身份证号码")


def test_unknown_headings_are_told_by_what_stands_below() -> None:
    table = find_tables(_sheet(["A", "姓名", "关系", "B", "号"], *BODY, *BODY))[0]
    assert [column.field for column in table.columns][1:] == ["name", "relation", "sex", "id_no"]
