"""Strange content behind a right signature: the same on every computer, and what others wrote stays."""

from __future__ import annotations

import pytest

from db.sync.log import merge, seal, segment
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite
from db.sync.log.segment import Place
from tests.bundles.model.stores import TABLES, SmallStore, pair, scope

H, T = "1" * 32, "3" * 32
Raw = tuple[bytes, bytes, bytes]


@pytest.fixture
def ann() -> SmallStore:
    """Ann's laptop."""
    return SmallStore("ann")


@pytest.fixture
def bob() -> SmallStore:
    """Bob's laptop."""
    return SmallStore("bob")


def _house(store: SmallStore) -> None:
    store.do("INSERT INTO house(id, scope, note, phone) VALUES (?, ?, 'n', '1')", H, scope("p"))


def _log(store: SmallStore) -> list[Raw]:
    return store.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")  # type: ignore[return-value]


def _forged(writer: Writer, hlc: int = 1, parents: tuple[bytes, ...] = (), device: str = "eve", part: str = "p") -> Raw:
    writer.signed("eve", 0, None, None)
    place = Place((scope(part), 0), "e", hlc, list(parents), hlc)
    return segment.encode(place, writer.body(1), pair(device))[1:]


def _writer() -> Writer:
    return Writer({name: table.columns for name, table in TABLES.items()})


def test_a_dot_of_another_row_or_to_nowhere_strikes_nothing(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    name = ann.rows("SELECT hash FROM sync_segment")[0][0]
    evil = _writer()
    evil.update(
        "house", T, [FieldWrite("phone", "666", (Dot(name, 0),)), FieldWrite("note", "666", (Dot(b"\7" * 32, 3),))]
    )
    evil.signed("eve", 0, None, None)
    evil.update("tag", H, [FieldWrite("name", "666", (Dot(name, 0),))])
    raws = [_log(ann)[0], _forged(evil)]
    ends = []
    for order in (raws, raws[::-1]):
        fresh = SmallStore("fresh")
        for raw in order:
            fresh.stage([raw], ["p"])
        ends.append((fresh.tables("p"), fresh.queue("p")))
    assert ends[0] == ends[1]
    assert ends[0][0]["house"][0][4:6] == ("n", "1")


def test_values_of_the_wrong_kind_are_the_same_everywhere(ann: SmallStore, bob: SmallStore) -> None:
    odd = _writer()
    odd.insert("house", H, {"phone": 5, "note": 0.5, "seen": "7", "stage": 2})
    odd.signed("eve", 0, None, None)
    odd.insert("tag", T, {"name": 1e300, "weight": "3.0"})
    birth = _forged(odd)
    edit = _writer()
    edit.update("house", H, [FieldWrite("phone", 6), FieldWrite("seen", 9.0), FieldWrite("note", "0.5")])
    later = _forged(edit, 2)
    for store, order in ((ann, [birth, later]), (bob, [later, birth])):
        for raw in order:
            store.stage([raw], ["p"])
    assert ann.tables("p") == bob.tables("p")
    assert ann.queue("p") == bob.queue("p")
    assert [entry[3] for entry in ann.queue("p")] == ["phone"]
    assert ann.rows("SELECT phone, note, seen FROM house") == [("6", "0.5", 9)]


def test_one_id_in_two_partitions_shows_the_elder_and_asks(ann: SmallStore, bob: SmallStore) -> None:
    true, stolen = _writer(), _writer()
    true.insert("house", H, {"phone": "1", "note": "true"})
    stolen.insert("house", H, {"phone": "666"})
    mine, evil = _forged(true, 5, device="carl"), _forged(stolen, 9, part="q")
    for store, order in ((ann, [mine, evil]), (bob, [evil, mine])):
        for raw in order:
            store.stage([raw], ["p", "q"])
        assert store.rows("SELECT scope, phone, note, hidden FROM house") == [(scope("p"), "1", "true", 0)]
        assert [entry[4] for entry in store.queue("p")] == ["moved_twice"]
    assert (ann.tables("p"), ann.queue("p")) == (bob.tables("p"), bob.queue("p"))
    for store in (ann, bob):
        gone = _writer()
        gone.delete("house", H, [Dot(segment.digest(mine[0]), 0)])
        store.stage([_forged(gone, 12, (segment.digest(mine[0]),), "carl")], ["p", "q"])
        assert store.rows("SELECT scope, phone, note FROM house") == [(scope("q"), "666", None)]
        assert store.queue("p") == store.queue("q") == []


def test_an_insert_of_a_later_day_and_a_stamp_of_the_year_9999_do_no_harm(ann: SmallStore) -> None:
    far = _writer()
    far.insert("house", H, {"phone": "1"})
    ann.stage([_forged(far, (1 << 63) - 1)], ["p"])
    assert ann.rows("SELECT hlc < 1 << 58 FROM sync_state") == [(1,)]
    ann.do("UPDATE house SET phone = '2'")
    ann.seal()
    assert ann.rows("SELECT phone FROM house") == [("2",)]


def test_a_hundred_heads_are_joined_by_the_next_seal(ann: SmallStore) -> None:
    for n in range(100):
        writer = _writer()
        writer.insert("tag", f"{n:032x}", {"name": "x"})
        ann.stage([_forged(writer, n + 1, device=f"d{n}")], ["p"])
    assert len(ann.receipt("p").heads) == 100
    _house(ann)
    seal.seal(ann.replica)
    assert len(ann.receipt("p").heads) == 1


def test_a_row_without_any_insert_is_not_shown(ann: SmallStore) -> None:
    writer = _writer()
    writer.update("house", H, [FieldWrite("phone", "1")])
    ann.stage([_forged(writer)], ["p"])
    assert ann.tables("p")["house"] == []
    assert ann.rows("SELECT pk, col, val FROM sync_cell") == [(H, "phone", "1")]
    assert merge.live_dots(ann.pure("p").row((scope("p"), 0), "house", H))
