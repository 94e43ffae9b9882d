"""What must be decided, the largest damage first: one item a record, said in one sentence."""

from __future__ import annotations

import pytest

from db.sync.matters.shown.conflicts import conflicts
from db.sync.matters.shown.items import RANKS, grouped, item, items, open_count, rank_of
from tests.db.sync.matters.conftest import Busy


def test_the_largest_damage_stands_first_and_counting_agrees_with_listing(busy: Busy) -> None:
    found = items(busy.township)
    assert [one.table for one in found] == ["request", "person", "household", "visit", "household", "visit"]
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert open_count(busy.township) == len(found) == open_count(busy.village)
    assert [one.id for one in items(busy.village)] == [one.id for one in found]
    assert [one.grave for one in found] == [True, True, False, False, False, False]
    assert [one.is_words for one in found] == [False, False, False, True, False, False]


def test_each_says_what_happened_and_about_whom(busy: Busy) -> None:
    found = busy.item("household")
    assert (found.title, found.about, found.devices) == ("联系电话写得不一样", "李林峰 一组31号", "桃溪村、云岭镇")
    assert "按乙的算" in found.sentence
    assert busy.item("household", "deleted_but_edited").sentence.startswith("桃溪村删了这条农户")
    assert all(one.sentence.endswith("。") for one in items(busy.township))
    assert found.answer("side:0") is not None
    assert found.answer("no such") is None


def test_one_alone_by_its_id_until_it_is_settled(busy: Busy) -> None:
    found = busy.item("visit")
    assert item(busy.township, found.id) == found
    assert item(busy.township, "0" * 16) is None


def test_fields_of_one_record_are_one_decision(busy: Busy) -> None:
    open_now = conflicts(busy.township)
    fields = [one for one in open_now if one.kind == "field"]
    twice = [*fields, *fields, *(one for one in open_now if one.kind != "field")]
    assert sorted(len(group) for group in grouped(twice)) == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize("kind", RANKS)
def test_a_rule_nobody_here_knows_stands_with_the_rules(kind: str) -> None:
    assert rank_of(kind, is_words=False) == RANKS.index(kind)
    assert rank_of("rule:of_a_newer_version", is_words=False) == RANKS.index("rule:")
    assert rank_of("field", is_words=True) < rank_of("field", is_words=False)
