"""Groups of a village by name or number, never twice; settings kept once."""

from __future__ import annotations

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.places import NewGroup, add_group, group_number, set_setting, village_here
from db.models import Setting, VillageGroup


@pytest.mark.parametrize(
    ("name", "number"),
    [("一组", 1), ("十组", 10), ("二十三组", 23), ("第4村民小组", 4), ("３组", 3), ("两队", 2), ("上屋场", None),
     ("组", None),     ("一组二组", None)],
)  # fmt: skip
def test_the_number_in_a_name(name: str, number: int | None) -> None:
    assert group_number(name) == number


def test_a_group_of_the_same_name_or_number_is_the_same(village: Store) -> None:
    first = add_group(village, NewGroup(name=" 四组 ")).id
    assert add_group(village, NewGroup(name="第4村民小组")).id == first
    assert add_group(village, NewGroup(name="五组")).id != first
    field = add_group(village, NewGroup(name="上屋场", number=9)).id
    assert add_group(village, NewGroup(name="上屋场")).id == field
    with village.read() as session:
        found = {g.name: g.number for g in session.exec(select(VillageGroup))}
    assert found == {"四组": 4, "五组": 5, "上屋场": 9}


def test_a_group_without_a_name_is_refused(village: Store) -> None:
    with pytest.raises(RuleError) as refused:
        add_group(village, NewGroup(name=" "))
    assert refused.value.field == "name"


def test_a_township_must_say_which_village(village: Store, township: Store) -> None:
    with village.read() as session:
        assert village_here(session, village).id == village.scope
    with pytest.raises(RuleError) as refused, township.read() as session:
        village_here(session, township)
    assert refused.value.field == "village_id"
    with pytest.raises(RuleError), village.read() as session:
        village_here(session, village, "another")


def test_a_setting_is_kept_once_and_follows_the_last(village: Store) -> None:
    first = set_setting(village, "reply_days", "15")
    assert set_setting(village, "reply_days", "10").id == first.id
    set_setting(village, "other", "1")
    with village.read() as session:
        assert {s.name: s.value for s in session.exec(select(Setting))} == {"reply_days": "10", "other": "1"}
