"""What stands in a column tells what it is."""

from __future__ import annotations

import pytest

from db.ledgers.layout.evidence import like_data, share

BODY = [["001", "李林峰", "户主", "男", "430499198010036753"], [None, "仇爱华", "妻", "女", "430499195803080240"]]


HEAD = ["户号", "姓名", "与户主关系", "性别", "身份证号码"]


def test_data_and_headings_are_told_apart() -> None:
    assert like_data(BODY[0])
    assert not like_data(HEAD)
    assert share(["汉", "苗", "x", None], "nationality") == pytest.approx(2 / 3)
