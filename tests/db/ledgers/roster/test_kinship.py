"""A household as a family: who is head, and relations that cannot be as they are written."""

from __future__ import annotations

import pytest

from db.ledgers.cells.names import read_name
from db.ledgers.files.sheets import Raw
from db.ledgers.roster.crosscheck import check_persons
from db.ledgers.roster.drafts import Draft
from db.ledgers.roster.kinship import check_households, stale_head
from tests.db.ledgers.roster.rows import TODAY, household, households

HEAD: dict[str, Raw] = {"name": "李林峰", "relation": "户主", "sex": "男", "birth_date": "1960-01-01"}


def _kinds(*rows: dict[str, Raw]) -> list[str]:
    members = household(*rows)
    check_persons(members, TODAY)
    check_households([members])
    return [draft.found["relation"].kind for draft in members]


def _member(relation: str, born: str, sex: str = "男") -> dict[str, Raw]:
    return {"name": "李小峰", "relation": relation, "birth_date": f"{born}-01-01", "sex": sex}


def test_two_heads_are_asked_about_but_not_the_one_the_head_column_names() -> None:
    second = {**HEAD, "name": "王建平"}
    assert _kinds(HEAD, second) == ["two_heads", "two_heads"]
    named = {"head_name": "王建平"}
    assert _kinds({**HEAD, **named}, {**second, **named}) == ["two_heads", ""]


def test_a_household_without_a_head_is_asked_about() -> None:
    assert _kinds(_member("子", "1990"), _member("妻", "1962", "女"))[0] == "no_head"


def test_an_open_relation_is_the_heads_where_the_head_column_says_so() -> None:
    open_one: dict[str, Raw] = {"name": "李林峰", "relation": None}
    members = household({**open_one, "head_name": "李林峰"}, {"name": "陈秀英", "relation": "妻"})
    check_households([members])
    assert members[0].value("relation") == "02"
    assert _kinds(HEAD, {"name": "陈秀英", "relation": None})[1] == "relation_missing"


def test_a_village_may_leave_the_heads_relation_open() -> None:
    """Where most households do it, the first of each is the head; where one does it, it is asked about."""
    open_one, wife = {"name": "李林峰", "relation": None}, {"name": "陈秀英", "relation": "妻"}
    habit: list[list[Draft]] = households((open_one, wife), (open_one, wife), (HEAD, wife))
    check_households(habit)
    assert [members[0].value("relation") for members in habit] == ["02", "02", "02"]
    slip = households((open_one, wife), (HEAD, wife), (HEAD, wife))
    check_households(slip)
    assert slip[0][0].found["relation"].kind == "relation_missing"


@pytest.mark.parametrize(
    ("relation", "born", "sex", "kind"),
    [
        ("子", "1973", "男", ""),
        ("子", "1972", "男", "relation_conflicts_age"),
        ("孙子", "1987", "男", ""),
        ("孙子", "1985", "男", "relation_conflicts_age"),
        ("父亲", "1946", "男", ""),
        ("父亲", "1949", "男", "relation_conflicts_age"),
        ("祖母", "1933", "女", ""),
        ("祖母", "1936", "女", "relation_conflicts_age"),
        ("妻", "1962", "女", ""),
        ("配偶", "1962", "男", "relation_conflicts_head"),
    ],
)
def test_ages_and_sexes_that_cannot_be(relation: str, born: str, sex: str, kind: str) -> None:
    assert _kinds(HEAD, _member(relation, born, sex))[1] == kind


def test_a_second_spouse_is_asked_about() -> None:
    assert _kinds(HEAD, _member("妻", "1962", "女"), _member("妻", "1963", "女")) == ["", "", "two_spouses"]


def test_a_child_of_a_late_mother_is_perhaps_a_grandchild() -> None:
    """At 45 she may have had him where no grandchild of his age stands in the house, at 46 hardly."""
    wife = _member("妻", "1962", "女")
    assert _kinds(HEAD, wife, _member("子", "2007"))[2] == ""
    assert _kinds(HEAD, wife, _member("子", "2009"))[2] == "relation_counted_from_other_member"
    grandson = {**_member("孙子", "2005"), "name": "李明"}
    assert _kinds(HEAD, wife, _member("子", "2007"), grandson)[2] == "relation_counted_from_other_member"


@pytest.mark.parametrize(
    ("written", "made"),
    [("李林峰", "李林峰"), ("王老五", "head_column_stale"), ("", None), ("李林〓", "李林〓")],
)
def test_what_to_make_of_the_head_column(written: str, made: str | None) -> None:
    found = stale_head(household(HEAD), written, read_name(written))
    if made == written:
        assert found.kind != "head_column_stale"
    else:
        assert (found.kind or None) == made
