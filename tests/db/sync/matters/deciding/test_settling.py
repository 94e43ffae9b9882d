"""What an answer does to a matter is shown for every kind in tests/bundles/desk; here: what it must not do."""

from __future__ import annotations

import pytest

from db import RuleError
from db.sync.matters.deciding.settling import settle
from tests.db.sync.matters.conftest import Busy


def test_an_answer_this_matter_has_not_or_whose_words_are_missing(busy: Busy) -> None:
    before = busy.ask("SELECT count(*) FROM decision")
    for table, kind, answer, values in (
        ("household", "field", "both", {}),
        ("household", "field", "value", {}),
        ("request", "rule:closed_without_reply", "reply", {"content": " "}),
        ("request", "rule:closed_without_reply", "leave", {}),
        ("visit", "dangling_ref", "value", {"household_id": "999"}),
    ):
        with pytest.raises(RuleError):
            settle(busy.township, busy.item(table, kind), answer, None, values)
    assert busy.ask("SELECT count(*) FROM decision") == before
