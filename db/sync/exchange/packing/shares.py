"""A hand-over too large for one file is shared out: each part is a bundle of its own (sync.md §15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from db.sync.envelope import chunk
from db.sync.exchange.blobs import Paper
from db.sync.exchange.selection import Chosen

PART_BYTES: Final = 1_850_000_000
"""Content of a part: with receipts and sealing around it a file stays below 1.9 GB, which every stick can hold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a hand-over is to be packed; ``snapshot``: what a new computer begins with, even where the log is small."""

    part_bytes: int = PART_BYTES
    snapshot: bool = False


@dataclass(slots=True)
class Share:
    """What goes into one file: segments first, in the order in which they can be taken in, then papers."""

    segments: list[bytes] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    segment_bytes: int = 0
    chunk_bytes: int = 0
    snapshot_bytes: int = 0
    records: int = 0

    @property
    def bytes(self) -> int:
        """All of its frames."""
        return self.segment_bytes + self.chunk_bytes + self.snapshot_bytes

    @property
    def chunks(self) -> int:
        """How many pieces of papers."""
        return sum(chunk.count(paper.size) for paper in self.papers)

    def of(self, chosen: Chosen) -> Chosen:
        """Those of the chosen segments that are in this share."""
        mine = set(self.segments)
        return Chosen(tuple((part, tuple(s for s in segments if s in mine)) for part, segments in chosen.parts))


def _framed(paper: Paper) -> int:
    return chunk.framed(paper.size)


def share_out(
    segments: Iterable[tuple[bytes, int, int]],
    papers: Iterable[Paper],
    part_bytes: int = PART_BYTES,
    paper_bytes: Callable[[Paper], int] = _framed,
) -> list[Share]:
    """Segments (hash, framed bytes, records) and papers in as many shares as needed; at least one, which may be empty.

    >>> [len(share.segments) for share in share_out([(b"a", 60, 1), (b"b", 60, 2), (b"c", 30, 1)], [], 100)]
    [1, 2]
    """
    shares = [Share()]
    for name, size, records in segments:
        share = _roomy(shares, size, part_bytes)
        share.segments.append(name)
        share.segment_bytes += size
        share.records += records
    for paper in papers:
        size = paper_bytes(paper)
        share = _roomy(shares, size, part_bytes)
        share.papers.append(paper)
        share.chunk_bytes += size
    return shares


def _roomy(shares: list[Share], size: int, part_bytes: int) -> Share:
    """The last share, or a new one where the last has no room left; nothing is ever cut in two."""
    if shares[-1].bytes and shares[-1].bytes + size > part_bytes:
        shares.append(Share())
    return shares[-1]
