"""What is left of a segment: the ops that still have a say, at their old places; nothing where none has."""

from __future__ import annotations

import msgspec

from db.sync.deeds.snapshots.compacting import compacted
from db.sync.log import segment
from db.sync.log.segment import GAP, Body, Insert, Update
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.houses import H, T, house


def _left(store: SmallStore, nth: int) -> Body | None:
    book = store.replica.bookkeeping()
    number, head = store.rows("SELECT id, head FROM sync_segment ORDER BY id")[nth]
    raw = compacted(book, number, book.part_no((scope("p"), 0)), segment.read_head(head).n)
    return msgspec.msgpack.decode(raw, type=Body) if raw is not None else None


def test_inserts_stay_whole_a_replaced_change_leaves_a_gap(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("UPDATE house SET phone = '2'")
    house(ann, T)
    ann.seal()
    ann.do("UPDATE house SET phone = '3' WHERE id = ?", H)
    ann.seal()
    first, second, third = (_left(ann, n) for n in range(3))
    assert first is not None
    assert isinstance(first.ops[0], Insert)
    assert second is not None
    assert sorted(op == GAP for op in second.ops) == [False, True]
    assert any(isinstance(op, Insert) and op.pk == T for op in second.ops)
    assert third is not None
    assert [type(op) for op in third.ops] == [Update]


def test_a_segment_without_a_say_is_nothing(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    for phone in ("2", "3"):
        ann.do("UPDATE house SET phone = ?", phone)
        ann.seal()
    assert _left(ann, 1) is None
    assert _left(ann, 2) is not None


def test_a_live_change_names_the_insert_it_replaced(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("UPDATE house SET phone = '2'")
    ann.seal()
    left = _left(ann, 1)
    assert left is not None
    assert left.refs == [ann.rows("SELECT hash FROM sync_segment ORDER BY id")[0][0]]


def test_a_deletion_stays_as_long_as_it_holds(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("DELETE FROM house")
    ann.seal()
    assert _left(ann, 1) is not None
    ann.do("UPDATE house SET hidden = 0")
    ann.seal()
    assert _left(ann, 1) is None
