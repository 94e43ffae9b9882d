"""A request that turns out an accusation leaves the village: no record, no word, no count of it stays (P5)."""

from __future__ import annotations

import pytest

from db import Store
from db.errors import RuleError
from db.queries.totals import totals
from db.sync.deeds.moving import move_record, reclassify_accusation
from db.sync.log import segment
from tests.bundles.moving.conftest import Villages
from tests.makers import make_household, make_request

WORDS = "举报村干部截留补助款"


def said(store: Store, words: str) -> list[tuple[int, int]]:
    """(compartment, state) of the segments in which words stand."""
    found = []
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT p.compartment, s.st, s.body FROM sync_segment s JOIN sync_part p ON p.no = s.part"
            " WHERE s.body IS NOT NULL"
        ).all()
    for compartment, state, packed in rows:
        body = segment.body_again(packed)
        if words in str(body.who) or any(words in str(write.value) for op in segment.ops(body) for write in op.writes):
            found.append((compartment, state))
    return found


def tables(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.connection(immediate=False) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.fixture
def request_id(villages: Villages) -> str:
    """A request everybody knows, with a step, in a household."""
    home = make_household(villages.old, "李林峰")
    made = make_request(villages.old, home, WORDS)
    villages.settle()
    return made


def test_no_word_of_it_stays_in_the_village(villages: Villages, request_id: str) -> None:
    assert said(villages.old, WORDS)
    moved = reclassify_accusation(villages.town, request_id, "内容是检举")
    assert moved.records["request"] == 1
    assert tables(villages.town, "SELECT compartment, petition_kind, content FROM request WHERE hidden = 0") == [
        (2, "accusation", WORDS)
    ]
    villages.settle()
    villages.settle()
    assert said(villages.old, WORDS) == []
    assert {compartment for compartment, _st in said(villages.town, WORDS)} == {2}
    assert tables(villages.old, f"SELECT * FROM audit_log WHERE new LIKE '%{WORDS}%'") == []
    assert tables(villages.old, "SELECT id FROM request WHERE hidden = 0 OR content IS NOT NULL") == []
    assert totals(villages.old).requests.total == 0
    assert said(villages.old, "内容是检举") == said(villages.old, "转类") == []  # nor why it went
    assert tables(villages.town, "SELECT content FROM request WHERE hidden = 0") == [(WORDS,)]


def test_late_work_about_it_follows_and_leaves_no_word_either(villages: Villages, request_id: str) -> None:
    late = "又说了一遍截留补助款"
    with villages.old.write("诉求") as session:
        session.connection().exec_driver_sql("UPDATE request SET content = ?", (late,))
    reclassify_accusation(villages.town, request_id)
    villages.settle()
    villages.settle()
    assert tables(villages.town, "SELECT compartment, content FROM request WHERE hidden = 0") == [(2, late)]
    assert said(villages.old, late) == []
    assert {compartment for compartment, _st in said(villages.town, late)} == {2}


def test_what_cannot_be_moved_to_another_compartment(villages: Villages, request_id: str) -> None:
    with pytest.raises(RuleError, match="镇里"):
        move_record(villages.old, "request", request_id, 2)
    with pytest.raises(RuleError, match="已经在"):
        move_record(villages.town, "request", request_id, 0)
    with pytest.raises(RuleError, match="不能转"):
        move_record(villages.town, "sync_state", request_id, 2)
    with pytest.raises(RuleError, match="找不到"):
        move_record(villages.town, "request", "0" * 32, 2)
