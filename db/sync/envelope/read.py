"""Reading a bundle: the clear header first, then the sealed frames one by one, in flat memory (sync.md §18, §19)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import msgspec

from db.device_keys import KeyPair, PublicKeys, digest
from db.sync.envelope import header as hd
from db.sync.envelope.chunk import CHUNK
from db.sync.envelope.crypto import StreamError, open_stream, sealed_size
from db.sync.envelope.disk import Disk
from db.sync.errors import BundleError, of_os
from db.sync.log.segment import APP

_END: Final = 512
"""Bytes that the last frame does not exceed."""


@dataclass(frozen=True, slots=True)
class Head:
    """The clear beginning of a bundle, as read; ``digest`` is BLAKE2b-256 of its header bytes."""

    header: hd.Header
    raw: bytes
    signature: bytes
    size: int

    @property
    def stream_at(self) -> int:
        """Where the age stream starts."""
        return 12 + len(self.raw) + hd.SIGNATURE

    @property
    def digest(self) -> bytes:
        """The name of this very file."""
        return digest(self.raw)

    def signed_by(self, public: PublicKeys) -> bool:
        """Whether the header was signed by that computer, which it names as its sender."""
        return public.id == self.header.sender and public.signed(hd.LABEL_HEADER, self.raw, self.signature)


def read_head(file: BinaryIO, size: int) -> Head:
    """The clear header; raises EMPTY, NOT_BUNDLE, TRUNCATED, LIMIT, TOO_NEW, BAD_SIGNATURE (not decodable)."""
    if size == 0:
        raise BundleError("EMPTY")
    start = file.read(12)
    if start[:8] != hd.MAGIC[: len(start)]:
        raise BundleError("NOT_BUNDLE")
    if len(start) < 12:
        raise BundleError("TRUNCATED", intact=0, total="?")
    (length,) = struct.unpack("<I", start[8:])
    if length > hd.MAX_HEADER:
        raise BundleError("LIMIT")
    raw, signature = file.read(length), file.read(hd.SIGNATURE)
    if len(signature) < hd.SIGNATURE:
        raise BundleError("TRUNCATED", intact=0, total="?")
    return Head(_decode_header(raw), raw, signature, size)


def _decode_header(raw: bytes) -> hd.Header:
    try:
        version = msgspec.msgpack.decode(raw, type=hd.Version)
        if version.min_reader > hd.READER:
            raise BundleError("TOO_NEW", theirs=version.app, ours=APP)
        return msgspec.msgpack.decode(raw, type=hd.Header)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise BundleError("BAD_SIGNATURE") from None


class Receiver(Protocol):
    """Takes the frames of a bundle in order."""

    def inner(self, content: bytes, signature: bytes) -> None:
        """The first frame."""
        ...

    def snapshot(self, payload: bytes) -> None:
        """One piece of a snapshot, before all segments; not yet verified."""
        ...

    def segment(self, payload: bytes) -> None:
        """One segment, not yet verified."""
        ...

    def blob(self, payload: bytes) -> None:
        """One piece of a paper, after all segments; not yet verified."""
        ...

    def locked(self, payload: bytes) -> None:
        """A frame for the receivers of one compartment alone; not yet opened."""
        ...

    def end(self, content: bytes, signature: bytes, seen: hd.End) -> None:
        """The last frame; ``seen`` is what this file really held before it."""
        ...


class FrameParser:
    """Cuts the opened stream into frames; it never holds more than one."""

    def __init__(self, header: bytes, receiver: Receiver) -> None:
        self._receiver = receiver
        self._buffer = bytearray()
        self._hash = hashlib.blake2b(header, digest_size=32)
        self.frames = 0
        self.snapshots = 0
        self.segments = 0
        self.chunks = 0
        self.locked = 0
        self.taken = 0
        self.ended = False

    @property
    def pieces(self) -> int:
        """How many segments, pieces of snapshots and papers, frames of single compartments have come whole."""
        return self.snapshots + self.segments + self.chunks + self.locked

    def write(self, data: bytes) -> None:
        """Takes the next bytes; raises DAMAGED for what is no frame and LIMIT for one that is too long."""
        self._buffer += data
        self.taken += len(data)
        while len(self._buffer) >= hd.FRAME_HEAD:
            (length,) = struct.unpack_from("<I", self._buffer)
            if length > hd.MAX_FRAME:
                raise BundleError("LIMIT")
            if self.ended or self._buffer[4] not in hd.KNOWN_FRAMES:
                raise self._damaged()
            if len(self._buffer) < hd.FRAME_HEAD + length:
                return
            whole = bytes(self._buffer[: hd.FRAME_HEAD + length])
            del self._buffer[: hd.FRAME_HEAD + length]
            self._take(whole)

    def finish(self) -> None:
        """The stream is over: the last frame must have been E."""
        if not self.ended or self._buffer:
            raise self._damaged()

    def _damaged(self) -> BundleError:
        return BundleError("DAMAGED", at=self.pieces + 1, total="?")

    def _take(self, whole: bytes) -> None:
        kind, payload = chr(whole[4]), whole[hd.FRAME_HEAD :]
        if (kind == "H") != (self.frames == 0) or (kind == "S" and self.chunks):
            raise self._damaged()
        if kind == "N" and self.pieces > self.snapshots:
            raise self._damaged()
        if kind == "E":
            self.ended = True
            seen = hd.End(segments=self.segments, frames=self.frames, digest=self._hash.digest())
            self._receiver.end(*_signed_part(payload), seen)
            return
        self._hash.update(whole)
        self.frames += 1
        if kind == "H":
            self._receiver.inner(*_signed_part(payload))
        elif kind == "N":
            self.snapshots += 1
            self._receiver.snapshot(payload)
        elif kind == "S":
            self.segments += 1
            self._receiver.segment(payload)
        elif kind == "B":
            self.chunks += 1
            self._receiver.blob(payload)
        elif kind == "C":
            self.locked += 1
            self._receiver.locked(payload)


def _signed_part(payload: bytes) -> tuple[bytes, bytes]:
    try:
        return msgspec.msgpack.decode(payload, type=tuple[bytes, bytes])
    except (msgspec.MsgspecError, ValueError):
        raise BundleError("BAD_SIGNATURE") from None


class _Counting:
    """A file that knows how far it was read and tells who is waiting."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None] | None) -> None:
        self._file, self._progress = file, progress
        self.at_end = False

    def read(self, size: int, /) -> bytes:
        data = self._file.read(size)
        self.at_end = not data
        if self._progress is not None:
            self._progress(self._file.tell())
        return data


