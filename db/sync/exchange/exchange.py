"""What goes into a bundle for one receiver, and what its receipts have told us (sync.md §5, §14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection

from db.models import GENERAL, RESTRICTED
from db.sync.envelope.header import PartHeads
from db.sync.log import receipts
from db.sync.log import segment as sg
from db.sync.log.receipts import Receipt
from db.sync.log.states import APPLIED, COVERED, DEPOSITED, EFFECTIVE, QUARANTINED, REDACTED, WAITING
from db.sync.peers import peers
from db.sync.peers.peers import Peer

_WITHHELD: Final = f"{QUARANTINED}, {REDACTED}, {COVERED}"
_encode: Final = msgspec.msgpack.Encoder().encode
Graph = dict[bytes, list[bytes]]
HERE: Final = (APPLIED, WAITING, QUARANTINED, REDACTED, DEPOSITED, COVERED)
"""The states of segments that count as being here; a covered one has no words of its own to give away."""


@dataclass(frozen=True, slots=True)
class Part:
    """A partition of this store, with its short local number."""

    no: int
    scope: str
    compartment: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The segments for one receiver, by partition, in an order in which they can be taken in."""

    parts: tuple[tuple[Part, tuple[bytes, ...]], ...]

    @property
    def hashes(self) -> Iterator[bytes]:
        """All of them."""
        for _part, segments in self.parts:
            yield from segments

    def of(self, compartment: int) -> Chosen:
        """Those of one compartment."""
        return Chosen(tuple((part, found) for part, found in self.parts if part.compartment == compartment))


def may_read(receiver: Peer, scope: str, compartment: int) -> bool:
    """Whether a partition may be sent to somebody; an office never gets what accuses itself (sync.md §5)."""
    if receiver.is_office:
        return (scope, compartment) != (receiver.id, RESTRICTED)
    return receiver.grant.may(scope, compartment, "r")


def all_parts(connection: Connection) -> list[Part]:
    """The partitions this store has met."""
    rows = connection.exec_driver_sql("SELECT no, scope, compartment FROM sync_part ORDER BY no")
    return [Part(*row) for row in rows]


def parts_for(connection: Connection, receiver: Peer) -> list[Part]:
    """The partitions this store holds and the receiver may read."""
    return [part for part in all_parts(connection) if may_read(receiver, part.scope, part.compartment)]


def deposits_of(connection: Connection, receiver: Peer) -> list[Part]:
    """The partitions a receiver only lays records down in: it is told of its own, and of nobody else's."""
    if receiver.is_office:
        return []
    grant = receiver.grant
    return [
        part
        for part in all_parts(connection)
        if grant.may(part.scope, part.compartment, "d") and not grant.may(part.scope, part.compartment, "r")
    ]


def graph(connection: Connection, part: Part, states: Collection[int] = HERE) -> Graph:
    """The segments of a partition that are here, oldest first, each with its parents."""
    marks = ", ".join(str(int(state)) for state in states)
    rows = connection.exec_driver_sql(
        f"SELECT hash, head FROM sync_segment WHERE part = ? AND st IN ({marks}) ORDER BY id", (part.no,)
    )
    return {segment: sg.read_head(head).parents for segment, head in rows}


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
        parts.append((part, tuple(receipts.to_send(here, receipt, withheld))))
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


# --- our receipt ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OurReceipt:
    """What this store says to one peer about what it holds."""

    heads: list[PartHeads]
    want: list[bytes]
    refused: list[tuple[bytes, str]]
    files: list[tuple[int, int]]


def our_receipt(connection: Connection, receiver: Peer, compartment: int = GENERAL) -> OurReceipt:
    """“I hold everything up to these heads, I miss these, I quarantined those”, of the receiver's partitions alone.

    What was said of one compartment travels with that compartment, so that nobody else learns of it.
    """
    heads: list[PartHeads] = []
    want: set[bytes] = set()
    parts = [part for part in parts_for(connection, receiver) if part.compartment == compartment]
    for part in parts:
        rows = connection.exec_driver_sql("SELECT hash FROM sync_head WHERE part = ? ORDER BY hash", (part.no,))
        heads.append((part.scope, part.compartment, [row[0] for row in rows]))
        want |= receipts.wanted(graph(connection, part))
    for part in [part for part in _apart(connection, receiver) if part.compartment == compartment]:
        own, mine = _laid_down(connection, receiver, part)
        if own:
            heads.append((part.scope, part.compartment, own))
            want |= receipts.wanted(mine) - graph(connection, part).keys()
    refused = _refused(connection, receiver, parts, compartment)
    files = ranges(files_from(connection, receiver.id)) if compartment == GENERAL else []
    return OurReceipt(heads, sorted(want), refused, files)


