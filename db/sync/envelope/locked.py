"""A frame for the receivers of one compartment alone (frame C); whoever lacks the key skips it (sync.md §18).

Its payload is msgpack [compartment, an age file, filling], and in the age file stands one frame again: H, S, D or B.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from db.device_keys import KeyPair
from db.sync.envelope.crypto import StreamError, open_bytes, seal_bytes, sealed_size
from db.sync.envelope.header import FRAME_HEAD
from db.sync.errors import BundleError

_HEADER: Final = len("age-encryption.org/v1\n") + len("--- ") + 43 + 1
_RECIPIENT: Final = len("-> X25519 ") + 43 + 1 + 43 + 1
_GREASE: Final = 256
"""pyrage adds a stanza of random length (at most 182 bytes); filling makes every frame as long as foretold."""
_BIN: Final = struct.Struct(">cI")
_parts: Final = msgspec.msgpack.Decoder(list[int | bytes]).decode


class Unreadable(Exception):
    """A frame that no honest program wrote."""


class Unlocked(NamedTuple):
    """The frame that was in a C frame."""

    compartment: int
    kind: str
    payload: bytes


def _longest(content: int, recipients: int) -> int:
    return _HEADER + recipients * _RECIPIENT + _GREASE + sealed_size(content)


def size(content: int, recipients: int) -> int:
    """Bytes of the C frame around a frame of that length, for so many recipients."""
    return FRAME_HEAD + 2 + 2 * _BIN.size + _longest(content, recipients)


def lock(compartment: int, content: bytes, recipients: Sequence[str]) -> bytes:
    """The payload of the C frame around a whole frame; always as long as ``size`` says."""
    sealed = seal_bytes(content, recipients)
    room = _longest(len(content), len(recipients)) - len(sealed)
    if room < 0 or not 0 < compartment < 128:
        raise BundleError("BUG")
    return bytes([0x93, compartment]) + _bin(sealed) + _bin(bytes(room))


def _bin(data: bytes) -> bytes:
    """Always the long form of msgpack, so that the length of the filling never changes that of its own length."""
    return _BIN.pack(b"\xc6", len(data)) + data


def unlock(payload: bytes, pairs: Iterable[KeyPair]) -> Unlocked | None:
    """The frame inside; None where it is for others. Raises Unreadable."""
    try:
        compartment, sealed, *_filling = _parts(payload)
        if not isinstance(compartment, int) or not isinstance(sealed, bytes) or not 0 < compartment < 128:
            raise Unreadable
        content = open_bytes(sealed, pairs)
        length, kind = struct.unpack_from("<IB", content)
    except StreamError as error:
        if error.no_key:
            return None
        raise Unreadable from None
    except (msgspec.MsgspecError, ValueError, struct.error):
        raise Unreadable from None
    if len(content) != FRAME_HEAD + length:
        raise Unreadable
    return Unlocked(compartment, chr(kind), content[FRAME_HEAD:])


def unsealed(segment: tuple[bytes, bytes, bytes], pairs: Iterable[KeyPair]) -> tuple[bytes, bytes, bytes]:
    """A deposited segment with its true body again (frame D): the body was sealed for its office. Raises Unreadable."""
    head, sig, sealed = segment
    try:
        return head, sig, open_bytes(sealed, pairs)
    except StreamError:
        raise Unreadable from None
