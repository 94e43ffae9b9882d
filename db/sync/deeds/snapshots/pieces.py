"""A piece of a snapshot as it travels (frame N): segments by hash, with what is left of them, signed by the office."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from db.device_keys import KeyPair, PublicKeys
from db.sync.errors import BundleError
from db.sync.log import press
from db.sync.log import segment as sg
from db.sync.log.segment import MAX_OPS, MAX_PARENTS, Body, Count, Hash, Id, Malformed, Name, Spot

LABEL: Final = "baijia/snapshot"
PIECE: Final = 1024 * 1024
"""Bytes of a piece before it is compressed; only a single segment that is larger makes a larger one."""
MAX_COVERED: Final = 1_000_000
_encode: Final = msgspec.msgpack.Encoder().encode
Gone = tuple[Name, Id, Hash, Annotated[int, Meta(ge=0, lt=MAX_OPS)], Spot]
"""(table, row, segment, op, column): a write that somebody replaced before it came; column '' is a deletion lifted."""


class Covered(msgspec.Struct, array_like=True, frozen=True):
    """A segment the snapshot covers; a parent is its place among those of the partition so far, else its hash."""

    hash: Hash
    device: Count
    seq: Count
    hlc: Count
    n: Annotated[int, Meta(ge=1, le=MAX_OPS)]
    parents: Annotated[list[Count | Hash], Meta(max_length=MAX_PARENTS)]
    compacted: bytes | None = None


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Some segments of one partition; bound to its file and its receiver, numbered from 0."""

    snapshot: Annotated[str, Meta(max_length=64)]
    to: Id
    no: Count
    part: tuple[Id, Annotated[int, Meta(ge=0, le=255)]]
    devices: Annotated[list[Id], Meta(max_length=10_000)] = []
    covered: Annotated[list[Covered], Meta(max_length=100_000)] = []
    gone: Annotated[list[Gone], Meta(max_length=100_000)] = []
    last: bool = False


_read: Final = msgspec.msgpack.Decoder(Piece).decode
_pair: Final = msgspec.msgpack.Decoder(tuple[bytes, bytes]).decode


def seal(piece: Piece, office: KeyPair) -> bytes:
    """The payload of an N frame."""
    content = press.press(_encode(piece))
    return _encode([content, office.sign(LABEL, content)])


def unseal(payload: bytes, office: PublicKeys) -> Piece:
    """The piece again; BAD_SNAPSHOT where that office did not sign it or it is none, LIMIT where it is too large."""
    try:
        content, signature = _pair(payload)
        if not office.signed(LABEL, content, signature):
            raise BundleError("BAD_SNAPSHOT")
        return _read(sg.inflated(content))
    except Malformed as wrong:
        raise BundleError("LIMIT" if wrong.code == "LIMIT" else "BAD_SNAPSHOT") from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise BundleError("BAD_SNAPSHOT") from None


def read_compacted(count: int, raw: bytes) -> Body:
    """What is left of a segment of so many ops, within the limits of any body; Malformed otherwise."""
    if len(raw) > sg.MAX_INFLATED:
        raise Malformed("LIMIT", "inflated")
    body = sg.decoded(raw)
    if len(body.ops) > count or sum(entry[0] for entry in body.who) < len(body.ops):
        raise Malformed("BAD_SEGMENT", "counts differ")
    sg.check_ops(body)
    return body


def opened(covered: Covered) -> Body | None:
    """What is left of a segment; BAD_SNAPSHOT or LIMIT for what no honest office makes."""
    if covered.compacted is None:
        return None
    try:
        return read_compacted(covered.n, covered.compacted)
    except Malformed as wrong:
        raise BundleError("LIMIT" if wrong.code == "LIMIT" else "BAD_SNAPSHOT") from None
