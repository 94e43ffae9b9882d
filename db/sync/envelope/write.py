"""Writing a bundle to a stick so that it is whole or not there, and proving it by reading it back (sync.md §19)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from db.device_keys import KeyPair, digest
from db.sync.envelope import header as hd
from db.sync.envelope import locked
from db.sync.envelope.crypto import Chunks, seal_stream, sealed_size
from db.sync.envelope.disk import Disk
from db.sync.envelope.names import HALF
from db.sync.errors import BundleError, of_os

Segment = tuple[bytes, bytes, bytes]
"""(head, signature, body), as made by its author; nobody re-encodes it."""
Progress = Callable[[int, int], None]
"""Called with (done, total); it may raise to stop."""

_READ: Final = 1 << 18
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Locked:
    """What goes along of one compartment: an H frame of its own, then whole frames, each locked for its recipients.

    ``frames`` follow the open segments, ``chunks`` the open papers; ``size`` is that of all C frames but the first.
    """

    compartment: int
    recipients: Sequence[str]
    inner: hd.Inner
    frames: Iterable[bytes] = ()
    chunks: Iterable[bytes] = ()
    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A bundle about to be written; ``header`` and ``inner`` lack what only writing can tell.

    ``chunks`` are the payloads of ``n_chunks`` B frames, ``chunk_bytes`` long with their frames; ``snapshots`` those of
    ``n_snapshots`` N frames likewise.
    """

    header: hd.Header
    inner: hd.Inner
    segments: Iterable[Segment]
    segment_bytes: int
    recipients: Sequence[str]
    chunks: Iterable[bytes] = ()
    n_chunks: int = 0
    chunk_bytes: int = 0
    locked: Sequence[Locked] = ()
    snapshots: Iterable[bytes] = ()
    n_snapshots: int = 0
    snapshot_bytes: int = 0

    @property
    def content_bytes(self) -> int:
        """Bytes of all frames between the first and the last, but for the first of each compartment."""
        return self.snapshot_bytes + self.segment_bytes + self.chunk_bytes + sum(one.size for one in self.locked)


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle on the stick, read back and found equal."""

    path: Path
    sha256: str
    size: int


def segment_size(head: int, body: int) -> int:
    """Bytes of the frame of a segment whose head and body have these lengths."""
    return hd.FRAME_HEAD + 1 + _bin(head) + _bin(hd.SIGNATURE) + _bin(body)


def _bin(length: int) -> int:
    return length + (2 if length < 1 << 8 else 3 if length < 1 << 16 else 5)


def write_bundle(target: Path, draft: Draft, pair: KeyPair, disk: Disk, progress: Progress | None = None) -> Written:
    """Write ``target`` through ``target.part``; on any error neither name is left on the stick.

    Raises DISK_FULL, READ_ONLY, STICK_REMOVED, STICK_BAD.
    """
    part = target.with_name(target.name + HALF)
    try:
        written = _write_part(part, draft, pair, disk, progress)
        disk.rename(part, target)
        disk.flush_folder(target.parent)
        _read_back(target, written, disk)
    except BaseException as error:
        _clear(disk, part)
        if isinstance(error, BundleError) and error.code == "STICK_BAD":
            _clear(disk, target)
        if isinstance(error, OSError):
            raise of_os(error, draft.content_bytes) from error
        raise
    return Written(target, *written)


def clear_halves(folder: Path, disk: Disk) -> None:
    """Takes away what a stick pulled out while it was written kept of the file: it never had its name."""
    for half in folder.glob("*" + hd.SUFFIX + HALF):
        _clear(disk, half)


def _clear(disk: Disk, path: Path) -> None:
    try:
        disk.remove(path)
    except OSError:  # the stick is gone, and the half file with it
        pass


class _Hashing:
    """A file that remembers the hash and the length of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.sha256.update(data)
        self.size += len(data)


