"""The folders of a process as a power cut may leave them: what was synced is whole, of the rest any sectors.

Names (new files, renaming, removal) are kept in their order, as journaling file systems do; a sync makes all names
before it lasting. Content that was not synced: each 512-byte sector of each write is there or not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.bundles.crash.disk_log import Call

SECTOR = 512
CHANCES = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How much of what was not synced survives; chosen for each image."""


@dataclass
class _File:
    """One file: what lasts, and the writes since its last sync."""

    lasting: bytearray = field(default_factory=bytearray)
    open_calls: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        """All of it lasts."""
        for call in self.open_calls:
            _apply(self.lasting, call)
        self.open_calls.clear()

    def cut(self, chance: float, random: Random) -> bytes:
        """What is left of it."""
        found = bytearray(self.lasting)
        for call in self.open_calls:
            for piece in _sectors(call):
                if random.random() < chance:
                    _apply(found, piece)
        return bytes(found)


def _apply(content: bytearray, call: Call) -> None:
    end = call.at + len(call.data)
    if call.kind == "truncate":
        del content[call.at :]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[call.at : end] = call.data


def _sectors(call: Call) -> Iterator[Call]:
    """A write in pieces that lie in one sector each."""
    if call.kind != "write":
        yield call
        return
    start, end = call.at, call.at + len(call.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Call("write", call.path, start, call.data[start - call.at : stop - call.at])
        start = stop


class Disk:
    """Files as they are and as they would be after a cut, call by call; one that `lies` forgets to sync."""

    def __init__(self, before: Mapping[str, bytes], *, lies: bool = False) -> None:
        self._lies = lies
        self._names = {path: _File(bytearray(content)) for path, content in before.items()}
        self._lasting = dict(self._names)
        self._open_names: list[Call] = []
        self._born: dict[str, list[_File]] = {}

    def call(self, call: Call) -> None:
        """One call more."""
        if call.kind in {"rename", "remove", "folder"}:
            self._open_names.append(call)
            _name(self._names, call)
            return
        if call.path not in self._names:
            made = self._names[call.path] = _File()
            self._born.setdefault(call.path, []).append(made)
            self._open_names.append(Call("make", call.path))
        file = self._names[call.path]
        if call.kind == "sync" and self._lies:
            return
        if call.kind == "sync":
            file.sync()
            self._lasting = dict(self._names)
            self._open_names.clear()
            self._born.clear()
        else:
            file.open_calls.append(call)

    def now(self) -> dict[str, bytes]:
        """What the folders hold without a cut."""
        for file in self._names.values():
            file.sync()
        return {path: bytes(file.lasting) for path, file in self._names.items()}

    def cut(self, random: Random, chance: float | None = None) -> dict[str, bytes]:
        """What the folders hold after a power cut now."""
        chance, changes = random.choice(CHANCES) if chance is None else chance, len(self._open_names)
        names, born = dict(self._lasting), {path: list(files) for path, files in self._born.items()}
        last = random.randint(0, changes) if 0 < chance < 1 else round(chance * changes)
        for call in self._open_names[:last]:
            if call.kind == "make":
                names[call.path] = born[call.path].pop(0)
            else:
                _name(names, call)
        return {path: file.cut(chance, random) for path, file in names.items()}


def _name(names: dict[str, _File], call: Call) -> None:
    if call.kind == "rename":
        for path in [path for path in names if path == call.path or path.startswith(call.path + os.sep)]:
            names[call.to + path.removeprefix(call.path)] = names.pop(path)
    elif call.kind == "remove":
        names.pop(call.path, None)


def content(folders: Iterable[Path]) -> dict[str, bytes]:
    """All files below some folders."""
    return {str(f): f.read_bytes() for top in folders for f in top.rglob("*") if f.is_file() and f.suffix != ".db-shm"}


def syncs(calls: Sequence[Call]) -> list[int]:
    """The places of the syncs among the calls; and the end, where nothing more happens."""
    return [at for at, call in enumerate(calls) if call.kind == "sync"] + [len(calls)]


def images(
    before: Mapping[str, bytes], calls: Sequence[Call], at: Sequence[int], random: Random, each: int
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """(place, files) after a power cut at each of these places, `each` of them."""
    disk, done = Disk(before), 0
    for place in at:
        for call in calls[done:place]:
            disk.call(call)
        done = place
        for _n in range(each):
            yield place, disk.cut(random)


def lay(files: Mapping[str, bytes], moved: Mapping[Path, Path]) -> None:
    """Writes an image, its folders under other names."""
    for new in moved.values():
        new.mkdir(parents=True)
    for path, data in files.items():
        for old, new in moved.items():
            if Path(path).is_relative_to(old):
                target = new / Path(path).relative_to(old)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
