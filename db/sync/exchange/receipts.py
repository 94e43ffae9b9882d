"""Receipts (回执): what this store says to a peer about what it holds, and what a peer said last, kept and believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection

from db.models import GENERAL
from db.sync.envelope.header import PartHeads
from db.sync.exchange.partitions import Graph, LocalPartition, all_parts, graph, may_read, parts_for
from db.sync.log import ancestry
from db.sync.log.states import EFFECTIVE, QUARANTINED
from db.sync.peers import peers
from db.sync.peers.peers import Peer

_encode: Final = msgspec.msgpack.Encoder().encode


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
        want |= ancestry.wanted(graph(connection, part))
    for part in [part for part in _apart(connection, receiver) if part.compartment == compartment]:
        own, mine = _laid_down(connection, receiver, part)
        if own:
            heads.append((part.scope, part.compartment, own))
            want |= ancestry.wanted(mine) - graph(connection, part).keys()
    refused = _refused(connection, receiver, parts, compartment)
    files = ranges(files_from(connection, receiver.id)) if compartment == GENERAL else []
    return OurReceipt(heads, sorted(want), refused, files)


def _apart(connection: Connection, receiver: Peer) -> list[LocalPartition]:
    """The partitions a receiver may not read, but says it has something of: laid down in, or taken from it since."""
    told = told_by(connection, receiver.id).heads
    return [
        part
        for part in all_parts(connection)
        if (part.scope, part.compartment) in told and not may_read(receiver, part.scope, part.compartment)
    ]


def _laid_down(connection: Connection, receiver: Peer, part: LocalPartition) -> tuple[list[bytes], Graph]:
    """What somebody wrote who may not read here: the heads of what is in effect, and all of it, and no hash of others.

    Its own segments, and those it told us itself that it has (it wrote them before it was restored).
    """
    here = graph(connection, part)
    query = f"SELECT hash, device_id = ?, st IN ({EFFECTIVE}) FROM sync_segment WHERE part = ?"
    rows = connection.exec_driver_sql(query, (receiver.id, part.no)).all()
    told = ancestry.closure(here, told_by(connection, receiver.id).heads.get((part.scope, part.compartment), ()))
    mine = {name for name, own, _done in rows if own and name in here} | told
    done = {name for name, _own, done in rows if done and name in mine}
    below = {parent for name in done for parent in here[name]}
    return sorted(done - below), {name: here[name] for name in here if name in mine}


def _refused(
    connection: Connection, receiver: Peer, parts: Iterable[LocalPartition], compartment: int
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
