"""What the settings ask workers to do: ledgers in and back out, backup, a new password."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import back_up
from db.ledgers.imports import import_ledger, undo_import, write_import_report
from db.sync.log.seal import seal_before_leaving
from desktop.ui.jobs import Progress

if TYPE_CHECKING:
    from db.backup import Backup
    from db.ledgers.intake.report import ImportReport, UndoReport
    from db.store import Store


def read_ledger(progress: Progress, store: Store, path: str, *, keep: bool) -> ImportReport:
    """Take a ledger in, or (without ``keep``) only say what would become of it."""
    name = Path(path).name
    progress(0, 0, _("正在收 {name}").format(name=name) if keep else _("正在读 {name}，先不动数据").format(name=name))
    return import_ledger(store, Path(path), dry_run=not keep)


def look_at_ledger(progress: Progress, store: Store, path: str) -> ImportReport:
    """What would become of every row."""
    return read_ledger(progress, store, path, keep=False)


def take_ledger(progress: Progress, store: Store, path: str) -> ImportReport:
    """The same, for good."""
    return read_ledger(progress, store, path, keep=True)


def take_back_ledger(store: Store, import_id: str) -> UndoReport:
    """Take one import back."""
    return undo_import(store, import_id)


def keep_rows(report: ImportReport, path: str) -> str:
    """Write what became of every row to a workbook."""
    target = Path(path)
    write_import_report(target, [report])
    return target.name


def back_up_to(progress: Progress, store: Store, folder: str) -> Backup:
    """A verified copy of everything in another place."""
    progress(0, 0, _("正在拷贝并逐页核对"))
    seal_before_leaving(store)
    return back_up(store, Path(folder), _Told(progress))


class _Told:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __call__(self, done: int, total: int) -> None:
        self._progress(done, total, _("正在拷贝证件和照片"))
