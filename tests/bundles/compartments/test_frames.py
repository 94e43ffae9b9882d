"""Mediation and accusations travel in frames of their own: for whoever has the compartment, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec import structs

from db import Store
from db.device_keys import KeyPair, digest, make_pair
from db.identity import new_id
from db.models import Dispute, Request
from db.sync import Plan, Wish, inspect, pack, unpack
from db.sync.envelope import header as hd
from db.sync.envelope import locked
from db.sync.envelope.disk import Disk
from db.sync.envelope.write import Draft, Locked, frame, write_bundle
from db.sync.errors import BundleError
from db.sync.exchange import partitions, selection
from db.sync.exchange.handover import standings
from db.sync.exchange.packing import contents
from db.sync.exchange.packing import pack as packing
from db.sync.peers import enrol, papers, peers
from tests.bundles.opened import open_bundle
from tests.bundles.post import Forge, add_household, exchange, join, kept, shown

CANARY = "金丝雀张三强占林地"


def dispute(store: Store, title: str = CANARY, scope: str = "") -> str:
    """A dispute in the mediation compartment."""
    with store.write("纠纷") as session:
        row = Dispute(id=new_id(), scope=scope or store.scope, compartment=1, title=title)
        session.add(row)
        session.flush()
        return row.id


def with_escrow(township: Store, village: Store, county: KeyPair, *compartments: int) -> None:
    """The office names the county's key, and the laptop knows."""
    with township.connection() as connection:
        office = enrol.ensure_office(connection, township)
        found = peers.office(connection)
        assert found is not None
        card = structs.replace(found.card, escrow=[county.public.box], escrow_parts=list(compartments))
        signed = papers.make_card(office, card)
        peers.keep_office(connection, signed)
    with village.connection() as connection:
        peers.keep_office(connection, signed)


