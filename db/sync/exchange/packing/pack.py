"""Packing a bundle: what the receiver has not confirmed and may see, written so that the stick can be pulled out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection

from db import backup, own_device
from db.blobs import standing
from db.capture import driver
from db.device_keys import KeyPair
from db.engine import streaming
from db.errors import KnownError, StoreError
from db.identity import new_id, stamp
from db.models import GENERAL, RESTRICTED
from db.schema import SCHEMA_VERSION
from db.store import Store
from db.sync.envelope import chunk
from db.sync.envelope import header as hd
from db.sync.envelope.disk import Disk
from db.sync.envelope.names import cleaned, holds, unused
from db.sync.envelope.write import Draft, Progress, Written, clear_halves, write_bundle
from db.sync.errors import BundleError, of_os
from db.sync.exchange import blobs, selection, slips
from db.sync.exchange.after import after_exchange
from db.sync.exchange.blobs import Along
from db.sync.exchange.needs import Snapshot
from db.sync.exchange.packing import contents
from db.sync.exchange.packing.contents import Filling, Measured, offered
from db.sync.exchange.packing.shares import Plan, Share, share_out
from db.sync.exchange.receipts import OurReceipt, our_receipt
from db.sync.exchange.reports import PackReport
from db.sync.exchange.selection import Chosen
from db.sync.log import seal
from db.sync.log.segment import APP
from db.sync.peers import enrol, peers
from db.sync.peers.peers import Peer

README: Final = "README.txt"
_SPARE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Load:
    """All that goes to one receiver, shared out over as many files as it needs."""

    receiver: Peer
    chosen: Chosen
    shares: list[Share]
    papers: Along
    measured: Measured
    receipts: dict[int, OurReceipt]
    first_no: int
    snapshot: Snapshot | None = None
    """What the first file holds instead of the log."""

    def heads(self, index: int) -> bytes | None:
        """The heads that are on the stick once this file is there: the last of those with records completes them."""
        if any(share.segments for share in self.shares[index + 1 :]):
            return None
        sent = {(part.scope, part.compartment) for part, _segments in self.chosen.parts}
        told = [heads for receipt in self.receipts.values() for heads in receipt.heads if heads[:2] in sent]
        return msgspec.msgpack.encode(told)

    def shown(self, share: Share) -> list[bytes]:
        """The segments of a file that are counted and told of; of an accusation nobody reads in a report."""
        return [name for name in share.segments if self.measured.homes[name] != RESTRICTED]

    def told(self, index: int) -> list[bytes]:
        """The same with those that the snapshot covers."""
        covered = self.snapshot.hashes if self.snapshot and index == 0 else []
        return [*self.shown(self.shares[index]), *covered]


@dataclass(frozen=True, slots=True)
class _Made:
    """One file on the stick."""

    share: Share
    header: hd.Header
    written: Written


def pack(
    store: Store,
    out: Path,
    to: str | None = None,
    progress: Progress | None = None,
    disk: Disk | None = None,
    plan: Plan = Plan(),
) -> PackReport:
    """Writes a bundle to a folder (or to a file ending in .bjb) and reads it back: “已校验，可以拔出”.

    ``to`` names the receiver; a village's laptop sends to its township. Photos follow the records; more than
    ``plan.part_bytes`` are shared out over several files, each a bundle of its own, as many as the stick holds. No
    half file stays on the stick after an error. Raises NOT_ENROLLED, NO_RECEIVER, NO_SNAPSHOT, DISK_FULL, READ_ONLY,
    STICK_REMOVED, STICK_BAD.
    """
    disk = disk or Disk()
    pair = _ready(store)
    if seal.seal_pending(store):
        _anchor(store)
    after_exchange(store)  # what is confirmed or taken away by now does not go along
    with store.connection(immediate=False) as connection, streaming(driver(connection)):
        receiver = _receiver(connection, store, to)
        load = _load(connection, store, receiver, plan)
        made: list[_Made] = []
        for index in range(len(load.shares)):
            _check_same_stick(made, disk)
            if made and not _has_room(disk, made[0].written.path, load.shares[index]):
                break
            draft = _draft(connection, store, load, index)
            target = _target(out, store, draft.header, disk)
            if not made:
                _check_space(disk, target, load.shares[index])
            written = write_bundle(target, draft, pair, disk, _progress(progress, load, index))
            made.append(_Made(load.shares[index], draft.header, written))
            _log(store, made[-1], load.heads(index), load.told(index))
        told = [name for name, home in load.papers.damaged.items() if home != RESTRICTED]
        damaged = tuple(blobs.titles(connection, told))
    _leave_readme(made[0].written.path.parent, disk)
    if load.snapshot is not None:  # who begins with it can never give the log back to this office
        with suppress(StoreError):
            backup.inner_backup(store, "snapshot")
    return _report(load, made, damaged)


def _progress(progress: Progress | None, load: _Load, index: int) -> Progress | None:
    """One bar over all files."""
    if progress is None:
        return None
    lengths = [len(share.segments) + share.chunks for share in load.shares]
    lengths[0] += load.snapshot.frames if load.snapshot else 0
    before, total = sum(lengths[:index]), sum(lengths)
    return lambda done, _of_this: progress(before + done, total)


def _report(load: _Load, made: list[_Made], damaged: tuple[str, ...]) -> PackReport:
    first = made[0]
    shown = [name for one in made for name in load.shown(one.share)]
    whole = load.snapshot.records if load.snapshot else 0
    return PackReport(
        first.written.path,
        first.header.bundle_id,
        load.receiver.name,
        load.first_no,
        whole + sum(load.measured.records[name] for name in shown),
        len(shown),
        sum(one.written.size for one in made),
        first.written.sha256,
        files=tuple(one.written.path for one in made),
        papers=sum(paper.compartment != RESTRICTED for one in made for paper in one.share.papers),
        left=len(load.shares) - len(made),
        damaged=damaged,
        snapshot=load.snapshot is not None,
    )


def _ready(store: Store) -> KeyPair:
    if store.read_only_reason:
        raise KnownError(store.read_only_reason, code="READ_ONLY_COPY")
    if store.pair is None or not store.enrolled:
        raise BundleError("NOT_ENROLLED")
    if store.role == "township":
        with store.connection() as connection:
            enrol.ensure_office(connection, store)
    return store.pair


def _anchor(store: Store) -> None:
    """The profile remembers the newest own segment, so that an older copy put back later is noticed."""
    with store.connection() as connection:
        opening = own_device.renew_opening(connection)
    with suppress(OSError):
        own_device.anchor_opening(store, opening)


def _receiver(connection: Connection, store: Store, to: str | None) -> Peer:
    known = [p for p in peers.all_peers(connection) if p.id != store.device_id and p.status == "active"]
    if store.role == "township":
        known = [p for p in known if not p.is_office]
    else:  # what the office's computers receive goes to the office
        known = [p for p in known if p.is_office or p.grant.unit != store.township_id]
    if to is None:
        found = [p for p in known if p.is_office] or known
    else:
        found = [p for p in known if p.name == to] or [p for p in known if _answers_to(p, to)]
    if len(found) != 1:
        raise BundleError("NO_RECEIVER", name=to or _("未指定"), known="、".join(p.name for p in known))
    return found[0]


def _answers_to(peer: Peer, to: str) -> bool:
    return to in (peer.id, peer.grant.short) if not peer.is_office else to in (peer.id, peer.card.place.code)


def _load(connection: Connection, store: Store, receiver: Peer, plan: Plan) -> _Load:
    chosen = selection.choose(connection, receiver)
    papers = blobs.along(store, connection, receiver, chosen)
    standing.note_missing(store, papers.damaged)
    measured = contents.measure(connection, store, receiver, chosen)
    snapshot = offered(connection, store, receiver, measured, wanted=plan.snapshot)
    left = [name for name in measured.sizes if snapshot is None or not snapshot.covers(name)]
    sizes = [(name, measured.sizes[name], measured.records[name]) for name in left]
    shares = share_out(sizes, papers.papers, plan.part_bytes, partial(contents.paper_size, receiver))
    receipts = {c: our_receipt(connection, receiver, c) for c in contents.COMPARTMENTS}
    shares[0].snapshot_bytes = snapshot.size if snapshot else 0
    number = _next_number(connection, receiver.id)
    return _Load(receiver, chosen, shares, papers, measured, receipts, number, snapshot)


def _draft(connection: Connection, store: Store, load: _Load, index: int) -> Draft:
    share, snapshot = load.shares[index], load.snapshot if index == 0 else None
    chosen = share.of(load.chosen)
    filling = Filling(connection, store, load.receiver, load.measured, load.receipts, load.papers)
    papers = [paper for paper in share.papers if paper.compartment == GENERAL]
    segments = list(chosen.of(GENERAL).hashes)
    header = _header(store, load, index, len(segments), bare=not (segments or papers))
    inner = filling.inner(chosen)
    return Draft(
        header,
        inner if header.min_reader == hd.OLDEST_READER else hd.pressed(inner),
        filling.segments(chosen),
        sum(load.measured.sizes[name] for name in segments),
        contents.recipients(load.receiver, GENERAL),
        blobs.pieces(store, papers),
        sum(chunk.count(paper.size) for paper in papers),
        sum(chunk.framed(paper.size) for paper in papers),
        filling.locked(chosen, share.papers),
        snapshot.payloads() if snapshot else (),
        snapshot.frames if snapshot else 0,
        snapshot.size if snapshot else 0,
    )


def _header(store: Store, load: _Load, index: int, segments: int, *, bare: bool) -> hd.Header:
    """``bare``: nothing but the receipt; a file with nothing else but a compartment calls itself so too."""
    receiver, share = load.receiver, load.shares[index]
    snapshot = load.snapshot if index == 0 else None
    kind: hd.Kind = "receipt" if bare else "up" if receiver.is_office else "down"
    oldest = hd.OLDEST_READER if load.measured.raised.isdisjoint(share.segments) else hd.READER
    if snapshot is not None:
        kind, oldest = "snapshot", hd.READER
    return hd.Header(
        bundle_id=snapshot.bundle_id if snapshot else new_id(), kind=kind, sender=store.device_id,
        sender_name=store.name, to=receiver.id, to_name=receiver.name, min_reader=oldest,
        office=store.township_id, card=enrol.device_card(store),
        file_no=load.first_no + index, made_at=stamp(store.now()), app=APP, schema=SCHEMA_VERSION,
        part=(index + 1, len(load.shares)), n_segments=segments, plain_bytes=0,
    )  # fmt: skip


def _next_number(connection: Connection, peer_id: str) -> int:
    query = (  # a restored store is a new computer and counts from 1 again
        "SELECT max(file_no) FROM sync_bundle_log WHERE direction = 'out' AND peer = ? AND rowid >"
        " coalesce((SELECT CAST(value AS INTEGER) FROM store_fact WHERE name = 'renewed_after'), 0)"
    )
    return int(connection.exec_driver_sql(query, (peer_id,)).scalar() or 0) + 1


def file_name(sender: str, receiver: str, number: int, part: tuple[int, int] = (1, 1)) -> str:
    """The name on the stick, for people; it fits FAT and every desktop.

    >>> file_name("桃溪村", "云岭镇", 17), file_name("桃溪村", "云岭镇", 18, (2, 3))
    ('桃溪村-云岭镇-第17号.bjb', '桃溪村-云岭镇-第18号-共3份之2.bjb')
    """
    which = "" if part[1] == 1 else f"-共{part[1]}份之{part[0]}"
    return f"{cleaned(sender)}-{cleaned(receiver)}-第{number}号{which}{hd.SUFFIX}"


def _target(out: Path, store: Store, header: hd.Header, disk: Disk) -> Path:
    """Where a file goes; one of its name that lies there already is another's, and is never replaced."""
    if out.suffix == hd.SUFFIX and not holds(out.name):
        raise BundleError("BAD_NAME")
    if out.suffix == hd.SUFFIX and not out.is_dir():
        return out if header.part[0] == 1 else out.with_stem(f"{out.stem}-{header.part[0]}")
    try:
        out.mkdir(exist_ok=True)
        clear_halves(out, disk)
        return unused(out / file_name(store.name, header.to_name, header.file_no, header.part), disk.names(out))
    except OSError as error:
        raise of_os(error) from error


