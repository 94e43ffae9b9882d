"""A backup that travels along: beside the bundle, on the stick that goes to the township."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Final

from db.backup import back_up
from db.blobs import shelf
from db.errors import RuleError, StoreError
from db.store import BOOK, SUFFIX, Store
from db.sync.envelope.disk import Disk

FOLDER: Final = "百家备份"
KEPT: Final = 2
"""Backups of one computer that stay on one stick."""
_SPARE: Final = 4 << 20
_FORBIDDEN: Final = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class StickBackup:
    """What became of the backup; ``path`` is None where it was skipped, and the sentence says why."""

    path: Path | None
    sentence: str


def back_up_beside(
    store: Store, folder: Path, progress: Callable[[int, int], None] | None = None, disk: Disk | None = None
) -> StickBackup:
    """Leaves a verified, encrypted backup in ``百家备份`` of the folder a bundle went to, and only the last two.

    A hand-over never fails because of it: what goes wrong is said and nothing half-made stays.
    """
    disk = disk or Disk()
    home = folder / FOLDER / _own_folder(store)
    try:
        missing = _make_room(store, folder, home, disk)
        if missing > 0:
            told = _("U 盘空间不够，这次没有顺带备份（还差 {n} MB）；数据包不受影响。")
            return StickBackup(None, told.format(n=-(-missing // 1_000_000)))
        made = back_up(store, home, progress)
        _flush(made.path)
        _keep_last(home)
    except RuleError:  # one of this very second is there
        return StickBackup(backups_in(home)[-1], _("刚刚已经顺带备份过。"))
    except StoreError as error:
        return StickBackup(None, _("数据包装好了，顺带的备份没有做成：{why}").format(why=error))
    except OSError:
        return StickBackup(None, _("数据包装好了，顺带的备份没有做成：U 盘写不进去，请换一个 U 盘备份一次。"))
    return StickBackup(made.path, _("顺带备份了一份（已加密、已核对）：{path}。").format(path=_shown(made.path)))


def _own_folder(store: Store) -> str:
    """A folder of this computer alone: two stores of one village never push each other's backups out."""
    name = "".join(c for c in store.name if c.isprintable() and c not in _FORBIDDEN).strip(" .")[:40]
    return f"{name}-{store.device_id[:6]}"


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


def backups_in(home: Path) -> list[Path]:
    """The backups of one computer, oldest first."""
    return sorted(p for p in home.glob("*" + SUFFIX) if p.is_dir() and not p.name.startswith("."))


def _make_room(store: Store, folder: Path, home: Path, disk: Disk) -> int:
    """Bytes still missing; what an earlier attempt left and, at need, the older of two backups make way."""
    for half in home.glob(".*.part"):
        shutil.rmtree(half, ignore_errors=True)
    needed = _size([*store.path.glob(BOOK + "*"), *(store.path / shelf.FOLDER).rglob("*")]) + _SPARE
    missing = needed - disk.free(folder)
    kept = backups_in(home)
    if len(kept) >= KEPT and 0 < missing <= _size(kept[0].rglob("*")):
        shutil.rmtree(kept[0], ignore_errors=True)
        missing = needed - disk.free(folder)
    return missing


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _keep_last(home: Path) -> None:
    for old in backups_in(home)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _flush(made: Path) -> None:
    """Down to the stick before anybody is told that it can be pulled out."""
    for file in made.rglob("*"):
        if file.is_file():
            with file.open("rb+") as written:
                os.fsync(written.fileno())
