"""What streams in is believed piece by piece; nothing of it takes effect while it is being read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace as with_

from db import Store
from db.device_keys import make_pair
from db.sync.envelope.read import read_frames, read_head
from db.sync.errors import BundleError
from db.sync.exchange.taking.stage import BATCH, Stager, bundle_key, pairs_of
from db.sync.log import segment as sg
from db.sync.log.hlc import next_hlc
from db.sync.log.segment import Sealed
from db.sync.peers import enrol


def stage(store: Store, path: Path) -> Stager:
    with path.open("rb") as file:
        head = read_head(file, path.stat().st_size)
        stager = Stager(store, head)
        read_frames(file, head, pairs_of(store), stager)
    return stager


def refused(store: Store, path: Path) -> str:
    with pytest.raises(BundleError) as caught:
        stage(store, path)
    return caught.value.code


def kept(store: Store) -> list[tuple[bytes, int, str | None]]:
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql("SELECT hash, st, reason FROM sync_segment ORDER BY id")
        return [tuple(row) for row in rows]


def households(store: Store) -> int:
    with store.connection(immediate=False) as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM household").scalar_one())


def test_segments_are_kept_aside_and_nothing_shows(forge: Any) -> None:
    segments = [forge.segment() for _ in range(2 * BATCH + 3)]
    stager = stage(forge.receiver, forge.bundle(*segments))
    assert kept(forge.receiver) == [(s.hash, 0, None) for s in segments]
    assert stager.tally.new == [s.hash for s in segments]
    assert (stager.tally.read, stager.tally.known, stager.tally.bad) == (len(segments), 0, 0)
    assert stager.tally.devices == {forge.sender.device_id}
    assert households(forge.receiver) == 0
    assert stager.sender is not None
    assert stager.sender.id == forge.sender.device_id


def test_the_same_file_again_brings_nothing_new(forge: Any) -> None:
    path = forge.bundle(forge.segment(), forge.segment())
    stage(forge.receiver, path)
    again = stage(forge.receiver, path)
    assert (again.tally.new, again.tally.known, len(again.tally.adopted)) == ([], 2, 2)


def test_a_segment_twice_in_one_file_counts_once(forge: Any) -> None:
    segment = forge.segment()
    stager = stage(forge.receiver, forge.bundle(segment, segment))
    assert (len(stager.tally.new), stager.tally.known) == (1, 1)


def test_a_name_of_a_file_is_of_its_header_alone(forge: Any) -> None:
    first, second = forge.bundle(forge.segment(), name="a.bjb"), forge.bundle(forge.segment(), name="b.bjb")
    keys = set()
    for path in (first, second):
        with path.open("rb") as file:
            keys.add(bundle_key(read_head(file, path.stat().st_size)))
    assert len(keys) == 2


def test_a_wrong_signature_or_body_is_not_stored_and_does_not_block(forge: Any) -> None:
    good, other = forge.segment(), forge.segment()
    wrong_sig = (good.head, bytes(64), good.body)
    wrong_body = (good.head, good.sig, other.body)
    unsigned = (forge.segment().head, other.sig, other.body)
    stager = stage(forge.receiver, forge.bundle(wrong_sig, wrong_body, unsigned, good, (b"x", bytes(64), b"z"), other))
    assert stager.tally.bad == 4
    assert [h for h, _st, _r in kept(forge.receiver)] == [good.hash, other.hash]


def test_work_of_a_stranger_is_not_stored(forge: Any) -> None:
    stager = stage(forge.receiver, forge.bundle(forge.segment(pair=make_pair())))
    assert (stager.tally.bad, kept(forge.receiver)) == (1, [])


def test_a_malformed_body_behind_a_right_signature_is_quarantined(forge: Any) -> None:
    body = sg.Body(schema=1, cols=[("household", ["household_no"])], ops=[sg.Insert(9, "a" * 32, [])], who=[])
    segment = forge.segment(body=body)
    stage(forge.receiver, forge.bundle(segment))
    assert kept(forge.receiver) == [(segment.hash, 3, "BAD_SEGMENT")]


def test_another_villages_partition_is_quarantined(forge: Any) -> None:
    foreign = [forge.segment(part=p) for p in (("f" * 32, 0), (forge.receiver.scope, 0), (forge.receiver.scope, 2))]
    own = forge.segment()
    stager = stage(forge.receiver, forge.bundle(*foreign, own))
    assert kept(forge.receiver) == [(s.hash, 3, "OUT_OF_SCOPE") for s in foreign] + [(own.hash, 0, None)]
    assert stager.tally.quarantined == 3


def test_mediation_taken_away_is_quarantined(forge: Any, joined: Any) -> None:
    joined(forge.receiver, forge.sender, enrol.Wish(mediation=False))
    stage(forge.receiver, forge.bundle(forge.segment(part=(forge.sender.scope, 1))))
    assert [reason for _h, _st, reason in kept(forge.receiver)] == ["OUT_OF_SCOPE"]


def test_a_lost_laptops_work_is_quarantined(forge: Any) -> None:
    enrol.revoke(forge.receiver, forge.sender.device_id)
    stage(forge.receiver, forge.bundle(forge.segment()))
    assert [(st, reason) for _h, st, reason in kept(forge.receiver)] == [(3, "REVOKED")]


def test_a_retired_laptops_late_stick_counts(forge: Any) -> None:
    enrol.revoke(forge.receiver, forge.sender.device_id, lost=False)
    stage(forge.receiver, forge.bundle(forge.segment()))
    assert [st for _h, st, _r in kept(forge.receiver)] == [0]


def test_an_unknown_or_expired_sender_leaves_nothing(forge: Any, make_store: Any, clock: Any) -> None:
    stranger = make_store("village", name="外村", region_code="430499101299")
    theirs = replace(forge, sender=stranger)
    assert refused(forge.receiver, theirs.bundle(forge.segment(), name="s.bjb")) == "UNKNOWN_SENDER"
    path = forge.bundle(forge.segment())
    clock.sleep(days=4 * 365)
    assert refused(forge.receiver, path) == "EXPIRED"
    assert kept(forge.receiver) == []


def test_somebody_with_a_granted_name_and_other_keys_is_a_stranger(forge: Any) -> None:
    thief = make_pair(forge.sender.device_id)
    card, _words = enrol.card_words(enrol.make_card(forge.sender).encode())
    from db.sync.peers import papers

    forged = papers.make_card(thief, with_(card, sign=thief.public.sign, box=thief.public.box))
    path = forge.bundle(forge.segment(), pair=thief, header={"card": forged})
    assert refused(forge.receiver, path) == "UNKNOWN_SENDER"
    assert refused(forge.receiver, forge.bundle(forge.segment(), pair=thief)) == "BAD_SIGNATURE"
    path = forge.bundle(forge.segment(), header={"sender": forge.receiver.device_id})
    assert refused(forge.receiver, path) == "BAD_SIGNATURE"


def test_the_inside_is_bound_to_its_outside(forge: Any) -> None:
    segment = forge.segment()
    frames = forge.frames(forge.header(1), segment)
    assert refused(forge.receiver, forge.file(forge.header(1), frames)) == "BAD_SIGNATURE"
    assert kept(forge.receiver) == []


def test_an_honest_file_made_frame_by_frame_is_taken(forge: Any) -> None:
    header, segment = forge.header(1), forge.segment()
    assert stage(forge.receiver, forge.file(header, forge.frames(header, segment))).tally.new == [segment.hash]


@pytest.mark.parametrize("wrong", ["fewer", "more", "order", "counts", "signature", "early end"])
def test_the_last_frame_must_fit_what_came(forge: Any, wrong: str) -> None:
    header, one, two = forge.header(2), forge.segment(), forge.segment()
    first, a, b, end = forge.frames(header, one, two)
    frames = {
        "fewer": [first, a, end],
        "more": [first, a, b, b, end],
        "order": [first, b, a, end],
        "counts": forge.frames(header, one),
        "signature": [first, a, b, end[:-1] + bytes([end[-1] ^ 1])],
        "early end": [first, a, end, b],
    }[wrong]
    path = forge.file(header, frames)
    with path.open("rb") as file:
        head = read_head(file, path.stat().st_size)
        stager = Stager(forge.receiver, head)
        with pytest.raises(BundleError) as caught:
            read_frames(file, head, pairs_of(forge.receiver), stager)
    assert caught.value.code == "BAD_SIGNATURE"


def test_a_bomb_drops_the_whole_file(forge: Any) -> None:
    bomb = sg.Body(
        schema=1, cols=[("household", ["household_no"])],
        ops=[sg.Insert(0, "a" * 32, ["x" * 70_000])], who=[(1, None, 0, None, None)],
    )  # fmt: skip
    path = forge.bundle(*[forge.segment() for _ in range(BATCH + 1)], forge.segment(body=bomb))
    with path.open("rb") as file:
        head = read_head(file, path.stat().st_size)
        stager = Stager(forge.receiver, head)
        with pytest.raises(BundleError) as caught:
            read_frames(file, head, pairs_of(forge.receiver), stager)
    assert caught.value.code == "LIMIT"
    assert len(kept(forge.receiver)) == BATCH
    stager.drop()
    assert kept(forge.receiver) == []


def test_dropping_a_file_spares_what_others_brought(forge: Any) -> None:
    shared, own = forge.segment(), forge.segment()
    stage(forge.receiver, forge.bundle(shared, name="first.bjb"))
    stage(forge.receiver, forge.bundle(shared, own)).drop()
    assert [h for h, _st, _r in kept(forge.receiver)] == [shared.hash]


def test_thousands_of_heads_are_refused(forge: Any) -> None:
    many = [bytes([n % 256]) * 32 for n in range(11_000)]
    assert refused(forge.receiver, forge.bundle(inner={"want": many})) == "LIMIT"
    assert refused(forge.receiver, forge.bundle(inner={"receipt": [("s", 0, many)]})) == "LIMIT"


def test_the_newest_stamp_and_a_newer_schema_are_noticed(forge: Any, clock: Any) -> None:
    late = next_hlc(0, clock.now())
    body = sg.Body(
        schema=99, cols=[("household", ["colour"])], ops=[sg.Insert(0, "a" * 32, ["red"])],
        who=[(1, None, 0, None, None)],
    )  # fmt: skip
    stager = stage(forge.receiver, forge.bundle(forge.segment(), forge.segment(hlc=late, body=body)))
    assert (stager.tally.newest_hlc, stager.tally.newer_schema) == (late, True)


def test_papers_in_the_file_make_its_authors_known_but_are_not_kept_yet(forge: Any, make_store: Any) -> None:
    """A second laptop of the village, granted only after the receiver's last stick, writes; the first carries it on."""
    second = make_store("village")
    granted = enrol.accept_device(forge.receiver, enrol.make_card(second).encode())
    with forge.receiver.connection(immediate=False) as connection:
        from db.sync.peers import peers

        papers = [p.signed for p in peers.all_peers(connection) if not p.is_office]
    assert second.pair is not None
    forward = replace(forge, sender=forge.receiver, receiver=forge.sender)
    work: Sealed = forge.segment(pair=second.pair)
    stager = stage(forge.sender, forward.bundle(work, header={"kind": "down"}, inner={"grants": papers}))
    assert stager.tally.new == [work.hash]
    with forge.sender.connection(immediate=False) as connection:
        assert peers.peer(connection, granted.peer_id) is None


def test_frames_that_hold_no_triple_are_bad_segments(forge: Any) -> None:
    stager = Stager.__new__(Stager)
    from db.sync.exchange.taking.stage import Tally

    stager.tally = Tally()
    for payload in (b"", b"\xc1", msgspec.msgpack.encode([1, 2, 3]), msgspec.msgpack.encode([b"", b""])):
        stager.segment(payload)
    assert stager.tally.bad == 4
