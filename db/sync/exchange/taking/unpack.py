"""Taking bundles in: verified to the last byte, then put into effect, any number of times (sync.md §19)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from traceback import extract_tb
from typing import Final

from sqlalchemy import Connection

from db import backup
from db.blobs import standing
from db.errors import KnownError
from db.identity import CHINA, china_day, instant, stamp
from db.store import Store
from db.sync.envelope.disk import Disk
from db.sync.envelope.read import Head, read_frames, read_head
from db.sync.errors import BundleError, of_os, sentence
from db.sync.exchange import blobs, handover, receipts
from db.sync.exchange.after import after_exchange
from db.sync.exchange.receipts import OurReceipt
from db.sync.exchange.reports import Result, UnpackReport, listed
from db.sync.exchange.taking.stage import Stager, pairs_of
from db.sync.log import apply
from db.sync.log.apply import Applied
from db.sync.log.hlc import instant_of, is_ahead
from db.sync.log.moves.whereabouts import moved_away
from db.sync.log.states import QUARANTINED, WAITING
from db.sync.peers import peers

Progress = Callable[[int, int], None]
"""Called with (done, total): bytes while reading, then segments while they come into effect; it may raise to stop."""
DROPPED: Final = frozenset({"BAD_SIGNATURE", "BAD_SNAPSHOT", "LIMIT"})
"""After these nothing a file brought is kept, not even aside."""
BROKEN: Final = frozenset({"TRUNCATED", "DAMAGED", "EMPTY"})
"""After these the intact segments stay aside, and a clerk may take them (先收下完好的部分)."""
BACKUP_FACT: Final = "unpack_backup_on"
log: Final = logging.getLogger(__name__)


def unpack(
    store: Store,
    paths: Sequence[Path],
    *,
    salvage: bool = False,
    progress: Progress | None = None,
    disk: Disk | None = None,
) -> list[UnpackReport]:
    """Takes files in, each on its own: a refused one stays where it is and never keeps the others out.

    Older files of one sender come first, whatever the order given. ``salvage``: of a truncated or damaged file the
    intact segments come into effect. Any file may be taken in again; power cuts are healed by ``resume``.
    """
    if store.read_only_reason:
        raise KnownError(store.read_only_reason, code="READ_ONLY_COPY")
    disk = disk or Disk()
    reports: dict[int, UnpackReport] = {}
    for index in sorted(range(len(paths)), key=lambda i: _made_at(paths[i], disk)):
        reports[index] = _one(store, _Job(paths[index], salvage, progress, disk))
    return [reports[index] for index in range(len(paths))]


def resume(store: Store, progress: Progress | None = None) -> Applied:
    """Finishes at start what a power cut left between verdict and effect; does nothing otherwise."""
    if store.read_only_reason:
        return Applied()
    applied = apply.apply_ready(store, progress=progress)
    after_exchange(store)
    with store.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_bundle_log SET result = 'taken' WHERE result = 'whole'")
    return applied


def release(store: Store, hashes: Sequence[bytes]) -> Applied:
    """A clerk lets quarantined segments come into effect."""
    with store.connection() as connection:
        apply.release(connection, hashes)
    applied = apply.apply_ready(store)
    after_exchange(store)
    return applied


@dataclass(frozen=True, slots=True)
class _Job:
    """One file and how to take it in."""

    path: Path
    salvage: bool
    progress: Progress | None
    disk: Disk


def _made_at(path: Path, disk: Disk) -> str:
    """When a file says it was made; what cannot be read comes last, in the order given."""
    try:
        with disk.open(path) as file:
            return read_head(file, disk.size(path)).header.made_at
    except (OSError, BundleError):
        return "~"


def _one(store: Store, job: _Job) -> UnpackReport:
    """The verdict on one file; only a bug of ours is written to the log, without content."""
    try:
        return _take(store, job)
    except KnownError as error:
        return UnpackReport(job.path, "refused", error.code, error.message, notes=((error.code, error.message),))
    except Exception as error:
        log.error("unpack: %s at %s", type(error).__name__, _where(error))  # noqa: TRY400 - its text may hold a name
        bug = BundleError("BUG")
        return UnpackReport(job.path, "refused", bug.code, bug.message, notes=((bug.code, bug.message),))


def _where(error: Exception) -> str:
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(extract_tb(error.__traceback__)))


def _take(store: Store, job: _Job) -> UnpackReport:
    head, stager, broken = _staged(store, job)
    if broken is not None and not job.salvage:
        raise broken
    earlier = _earlier(store, stager.key)
    _backup_once_a_day(store)
    accepted = _verdict(store, head, stager, job, whole=broken is None)
    applied = apply.apply_ready(store, progress=job.progress)
    missing = after_exchange(store)
    report = _report(store, _Outcome(head, stager, job.path, broken, earlier, applied, accepted, missing))
    _close_log(store, stager.key, report)
    return report


def _staged(store: Store, job: _Job) -> tuple[Head, Stager, BundleError | None]:
    """Reads a file to its last byte; returns the error of a broken one whose intact part is kept aside."""
    try:
        with job.disk.open(job.path) as file:
            size = job.disk.size(job.path)
            head = read_head(file, size)
            stager = Stager(store, head)
            try:
                read_frames(file, head, pairs_of(store), stager, _bytes_read(job.progress, size))
            except BundleError as error:
                stager.covering.drop()  # a snapshot comes into effect whole or not at all
                if error.code in DROPPED:
                    stager.drop()
                if error.code not in BROKEN or stager.sender is None:
                    raise
                stager.flush()
                return head, stager, error
            finally:
                stager.landing.close()
    except FileNotFoundError:
        raise BundleError("NO_FILE", name=job.path.name) from None
    except OSError as error:
        raise of_os(error) from error
    return head, stager, None


def _bytes_read(progress: Progress | None, size: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(done, size)


def _earlier(store: Store, key: str) -> tuple[str, str] | None:
    """(when, by whom) this very file was taken in before."""
    with store.connection(immediate=False) as connection:
        row = connection.exec_driver_sql(
            "SELECT at, cadre FROM sync_bundle_log WHERE bundle_id = ? AND direction = 'in'"
            " AND result IN ('taken', 'known', 'waiting')",
            (key,),
        ).first()
    return (row[0], row[1]) if row else None


def _backup_once_a_day(store: Store) -> None:
    today = store.today().isoformat()
    if store.facts.get(BACKUP_FACT) == today:
        return
    backup.inner_backup(store, "unpack")
    standing.tidy(store)
    with store.connection() as connection:
        store.set_fact(connection, BACKUP_FACT, today)


def _verdict(store: Store, head: Head, stager: Stager, job: _Job, *, whole: bool) -> int:
    """Keeps in one transaction that a file was read to its end: from here on it comes into effect by itself."""
    assert stager.told is not None
    assert stager.sender is not None
    at, told = stamp(store.now()), stager.told
    with store.connection() as connection:
        correspondent = receipts.correspondent(connection, stager.sender)
        for grant in told.grants:
            peers.keep_grant(connection, grant)
        if told.office:
            peers.renew_office(connection, told.office)
        if whole and stager.sender.status != "revoked":
            receipt = OurReceipt(told.receipt, told.want, told.refused, told.files)
            receipts.keep_receipt(connection, stager.sender, receipt, stager.key, at)
            blobs.keep_wanted(connection, correspondent, told.blobs_want)
        count = apply.accept(connection, [*stager.tally.new, *stager.tally.adopted])
        count += stager.covering.accept(connection) if whole else 0
        for segment in stager.tally.adopted:
            connection.exec_driver_sql("UPDATE sync_segment SET bundle_id = ? WHERE hash = ?", (stager.key, segment))
        connection.exec_driver_sql(
            "INSERT INTO sync_bundle_log(bundle_id, direction, kind, file_no, file_name, peer, at, cadre, segments,"
            " new_segments, result, heads) VALUES (?, 'in', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(bundle_id) DO UPDATE SET"
            " result = CASE WHEN result IN ('salvaged', 'whole') THEN excluded.result ELSE result END,"
            " heads = excluded.heads",
            (
                stager.key, head.header.kind, head.header.file_no, job.path.name, correspondent, at, store.me.name,
                head.header.n_segments, len(stager.tally.new), "whole" if whole else "salvaged",
                stager.covering.closing if whole else None,
            ),
        )  # fmt: skip
    return count


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Everything the report is made of."""

    head: Head
    stager: Stager
    path: Path
    broken: BundleError | None
    earlier: tuple[str, str] | None
    applied: Applied
    accepted: int
    missing: int

    @property
    def new(self) -> bool:
        """Whether the file brought anything."""
        return bool(self.accepted or self.stager.landing.new)


