"""The stick as the operating system shows it; tests put in one that fills up, vanishes or lies."""

from __future__ import annotations

import io
import mmap
import os
import shutil
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

_BLOCK: Final = 1 << 18
_DIRECT: Final[int] = getattr(os, "O_DIRECT", 0)


class _Direct(io.RawIOBase):
    """A file read past the memory of the system, in whole blocks, as the medium itself has it."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | _DIRECT)
        self._block = mmap.mmap(-1, _BLOCK)  # aligned as such reads must be
        self._at = self._left = self._from = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: Any) -> int:
        """The next bytes."""
        if not self._left:
            self._left, self._from = os.preadv(self._handle, [self._block], self._at), 0
            self._at += self._left
        count = min(self._left, len(into))
        into[:count] = self._block[self._from : self._from + count]
        self._from, self._left = self._from + count, self._left - count
        return count

    def close(self) -> None:
        """Lets go of the file."""
        if not self.closed:
            os.close(self._handle)
        super().close()


class Disk:
    """Files of a folder or a stick, with the calls that make what was written survive a power cut."""

    def create(self, path: Path) -> BinaryIO:
        """A new empty file to write to."""
        return path.open("wb", buffering=1 << 18)

    def open(self, path: Path) -> BinaryIO:
        """An existing file to read from."""
        return path.open("rb")

    def size(self, path: Path) -> int:
        """Bytes of an existing file."""
        return path.stat().st_size

    def flush(self, file: BinaryIO) -> None:
        """Push everything written so far onto the medium."""
        file.flush()
        os.fsync(file.fileno())

    def rename(self, part: Path, target: Path) -> None:
        """Give a finished file its name, in place of an older one of that name."""
        part.replace(target)

    def flush_folder(self, folder: Path) -> None:
        """Make the new name itself survive; Windows has no such call, there the flush of the file does it."""
        try:
            handle = os.open(folder, os.O_RDONLY)
        except (PermissionError, IsADirectoryError):
            return
        try:
            os.fsync(handle)
        except OSError:  # FAT over FUSE knows no fsync of folders
            pass
        finally:
            os.close(handle)

    def forget(self, file: BinaryIO) -> None:
        """Ask the system to read this file from the medium again, not from its memory."""
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def open_again(self, path: Path) -> BinaryIO:
        """A file just written, from the medium itself where the system allows it, else as fresh as can be had."""
        try:
            if _DIRECT:
                with _Direct(path) as probe:
                    probe.read(1)
                return cast("BinaryIO", io.BufferedReader(_Direct(path), _BLOCK))
        except OSError:  # this kind of stick does not know it
            pass
        file = self.open(path)
        self.forget(file)
        return file

    def names(self, folder: Path) -> frozenset[str]:
        """What lies in a folder, in small letters: FAT makes no difference."""
        return frozenset(path.name.casefold() for path in folder.iterdir())

    def remove(self, path: Path) -> None:
        """Delete a file if it is there."""
        path.unlink(missing_ok=True)

    def free(self, folder: Path) -> int:
        """Bytes that still fit."""
        return shutil.disk_usage(folder).free
