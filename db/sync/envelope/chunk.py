"""A piece of a paper in a bundle (frame B): 32 bytes SHA-256, length of the whole, place of this piece, the bytes."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from db.sync.envelope.header import FRAME_HEAD

CHUNK: Final = 1024 * 1024
_HEAD: Final = struct.Struct("<32sQQ")


class Chunk(NamedTuple):
    """At most 1 MiB of a paper; `size` is the length of the whole, `at` where these bytes begin."""

    sha256: str
    size: int
    at: int
    data: bytes


def encode(chunk: Chunk) -> bytes:
    """The payload of a B frame."""
    return _HEAD.pack(bytes.fromhex(chunk.sha256), chunk.size, chunk.at) + chunk.data


def decode(payload: bytes) -> Chunk | None:
    """The piece again; None for what is none.

    >>> decode(encode(Chunk("ab" * 32, 5, 2, b"xyz"))).data
    b'xyz'
    """
    if len(payload) < _HEAD.size:
        return None
    sha256, size, at = _HEAD.unpack_from(payload)
    data = payload[_HEAD.size :]
    if len(data) > CHUNK or at + len(data) > size:
        return None
    return Chunk(sha256.hex(), size, at, data)


def count(size: int) -> int:
    """How many frames a paper of that size takes."""
    return max(1, -(-size // CHUNK))


def lengths(size: int) -> list[int]:
    """The lengths of those frames, with their beginnings.

    >>> lengths(CHUNK + 2)
    [1048629, 55]
    """
    last = size - (count(size) - 1) * CHUNK
    return [FRAME_HEAD + _HEAD.size + length for length in [CHUNK] * (count(size) - 1) + [last]]


def framed(size: int) -> int:
    """How many bytes of a bundle a paper of that size takes."""
    return size + count(size) * (FRAME_HEAD + _HEAD.size)
