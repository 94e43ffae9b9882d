"""Many small matters by a rule: facts alone, never a text or a grave matter; what was settled meanwhile is left."""

from __future__ import annotations

import pytest

from db.sync.matters.deciding.bulk import NEWEST, OFFICE, preview, rules, settle_all
from db.sync.matters.shown.items import items
from tests.db.sync.matters.conftest import Busy


def test_each_rule_says_how_many_it_would_settle(busy: Busy) -> None:
    found = {rule.code: rule.count for rule in rules(busy.township)}
    devices = {f"device:{store.device_id}" for store in (busy.village, busy.township)}
    assert set(found) == {OFFICE, NEWEST, *devices}
    assert set(found.values()) == {1}  # the telephone; of a text nothing


@pytest.mark.parametrize(("rule", "answer"), [(OFFICE, "side:1"), (NEWEST, "side:1"), ("village", "side:0")])
def test_a_preview_changes_nothing_and_says_the_answer(busy: Busy, rule: str, answer: str) -> None:
    code = f"device:{busy.village.device_id}" if rule == "village" else rule
    (choice,) = preview(busy.township, code)
    assert (choice.item.table, choice.answer, choice.values) == ("household", answer, ())
    assert preview(busy.township, "device:nobody") == []
    assert len(items(busy.township)) == 6


def test_settled_by_the_rule_and_what_went_meanwhile_is_left(busy: Busy) -> None:
    listed = items(busy.township)
    told: list[tuple[int, int, str]] = []
    ours = preview(busy.township, f"device:{busy.village.device_id}", listed)
    (done,) = settle_all(busy.township, ours, "村里的准", lambda *step: told.append(step))
    assert told == [(0, 1, ours[0].item.about)]
    assert done.id
    assert busy.ask("SELECT phone FROM household WHERE household_no = '031'") == [("13800000001",)]
    assert settle_all(busy.township, preview(busy.township, NEWEST, listed)) == []
    assert len(items(busy.township)) == 5