def _apart(connection: Connection, receiver: Peer) -> list[Part]:
    """The partitions a receiver may not read, but says it has something of: laid down in, or taken from it since."""
    told = told_by(connection, receiver.id).heads
    return [
        part
        for part in all_parts(connection)
        if (part.scope, part.compartment) in told and not may_read(receiver, part.scope, part.compartment)
    ]


def _laid_down(connection: Connection, receiver: Peer, part: Part) -> tuple[list[bytes], Graph]:
    """What somebody wrote who may not read here: the heads of what is in effect, and all of it, and no hash of others.

    Its own segments, and those it told us itself that it has (it wrote them before it was restored).
    """
    here = graph(connection, part)
    query = f"SELECT hash, device_id = ?, st IN ({EFFECTIVE}) FROM sync_segment WHERE part = ?"
    rows = connection.exec_driver_sql(query, (receiver.id, part.no)).all()
    told = receipts.closure(here, told_by(connection, receiver.id).heads.get((part.scope, part.compartment), ()))
    mine = {name for name, own, _done in rows if own and name in here} | told
    done = {name for name, _own, done in rows if done and name in mine}
    below = {parent for name in done for parent in here[name]}
    return sorted(done - below), {name: here[name] for name in here if name in mine}


def _refused(
    connection: Connection, receiver: Peer, parts: Iterable[Part], compartment: int
) -> list[tuple[bytes, str]]:
    """What is quarantined here, out of the receiver's partitions or by its own hand."""
    numbers = ", ".join(str(part.no) for part in parts)
    rows = connection.exec_driver_sql(
        "SELECT s.hash, s.reason FROM sync_segment s JOIN sync_part p ON p.no = s.part"
        f" WHERE s.st = {QUARANTINED}"
        f" AND p.compartment = ? AND (s.device_id = ? OR s.part IN ({numbers})) ORDER BY s.id",
        (compartment, receiver.id),
    )
    return [(segment, reason or "OUT_OF_SCOPE") for segment, reason in rows]


def files_from(connection: Connection, peer_id: str) -> list[int]:
    """The numbers of the files that came from a peer and were whole."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT file_no FROM sync_bundle_log WHERE direction = 'in' AND peer = ?"
        " AND result IN ('whole', 'taken', 'known', 'waiting') ORDER BY file_no",
        (peer_id,),
    )
    return [int(row[0]) for row in rows]


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Rising numbers as ranges.

    >>> ranges([1, 2, 3, 7, 9, 10])
    [(1, 3), (7, 7), (9, 10)]
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


# --- their receipts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a peer's last receipt said."""

    heads: dict[tuple[str, int], list[bytes]]
    want: frozenset[bytes]
    refused: dict[bytes, str]


def told_by(connection: Connection, peer_id: str) -> Told:
    """The receipt of a peer that arrived last; empty before the first."""
    row = connection.exec_driver_sql(
        "SELECT heads, want, refused FROM sync_peer WHERE device_id = ?", (peer_id,)
    ).first()
    heads, want, refused = row or (None, None, None)
    return Told(
        {(s, c): h for s, c, h in msgspec.msgpack.decode(heads, type=list[PartHeads])} if heads else {},
        frozenset(msgspec.msgpack.decode(want, type=list[bytes])) if want else frozenset(),
        dict(msgspec.msgpack.decode(refused, type=list[tuple[bytes, str]])) if refused else {},
    )


def keep_receipt(connection: Connection, sender: Peer, receipt: OurReceipt, bundle_id: str, at: str) -> None:
    """Believe a receipt out of a whole bundle; the one that arrived last wins, there are no counters."""
    connection.exec_driver_sql(
        "UPDATE sync_peer SET heads = ?, want = ?, refused = ?, receipt_at = ?, last_bundle_id = ? WHERE device_id = ?",
        (
            _encode(receipt.heads), _encode(receipt.want), _encode(receipt.refused), at, bundle_id,
            correspondent(connection, sender),
        ),
    )  # fmt: skip


def correspondent(connection: Connection, sender: Peer) -> str:
    """Under whose name receipts and files are kept: at a laptop, every computer of the office is the office."""
    own = peers.office(connection)
    here = connection.exec_driver_sql("SELECT 1 FROM sync_key WHERE kind = 'office'").first()
    is_its = own is not None and here is None and sender.grant.unit == own.id
    return own.id if is_its and own is not None else sender.id
