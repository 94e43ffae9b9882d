"""Rows carried to another partition: said again there, closed here with an address; and no second time."""

from __future__ import annotations

import pytest

from db.capture import synced_tables
from db.models import metadata
from db.sync.log import merge
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite, Op
from db.sync.log.moves.carrying import placed_in, rows_of, write_op
from db.sync.log.segment import Delete, Insert, Resolve, Undelete, Update
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.moves.carried import carry


def _segments(store: SmallStore) -> int:
    return int(store.rows("SELECT count(*) FROM sync_segment")[0][0])


def test_they_stand_where_they_went_and_are_closed_where_they_were(town: SmallStore) -> None:
    carry(town)
    assert town.rows("SELECT scope, hidden FROM house") == [(scope("q"), 0)]
    assert town.rows("SELECT scope FROM visit") == [(scope("q"),)]
    assert town.queue("p") == town.queue("q") == []
    assert town.rows("SELECT DISTINCT cadre FROM audit_log WHERE field = 'scope'") == [("clerk",)]


def test_carried_again_nothing_is_made(town: SmallStore) -> None:
    carry(town)
    before = _segments(town)
    assert carry(town).said == 0
    assert _segments(town) == before


def test_moved_back_they_are_there_as_before(town: SmallStore) -> None:
    carry(town)
    town.do("UPDATE house SET note = 'new words'")
    town.seal()
    carry(town, back=True)
    assert town.rows("SELECT scope, hidden, note FROM house") == [(scope("p"), 0, "new words")]


def test_to_a_more_secret_compartment_no_word_stays_behind(town: SmallStore) -> None:
    carry(town, secret=True)
    assert town.rows("SELECT compartment, note FROM house") == [(2, "n")]
    part = town.replica.bookkeeping().part_no((scope("p"), 0))
    states = [state for (state,) in town.rows("SELECT st FROM sync_segment WHERE part = ? ORDER BY id", part)]
    assert 4 in states  # redacted


@pytest.mark.parametrize(
    ("op", "wire"),
    [
        (Op(merge.INSERT, "t", "1", (FieldWrite("a", 1),)), Insert(0, "1", [1])),
        (Op(merge.UPDATE, "t", "1", (FieldWrite("a", 2),)), Update(0, "1", {0: [2]})),
        (Op(merge.RESOLVE, "t", "1", (FieldWrite("a", 2, (Dot(b"x", 1),)),)), Resolve(0, "1", 0, 2, [(0, 1)])),
        (Op(merge.DELETE, "t", "1", dots=frozenset({Dot(b"x", 1)})), Delete(0, "1", [(0, 1)])),
        (Op(merge.UNDELETE, "t", "1", dots=frozenset({Dot(b"x", 1)})), Undelete(0, "1", [(0, 1)])),
    ],
)
def test_each_deed_is_written_as_itself(op: Op, wire: object) -> None:
    writer = Writer({"t": ["a"]})
    write_op(writer, op)
    assert writer.body(1).ops == [wire]


def test_what_says_where_a_record_is_at_home_is_the_new_homes() -> None:
    tables = synced_tables(metadata)
    assert placed_in(tables["household"], ("a", 0), ("b", 0)) == {"village_id": "b", "village_group_id": None}
    assert placed_in(tables["request"], ("a", 0), ("a", 2)) == {}
    assert placed_in(tables["decision"], ("a", 0), ("a", 2)) == {"undo": None}
    assert rows_of([("a", "1"), ("a", "2"), ("b", "1")]) == {"a": {"1", "2"}, "b": {"1"}}
