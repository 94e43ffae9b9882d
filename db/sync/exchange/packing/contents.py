"""What goes into one file: open to its receiver, or locked for the receivers of one compartment (sync.md §5, §18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection

from db.models import GENERAL, MEDIATION, RESTRICTED
from db.store import Store
from db.sync.envelope import chunk, locked
from db.sync.envelope import header as hd
from db.sync.envelope.write import Locked, Segment, frame, segment_size
from db.sync.errors import BundleError
from db.sync.exchange import blobs, needs, partitions, receipts, selection
from db.sync.exchange.blobs import Along, Paper
from db.sync.exchange.needs import Snapshot
from db.sync.exchange.packing import accused
from db.sync.exchange.receipts import OurReceipt
from db.sync.exchange.selection import Chosen
from db.sync.log import segment as sg
from db.sync.log.states import APPLIED, DEPOSITED, WAITING
from db.sync.peers import papers, peers
from db.sync.peers.peers import Peer

COMPARTMENTS = (GENERAL, MEDIATION, RESTRICTED)
_GIVEN: Final = f"{APPLIED}, {WAITING}, {DEPOSITED}"
"""The states, for SQL, of segments that have a body to give away."""
_encode = msgspec.msgpack.Encoder().encode


def recipients(receiver: Peer, compartment: int) -> list[str]:
    """Who can open what goes to a receiver: the office and its escrow, who gets a compartment only if it asked for it.

    A laptop's bundles are for that laptop alone.
    """
    if not receiver.is_office:
        return [receiver.grant.box]
    card = receiver.card
    return [card.box, *card.escrow] if compartment == GENERAL or compartment in card.escrow_reads else [card.box]


@dataclass(frozen=True, slots=True)
class Measured:
    """What will be packed: the length of every segment's frame, its compartment, its records, and who wrote them.

    ``raised`` are the open segments that an older version could not understand; a locked frame it skips anyway.
    """

    sizes: Mapping[bytes, int]
    homes: Mapping[bytes, int]
    records: Mapping[bytes, int]
    authors: Mapping[int, set[str]]
    raised: frozenset[bytes]


def measure(connection: Connection, store: Store, receiver: Peer, chosen: Chosen) -> Measured:
    """Looks at the head of every segment that goes along."""
    sizes: dict[bytes, int] = {}
    homes: dict[bytes, int] = {}
    records: dict[bytes, int] = {}
    raised: set[bytes] = set()
    authors: dict[int, set[str]] = {compartment: set() for compartment in COMPARTMENTS}
    authors[GENERAL].add(store.device_id)
    readers = {compartment: len(recipients(receiver, compartment)) for compartment in COMPARTMENTS}
    for name in chosen.hashes:
        query = "SELECT head, length(body) FROM sync_segment WHERE hash = ?"
        head, body = connection.exec_driver_sql(query, (name,)).one()
        found, length = sg.read_head(head), segment_size(len(head), int(body))
        compartment = found.part[1]
        sizes[name] = length if compartment == GENERAL else locked.size(length, readers[compartment])
        homes[name], records[name] = compartment, found.n
        authors[compartment].add(found.dev)
        newer = found.reader is not msgspec.UNSET or found.pressed is not msgspec.UNSET
        if newer and compartment == GENERAL:
            raised.add(name)
    return Measured(sizes, homes, records, authors, frozenset(raised))


def offered(
    connection: Connection, store: Store, receiver: Peer, measured: Measured, *, wanted: bool
) -> Snapshot | None:
    """What a computer that holds nothing yet begins with, where somebody wants it or the log is much larger."""
    told = receipts.told_by(connection, receiver.id).heads
    if not wanted and any(told.values()):
        return None
    parts = [
        (part.scope, part.compartment)
        for part in partitions.parts_for(connection, receiver)
        if part.compartment != RESTRICTED
    ]
    length = sum(size for name, size in measured.sizes.items() if measured.homes[name] != RESTRICTED)
    found = needs.deeds.offer(connection, store, receiver, parts, length, asked=wanted)
    if found is not None:
        measured.authors[GENERAL].update(found.devices)  # theirs are the names behind what it says
    return found


def paper_size(receiver: Peer, paper: Paper) -> int:
    """How many bytes of a bundle a paper takes."""
    if paper.compartment == GENERAL:
        return chunk.framed(paper.size)
    readers = len(recipients(receiver, paper.compartment))
    return sum(locked.size(length, readers) for length in chunk.lengths(paper.size))


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills one file for a receiver from a store."""

    connection: Connection
    store: Store
    receiver: Peer
    measured: Measured
    receipts: Mapping[int, OurReceipt]
    along: Along

    def inner(self, chosen: Chosen, compartment: int = GENERAL) -> hd.Inner:
        """The first frame of the file, or of a compartment in it: what it says of other compartments is nothing."""
        receipt, mine = self.receipts[compartment], chosen.of(compartment)
        damaged = [name for name, home in self.along.damaged.items() if home == compartment]
        return hd.Inner(
            bundle_id="", header=b"", receipt=receipt.heads, want=receipt.want, refused=receipt.refused,
            parts=[(part.scope, part.compartment, len(segments)) for part, segments in mine.parts],
            files=receipt.files, prerequisites=selection.prerequisites(self.connection, mine),
            grants=self._grants(compartment), office=self._office(compartment),
            blobs_want=blobs.wanted_here(self.connection, self.receiver, compartment, damaged),
        )  # fmt: skip

    def segments(self, chosen: Chosen) -> Iterator[Segment]:
        """The open segments."""
        for _state, segment in self._looked_at(chosen.of(GENERAL)):
            yield segment

    def locked(self, chosen: Chosen, papers: Iterable[Paper]) -> list[Locked]:
        """What goes along of each compartment; nothing of one there is nothing to say of."""
        found, papers = [], list(papers)
        for compartment in (MEDIATION, RESTRICTED):
            inner = self.inner(chosen, compartment)
            mine = [paper for paper in papers if paper.compartment == compartment]
            if any((inner.receipt, inner.want, inner.refused, inner.parts, inner.blobs_want, mine)):
                found.append(self._locked(compartment, inner, chosen.of(compartment), mine))
        return found

    def _locked(self, compartment: int, inner: hd.Inner, mine: Chosen, papers: list[Paper]) -> Locked:
        names = list(mine.hashes)
        size = sum(self.measured.sizes[name] for name in names)
        return Locked(
            compartment,
            recipients(self.receiver, compartment),
            hd.pressed(inner),
            (frame("D" if state == DEPOSITED else "S", _encode(raw)) for state, raw in self._looked_at(mine)),
            (frame("B", payload) for payload in blobs.pieces(self.store, papers)),
            len(names) + sum(chunk.count(paper.size) for paper in papers),
            size + sum(paper_size(self.receiver, paper) for paper in papers),
        )

    def _looked_at(self, chosen: Chosen) -> Iterator[tuple[int, Segment]]:
        """The segments themselves; each is looked at once more before it goes in: only what the receiver may read."""
        names = accused.names_of(self.connection, self.receiver)
        for name in chosen.hashes:
            query = f"SELECT st, head, sig, body FROM sync_segment WHERE hash = ? AND st IN ({_GIVEN})"
            state, head, sig, body = self.connection.exec_driver_sql(query, (name,)).one()
            scope, compartment = sg.read_head(head).part
            if not partitions.may_read(self.receiver, scope, compartment):
                raise BundleError("BUG")
            if compartment == RESTRICTED and state != DEPOSITED and accused.accuses(body, names):
                raise BundleError("BUG")
            yield state, (head, sig, body)

    def _office(self, compartment: int) -> bytes:
        """The office's newest card, where something in it changed since the laptops were enrolled."""
        own = peers.office(self.connection)
        changed = self.store.role == "township" and papers.ESCROW in self.store.facts
        return own.signed if own is not None and changed and compartment == GENERAL else b""

    def _grants(self, compartment: int) -> list[bytes]:
        """The papers of every author in the file, and the receiver's own newest."""
        known = [p for p in peers.all_peers(self.connection) if not p.is_office]
        authors = self.measured.authors[compartment]
        own = self.receiver.id if compartment == GENERAL else ""
        return [p.signed for p in known if p.id in authors or p.id == own]
