"""Cells an import left open: in the order of their file, settled once, by the same rules as the ledger's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.ledgers.flags import OpenFlag, open_flags, settle_flag
from db.ledgers.imports import import_ledger
from db.models import ImportFlag, Person
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import id_number

HEAD = ["户号", "姓名", "与户主关系", "性别", "出生日期", "身份证号"]


@pytest.fixture
def opened(village: Store, tmp_path: Path) -> list[OpenFlag]:
    """Two cells left open: a wrong number in row 2, a relation nobody understands in row 3."""
    rows = [["001", "李林峰", "户主", "男", "1980-10-03", "430499198010036754"],
            ["001", "陈秀英", "干亲", "女", "1982-05-11", id_number("19820511", "662")]]  # fmt: skip
    import_ledger(village, to_xlsx(tmp_path / "册.xlsx", [Page("一组", [HEAD, *rows], [])]))  # type: ignore[list-item]
    return open_flags(village)


def _person(store: Store, name: str) -> Person:
    with store.read() as session:
        found = session.exec(select(Person).where(Person.name == name)).one()
        session.expunge_all()
    return found


def test_open_cells_say_whose_they_are_and_where_they_stand(village: Store, opened: list[OpenFlag]) -> None:
    assert [(flag.person_name, flag.field, flag.place) for flag in opened] == [
        ("李林峰", "id_no", "册.xlsx 一组 2"), ("陈秀英", "relation", "册.xlsx 一组 3"),
    ]  # fmt: skip
    assert open_flags(village, opened[0].household_id) == opened
    assert open_flags(village, "another") == []


def test_what_is_typed_is_read_as_the_cell_would_be(village: Store, opened: list[OpenFlag]) -> None:
    settle_flag(village, opened[1].id, " 妻子 ")
    assert _person(village, "陈秀英").relation == "12"
    assert [flag.field for flag in open_flags(village)] == ["id_no"]
    with village.read() as session:
        flag = session.get(ImportFlag, opened[1].id)
        assert flag is not None
        assert flag.settled_by == "周建国"


def test_a_new_head_is_marked_as_head(village: Store, opened: list[OpenFlag]) -> None:
    settle_flag(village, opened[1].id, "户主")
    assert _person(village, "陈秀英").is_head == 1


@pytest.mark.parametrize("wrong", ["430499198010036754", "430499198013036750"])
def test_a_wrong_number_is_refused_and_stays_open(village: Store, opened: list[OpenFlag], wrong: str) -> None:
    with pytest.raises(RuleError) as refused:
        settle_flag(village, opened[0].id, wrong)
    assert refused.value.field == "id_no"
    assert _person(village, "李林峰").id_no is None
    assert len(open_flags(village)) == 2


def test_a_cell_can_be_left_empty_on_purpose_once(village: Store, opened: list[OpenFlag]) -> None:
    settle_flag(village, opened[0].id, None)
    assert _person(village, "李林峰").id_no is None
    with pytest.raises(RuleError, match="已经核对过"):
        settle_flag(village, opened[0].id, id_number())
