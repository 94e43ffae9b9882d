"""The partitions this store holds, who may be sent what of them, and the segments of each as a graph (sync.md §5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from db.models import RESTRICTED
from db.sync.log import segment as sg
from db.sync.log.states import APPLIED, COVERED, DEPOSITED, QUARANTINED, REDACTED, WAITING
from db.sync.peers.peers import Peer

Graph = dict[bytes, list[bytes]]
HERE: Final = (APPLIED, WAITING, QUARANTINED, REDACTED, DEPOSITED, COVERED)
"""The states of segments that count as being here; a covered one has no words of its own to give away."""


@dataclass(frozen=True, slots=True)
class LocalPartition:
    """A partition of this store, with its short local number."""

    no: int
    scope: str
    compartment: int


def may_read(receiver: Peer, scope: str, compartment: int) -> bool:
    """Whether a partition may be sent to somebody; an office never gets what accuses itself (sync.md §5)."""
    if receiver.is_office:
        return (scope, compartment) != (receiver.id, RESTRICTED)
    return receiver.grant.may(scope, compartment, "r")


def all_parts(connection: Connection) -> list[LocalPartition]:
    """The partitions this store has met."""
    rows = connection.exec_driver_sql("SELECT no, scope, compartment FROM sync_part ORDER BY no")
    return [LocalPartition(*row) for row in rows]


def parts_for(connection: Connection, receiver: Peer) -> list[LocalPartition]:
    """The partitions this store holds and the receiver may read."""
    return [part for part in all_parts(connection) if may_read(receiver, part.scope, part.compartment)]


def deposits_of(connection: Connection, receiver: Peer) -> list[LocalPartition]:
    """The partitions a receiver only lays records down in: it is told of its own, and of nobody else's."""
    if receiver.is_office:
        return []
    grant = receiver.grant
    return [
        part
        for part in all_parts(connection)
        if grant.may(part.scope, part.compartment, "d") and not grant.may(part.scope, part.compartment, "r")
    ]


def graph(connection: Connection, part: LocalPartition, states: Collection[int] = HERE) -> Graph:
    """The segments of a partition that are here, oldest first, each with its parents."""
    marks = ", ".join(str(int(state)) for state in states)
    rows = connection.exec_driver_sql(
        f"SELECT hash, head FROM sync_segment WHERE part = ? AND st IN ({marks}) ORDER BY id", (part.no,)
    )
    return {segment: sg.read_head(head).parents for segment, head in rows}
