"""A paper at rest: pieces of 64 KiB, each sealed under a key of the store, in an order nobody can change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC: Final = b"BJBLOB1\n"
PIECE: Final = 64 * 1024
_SALT: Final = 32
_TAG: Final = 16


class Spoilt(Exception):
    """The bytes on the disk are not those that were written there."""


def blob_key(data_key: bytes) -> bytes:
    """The key of all papers of a store, from the key of its book."""
    return HKDF(SHA256(), 32, salt=None, info=b"baijia/blobs").derive(data_key)


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    """Every file has a key of its own, so that a counter may serve as nonce."""
    return ChaCha20Poly1305(hashlib.blake2b(salt, key=key, digest_size=32, person=b"baijia/blob").digest())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


class SealedWriter:
    """Takes plain bytes and writes them sealed; a file without ``finish`` does not open."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(_SALT)
        self._file, self._cipher = file, _cipher(key, salt)
        self._buffer = bytearray()
        self._number = 0
        file.write(MAGIC + salt)

    def write(self, data: bytes) -> None:
        """The next bytes, any number of them."""
        self._buffer += data
        while len(self._buffer) > PIECE:
            self._piece(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]

    def finish(self) -> None:
        """No more bytes come."""
        self._piece(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _piece(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, None))
        self._number += 1


def unsealed(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The plain bytes again, piece by piece; Spoilt where one is wrong, missing or too many."""
    start = file.read(len(MAGIC) + _SALT)
    if len(start) < len(MAGIC) + _SALT or not start.startswith(MAGIC):
        raise Spoilt
    cipher, number = _cipher(key, start[len(MAGIC) :]), 0
    piece = file.read(PIECE + _TAG)
    while piece:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise Spoilt from None
        piece, number = following, number + 1
    if not number:
        raise Spoilt
