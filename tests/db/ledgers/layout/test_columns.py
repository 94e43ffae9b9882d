"""Headings in any words: which field of the book a column is."""

from __future__ import annotations

import pytest

from db.ledgers.layout.columns import IGNORED, field_of, other_kind


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
