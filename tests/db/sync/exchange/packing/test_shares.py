"""A hand-over is shared out without cutting anything in two."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from db.sync.envelope import chunk
from db.sync.exchange.blobs import Paper
from db.sync.exchange.packing.shares import share_out
from db.sync.exchange.partitions import LocalPartition
from db.sync.exchange.selection import Chosen


def test_nothing_at_all_is_one_empty_share() -> None:
    (share,) = share_out([], [])
    assert (share.bytes, share.chunks, share.records) == (0, 0, 0)


def test_everything_is_in_exactly_one_share_in_its_order(seed: int) -> None:
    rng = Random(seed)
    for _n in range(100):
        segments = [(rng.randbytes(8), rng.randrange(1, 500), 1) for _s in range(rng.randrange(20))]
        papers = [Paper(rng.randbytes(32).hex(), rng.randrange(1, 900)) for _p in range(rng.randrange(20))]
        shares = share_out(segments, papers, 1000)
        assert [s for share in shares for s in share.segments] == [name for name, _size, _records in segments]
        assert [p for share in shares for p in share.papers] == papers
        assert sum(share.records for share in shares) == len(segments)
        assert all(share.bytes for share in shares) or len(shares) == 1
        assert all(share.bytes <= 1000 for share in shares)  # here no single thing is larger
        for one, following in pairwise(shares):
            sizes = {name: size for name, size, _records in segments}
            first = sizes[following.segments[0]] if following.segments else chunk.framed(following.papers[0].size)
            assert one.bytes + first > 1000  # no part begins before the one before it is full
            assert not (one.papers and following.segments)  # papers come after all records


def test_what_is_larger_than_a_part_has_one_of_its_own() -> None:
    big = Paper("ab" * 32, 5000)
    shares = share_out([(b"s", 10, 1)], [big, Paper("cd" * 32, 5)], 100)
    assert [[len(s.segments), len(s.papers)] for s in shares] == [[1, 0], [0, 1], [0, 1]]


def test_a_share_knows_its_part_of_what_was_chosen() -> None:
    general, common = LocalPartition(1, "v", 0), LocalPartition(2, "t", 0)
    chosen = Chosen(((general, (b"a", b"b")), (common, (b"c",))))
    first, second = share_out([(name, 60, 1) for name in chosen.hashes], [], 130)
    assert first.of(chosen).parts == ((general, (b"a", b"b")), (common, ()))
    assert second.of(chosen).parts == ((general, ()), (common, (b"c",)))
