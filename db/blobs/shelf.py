"""Where papers and photos lie: ``blobs/ab/<sha256>``, each whole and encrypted or not there at all."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from db.blobs.sealed import SealedWriter, Spoilt, blob_key, unsealed
from db.engine import plain_words
from db.errors import KnownError
from db.identity import new_id
from db.store import Store

FOLDER: Final = "blobs"
PART: Final = ".part"
SPOILT: Final = ".bad"
HALF_DONE_DAYS: Final = 1
"""A file that nobody finished within a day is left over from a power cut."""
UNNAMED_DAYS: Final = 30
"""So long a paper may wait for the record that names it (it may come with another stick), and a spoilt one for a
person who wants to save what can be saved."""
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Blob:
    """A paper that is kept: the SHA-256 of its plain content, and how many bytes it has."""

    sha256: str
    size: int


class WrongContent(Exception):
    """What came is not what its name says."""


def is_name(text: str | None) -> bool:
    """Whether this can be the name of a paper; a record from elsewhere may say anything."""
    return text is not None and _NAME.fullmatch(text) is not None


def blob_path(store: Store, sha256: str) -> Path:
    """Where a paper lies, or would lie."""
    if not is_name(sha256):
        raise missing()
    return store.path / FOLDER / sha256[:2] / sha256


def missing() -> KnownError:
    """The paper is not on this computer."""
    return KnownError(_("这份材料还不在本机，下次交接时会补来。"), code="BLOB_MISSING")


def damaged() -> KnownError:
    """The paper does not open any more."""
    return KnownError(_("这份材料的文件坏了，打不开；下次交接时会请对方补发。"), code="BLOB_DAMAGED")


class Incoming:
    """A paper being taken in; under its name only once its last byte is on the disk, else nothing stays."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._part = store.path / FOLDER / f"{new_id()}{PART}"
        self._hash = hashlib.sha256()
        self._kept = False
        self.size = 0
        with plain_words():
            self._part.parent.mkdir(exist_ok=True)
            self._file = self._part.open("xb")
            self._writer = SealedWriter(self._file, blob_key(store.data_key))

    def write(self, data: bytes) -> None:
        """The next bytes of the plain content."""
        with plain_words():
            self._writer.write(data)
        self._hash.update(data)
        self.size += len(data)

    def keep(self, wanted: str | None = None) -> Blob:
        """All bytes are there: give it its name. WrongContent if that is not the one wanted."""
        name = self._hash.hexdigest()
        if wanted is not None and name != wanted:
            raise WrongContent(name)
        target = blob_path(self._store, name)
        with plain_words():
            self._writer.finish()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            first = not target.parent.exists()
            target.parent.mkdir(exist_ok=True)
            if is_whole(self._store, name):
                os.utime(target)  # it is wanted anew: let nobody clear it away
                self._part.unlink()
            else:
                self._part.replace(target)
                flush_folder(target.parent)
                if first:
                    flush_folder(target.parent.parent)
        self._kept = True
        return Blob(name, self.size)

    def __enter__(self) -> Self:
        return self

    def discard(self) -> None:
        """It was not whole, or not wanted: nothing stays."""
        if not self._kept:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.discard()


def flush_folder(folder: Path) -> None:
    """Makes a new name survive a power cut; where the system has no such call, the flush of the file does it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError:  # FAT over FUSE knows no fsync of folders
        pass
    finally:
        os.close(handle)


def put(store: Store, pieces: Iterable[bytes]) -> Blob:
    """Keeps a content; the same content twice is one file."""
    with Incoming(store) as incoming:
        for piece in pieces:
            incoming.write(piece)
        return incoming.keep()


def pieces(store: Store, sha256: str) -> Iterator[bytes]:
    """The plain content piece by piece; KnownError where it is not here, or (at the latest after the last piece) when
    a byte of it is wrong."""
    return _pieces(blob_path(store, sha256), store.data_key)


def _pieces(path: Path, data_key: bytes) -> Iterator[bytes]:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            for piece in unsealed(file, blob_key(data_key)):
                found.update(piece)
                yield piece
    except FileNotFoundError:
        raise missing() from None
    except (Spoilt, OSError):
        raise damaged() from None
    if found.hexdigest() != path.name:
        raise damaged()


def content(store: Store, sha256: str) -> bytes:
    """The plain content, verified; KnownError with code BLOB_MISSING or BLOB_DAMAGED."""
    return b"".join(pieces(store, sha256))


def is_here(store: Store, sha256: str) -> bool:
    """Whether there is a file of that name; whether it is whole, ``is_whole`` tells."""
    return is_name(sha256) and blob_path(store, sha256).is_file()


def is_whole(store: Store, sha256: str) -> bool:
    """Whether the paper is here and every byte of it is right."""
    return is_name(sha256) and opens(blob_path(store, sha256), store.data_key)


def opens(path: Path, data_key: bytes) -> bool:
    """Whether a file, wherever it lies, holds the whole content that its name promises."""
    try:
        for _piece in _pieces(path, data_key):
            pass
    except KnownError:
        return False
    return True


def drop(store: Store, sha256: str) -> None:
    """Takes a paper off the disk, if it is there."""
    with plain_words():
        blob_path(store, sha256).unlink(missing_ok=True)


def set_aside(store: Store, sha256: str) -> None:
    """A file that does not open makes room for the good one; it stays beside it for a month."""
    path = blob_path(store, sha256)
    with plain_words():
        if path.is_file():
            path.replace(path.with_suffix(SPOILT))


def sweep(store: Store, named: Collection[str], now: float | None = None) -> int:
    """Clears away what a power cut left half done, and what no record has named for a month; returns how many."""
    now, gone = now or time.time(), 0
    for path in list((store.path / FOLDER).rglob("*")):
        days = _patience(path, named)
        try:
            if days is not None and now - path.stat().st_mtime > days * _DAY:
                path.unlink()
                gone += 1
        except OSError:  # in use, or gone already: next time
            continue
    return gone


def _patience(path: Path, named: Collection[str]) -> int | None:
    """After how many days a file may go; None for what stays."""
    if path.suffix == PART:
        return HALF_DONE_DAYS
    if path.suffix == SPOILT or (is_name(path.name) and path.name not in named):
        return UNNAMED_DAYS
    return None