def _report(store: Store, outcome: _Outcome) -> UnpackReport:
    tally, applied, landing = outcome.stager.tally, outcome.applied, outcome.stager.landing
    with store.connection(immediate=False) as connection:
        waiting = _waiting(connection, outcome.stager.key)
        notes = [*_refusals(connection, outcome), *_remarks(connection, store, outcome)]
        result: Result = "taken"
        if outcome.broken is not None:
            result = "taken" if outcome.new else "refused"
        elif waiting:
            result, notes = "waiting", [*notes, _waiting_note(connection, outcome)]
        elif not outcome.new and (outcome.earlier or tally.known or outcome.stager.covering.known) and not notes:
            result, notes = "known", [_duplicate_note(connection, store, outcome)]
    code, message = notes[0] if notes else ("", _good_news(outcome))
    gone = [one.sentence for one in moved_away(store, applied.left)]
    notes += [("MOVED", sentence) for sentence in gone]
    return UnpackReport(
        outcome.path, result, code, "".join([message, *gone]), outcome.head.header.sender_name, applied.new,
        applied.changed, applied.conflicts, waiting, tally.quarantined + applied.quarantined, tally.bad,
        len(landing.new), len(landing.bad), outcome.missing, applied.erased, tuple(notes),
    )  # fmt: skip


