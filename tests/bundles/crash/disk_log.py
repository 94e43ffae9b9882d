"""What a process asks of the disk, call by call: every write, truncation and sync of SQLite and of our own files.

SQLite is watched where it meets the system: in the table of the calls of its files (`sqlite3_io_methods`), so it is
the real encrypted driver that is watched. Files written by Python are noted when they are opened, with their content
at the next sync or renaming.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import _sqlite3


class Call(NamedTuple):
    """One call: write (at, data), truncate (at), sync, rename (to), remove, folder."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


class _Vfs(ctypes.Structure):
    """The beginning of `sqlite3_vfs`."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
    ]


_WRITE, _TRUNCATE, _SYNC, _METHODS = 3, 4, 5, 19
"""Places in `sqlite3_io_methods` (version 3): its number and 18 calls."""
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
"""Names stay pointers: SQLite keeps them, and reads the parameters that stand behind them."""
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class DiskLog:
    """Writes down what happens below some folders, from `start` on, until the process ends."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.calls: list[Call] = []
        self._below = tuple(f"{folder}{os.sep}" for folder in folders)
        self._names: dict[int, str] = {}
        self._tables: dict[int, Any] = {}
        self._kept: list[Any] = []
        self._python: dict[str, bytes | None] = {}

    def start(self) -> None:
        """From here on everything is noted; there is no way back in this process."""
        driver = ctypes.CDLL(_sqlite3.__file__)
        driver.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = driver.sqlite3_vfs_find(None).contents
        self._open, self._delete = _Open(vfs.open), _Delete(vfs.delete)
        vfs.open = self._ours(_Open, self._opened)
        vfs.delete = self._ours(_Delete, self._deleted)
        sys.addaudithook(self._heard)
        fsync = os.fsync

        def synced(handle: Any) -> None:
            fsync(handle)
            number = handle if isinstance(handle, int) else handle.fileno()
            self._python_synced(str(Path(f"/proc/self/fd/{number}").readlink()))

        os.fsync = synced

    def _ours(self, kind: Any, call: Callable[..., int]) -> int:
        made = kind(call)
        self._kept.append(made)
        return ctypes.cast(made, ctypes.c_void_p).value or 0

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._below) and not path.endswith("-shm")

    # --- SQLite ---

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, found: Any) -> int:
        answer = int(self._open(vfs, name, file, flags, found))
        path = ctypes.string_at(name).decode() if name else ""
        if answer == 0 and self._is_ours(path):
            self._names[file] = path
            methods = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
            methods[0] = self._watched(methods[0])
        return answer

    def _watched(self, original: int) -> int:
        """A table of calls like the original, three of them ours."""
        if original not in self._tables:
            old = ctypes.cast(original, ctypes.POINTER(ctypes.c_void_p))
            table = (ctypes.c_void_p * _METHODS)(*(old[n] for n in range(_METHODS)))
            write, truncate, sync = _Write(old[_WRITE]), _Truncate(old[_TRUNCATE]), _Sync(old[_SYNC])

            def on_write(file: int, data: int, length: int, at: int) -> int:
                self.calls.append(Call("write", self._names[file], at, ctypes.string_at(data, length)))
                return int(write(file, data, length, at))

            def on_truncate(file: int, size: int) -> int:
                self.calls.append(Call("truncate", self._names[file], size))
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                self.calls.append(Call("sync", self._names[file]))
                return int(sync(file, flags))

            table[_WRITE] = self._ours(_Write, on_write)
            table[_TRUNCATE] = self._ours(_Truncate, on_truncate)
            table[_SYNC] = self._ours(_Sync, on_sync)
            self._tables[original] = table
            self._tables[ctypes.addressof(table)] = table
        return ctypes.addressof(self._tables[original])

    def _deleted(self, vfs: int, name: int, folder_too: int) -> int:
        answer, path = int(self._delete(vfs, name, folder_too)), ctypes.string_at(name).decode()
        if answer == 0 and self._is_ours(path):
            self.calls.append(Call("remove", path))
        return answer

    # --- Python ---

    def _heard(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = details
            if isinstance(path, str | bytes | os.PathLike) and flags & (os.O_WRONLY | os.O_RDWR):
                self._python[os.fsdecode(path)] = None
        elif event == "os.rename":
            self._renamed(os.fsdecode(details[0]), os.fsdecode(details[1]))
        elif event in {"os.remove", "os.rmdir"}:
            self._gone(os.fsdecode(details[0]))
        elif event == "os.mkdir" and self._is_ours(os.fsdecode(details[0])):
            self.calls.append(Call("folder", os.fsdecode(details[0])))

    def _renamed(self, path: str, to: str) -> None:
        if self._is_ours(path):
            self._content(path)
            self.calls.append(Call("rename", path, to=to))
            if path in self._python:
                self._python[to] = self._python.pop(path)

    def _gone(self, path: str) -> None:
        if self._is_ours(path) and Path(path).exists():
            self.calls.append(Call("remove", path))

    def _content(self, path: str) -> None:
        """What a file written by Python holds by now, where that is news."""
        if path in self._python and self._is_ours(path) and Path(path).is_file() and not path.endswith((".db", "-wal")):
            content = Path(path).read_bytes()
            if content != self._python[path]:
                self.calls += [Call("truncate", path, 0), Call("write", path, 0, content)]
                self._python[path] = content

    def _python_synced(self, path: str) -> None:
        if self._is_ours(path) and Path(path).is_file():
            self._content(path)
            self.calls.append(Call("sync", path))
