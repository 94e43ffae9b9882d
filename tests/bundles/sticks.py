"""Sticks that fill up, vanish, cannot be written, or give a read error, after so many bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO, cast

from db.sync.envelope.disk import Disk


class _Wearing(io.RawIOBase):
    """A file that works for so many bytes, then answers with an error of the system."""

    def __init__(self, file: BinaryIO, left: int, error: OSError) -> None:
        self._file, self._left, self._error = file, left, error

    def _use(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise self._error

    def write(self, data: Any) -> int:
        self._use(len(data))
        return self._file.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._use(len(data))
        return data

    def seek(self, at: int, whence: int = 0) -> int:
        return self._file.seek(at, whence)

    def tell(self) -> int:
        return self._file.tell()

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()
        super().close()


class WornDisk(Disk):
    """A stick whose files work for so many bytes of writing, or of reading."""

    def __init__(self, number: int, *, writes: int = 1 << 40, reads: int = 1 << 40) -> None:
        self._error, self._writes, self._reads = OSError(number, "stick"), writes, reads

    def create(self, path: Path) -> BinaryIO:
        return cast("BinaryIO", _Wearing(super().create(path), self._writes, self._error))

    def open_again(self, path: Path) -> BinaryIO:
        return self.open(path)

    def open(self, path: Path) -> BinaryIO:
        return cast("BinaryIO", _Wearing(super().open(path), self._reads, self._error))
