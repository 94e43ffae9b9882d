"""What goes into a bundle for one receiver: what it may read and has not confirmed (sync.md §14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from db.sync.envelope.header import PartHeads
from db.sync.exchange.partitions import LocalPartition, graph, parts_for
from db.sync.exchange.receipts import told_by
from db.sync.log import ancestry
from db.sync.log.ancestry import Receipt
from db.sync.log.states import COVERED, QUARANTINED, REDACTED
from db.sync.peers.peers import Peer

_WITHHELD: Final = f"{QUARANTINED}, {REDACTED}, {COVERED}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The segments for one receiver, by partition, in an order in which they can be taken in."""

    parts: tuple[tuple[LocalPartition, tuple[bytes, ...]], ...]

    @property
    def hashes(self) -> Iterator[bytes]:
        """All of them."""
        for _part, segments in self.parts:
            yield from segments

    def of(self, compartment: int) -> Chosen:
        """Those of one compartment."""
        return Chosen(tuple((part, found) for part, found in self.parts if part.compartment == compartment))


def choose(connection: Connection, receiver: Peer) -> Chosen:
    """What the receiver may read and has not confirmed; what is quarantined or only covered here never goes on.

    Of a redacted segment nothing travels but what its redaction holds.
    """
    told = told_by(connection, receiver.id)
    parts = []
    for part in parts_for(connection, receiver):
        here = graph(connection, part)
        query = f"SELECT hash FROM sync_segment WHERE part = ? AND (st IN ({_WITHHELD}) OR body IS NULL)"
        withheld = {row[0] for row in connection.exec_driver_sql(query, (part.no,))}
        receipt = Receipt(told.heads.get((part.scope, part.compartment), ()), told.want, told.refused)
        parts.append((part, tuple(ancestry.to_send(here, receipt, withheld))))
    return Chosen(tuple(parts))


def prerequisites(connection: Connection, chosen: Chosen) -> list[PartHeads]:
    """The segments a bundle builds on without holding them: what its receiver is assumed to have."""
    found: list[PartHeads] = []
    for part, segments in chosen.parts:
        inside = set(segments)
        here = graph(connection, part) if inside else {}
        below = {parent for segment in segments for parent in here[segment]} - inside
        if below:
            found.append((part.scope, part.compartment, sorted(below)))
    return found
