"""Sealing a stream for its receivers and opening it again: the age format, in flat memory (sync.md §18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

import pyrage
from pyrage import x25519

from db.device_keys import KeyPair

CHUNK: Final = 64 * 1024
_TAG: Final = 16


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


class Writable(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: bytes, /) -> Any:
        """Takes all of the bytes."""
        ...


class StreamError(Exception):
    """The sealed stream does not open here: ``no_key`` when it is not for us, else damaged or cut short."""

    def __init__(self, *, no_key: bool) -> None:
        super().__init__("no key" if no_key else "damaged")
        self.no_key = no_key


class _Guard:
    """Passes reads and writes through and keeps the first error, which pyrage turns into a text or overwrites.

    After an error nothing is passed on any more: pyrage offers the rest of its buffer once again when it gives up.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        self._stop()
        try:
            return bytes(self.inner.read(size))
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        self._stop()
        try:
            self.inner.write(data)
        except BaseException as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def _stop(self) -> None:
        if self.error is not None:
            raise self.error


class Chunks:
    """A stream to read from, made of pieces that are produced one by one."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of what comes next."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        out, self._rest = self._rest[:size], self._rest[size:]
        return bytes(out)


def seal_stream(source: Readable, target: Writable, recipients: Sequence[str]) -> None:
    """Encrypt everything ``source`` gives to the holders of any of the ``age1…`` recipients.

    Errors of source and target (a full stick, a cancelled job) come out as they are.
    """
    reader, writer = _Guard(source), _Guard(target)
    keys = [x25519.Recipient.from_str(text) for text in recipients]
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except BaseException as error:
        raise (reader.error or writer.error or error) from None
    _raise_swallowed(reader, writer)


def open_stream(source: Readable, target: Writable, pairs: Iterable[KeyPair]) -> None:
    """Decrypt ``source`` into ``target`` piece by piece; whatever was handed over before a StreamError was right."""
    reader, writer = _Guard(source), _Guard(target)
    try:
        pyrage.decrypt_io(reader, writer, [pair.identity() for pair in pairs])
    except BaseException as error:
        cause = reader.error or writer.error
        if cause is not None:
            raise cause from None
        if isinstance(error, pyrage.DecryptError | OSError):
            raise StreamError(no_key="No matching keys" in str(error)) from None
        raise
    _raise_swallowed(reader, writer)


def seal_bytes(data: bytes, recipients: Sequence[str]) -> bytes:
    """A small age file for the holders of any of the ``age1…`` recipients."""
    return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(text) for text in recipients]))


def open_bytes(data: bytes, pairs: Iterable[KeyPair]) -> bytes:
    """What is in a small age file; StreamError where it is for others, or damaged."""
    try:
        return bytes(pyrage.decrypt(data, [pair.identity() for pair in pairs]))
    except pyrage.DecryptError as error:
        raise StreamError(no_key="No matching keys" in str(error)) from None


def _raise_swallowed(*guards: _Guard) -> None:
    """WORKAROUND pyrage 1.4.0: an error while its last buffer is written, when it lets go of it, is lost."""
    for guard in guards:
        if guard.error is not None:
            raise guard.error


def sealed_size(plain: int) -> int:
    """Bytes after the age header of a stream with ``plain`` bytes: a nonce, then chunks of 64 KiB with 16 more each."""
    return 16 + plain + _TAG * max(1, -(-plain // CHUNK))
