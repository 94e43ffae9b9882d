"""The stick as the operating system shows it; tests put in one that fills up, vanishes or lies."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO


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

    def remove(self, path: Path) -> None:
        """Delete a file if it is there."""
        path.unlink(missing_ok=True)

    def free(self, folder: Path) -> int:
        """Bytes that still fit."""
        return shutil.disk_usage(folder).free
