"""ours, theirs, both and a value of the command line, for every kind of matter."""

from __future__ import annotations

from typing import Any

import pytest

from db import RuleError
from db.sync.matters.deciding.keeping import resolve
from tests.db.sync.matters.conftest import Busy

PHONE = "SELECT phone FROM household WHERE household_no = '031'"
TALK = "SELECT talk FROM visit WHERE talk <> '去看了。'"
REPLY = "SELECT content FROM reply WHERE hidden = 0"
GONE = "SELECT hidden FROM household WHERE household_no = '033'"


@pytest.mark.parametrize(
    ("table", "kind", "how", "query", "after"),
    [
        ("household", "field", {"keep": "ours"}, PHONE, "13800000002"),
        ("household", "field", {"keep": "theirs"}, PHONE, "13800000001"),
        ("household", "field", {"value": "13800000003"}, PHONE, "13800000003"),
        ("visit", "field", {"keep": "both"}, TALK, "晚稻快收了。\n担心收割机进不来。"),
        ("household", "deleted_but_edited", {"keep": "ours"}, GONE, 0),
        ("household", "deleted_but_edited", {"keep": "theirs"}, GONE, 1),
        ("household", "deleted_but_edited", {"keep": "both"}, GONE, 0),
        ("person", "duplicate_identity", {"keep": "both"}, "SELECT count(*) FROM person WHERE merged_into > ''", 0),
        ("person", "duplicate_identity", {"keep": "theirs"}, "SELECT count(*) FROM person WHERE merged_into > ''", 1),
        (
            "request",
            "rule:closed_without_reply",
            {"value": "修好了。"},
            REPLY,
            "修好了。",
        ),
        ("visit", "dangling_ref", {"keep": "theirs"}, "SELECT hidden FROM visit WHERE talk = '去看了。'", 1),
        ("visit", "dangling_ref", {"keep": "ours"}, "SELECT hidden FROM household WHERE household_no = '034'", 0),
    ],
)
def test_each_kind_in_the_words_of_the_command(
    busy: Busy, table: str, kind: str, how: dict[str, Any], query: str, after: object
) -> None:
    found = busy.item(table, kind)
    resolve(busy.township, found.id, reason="问过", **how)
    assert busy.ask(query) == [(after,)]
    with pytest.raises(RuleError, match="已经处理过"):
        resolve(busy.township, found.id, **how)


def test_something_must_be_chosen_and_must_be_possible(busy: Busy) -> None:
    with pytest.raises(RuleError) as refused:
        resolve(busy.township, busy.item("household").id)
    assert refused.value.field == "keep"
    with pytest.raises(RuleError) as refused:
        resolve(busy.township, busy.item("household", "deleted_but_edited").id, value="x")
    assert refused.value.field == "keep"


def test_leaving_a_request_closed_needs_no_reason_on_the_command_line(busy: Busy) -> None:
    done = resolve(busy.township, busy.item("request", "rule:closed_without_reply").id, keep="ours")
    assert busy.ask(f"SELECT reason FROM decision WHERE id = '{done.id}'") == [("照旧办结",)]