def test_the_outside_tells_nothing_of_a_compartment(settled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = settled
    add_household(village)
    plain = pack(village, tmp_path / "one")
    dispute(village)
    locked = pack(village, tmp_path / "two")
    assert open_bundle(plain.path, township).kinds == "HSE"
    opened = open_bundle(locked.path, township)
    assert opened.kinds == "HSCHCSE"
    assert CANARY.encode() in opened.plain
    header = unpack(township, [locked.path])[0]
    assert (header.result, header.new) == ("taken", 2)
    assert inspect(locked.path, township)["segments"] == 1
    assert all(part[1] == 0 for part in opened.inner.parts + opened.inner.receipt + opened.inner.prerequisites)
    assert {part[1] for part in opened.told[1].parts} == {1}


def test_nothing_but_a_compartment_calls_itself_a_receipt(settled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = settled
    dispute(village)
    packed = pack(village, tmp_path)
    assert (packed.records, packed.segments) == (1, 1)
    assert b"receipt" in open_bundle(packed.path, township).clear
    assert unpack(township, [packed.path])[0].new == 1


@pytest.mark.parametrize(("asked", "reads"), [((2,), False), ((1,), True)])
def test_the_county_reads_a_compartment_only_if_it_asked_for_it(
    settled: tuple[Store, Store], tmp_path: Path, asked: tuple[int, ...], reads: bool
) -> None:
    """Mutant 20: a C frame encrypted to the bundle's recipients would let it read."""
    village, township = settled
    county = make_pair()
    with_escrow(township, village, county, *asked)
    add_household(village, "7", address="路边")
    dispute(village)
    packed = pack(village, tmp_path)
    theirs = open_bundle(packed.path, [county])
    assert "路边".encode() in theirs.plain
    assert (CANARY.encode() in theirs.plain) is reads
    assert (theirs.skipped == 0) is reads
    assert len(theirs.told) == (2 if reads else 1)  # not even the receipts of a compartment
    assert {part for _s, part, _n in theirs.inner.parts} == {0}
    assert CANARY.encode() in open_bundle(packed.path, township).plain


def test_frames_locked_for_all_receivers_of_the_file_would_be_noticed(
    settled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant itself: broken like this, the test above fails."""
    village, township = settled
    county, honest = make_pair(), contents.recipients
    with_escrow(township, village, county)
    dispute(village)
    monkeypatch.setattr(contents, "recipients", lambda peer, _compartment: honest(peer, 0))
    assert CANARY.encode() in open_bundle(pack(village, tmp_path).path, [county]).plain


def test_downward_only_whoever_was_granted_it_gets_it(
    settled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = settled
    second = make_store("village", name="桃溪村二号", region_code="430499101201")
    join(township, second, Wish(mediation=False))
    third = make_store("village", name="桃溪村三号", region_code="430499101201")
    join(township, third)
    dispute(village)
    exchange(village, township, tmp_path / "up")
    for laptop, name, expected in ((second, "桃溪村二号", 0), (third, "桃溪村三号", 1)):
        packed = pack(township, tmp_path / "down", name)
        assert open_bundle(packed.path, laptop).kinds.count("C") == (2 if expected else 0)
        unpack(laptop, [packed.path])
        with laptop.connection(immediate=False) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM dispute").scalar() == expected


def test_the_receipts_of_a_compartment_turn_its_records_confirmed(settled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = settled
    row = dispute(village)
    assert standings(village, "dispute", [row]) == {row: "local"}
    unpack(township, [pack(village, tmp_path / "up").path])
    assert standings(village, "dispute", [row]) == {row: "packed"}
    exchange(township, village, tmp_path / "down")
    assert standings(village, "dispute", [row]) == {row: "confirmed"}
    assert open_bundle(pack(village, tmp_path / "again").path, township).kinds == "HCHE"
    assert shown(village)["dispute"] == shown(township)["dispute"]


def test_a_frame_without_a_key_is_skipped_not_confirmed_and_comes_again(
    settled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = settled
    row = dispute(village)
    stranger = make_pair().public.box
    honest = contents.recipients
    monkeypatch.setattr(contents, "recipients", lambda peer, c: [stranger] if c == 1 else honest(peer, c))
    report = exchange(village, township, tmp_path / "one")
    assert (report.result, report.bad, report.new) == ("taken", 0, 0)
    exchange(township, village, tmp_path / "back")
    monkeypatch.undo()
    assert exchange(village, township, tmp_path / "two").new == 1
    with township.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT id FROM dispute").scalar() == row


def test_every_damage_is_named_and_leaves_all_as_it_was(
    settled: tuple[Store, Store], tmp_path: Path, seed: int
) -> None:
    village, township = settled
    add_household(village)
    dispute(village)
    packed = pack(village, tmp_path)
    whole = packed.path.read_bytes()
    before, rng, spoilt = kept(township), Random(seed), tmp_path / "spoilt.bjb"
    start = len(open_bundle(packed.path, township).clear)
    for at in sorted({*rng.sample(range(start, len(whole)), 40), len(whole) - 1}):
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]):
            spoilt.write_bytes(content)
            (report,) = unpack(township, [spoilt])
            assert report.result == "refused"
            assert report.code in {"TRUNCATED", "DAMAGED", "NOT_FOR_US"}
    assert kept(township) == before
    spoilt.write_bytes(whole)
    assert unpack(township, [spoilt])[0].new == 2


def test_a_frame_that_is_none_is_counted_and_blocks_nothing(forge: Forge) -> None:
    for content in (b"", b"\x93\x01", b"\x92\x01\xc4\x02ab", b"\x92\x00\xc4\x00", b"\xa1x" * 90):
        header = forge.header(1)
        *frames, _end = forge.frames(header, forge.segment())
        frames.append(frame("C", content))
        raw = msgspec.msgpack.encode(header)
        end = hd.End(segments=1, frames=len(frames), digest=digest(raw + b"".join(frames)))
        frames.append(frame("E", forge.signed(hd.LABEL_END, msgspec.msgpack.encode(end))))
        (report,) = unpack(forge.receiver, [forge.file(header, frames)])
        assert (report.result, report.bad, report.new) == ("taken", 1, 1)


def test_a_frame_inside_that_has_no_place_there_is_counted(forge: Forge) -> None:
    office = forge.recipient().public.box
    for kind in "QEC":
        inside = Locked(1, [office], _inner(), [frame(kind, b"x")], (), 1, _size(6))
        draft = Draft(forge.header(0), _inner(), [], 0, [office], locked=[inside])
        path = write_bundle(forge.folder / "a.bjb", draft, forge.pair, Disk()).path
        (report,) = unpack(forge.receiver, [path])
        assert (report.result, report.bad) == ("taken", 1)


def _inner() -> Any:
    return hd.Inner(bundle_id="", header=b"")


def _size(length: int) -> int:
    return locked.size(length, 1)


def test_an_accusation_of_the_receiver_itself_stops_the_packing(settled: tuple[Store, Store], tmp_path: Path) -> None:
    village, _township = settled
    with village.write("诉求") as session:
        session.add(Request(id=new_id(), scope=village.scope, compartment=2, accused_unit="云岭镇财政所", content="x"))
    with pytest.raises(BundleError) as caught:
        pack(village, tmp_path / "up")
    assert caught.value.code == "BUG"
    assert list((tmp_path / "up").iterdir()) == []


def test_the_second_look_stops_what_the_selection_let_through(
    settled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = settled
    with township.write("诉求") as session:
        session.add(Request(id=new_id(), scope=village.scope, compartment=2, content=CANARY))
    monkeypatch.setattr(selection, "parts_for", lambda connection, _peer: partitions.all_parts(connection))
    with pytest.raises(BundleError) as caught:
        pack(township, tmp_path / "down", "桃溪村")
    assert caught.value.code == "BUG"
    assert list((tmp_path / "down").iterdir()) == []


def test_large_compartments_are_shared_out_over_several_files(
    settled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, township = settled
    monkeypatch.setattr("db.sync.log.seal.OPS_A_SEGMENT", 1)
    for number in range(5):
        dispute(village, f"第{number}件")
    packed = packing.pack(village, tmp_path, plan=Plan(2500))
    assert len(packed.files) > 1
    assert sum(report.new for report in unpack(township, list(packed.files))) == 5