def _good_news(outcome: _Outcome) -> str:
    applied, papers = outcome.applied, outcome.stager.landing.new
    told = _("已收下：新增 {new} 条，更新 {changed} 条").format(new=applied.new, changed=applied.changed)
    if outcome.head.header.kind == "snapshot":
        told = _("已收下：新电脑的起始数据，{n} 条记录").format(n=applied.new)
    if papers:
        told += _("，附件 {n} 份").format(n=len(papers))
    if applied.erased:
        told += _("；按规定删除了 {n} 条记录").format(n=applied.erased)
    if applied.conflicts:
        told += _("；有 {conflicts} 处两边写得不一样，请在合并台里定").format(conflicts=applied.conflicts)
    if outcome.missing:
        told += _("；还有 {n} 份附件没到，下次交接会补来").format(n=outcome.missing)
    return told + _("。")


def _refusals(connection: Connection, outcome: _Outcome) -> list[tuple[str, str]]:
    """What was not taken, gravest first."""
    stager, tally = outcome.stager, outcome.stager.tally
    notes = []
    if outcome.broken is not None:
        notes.append((outcome.broken.code, outcome.broken.message))
    if stager.sender is not None and stager.sender.status == "revoked":
        notes.append(("REVOKED", sentence("REVOKED", name=stager.sender.name)))
    elif tally.quarantined or outcome.applied.quarantined:
        count = tally.quarantined + outcome.applied.quarantined
        notes.append(("OUT_OF_SCOPE", sentence("OUT_OF_SCOPE", count=count)))
    if tally.bad:
        notes.append(("BAD_SEGMENT", sentence("BAD_SEGMENT", count=tally.bad)))
    if bad := stager.landing.bad:
        names = listed(blobs.titles(connection, bad))
        notes.append(("BAD_BLOB", sentence("BAD_BLOB", count=len(bad), names=names)))
    return notes


