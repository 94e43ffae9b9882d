"""Header rows of any height, at any place, in any words."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Merge, Sheet, square
from db.ledgers.layout.columns import IGNORED, field_of, other_kind
from db.ledgers.layout.evidence import like_data, share
from db.ledgers.layout.headers import find_tables, headings_of
from db.ledgers.layout.lines import read_lines

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


def test_a_header_that_comes_again() -> None:
    found = read_lines(_sheet(HEAD, *BODY, HEAD, *BODY, ["合计", "4人"]))
    assert [line.row for line in found.lines] == [2, 3, 5, 6]
    assert [other.kind for other in found.others] == ["header", "header", "total_row"]


def test_unknown_headings_are_told_by_what_stands_below() -> None:
    table = find_tables(_sheet(["A", "姓名", "关系", "B", "号"], *BODY, *BODY))[0]
    assert [column.field for column in table.columns][1:] == ["name", "relation", "sex", "id_no"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("公 民\n身份号码", "id_no"),
        ("*证件号码（必填）", "id_no"),
        ("与户主（家长）关系", "relation"),
        ("户主身份证号码", "head_id_no"),
        ("户主信息/联系电话", "phone"),
        ("户主/性别", IGNORED),
        ("家庭成员/联系电话", "phone"),
        ("成员联系电话", "person_phone"),
        ("监护人联系电话", IGNORED),
        ("开户银行账号", IGNORED),
        ("入党时间", IGNORED),
        ("是否低保户", "tag:低保"),
        ("残疾等级", None),
        ("出生地", IGNORED),
        ("出生年月日（公历）", "birth_date"),
        ("户籍所在村民小组", "village_group"),
        ("3、性别", "sex"),
        ("现家庭详细住址及门牌", "address"),
        ("家庭人口数", "member_count"),
        ("", None),
    ],
)
def test_headings(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_kinds_of_other_ledgers() -> None:
    assert other_kind(["户编号", "姓名", "致贫原因1", "风险是否消除"]) == "monitor"
    assert other_kind(["CBFBM", "CYXM"]) == "land"
    assert other_kind(["户号", "姓名", "备注"]) is None


def test_data_and_headings_are_told_apart() -> None:
    assert like_data(BODY[0])
    assert not like_data(HEAD)
    assert share(["汉", "苗", "x", None], "nationality") == pytest.approx(2 / 3)


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
