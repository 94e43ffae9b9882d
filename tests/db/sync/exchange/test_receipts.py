"""What this store says to a peer about what it holds, and under whose name what peers say is kept."""

from __future__ import annotations

from typing import Any

from db.sync.exchange import receipts
from db.sync.peers import peers
from tests.db.sync.exchange.test_selection import lay_down


def test_our_receipt_says_what_is_here_what_is_missing_and_what_is_quarantined(forge: Any, laptop: peers.Peer) -> None:
    office, missing = forge.receiver, b"m" * 32
    head = lay_down(office, forge.segment())
    lay_down(office, forge.segment(parents=[missing]), st=2)
    refused = lay_down(office, forge.segment(), st=3, reason="REVOKED")
    lay_down(office, forge.segment(part=("f" * 32, 0), parents=[b"n" * 32]))
    with office.connection() as connection:
        receipt = receipts.our_receipt(connection, laptop)
    assert (forge.sender.scope, 0, [head]) in receipt.heads
    assert receipt.want == [missing]
    assert receipt.refused == [(refused, "REVOKED")]
    assert not any(scope == "f" * 32 for scope, _c, _heads in receipt.heads)


def test_the_offices_computers_are_one_correspondent_to_a_laptop(forge: Any, laptop: peers.Peer) -> None:
    office, village = forge.receiver, forge.sender
    with village.connection() as connection:
        computer = peers.peer(connection, office.device_id)
        assert computer is not None
        assert receipts.correspondent(connection, computer) == office.scope
    with office.connection() as connection:
        assert receipts.correspondent(connection, laptop) == laptop.id
