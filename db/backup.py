"""A verified copy of a store, and a store made from it again under a new identity of this computer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import Final

from db.blobs import shelf, standing
from db.engine import check_book, copy_book, plain_words
from db.errors import KnownError, RuleError
from db.identity import CHINA
from db.keyring import FILE_NAME, Keyring
from db.opening import open_store
from db.store import BOOK, SUFFIX, Store, Surroundings, surroundings

KEPT: Final = 10
"""How many backups are kept inside a store."""


@dataclass(frozen=True, slots=True)
class Backup:
    """Where the copy lies and how large it is; `damaged` are papers that did not open and so are not in it."""

    path: Path
    bytes: int
    damaged: tuple[str, ...] = ()


def _copy(store: Store, to: Path) -> int:
    return copy_book(store.path / BOOK, store.data_key, to, read_only=store.read_only_reason is not None)


def back_up(store: Store, dest: Path, progress: Callable[[int, int], None] | None = None) -> Backup:
    """Copies the store into a new folder below `dest`: book, keys and blobs, each verified; nothing half-made stays."""
    day = store.now().astimezone(CHINA).strftime("%Y%m%d-%H%M%S")
    with plain_words():
        dest.mkdir(parents=True, exist_ok=True)
        folder = dest / f"{store.path.stem}-{day}{SUFFIX}"
        if folder.exists():
            raise RuleError(_("“{name}”已经存在，没有改动它。").format(name=folder.name))
        part = dest / f".{folder.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir()
            size = _copy(store, part / BOOK)
            shutil.copyfile(store.path / FILE_NAME, part / FILE_NAME)
            blobs, damaged = _copy_blobs(store, part, progress)
            size += blobs
            (part / "backups").mkdir()
            part.replace(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    if store.read_only_reason is None:
        with store.connection() as connection:
            store.set_fact(connection, "last_backup", store.now().isoformat())
    return Backup(folder, size, damaged)


def _copy_blobs(store: Store, to: Path, progress: Callable[[int, int], None] | None) -> tuple[int, tuple[str, ...]]:
    """Copies every paper and reads the copy back; one that did not open before is left out and named."""
    files = sorted(f for f in (store.path / shelf.FOLDER).rglob("*") if f.is_file() and shelf.is_name(f.name))
    (to / shelf.FOLDER).mkdir()
    size, damaged = 0, []
    for done, file in enumerate(files, 1):
        target = to / file.relative_to(store.path)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
        if shelf.opens(target, store.data_key):
            size += target.stat().st_size
        elif shelf.opens(file, store.data_key):
            raise KnownError(
                _("备份没有通过检查，已经作废。可能是 U 盘或硬盘有问题，请换一个再备份。"), code="BAD_BACKUP"
            )
        else:
            target.unlink()
            damaged.append(file.name)
        if progress:
            progress(done, len(files))
    return size, tuple(damaged)


def inner_backup(store: Store, why: str) -> Path:
    """A verified copy of the book inside the store's own folder, before something large is done to it."""
    day = store.now().astimezone(CHINA).strftime("%Y%m%d-%H%M%S-%f")
    with plain_words():
        folder = store.path / "backups"
        folder.mkdir(exist_ok=True)
        to = folder / f"{day}-{why}.db"
        _copy(store, to)
        for old in sorted(folder.glob("*.db"))[:-KEPT]:
            old.unlink()
    return to


def renew_since(store: Store, since: datetime) -> None:
    """Puts one backup made now in place of those the store made of itself since then: they hold what must be gone."""
    kept = inner_backup(store, "renewed")
    first = since.astimezone(CHINA).strftime("%Y%m%d-%H%M%S")
    for old in (store.path / "backups").glob("*.db"):
        if old.name >= first and old != kept:
            old.unlink()


def last_backup(store: Store) -> datetime | None:
    """When the store was last backed up to another place."""
    text = store.facts.get("last_backup")
    return datetime.fromisoformat(text) if text else None


def restore(backup: Path, path: Path, password: str, around: Surroundings | None = None) -> Store:
    """Makes a store from a backup; this computer gets a new identity in it, and work goes on (sync.md §4).

    A township's office keys come back from this user's profile, or with the recovery key given as password.
    """
    around = around or surroundings()
    if path.suffix != SUFFIX:
        raise RuleError(_("数据库文件夹的名字要以 .baijia 结尾，例如 taoxi.baijia。"), field="path")
    with plain_words():
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise RuleError(_("“{name}”已经存在，没有改动它。请换一个名字。").format(name=path.name), field="path")
        if not (backup / BOOK).is_file():
            raise KnownError(
                _("“{name}”不是百家的备份。请选择备份所在的 .baijia 文件夹。").format(name=backup.name),
                code="NOT_STORE",
            )
        _cadre, key = Keyring.read(backup).unlock(password)
        check_book(backup / BOOK, key)
        part = path.with_name(f".{path.name}.part{SUFFIX}")
        shutil.rmtree(part, ignore_errors=True)
        try:
            shutil.copytree(backup, part, ignore=shutil.ignore_patterns("*" + shelf.PART, "*" + shelf.SPOILT))
            (part / "backups").mkdir(exist_ok=True)
            (part / "blobs").mkdir(exist_ok=True)
            store = open_store(part, password, around)
            _renew(store, password)
            standing.verify_all(store)  # what the backup lacks, the next hand-over brings
            store.close()
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                path.rmdir()
            part.replace(path)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return open_store(path, password, around)


def _renew(store: Store, password: str) -> None:
    from db import own_device

    with store.connection() as connection:
        own_device.renew_identity(connection, store, password)
        opening = own_device.renew_opening(connection)
    own_device.anchor_opening(store, opening)
