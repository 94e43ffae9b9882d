"""What came on a stick comes into effect: in any order, as often as it likes, without overwriting anybody's words."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import Integer, MetaData, Text

from db.bundles import apply, merge, seal, segment
from db.bundles.effect.writer import Writer
from db.bundles.merge import Dot, FieldWrite
from db.bundles.segment import Place
from tests.bundles.model.stores import TABLES, SmallStore, add_books, add_table, col, pair, scope

H, V, T = "1" * 32, "2" * 32, "3" * 32
Raw = tuple[bytes, bytes, bytes]


def _house(store: SmallStore, pk: str = H, **more: Any) -> None:
    values = {"id": pk, "scope": scope("p"), "note": "n", "phone": "1"} | more
    store.do(f"INSERT INTO house({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _log(store: SmallStore) -> list[Raw]:
    return store.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")  # type: ignore[return-value]


def _states(store: SmallStore) -> list[int]:
    return [row[0] for row in store.rows("SELECT st FROM sync_segment ORDER BY id")]


def _forged(writer: Writer, hlc: int = 1, parents: tuple[bytes, ...] = (), device: str = "eve", part: str = "p") -> Raw:
    writer.signed("eve", 0, None, None)
    place = Place((scope(part), 0), "e", hlc, list(parents), hlc)
    return segment.encode(place, writer.body(1), pair(device))[1:]


def _writer() -> Writer:
    return Writer({name: table.columns for name, table in TABLES.items()})


# --- words that were saved but not sealed (mutant 12) ---------------------------------------------------------------


def _saved_then_bundle(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    bob.do("UPDATE house SET note = 'from Bob'")
    bob.seal()
    ann.do("UPDATE house SET note = 'from Ann'")
    ann.stage(_log(bob), ["p"])
    notes = {value for (value,) in ann.rows("SELECT val FROM sync_cell WHERE col = 'note'")}
    assert notes == {"from Ann", "from Bob"}
    assert [entry[3] for entry in ann.queue("p")] == ["note"]


def test_what_was_saved_is_sealed_before_anything_is_applied(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _saved_then_bundle(ann, bob, give)


def test_applying_over_unsealed_words_would_lose_them(
    ann: SmallStore, bob: SmallStore, give: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "seal_here", lambda bench: 0)
    with pytest.raises(AssertionError):
        _saved_then_bundle(ann, bob, give)


# --- order, repetition, gaps ----------------------------------------------------------------------------------------


def test_every_order_of_five_segments_ends_alike(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    for sql in ("UPDATE house SET phone = '2'", "UPDATE house SET phone = '3', note = 'm'", "DELETE FROM house",
                "UPDATE house SET hidden = 0"):  # fmt: skip
        ann.do(sql)
        ann.seal()
    log = _log(ann)
    assert len(log) == 5
    for order in itertools.permutations(log):
        fresh = SmallStore("fresh")
        for one in order:
            fresh.stage([one], ["p"])
            apply.run(fresh.bench, force=True)
        assert fresh.tables("p") == ann.tables("p")
        assert fresh.receipt("p") == ann.receipt("p")
        assert fresh.rows("SELECT * FROM sync_gone") == []


def test_the_same_again_writes_nothing(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    before = bob.image()
    written: list[str] = []
    bob.db.set_trace_callback(written.append)
    bob.stage(_log(ann), ["p"])
    assert not [sql for sql in written if sql.lstrip().upper().startswith(("INSERT INTO", 'UPDATE "', "DELETE"))]
    assert bob.image() == before


def test_a_segment_waits_for_its_parent(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("INSERT INTO visit(id, scope, house_id) VALUES (?, ?, ?)", V, scope("p"), H)
    ann.seal()
    first, second = _log(ann)
    bob.stage([second], ["p"])
    assert (_states(bob), bob.rows("SELECT * FROM visit")) == ([2], [])
    assert bob.receipt("p").want == {segment.digest(first[0])}
    assert apply.run(bob.bench).waiting == 1
    bob.stage([first], ["p"])
    assert _states(bob) == [1, 1]
    assert bob.tables("p") == ann.tables("p")
    assert bob.receipt("p") == ann.receipt("p")


def test_a_clerk_may_go_on_without_it(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("UPDATE house SET phone = '2'")
    ann.do("INSERT INTO visit(id, scope, house_id) VALUES (?, ?, ?)", V, scope("p"), H)
    ann.seal()
    first, second = _log(ann)
    bob.stage([second], ["p"])
    assert apply.run(bob.bench, force=True) == apply.Applied(segments=1, new=1, conflicts=1)
    assert [entry[4:] for entry in bob.queue("p")] == [("dangling_ref", H)]
    assert bob.rows("SELECT * FROM house") == []
    assert bob.receipt("p").want == {segment.digest(first[0])}
    bob.stage([first], ["p"])
    assert bob.tables("p") == ann.tables("p")
    assert (bob.queue("p"), bob.receipt("p")) == ([], ann.receipt("p"))


def test_after_fourteen_days_it_goes_on_by_itself(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("UPDATE house SET phone = '2'")
    ann.do("INSERT INTO tag(id, scope) VALUES (?, ?)", T, scope("p"))
    ann.seal()
    bob.stage(_log(ann)[1:], ["p"])
    bob.steps = 13 * 86_400
    assert apply.run(bob.bench).segments == 0
    bob.steps = 14 * 86_400 + 1
    assert apply.run(bob.bench).segments == 1
    assert len(bob.rows("SELECT * FROM tag")) == 1


def test_what_is_only_staged_has_no_effect(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    bob.stage(_log(ann), ["p"])
    bob.db.execute("UPDATE sync_segment SET st = 0")
    bob.do("INSERT INTO tag(id, scope) VALUES (?, ?)", T, scope("p"))
    assert apply.run(bob.bench).segments == 0
    assert _states(bob)[0] == 0


def test_a_quarantined_parent_holds_nobody_up_and_can_be_released(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("INSERT INTO tag(id, scope) VALUES (?, ?)", T, scope("p"))
    ann.seal()
    first, second = _log(ann)
    bob.db.execute("BEGIN")
    head = segment.read_head(first[0])
    bob.db.execute(
        "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, reason, head, sig, body)"
        " VALUES (?, ?, ?, ?, ?, ?, 3, 'OUT_OF_SCOPE', ?, ?, ?)",
        (segment.digest(first[0]), bob.bench.book().part_no(head.part), head.dev, head.epoch, 1, head.hlc, *first),
    )
    bob.db.execute("COMMIT")
    bob.stage([second], ["p"])
    assert (_states(bob), bob.rows("SELECT id FROM house")) == ([3, 1], [])
    assert apply.release(bob.db, [segment.digest(first[0])]) == 1
    assert apply.run(bob.bench).new == 1
    assert bob.tables("p") == ann.tables("p")
    assert bob.receipt("p") == ann.receipt("p")


def test_a_stop_between_two_transactions_leaves_whole_segments_and_goes_on(
    ann: SmallStore, bob: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "OPS_A_TRANSACTION", 1)
    for n in range(4):
        _house(ann, f"{n:032x}")
        ann.seal()

    class Stop(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stop

    bob.stage(_log(ann)[:0], ["p"])
    bob.db.execute("BEGIN")
    book = bob.bench.book()
    for raw in _log(ann):
        head = segment.read_head(raw[0])
        bob.db.execute(
            "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, staged_at, head, sig, body)"
            " VALUES (?, ?, ?, ?, ?, ?, 2, '2026-01-01T00:00:00.000Z', ?, ?, ?)",
            (segment.digest(raw[0]), book.part_no(head.part), head.dev, head.epoch, head.seq, head.hlc, *raw),
        )
    bob.db.execute("COMMIT")
    with pytest.raises(Stop):
        apply.run(bob.bench, progress=stop)
    assert (_states(bob), len(bob.rows("SELECT * FROM house"))) == ([1, 1, 2, 2], 2)
    assert apply.run(bob.bench).new == 2
    assert bob.tables("p") == ann.tables("p")


# --- the log of who changed what ------------------------------------------------------------------------------------


def test_the_log_tells_what_others_changed(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    ann.steps = 60
    ann.do("UPDATE house SET phone = '2'")
    ann.do("DELETE FROM house")
    give(ann, bob)
    query = "SELECT at, cadre, device, tbl, pk, field, old, new, screen FROM audit_log ORDER BY seq"
    who = ("2026-01-01T00:01:00.000Z", "cadre of ann", pair("ann").id, "house", H)
    assert bob.rows(query) == [(*who, "phone", "1", "2", "form"), (*who, "hidden", "0", "1", "form")]


# --- newer and older versions ---------------------------------------------------------------------------------------


def _newer() -> MetaData:
    metadata = MetaData()
    add_table(
        metadata, "house", 1, col("note", Text, "words"), col("phone", Text, "fact"), col("seen", Integer, "clock"),
        col("stage", Text, "ladder", steps=("new", "open", "done")), col("pets", Integer, "fact"),
        col("feeds", Integer, "clock"),
    )  # fmt: skip
    add_table(metadata, "well", 9, col("depth", Integer, "fact"))
    add_books(metadata)
    return metadata


def test_what_a_newer_version_wrote_is_kept_passed_on_and_shown_after_the_upgrade(bob: SmallStore) -> None:
    newer = _newer()
    ann = SmallStore("ann", metadata=newer)
    _house(ann, pets=3, feeds=8)
    ann.seal()
    ann.do("UPDATE house SET pets = 4, feeds = 2, phone = '2'")
    ann.do("INSERT INTO well(id, scope, depth) VALUES (?, ?, 12)", V, scope("p"))
    ann.seal()
    for order in ([0, 1], [1, 0]):
        bob = SmallStore("bob")
        for n in order:
            bob.stage([_log(ann)[n]], ["p"])
            applied = apply.run(bob.bench, force=True)
        assert bob.rows("SELECT id, phone FROM house") == [(H, "2")]
        assert bob.receipt("p") == ann.receipt("p")
        kept = {r: b for r, b in bob.rows("SELECT hash, body FROM sync_segment")}  # noqa: C416
        assert kept == dict(ann.rows("SELECT hash, body FROM sync_segment"))
        bob.do("UPDATE house SET note = 'm'")
        bob.seal()
        upgraded = _upgraded(bob, newer)
        applied = apply.run(upgraded.bench)
        assert (applied.new, applied.changed) == (1, 1)
        assert upgraded.rows("SELECT id, phone, pets, feeds, note FROM house") == [(H, "2", 4, 8, "m")]
        assert upgraded.rows("SELECT id, depth FROM well") == [(V, 12)]
        assert upgraded.rows("SELECT * FROM sync_unknown") == []
        assert apply.run(upgraded.bench) == apply.Applied()
        ann_too = SmallStore("ann", ann.image(), metadata=newer)
        ann_too.stage(_log(upgraded), ["p"])
        assert ann_too.tables("p") == upgraded.tables("p")


def _upgraded(store: SmallStore, metadata: MetaData) -> SmallStore:
    """The same book after a migration that adds columns and a table."""
    from db import capture

    store.db.execute("BEGIN")
    store.db.execute("ALTER TABLE house ADD COLUMN pets INTEGER")
    store.db.execute("ALTER TABLE house ADD COLUMN feeds INTEGER")
    store.db.execute(
        "CREATE TABLE well(id TEXT PRIMARY KEY, scope TEXT, compartment INT DEFAULT 0, hidden INT, depth INT)"
    )
    capture.install(store.db, metadata)
    store.db.execute("UPDATE sync_state SET schema_ver = 0")
    store.db.execute("COMMIT")
    return SmallStore("bob", store.image(), metadata=metadata)


def test_fields_an_older_version_does_not_know_count_in_the_reply(bob: SmallStore) -> None:
    ann = SmallStore("ann", metadata=_newer())
    _house(ann, pets=3)
    ann.seal()
    bob.stage([], ["p"])
    before = bob.rows("SELECT count(*) FROM sync_unknown")
    bob.stage(_log(ann), ["p"])
    assert (before, bob.rows("SELECT col, val FROM sync_unknown ORDER BY col")) == (
        [(0,)],
        [("feeds", None), ("pets", 3)],
    )


def test_an_older_sender_leaves_new_fields_empty(bob: SmallStore) -> None:
    ann = SmallStore("ann", metadata=_newer())
    _house(bob)
    bob.seal()
    ann.stage(_log(bob), ["p"])
    ann.do("UPDATE house SET pets = 1")
    ann.seal()
    assert ann.rows("SELECT pets, phone FROM house") == [(1, "1")]
    assert ann.queue("p") == []


# --- hostile content behind a valid key -----------------------------------------------------------------------------


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
    seal.seal(ann.bench)
    assert len(ann.receipt("p").heads) == 1


def test_topological_order_needs_no_order_of_arrival() -> None:
    def kept(name: bytes, *parents: bytes) -> Any:
        return apply._Kept(0, name, 1, "d", 0, parents, 1)

    chain = [kept(bytes([n]), bytes([n - 1])) for n in range(5_000 % 250, 0, -1)] + [kept(b"x", b"y")]
    order = apply.topological(chain, lambda name: name == b"\0")
    assert [found.hash for found in order] == [bytes([n]) for n in range(1, len(chain))]
    assert [k.hash for k in apply.topological([kept(b"x", b"y")], lambda _name: False, [b"x"])] == [b"x"]


def test_a_row_without_any_insert_is_not_shown(ann: SmallStore) -> None:
    writer = _writer()
    writer.update("house", H, [FieldWrite("phone", "1")])
    ann.stage([_forged(writer)], ["p"])
    assert ann.tables("p")["house"] == []
    assert ann.rows("SELECT pk, col, val FROM sync_cell") == [(H, "phone", "1")]
    assert merge.live_dots(ann.pure("p").row((scope("p"), 0), "house", H))
