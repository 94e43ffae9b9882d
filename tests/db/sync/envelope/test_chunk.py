"""Pieces of papers: what is none is told from what is one."""

from __future__ import annotations

from random import Random

import pytest

from db.sync.envelope.chunk import CHUNK, Chunk, count, decode, encode, framed

NAME = "0f" * 32


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 5 * CHUNK])
def test_the_frames_of_a_paper_are_counted_beforehand(size: int) -> None:
    cuts = range(0, max(size, 1), CHUNK)
    frames = [encode(Chunk(NAME, size, at, bytes(min(CHUNK, size - at)))) for at in cuts]
    assert len(frames) == count(size)
    assert sum(5 + len(frame) for frame in frames) == framed(size)
    assert [decode(frame) for frame in frames] == [Chunk(NAME, size, at, bytes(min(CHUNK, size - at))) for at in cuts]


@pytest.mark.parametrize(
    "wrong", [b"", bytes(47), encode(Chunk(NAME, 2, 0, b"abc")), encode(Chunk(NAME, 2, 3, b"")),
              encode(Chunk(NAME, 1 << 40, 0, bytes(CHUNK + 1)))]
)  # fmt: skip
def test_what_is_no_piece_is_none(wrong: bytes) -> None:
    assert decode(wrong) is None


def test_any_bytes_end_in_a_piece_or_none(seed: int) -> None:
    rng = Random(seed)
    for _n in range(500):
        found = decode(rng.randbytes(rng.randrange(100)))
        assert found is None or found.at + len(found.data) <= found.size
