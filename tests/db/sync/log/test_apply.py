"""What came on a stick comes into effect: in any order, as often as it likes, without overwriting anybody's words."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from db.sync.log import apply, segment
from tests.bundles.model.stores import SmallStore, pair, scope

H, V, T = "1" * 32, "2" * 32, "3" * 32
Raw = tuple[bytes, bytes, bytes]


def _house(store: SmallStore, pk: str = H, **more: Any) -> None:
    values = {"id": pk, "scope": scope("p"), "note": "n", "phone": "1"} | more
    store.do(f"INSERT INTO house({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _log(store: SmallStore) -> list[Raw]:
    return store.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")  # type: ignore[return-value]


def _states(store: SmallStore) -> list[int]:
    return [row[0] for row in store.rows("SELECT st FROM sync_segment ORDER BY id")]


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
    monkeypatch.setattr(apply, "seal_here", lambda replica: 0)
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
            apply.run(fresh.replica, force=True)
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
    assert apply.run(bob.replica).waiting == 1
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
    assert apply.run(bob.replica, force=True) == apply.Applied(segments=1, new=1, conflicts=1)
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
    assert apply.run(bob.replica).segments == 0
    bob.steps = 14 * 86_400 + 1
    assert apply.run(bob.replica).segments == 1
    assert len(bob.rows("SELECT * FROM tag")) == 1


def test_what_is_only_staged_has_no_effect(ann: SmallStore, bob: SmallStore) -> None:
    _house(ann)
    ann.seal()
    bob.stage(_log(ann), ["p"])
    bob.db.execute("UPDATE sync_segment SET st = 0")
    bob.do("INSERT INTO tag(id, scope) VALUES (?, ?)", T, scope("p"))
    assert apply.run(bob.replica).segments == 0
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
        (
            segment.digest(first[0]),
            bob.replica.bookkeeping().part_no(head.part),
            head.dev,
            head.epoch,
            1,
            head.hlc,
            *first,
        ),
    )
    bob.db.execute("COMMIT")
    bob.stage([second], ["p"])
    assert (_states(bob), bob.rows("SELECT id FROM house")) == ([3, 1], [])
    assert apply.release(bob.db, [segment.digest(first[0])]) == 1
    assert apply.run(bob.replica).new == 1
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
    book = bob.replica.bookkeeping()
    for raw in _log(ann):
        head = segment.read_head(raw[0])
        bob.db.execute(
            "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, staged_at, head, sig, body)"
            " VALUES (?, ?, ?, ?, ?, ?, 2, '2026-01-01T00:00:00.000Z', ?, ?, ?)",
            (segment.digest(raw[0]), book.part_no(head.part), head.dev, head.epoch, head.seq, head.hlc, *raw),
        )
    bob.db.execute("COMMIT")
    with pytest.raises(Stop):
        apply.run(bob.replica, progress=stop)
    assert (_states(bob), len(bob.rows("SELECT * FROM house"))) == ([1, 1, 2, 2], 2)
    assert apply.run(bob.replica).new == 2
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


def test_topological_order_needs_no_order_of_arrival() -> None:
    def kept(name: bytes, *parents: bytes) -> Any:
        return apply._Kept(0, name, 1, "d", 0, parents, 1)

    chain = [kept(bytes([n]), bytes([n - 1])) for n in range(5_000 % 250, 0, -1)] + [kept(b"x", b"y")]
    order = apply.topological(chain, lambda name: name == b"\0")
    assert [found.hash for found in order] == [bytes([n]) for n in range(1, len(chain))]
    assert [k.hash for k in apply.topological([kept(b"x", b"y")], lambda _name: False, [b"x"])] == [b"x"]