def read_frames(
    file: BinaryIO,
    head: Head,
    pairs: Iterable[KeyPair],
    receiver: Receiver,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Open the stream and hand its frames over; raises NOT_FOR_US, TRUNCATED, DAMAGED, LIMIT, STICK_REMOVED.

    Frames handed over before an error are exactly those the sender wrote.
    """
    parser = FrameParser(head.raw, receiver)
    pairs = list(pairs)
    try:
        open_stream(_Counting(file, progress), parser, pairs)
        parser.finish()
    except StreamError as error:
        if error.no_key and head.header.to not in {pair.id for pair in pairs}:
            raise BundleError("NOT_FOR_US", name=head.header.to_name) from None
        raise _stream_verdict(head, parser, missing_bytes(file, head)) from None
    except BundleError as error:
        if error.code == "DAMAGED":
            raise BundleError("DAMAGED", at=parser.pieces + 1, total=_total(head, parser)) from None
        raise
    except OSError as error:
        raise of_os(error) from error


def missing_bytes(file: BinaryIO, head: Head) -> int:
    """How much of a file is not there, by what its header says of its length; 0 where nothing seems to be missing."""
    file.seek(head.stream_at)
    start = file.read(hd.MAX_HEADER)
    mac = start.find(b"\n--- ")
    if mac < 0:
        return 1 if len(start) < hd.MAX_HEADER else 0
    age_header = mac + len(b"\n--- ") + 43 + 1
    return max(0, head.stream_at + age_header + sealed_size(head.header.plain_bytes) - head.size)


def _stream_verdict(head: Head, parser: FrameParser, missing: int) -> BundleError:
    total = _total(head, parser)
    if missing:
        return BundleError("TRUNCATED", intact=parser.pieces, total=total)
    return BundleError("DAMAGED", at=min(parser.pieces + 1, total), total=total)


def _total(head: Head, parser: FrameParser) -> int:
    """How many pieces the file has: its header counts the segments, what follows them is known by its length alone."""
    if parser.segments < head.header.n_segments:
        return parser.snapshots + head.header.n_segments
    return parser.pieces + max(0, -(-(head.header.plain_bytes - parser.taken - _END) // CHUNK))


def open_head(path: Path, disk: Disk | None = None) -> Head:
    """The clear header of a file, which is closed again."""
    disk = disk or Disk()
    try:
        with disk.open(path) as file:
            return read_head(file, disk.size(path))
    except OSError as error:
        raise of_os(error) from error
