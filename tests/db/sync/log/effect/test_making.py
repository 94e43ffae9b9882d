"""A new segment: after the last of this computer, under all heads, in effect at once."""

from __future__ import annotations

import pytest

from db import KnownError
from db.sync.log import segment
from db.sync.log.effect.making import Maker, check_size, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.rows.display import Tally
from db.sync.log.segment import MAX_TEXT
from tests.bundles.model.stores import TABLES, SmallStore, pair, scope
from tests.db.sync.log.houses import H, T, house


def _make(store: SmallStore, pk: str, *, own: bool = False) -> tuple[bytes, Tally]:
    book, tally = store.replica.bookkeeping(), Tally()
    writer = Writer({name: list(table.columns) for name, table in TABLES.items()})
    writer.insert("house", pk, {"note": "made"})
    writer.signed("clerk", 0, "", None)
    store.steps += 1
    maker = Maker(book, pair(store.device), store.now(), tally)
    return maker.make(book.part_no((scope("p"), 0)), writer, own=own), tally


def test_a_segment_stands_on_all_heads_and_counts_on(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    for store in (ann, bob):
        store.do("UPDATE house SET phone = ?", store.device)
    give(bob, ann)  # type: ignore[operator]
    heads = ann.receipt("p").heads if hasattr(ann.receipt("p"), "heads") else None
    before = {row[0] for row in ann.rows("SELECT hash FROM sync_head")}
    assert len(before) == 2
    assert heads is None or set(heads) == before
    name, _tally = _make(ann, T)
    head = segment.read_head(ann.rows("SELECT head FROM sync_segment WHERE hash = ?", name)[0][0])
    assert set(head.parents) == before
    assert (head.dev, head.seq) == (pair("ann").id, 3)
    assert ann.rows("SELECT hash FROM sync_head") == [(name,)]
    (top,) = ann.rows("SELECT max(hlc) FROM sync_segment")
    assert head.hlc == top[0]


def test_it_is_in_effect_at_once_and_the_clock_never_goes_back(ann: SmallStore) -> None:
    _name, tally = _make(ann, T)
    assert ann.rows("SELECT id, note FROM house") == [(T, "made")]
    assert (tally.new, tally.segments, tally.ops) == (1, 1, 1)
    ann.steps -= 100_000
    first = ann.rows("SELECT hlc FROM sync_state")[0][0]
    _make(ann, H)
    assert ann.rows("SELECT hlc FROM sync_state")[0][0] > first


def test_nobody_seals_what_the_office_must_refuse() -> None:
    check_size(["x" * MAX_TEXT, None, 5])
    check_size(["字" * (MAX_TEXT // 3)])
    for long in ("x" * (MAX_TEXT + 1), "字" * (MAX_TEXT // 3 + 1), b"x" * (MAX_TEXT + 1)):
        with pytest.raises(KnownError) as refused:
            check_size(["short", long])
        assert refused.value.code == "LIMIT"


def test_a_time_that_cannot_be_read_is_none() -> None:
    assert wall_ms("1970-01-01T00:00:01.500Z") == 1500
    assert (wall_ms(None), wall_ms("yesterday")) == (0, 0)
