"""At the office: the rows of the partitions a new computer may read, in pieces, instead of the whole log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from db.device_keys import KeyPair
from db.models import RESTRICTED
from db.sync.deeds.snapshots import pieces
from db.sync.deeds.snapshots.compacting import compacted
from db.sync.deeds.snapshots.pieces import Covered, Gone, Piece
from db.sync.envelope.header import FRAME_HEAD
from db.sync.errors import BundleError
from db.sync.log import segment as sg
from db.sync.log.merge import Partition
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.states import EFFECTIVE

HELD: Final = 24 * 1024 * 1024
"""Bytes of pieces kept at hand between measuring and writing; of a larger snapshot they are made a second time."""
FACTOR: Final = 1.5
"""How many times larger the log must be before a computer that holds nothing gets a snapshot instead."""
LEAST: Final = 512 * 1024
"""Bytes of a log that always goes whole: whoever has the log can give it back to an office that lost its own."""
_GONE: Final = 5_000


class Address(NamedTuple):
    """Which file, to whom, signed by which office."""

    bundle_id: str
    to: str
    office: KeyPair


@dataclass(slots=True)
class Snapshot:
    """A snapshot for one receiver, measured; ``payloads`` may be asked for once more when it is written."""

    book: Bookkeeping
    address: Address
    parts: Sequence[Partition]
    frames: int = 0
    size: int = 0
    records: int = 0
    hashes: list[bytes] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)
    _covered: frozenset[bytes] = frozenset()
    _held: list[bytes] | None = None

    @property
    def bundle_id(self) -> str:
        """The only file it may stand in."""
        return self.address.bundle_id

    def covers(self, name: bytes) -> bool:
        """Whether it holds what is left of a segment, which then need not go along itself."""
        return name in self._covered

    def payloads(self) -> Iterable[bytes]:
        """The payloads of its N frames."""
        if self._held is not None:
            return self._held
        return (pieces.seal(piece, self.address.office) for piece in self._pieces())

    def measure(self) -> Snapshot:
        """Makes it once, keeping what is small enough to keep."""
        held: list[bytes] | None = []
        for piece in self._pieces():
            payload = pieces.seal(piece, self.address.office)
            self.frames += 1
            self.size += FRAME_HEAD + len(payload)
            self.hashes += [covered.hash for covered in piece.covered]
            self.devices.update(piece.devices)
            if self.size > HELD:
                held = None
            if held is not None:
                held.append(payload)
        self._held, self._covered = held, frozenset(self.hashes)
        for part in self.parts:
            query = "SELECT count(*) FROM sync_row WHERE part = ?"
            self.records += int(self.book.db.execute(query, (_number(self.book, part),)).fetchone()[0])
        return self

    def _pieces(self) -> Iterator[Piece]:
        """All of them, the last one marked; at least one."""
        before, number = None, 0
        for part in self.parts:
            if part[1] == RESTRICTED:
                raise BundleError("BUG")
            for covered, devices, gone in _of_part(self.book, part):
                if before is not None:
                    yield before
                before = Piece(
                    snapshot=self.address.bundle_id, to=self.address.to, no=number, part=part, devices=devices,
                    covered=covered, gone=gone,
                )  # fmt: skip
                number += 1
        if before is not None:
            yield msgspec.structs.replace(before, last=True)


def _number(book: Bookkeeping, part: Partition) -> int:
    """The local number of a partition that is here; nothing is written while a file is packed."""
    query = "SELECT no FROM sync_part WHERE scope = ? AND compartment = ?"
    found = book.db.execute(query, part).fetchone()
    return int(found[0]) if found else 0


Content = tuple[list[Covered], list[str], list[Gone]]


def _of_part(book: Bookkeeping, part: Partition) -> Iterator[Content]:
    """The segments of a partition in pieces, then the writes that were replaced before they came."""
    number = _number(book, part)
    query = (
        "SELECT id, hash, device_id, seq, hlc, head FROM sync_segment"
        f" WHERE part = ? AND st IN ({EFFECTIVE}) ORDER BY id"
    )
    seen: dict[bytes, int] = {}
    devices: dict[str, int] = {}
    batch: list[Covered] = []
    size = 0
    for seg, name, device, seq, rank, raw in book.db.execute(query, (number,)):
        head = sg.read_head(raw)
        left = compacted(book, seg, number, head.n)
        size += 64 + 36 * len(head.parents) + len(left or b"")
        if batch and size > pieces.PIECE:
            yield batch, list(devices), []
            batch, devices, size = [], {}, len(left or b"")
        parents: list[int | bytes] = [seen.get(parent, parent) for parent in head.parents]
        batch.append(Covered(name, devices.setdefault(device, len(devices)), seq, rank, head.n, parents, left))
        seen[name] = len(seen)
    yield batch, list(devices), []
    gone = [
        (book.name(key), pk, name, idx, col)
        for key, pk, name, idx, col in book.db.execute(
            "SELECT tbl, pk, seg_hash, idx, col FROM sync_gone WHERE part = ? ORDER BY 1, 2, 3, 4, 5", (number,)
        )
    ]
    for at in range(0, len(gone), _GONE):
        yield [], [], gone[at : at + _GONE]


def worthwhile(log_bytes: int, snapshot: Snapshot) -> bool:
    """Whether a computer that holds nothing yet begins better with the snapshot."""
    return log_bytes >= FACTOR * snapshot.size