def _missing_space(disk: Disk, target: Path, share: Share) -> int:
    try:
        return share.bytes + _SPARE - disk.free(target.parent)
    except OSError as error:
        raise of_os(error) from error


def _check_space(disk: Disk, target: Path, share: Share) -> None:
    missing = _missing_space(disk, target, share)
    if missing > 0:
        raise BundleError("DISK_FULL", megabytes=-(-missing // 1_000_000))


def _has_room(disk: Disk, target: Path, share: Share) -> bool:
    """A further part that does not fit stays for the next stick."""
    return _missing_space(disk, target, share) <= 0


def _check_same_stick(made: list[_Made], disk: Disk) -> None:
    """The files of one hand-over lie side by side: a stick put in between them in place of the first is noticed."""
    for one in made:
        try:
            found = disk.size(one.written.path)
        except FileNotFoundError:
            raise BundleError("STICK_SWAPPED" if one.written.path.parent.exists() else "STICK_REMOVED") from None
        except OSError as error:
            raise of_os(error) from error
        if found != one.written.size:
            raise BundleError("STICK_SWAPPED")


def _log(store: Store, made: _Made, heads: bytes | None, shown: Iterable[bytes]) -> None:
    header, written = made.header, made.written
    with store.connection() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sync_bundle_log(bundle_id, direction, kind, file_no, file_name, sha256, peer, at, cadre,"
            " segments, new_segments, heads, result) VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'written')",
            (
                header.bundle_id, header.kind, header.file_no, written.path.name, written.sha256, header.to,
                header.made_at, store.me.name, header.n_segments, header.n_segments, heads,
            ),
        )  # fmt: skip
        slips.keep_sent(connection, header.bundle_id, shown)


def _leave_readme(folder: Path, disk: Disk) -> None:
    """A few lines beside the bundle; a stick with no room for them is no error."""
    path = folder / README
    try:
        if not path.exists():
            with disk.create(path) as file:
                file.write(_readme().encode("utf-8-sig"))
    except OSError:
        try:
            disk.remove(path)
        except OSError:
            pass


def _readme() -> str:
    return _(
        "以 .bjb 结尾的文件是“百家”的数据包，内容已加密，只有收件的电脑能打开。\r\n"
        "请把它原样交给对方，在百家里点“交账”“收盘”。不要改动文件；文件名可以改。\r\n"
        "\r\n"
        "Files ending in .bjb are bundles of the record book Baijia, sealed for their receiver.\r\n"
        "They can be opened with the receiver's key and the standard tool age (age-encryption.org):\r\n"
        "  at=$(grep -abo age-encryption.org/v1 FILE.bjb | tail -n 1 | cut -d: -f1)\r\n"
        "  tail -c +$((at + 1)) FILE.bjb | age -d -i KEY.txt > frames\r\n"
        "Each frame: 4 bytes length (little-endian), 1 byte type (H N S E), then msgpack; the body of S is zstd.\r\n"
        "Type C: [compartment, an age file, filling]: in the age file stands one more frame (H S D B).\r\n"
        "Small bodies, and what H holds pressed, need zstd -D with the program's file segments-1.zdict.\r\n"
        "Type B: a piece of a photo or paper: 32 bytes SHA-256, 8 bytes length, 8 bytes offset, then its bytes.\r\n"
    )
