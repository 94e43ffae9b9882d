"""Which papers go along with the records of a bundle, and which are asked for (sync.md §15).

A paper goes to whoever may read a partition with a record that names it: first together with that record, until the
receiver confirms it; later only if the receiver asks. So a lost stick, a damaged photo, a part that never came all heal
at the next hand-over.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from db.blobs import shelf
from db.errors import KnownError
from db.models import GENERAL, Attachment, metadata
from db.rules.codes import label
from db.store import Store
from db.sync.envelope import chunk
from db.sync.envelope.chunk import CHUNK, Chunk
from db.sync.errors import printable
from db.sync.exchange import partitions
from db.sync.exchange.partitions import LocalPartition
from db.sync.exchange.selection import Chosen
from db.sync.peers.peers import Peer

MAX_WANT: Final = 20_000
"""Papers asked for in one receipt; the others are asked for in the next."""
_TABLE: Final = int(metadata.tables[str(Attachment.__tablename__)].info["sync"])
_encode: Final = msgspec.msgpack.Encoder().encode


class Paper(NamedTuple):
    """A paper that goes along: its name, the bytes it has, read just now, and whose receivers alone may open it."""

    sha256: str
    size: int
    compartment: int = GENERAL


@dataclass(frozen=True, slots=True)
class Along:
    """The papers for one receiver, and those that should go along but do not open any more, with their compartment."""

    papers: tuple[Paper, ...] = ()
    damaged: Mapping[str, int] = field(default_factory=dict)


def along(store: Store, connection: Connection, receiver: Peer, chosen: Chosen) -> Along:
    """The papers that go with these segments, and those the receiver asked for; each is read through once before."""
    asked = wanted_by(connection, receiver.id)
    new = set(chosen.hashes)
    papers: list[Paper] = []
    damaged: dict[str, int] = {}
    homes: dict[str, int] = {}
    for part in sorted(partitions.parts_for(connection, receiver), key=lambda part: part.compartment):
        for sha256, segments in _named_in(connection, part):
            if sha256 in asked or segments & new:
                homes.setdefault(sha256, part.compartment)
    for sha256, compartment in homes.items():
        size = _measured(store, sha256)
        if size is None:
            damaged[sha256] = compartment
        else:
            papers.append(Paper(sha256, size, compartment))
    return Along(tuple(papers), damaged)


def _named_in(connection: Connection, part: LocalPartition) -> Iterator[tuple[str, set[bytes]]]:
    """The papers here that visible records of a partition name, each with the segments that brought it."""
    found: dict[str, set[bytes]] = {}
    for table, more in (("sync_row", ""), ("sync_cell", " AND r.col = 'sha256'")):
        rows = connection.exec_driver_sql(
            f"SELECT a.sha256, s.hash FROM attachment a JOIN sync_blob b ON b.sha256 = a.sha256 AND b.state = 'here'"
            f" JOIN {table} r ON r.part = ? AND r.tbl = ? AND r.pk = a.id{more} JOIN sync_segment s ON s.id = r.seg"
            " WHERE a.hidden = 0 AND a.scope = ? AND a.compartment = ? ORDER BY a.id",
            (part.no, _TABLE, part.scope, part.compartment),
        )
        for sha256, segment in rows:
            found.setdefault(sha256, set()).add(segment)
    yield from found.items()


def _measured(store: Store, sha256: str) -> int | None:
    """How many bytes a paper has; None where one of them is wrong."""
    try:
        return sum(len(piece) for piece in shelf.pieces(store, sha256))
    except KnownError:
        return None


def pieces(store: Store, papers: Iterable[Paper]) -> Iterator[bytes]:
    """The payloads of the B frames of these papers."""
    for paper in papers:
        at = 0
        for data in _cut(store, paper):
            yield chunk.encode(Chunk(paper.sha256, paper.size, at, data))
            at += len(data)


def _cut(store: Store, paper: Paper) -> Iterator[bytes]:
    """A paper in pieces of 1 MiB; from where it cannot be read any more in zeros, which the receiver refuses."""
    buffer, given = bytearray(), 0
    try:
        for piece in shelf.pieces(store, paper.sha256):
            buffer += piece
            if len(buffer) >= CHUNK:
                yield bytes(buffer[:CHUNK])
                del buffer[:CHUNK]
                given += CHUNK
    except KnownError:
        buffer = bytearray(paper.size - given)
    while buffer or not given:
        yield bytes(buffer[:CHUNK])
        given += CHUNK
        del buffer[:CHUNK]


# --- who asks for what ----------------------------------------------------------------------------------------------


def wanted_here(
    connection: Connection, receiver: Peer, compartment: int = GENERAL, besides: Collection[str] = ()
) -> list[bytes]:
    """The papers that are missing here, of the partitions of a compartment that the receiver may read.

    A depositor is asked for those it deposited itself.
    """
    found: dict[str, None] = dict.fromkeys(besides)
    for part in partitions.parts_for(connection, receiver):
        if part.compartment == compartment:
            found |= dict.fromkeys(_missing(connection, part))
    for part in partitions.deposits_of(connection, receiver):
        if part.compartment == compartment:
            found |= dict.fromkeys(_missing(connection, part, receiver.id))
    return [bytes.fromhex(sha256) for sha256 in list(found)[:MAX_WANT]]


def _missing(connection: Connection, part: LocalPartition, author: str = "") -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT b.sha256 FROM sync_blob b JOIN attachment a ON a.sha256 = b.sha256"
        " WHERE b.state = 'missing' AND a.hidden = 0 AND a.scope = ? AND a.compartment = ? AND (? = '' OR EXISTS"
        " (SELECT 1 FROM sync_row r JOIN sync_segment s ON s.id = r.seg WHERE r.part = ? AND r.tbl = ? AND r.pk = a.id"
        " AND s.device_id = ?)) ORDER BY b.sha256",
        (part.scope, part.compartment, author, part.no, _TABLE, author),
    )
    return [row[0] for row in rows]


def keep_wanted(connection: Connection, peer_id: str, wanted: Collection[bytes]) -> None:
    """What a peer asked for in its receipt, which counts until its next one."""
    connection.exec_driver_sql(
        "UPDATE sync_peer SET blobs_want = ? WHERE device_id = ?", (_encode(list(wanted)), peer_id)
    )


def wanted_by(connection: Connection, peer_id: str) -> frozenset[str]:
    """What a peer asked for last."""
    raw = connection.exec_driver_sql("SELECT blobs_want FROM sync_peer WHERE device_id = ?", (peer_id,)).scalar()
    return frozenset(name.hex() for name in msgspec.msgpack.decode(raw, type=list[bytes])) if raw else frozenset()


# --- what the clerk is told -----------------------------------------------------------------------------------------


def titles(connection: Connection, names: Collection[str]) -> list[str]:
    """What people call these papers: 户口簿“首页”; one that no record here names by the beginning of its name."""
    rows = connection.exec_driver_sql(
        "SELECT sha256, paper_kind, caption FROM attachment WHERE hidden = 0"
        " AND sha256 IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(names)),),
    )
    found: dict[str, str] = {}
    for sha256, kind, caption in rows:
        title = str(printable(label("paper_kind", kind)))
        found.setdefault(sha256, f"{title}“{printable(caption)[:20]}”" if caption else title)
    return [found.get(name) or name[:8] for name in sorted(names)]
