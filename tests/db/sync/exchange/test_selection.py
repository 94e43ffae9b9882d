"""What one receiver gets, and what its receipts tell."""

from __future__ import annotations

from typing import Any

from db import Store
from db.capture import driver
from db.models import metadata
from db.sync.exchange import receipts, selection
from db.sync.exchange.receipts import OurReceipt
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.segment import Sealed
from db.sync.peers import peers


def lay_down(store: Store, segment: Sealed, st: int = 1, reason: str | None = None) -> bytes:
    """Puts a segment into a store's log, as if it had been sealed or taken in."""
    from db.sync.log import segment as sg

    head = sg.read_head(segment.head)
    with store.connection() as connection:
        part = Bookkeeping(driver(connection), metadata).part_no(head.part)
        connection.exec_driver_sql(
            "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, reason, head, sig, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                segment.hash, part, head.dev, head.epoch, head.seq, head.hlc, st, reason, segment.head, segment.sig,
                segment.body,
            ),
        )  # fmt: skip
        if st == 1:
            for parent in head.parents:
                connection.exec_driver_sql("DELETE FROM sync_head WHERE hash = ?", (parent,))
            connection.exec_driver_sql("INSERT INTO sync_head(part, hash) VALUES (?, ?)", (part, segment.hash))
    return segment.hash


def chosen(store: Store, receiver: peers.Peer) -> list[bytes]:
    with store.connection(immediate=False) as connection:
        return list(selection.choose(connection, receiver).hashes)


def test_only_the_partitions_of_the_receiver_are_chosen(forge: Any, laptop: peers.Peer) -> None:
    office, village = forge.receiver, forge.sender.scope
    own = [lay_down(office, forge.segment(part=(village, c))) for c in (0, 1)]
    common = lay_down(office, forge.segment(part=(office.scope, 0)))
    for part in ((village, 2), (office.scope, 1), (office.scope, 2), ("f" * 32, 0), ("f" * 32, 1)):
        lay_down(office, forge.segment(part=part))
    assert set(chosen(office, laptop)) == {*own, common}


def test_upwards_goes_everything_but_what_accuses_the_office_itself(forge: Any) -> None:
    village = forge.sender
    own = [lay_down(village, forge.segment(part=(village.scope, c))) for c in (0, 1, 2)]
    lay_down(village, forge.segment(part=(village.township_id, 2)))
    with village.connection() as connection:
        office = peers.office(connection)
    assert office is not None
    assert chosen(village, office) == own


def test_staged_and_quarantined_segments_never_go_on_but_held_ones_do(forge: Any, laptop: peers.Peer) -> None:
    office = forge.receiver
    lay_down(office, forge.segment(), st=0)
    lay_down(office, forge.segment(), st=3, reason="OUT_OF_SCOPE")
    held = lay_down(office, forge.segment(parents=[b"m" * 32]), st=2)
    applied = lay_down(office, forge.segment())
    assert chosen(office, laptop) == [held, applied]


def test_a_receipt_ends_the_sending_and_a_smaller_one_starts_it_again(forge: Any, laptop: peers.Peer) -> None:
    office, part = forge.receiver, (forge.sender.scope, 0)
    first = lay_down(office, one := forge.segment())
    second = lay_down(office, two := forge.segment(parents=[one.hash]))
    third = lay_down(office, forge.segment(parents=[two.hash]))

    def tell(heads: list[bytes], want: tuple[bytes, ...] = (), refused: tuple[bytes, ...] = ()) -> None:
        receipt = OurReceipt([(*part, heads)], list(want), [(h, "OUT_OF_SCOPE") for h in refused], [])
        with office.connection() as connection:
            receipts.keep_receipt(connection, laptop, receipt, "b", "at")

    tell([third])
    assert chosen(office, laptop) == []
    tell([first])
    assert chosen(office, laptop) == [second, third]
    tell([third], want=(second,))
    assert chosen(office, laptop) == [first, second]  # nothing is believed through a hole
    tell([], refused=(second,))
    assert chosen(office, laptop) == [first, third]
    with office.connection() as connection:
        told = receipts.told_by(connection, laptop.id)
    assert told.refused == {second: "OUT_OF_SCOPE"}


def test_a_bundle_names_what_it_builds_on(forge: Any, laptop: peers.Peer) -> None:
    office = forge.receiver
    first = lay_down(office, one := forge.segment())
    lay_down(office, forge.segment(parents=[one.hash]))
    with office.connection() as connection:
        receipts.keep_receipt(connection, laptop, OurReceipt([(forge.sender.scope, 0, [first])], [], [], []), "b", "at")
        found = selection.prerequisites(connection, selection.choose(connection, laptop))
    assert found == [(forge.sender.scope, 0, [first])]