def _remarks(connection: Connection, store: Store, outcome: _Outcome) -> list[tuple[str, str]]:
    """What was taken but must be told."""
    tally, notes = outcome.stager.tally, []
    for device, name in _branched(connection, tally.new):
        if device in tally.devices:
            notes.append(("BRANCHED", sentence("BRANCHED", name=name)))
    now = store.now()
    if tally.newest_hlc and is_ahead(tally.newest_hlc, now):
        days = (instant_of(tally.newest_hlc) - now).days
        ahead = _(" {n} 年").format(n=days // 365) if days >= 365 else _(" {n} 天").format(n=max(1, days))
        notes.append(("CLOCK", sentence("CLOCK", ahead=ahead)))
    if outcome.applied.unknown:
        notes.append(("NEWER_FIELDS", sentence("NEWER_FIELDS", count=outcome.applied.unknown)))
    return notes


def _branched(connection: Connection, new: Sequence[bytes]) -> list[tuple[str, str]]:
    """Computers that gave two segments of a partition the same number: restored from a backup, or cloned."""
    found: dict[str, str] = {}
    query = (
        "SELECT o.device_id FROM sync_segment n JOIN sync_segment o ON o.device_id = n.device_id AND o.part = n.part"
        f" AND o.seq = n.seq AND o.hash <> n.hash WHERE n.hash = ? AND n.st <> {QUARANTINED} LIMIT 1"
    )
    for segment in new:
        row = connection.exec_driver_sql(query, (segment,)).first()
        if row is not None and row[0] not in found:
            peer = peers.peer(connection, row[0])
            found[row[0]] = peer.name if peer else row[0][:8]
    return list(found.items())


def _waiting(connection: Connection, key: str) -> int:
    query = f"SELECT count(*) FROM sync_segment WHERE bundle_id = ? AND st = {WAITING}"
    return int(connection.exec_driver_sql(query, (key,)).scalar_one())


def _waiting_note(connection: Connection, outcome: _Outcome) -> tuple[str, str]:
    sender = outcome.stager.sender
    assert sender is not None
    numbers = handover.missing_files(connection, receipts.correspondent(connection, sender))[-5:]
    listed = "、".join(_("第 {n} 号").format(n=n) for n in numbers)
    which = _("（{numbers}）").format(numbers=listed) if listed else ""
    return "WAITING", sentence("WAITING", name=sender.name, which=which)


def _duplicate_note(connection: Connection, store: Store, outcome: _Outcome) -> tuple[str, str]:
    sender = outcome.stager.sender
    assert sender is not None
    last = connection.exec_driver_sql(
        "SELECT at, cadre FROM sync_bundle_log WHERE direction = 'in' AND peer = ? AND bundle_id <> ?"
        " ORDER BY at DESC LIMIT 1",
        (receipts.correspondent(connection, sender), outcome.stager.key),
    ).first()
    at, cadre = outcome.earlier or last or (stamp(store.now()), store.me.name)
    day = china_day(instant(at).astimezone(CHINA))
    shown = _("{month}月{day}日").format(month=day.month, day=day.day)
    return "DUPLICATE", sentence("DUPLICATE", day=shown, cadre=cadre)


def _close_log(store: Store, key: str, report: UnpackReport) -> None:
    with store.connection() as connection:
        connection.exec_driver_sql(
            "UPDATE sync_bundle_log SET code = ?,"
            " result = CASE WHEN result IN ('whole', 'waiting') THEN ? ELSE result END"
            " WHERE bundle_id = ?",
            (report.code, report.result, key),
        )