def _write_part(part: Path, draft: Draft, pair: KeyPair, disk: Disk, progress: Progress | None) -> tuple[str, int]:
    frames = _Frames(draft, pair, progress)
    with disk.create(part) as file:
        out = _Hashing(file)
        out.write(hd.MAGIC + struct.pack("<I", len(frames.header)) + frames.header)
        out.write(pair.sign(hd.LABEL_HEADER, frames.header))
        seal_stream(Chunks(frames), out, draft.recipients)
        if out.size < sealed_size(frames.plain):
            raise BundleError("BUG")
        disk.flush(file)
    return out.sha256.hexdigest(), out.size


def _read_back(target: Path, written: tuple[str, int], disk: Disk) -> None:
    found = hashlib.sha256()
    with disk.open_again(target) as file:
        while piece := file.read(_READ):
            found.update(piece)
    if found.hexdigest() != written[0]:
        raise BundleError("STICK_BAD")


class _Frames:
    """The plaintext of a bundle, frame by frame: H, a snapshot, segments, papers, the locked ones of each last, E."""

    def __init__(self, draft: Draft, pair: KeyPair, progress: Progress | None) -> None:
        self._draft, self._pair, self._progress = draft, pair, progress
        self._promised = {
            "N": draft.n_snapshots, "S": draft.header.n_segments, "B": draft.n_chunks,
            "C": sum(1 + one.count for one in draft.locked)
        }  # fmt: skip
        self._total = sum(self._promised.values())
        self._written = dict.fromkeys(self._promised, 0)
        inner = len(self._inner(draft.inner, bytes(32)))
        firsts = sum(locked.size(len(self._inner(one.inner, bytes(32))), len(one.recipients)) for one in draft.locked)
        end = len(self._end(bytes(32)))
        self.plain = inner + firsts + draft.content_bytes + end
        self.header = _encode(msgspec.structs.replace(draft.header, plain_bytes=self.plain))

    def __iter__(self) -> Iterator[bytes]:
        hashed = hashlib.blake2b(self.header, digest_size=32)
        sent = done = 0
        for done, frame in enumerate(self._before_end()):
            hashed.update(frame)
            sent += len(frame)
            yield frame
            if self._progress is not None:
                self._progress(done, self._total)
        end = self._end(hashed.digest())
        if self._written != self._promised or sent + len(end) != self.plain:
            raise BundleError("BUG")
        yield end

    def _before_end(self) -> Iterator[bytes]:
        draft, header = self._draft, digest(self.header)
        yield self._inner(draft.inner, header)
        for piece in draft.snapshots:
            yield self._counted("N", piece)
        for segment in draft.segments:
            yield self._counted("S", _encode(segment))
        for one in draft.locked:
            yield self._locked(one, self._inner(one.inner, header))
            for whole in one.frames:
                yield self._locked(one, whole)
        for chunk in draft.chunks:
            yield self._counted("B", chunk)
        for one in draft.locked:
            for whole in one.chunks:
                yield self._locked(one, whole)

    def _counted(self, kind: str, payload: bytes) -> bytes:
        self._written[kind] += 1
        return frame(kind, payload)

    def _locked(self, one: Locked, whole: bytes) -> bytes:
        return self._counted("C", locked.lock(one.compartment, whole, one.recipients))

    def _inner(self, inner: hd.Inner, header: bytes) -> bytes:
        bound = msgspec.structs.replace(inner, bundle_id=self._draft.header.bundle_id, header=header)
        return frame("H", _signed(self._pair, hd.LABEL_INNER, _encode(bound)))

    def _end(self, digest_: bytes) -> bytes:
        end = hd.End(segments=self._draft.header.n_segments, frames=self._total + 1, digest=digest_)
        return frame("E", _signed(self._pair, hd.LABEL_END, _encode(end)))


def frame(kind: str, payload: bytes) -> bytes:
    """One frame of the stream: length of the payload, type, payload."""
    return struct.pack("<I", len(payload)) + kind.encode() + payload


def _signed(pair: KeyPair, label: str, content: bytes) -> bytes:
    return _encode([content, pair.sign(label, content)])
