"""The answers of each kind of matter, the likeliest first, each with what follows from it."""

from __future__ import annotations

import pytest

from db.sync.matters.shown.items import DeskItem, items
from tests.db.sync.matters.conftest import Busy


def _codes(found: DeskItem) -> list[str]:
    return [answer.code for answer in found.answers]


def test_each_kind_has_its_own(busy: Busy) -> None:
    assert _codes(busy.item("visit")) == ["side:0", "side:1", "both", "value"]
    assert _codes(busy.item("household")) == ["side:0", "side:1", "value"]  # a fact cannot be both
    assert _codes(busy.item("household", "deleted_but_edited")) == ["keep", "delete"]
    assert _codes(busy.item("person", "duplicate_identity")) == ["merge", "merge_homes", "leave", "value"]
    assert _codes(busy.item("request", "rule:closed_without_reply")) == ["reply", "reopen", "leave"]
    assert _codes(busy.item("visit", "dangling_ref")) == ["restore", "value", "remove", "leave"]


def test_each_says_what_follows_and_what_the_button_does(busy: Busy) -> None:
    for found in items(busy.township):
        for answer in found.answers:
            assert answer.consequence.endswith("。"), answer
            assert answer.title, answer
            assert answer.deed, answer
    first, second = busy.item("household").answers[:2]
    assert first.consequence == "写成“13800000001”。乙的留在历史里。"
    assert second.consequence == "写成“13800000002”。甲的留在历史里。"


@pytest.mark.parametrize(
    ("table", "kind", "code", "asked"),
    [
        ("visit", "field", "value", [("talk", "担心收割机进不来。")]),
        ("household", "field", "value", [("phone", "13800000002")]),
        ("request", "rule:closed_without_reply", "reply", [("content", "已经修好。")]),
        ("visit", "dangling_ref", "value", [("household_id", "")]),
    ],
)
def test_what_must_be_filled_in_begins_with_what_stands_there(
    busy: Busy, table: str, kind: str, code: str, asked: list[tuple[str, str]]
) -> None:
    answer = busy.item(table, kind).answer(code)
    assert answer is not None
    assert [(ask.field, ask.text) for ask in answer.asks] == asked


def test_a_wrong_number_is_asked_of_each_person(busy: Busy) -> None:
    answer = busy.item("person", "duplicate_identity").answer("value")
    assert answer is not None
    assert [ask.label for ask in answer.asks] == ["甲的证件号码", "乙的证件号码"]
    assert all(len(ask.text) == 18 for ask in answer.asks)
