"""Packing a bundle: what the receiver has not confirmed and may see, written so that the stick can be pulled out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection

from db import own_device
from db.blobs import standing
from db.bundles import seal
from db.bundles import segment as sg
from db.bundles.envelope import header as hd
from db.bundles.envelope.disk import Disk
from db.bundles.envelope.write import Draft, Progress, Segment, Written, segment_size, write_bundle
from db.bundles.errors import BundleError, of_os
from db.bundles.stick import blobs, exchange, slips
from db.bundles.stick.blobs import Along
from db.bundles.stick.exchange import Chosen, OurReceipt
from db.bundles.stick.reports import PackReport
from db.bundles.stick.shares import PART_BYTES, Share, share_out
from db.bundles.trust import enrol, peers
from db.bundles.trust.peers import Peer
from db.capture import driver
from db.device_keys import KeyPair
from db.engine import streaming
from db.errors import KnownError
from db.identity import new_id, stamp
from db.models import RESTRICTED
from db.schema import SCHEMA_VERSION
from db.store import Store

README: Final = "README.txt"
_SPARE: Final = 1 << 20
_FORBIDDEN: Final = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class _Load:
    """All that goes to one receiver, shared out over as many files as it needs."""

    receiver: Peer
    chosen: Chosen
    shares: list[Share]
    papers: Along
    authors: set[str]
    receipt: OurReceipt
    first_no: int
    raised: frozenset[bytes] = frozenset()
    """Segments an older version could not understand."""

    def heads(self, index: int) -> bytes | None:
        """The heads that are on the stick once this file is there: the last of those with records completes them."""
        if any(share.segments for share in self.shares[index + 1 :]):
            return None
        return msgspec.msgpack.encode(self.receipt.heads)


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
    part_bytes: int = PART_BYTES,
) -> PackReport:
    """Writes a bundle to a folder (or to a file ending in .bjb) and reads it back: “已校验，可以拔出”.

    ``to`` names the receiver; a village's laptop sends to its township. Photos follow the records; more than
    ``part_bytes`` are shared out over several files, each a bundle of its own, as many as the stick holds. No half file
    stays on the stick after an error. Raises NOT_ENROLLED, NO_RECEIVER, DISK_FULL, READ_ONLY, STICK_REMOVED, STICK_BAD.
    """
    disk = disk or Disk()
    pair = _ready(store)
    if seal.seal_pending(store):
        _anchor(store)
    standing.settle(store)
    with store.connection(immediate=False) as connection, streaming(driver(connection)):
        receiver = _receiver(connection, store, to)
        load = _load(connection, store, receiver, part_bytes)
        made: list[_Made] = []
        for index in range(len(load.shares)):
            if made and not _has_room(disk, made[0].written.path, load.shares[index]):
                break
            draft = _draft(connection, store, load, index)
            target = _target(out, store, draft.header)
            if not made:
                _check_space(disk, target, load.shares[index])
            written = write_bundle(target, draft, pair, disk, _progress(progress, load, index))
            made.append(_Made(load.shares[index], draft.header, written))
            _log(store, made[-1], load.heads(index))
        damaged = tuple(blobs.titles(connection, load.papers.damaged))
    _leave_readme(made[0].written.path.parent, disk)
    return _report(load, made, damaged)


def _progress(progress: Progress | None, load: _Load, index: int) -> Progress | None:
    """One bar over all files."""
    if progress is None:
        return None
    lengths = [len(share.segments) + share.chunks for share in load.shares]
    before, total = sum(lengths[:index]), sum(lengths)
    return lambda done, _of_this: progress(before + done, total)


def _report(load: _Load, made: list[_Made], damaged: tuple[str, ...]) -> PackReport:
    first = made[0]
    return PackReport(
        first.written.path,
        first.header.bundle_id,
        load.receiver.name,
        load.first_no,
        sum(one.share.records for one in made),
        sum(one.header.n_segments for one in made),
        sum(one.written.size for one in made),
        first.written.sha256,
        files=tuple(one.written.path for one in made),
        papers=sum(len(one.share.papers) for one in made),
        left=len(load.shares) - len(made),
        damaged=damaged,
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


def _load(connection: Connection, store: Store, receiver: Peer, part_bytes: int) -> _Load:
    chosen = exchange.choose(connection, receiver)
    papers = blobs.along(store, connection, receiver, chosen)
    standing.note_missing(store, papers.damaged)
    sizes, authors, raised = [], {store.device_id}, set[bytes]()
    for name, head, body_length in _heads(connection, chosen.hashes):
        found = sg.read_head(head)
        sizes.append((name, segment_size(len(head), body_length), found.n))
        authors.add(found.dev)
        if found.reader is not msgspec.UNSET:
            raised.add(name)
    shares = share_out(sizes, papers.papers, part_bytes)
    receipt = exchange.our_receipt(connection, receiver)
    number = _next_number(connection, receiver.id)
    return _Load(receiver, chosen, shares, papers, authors, receipt, number, frozenset(raised))


def _draft(connection: Connection, store: Store, load: _Load, index: int) -> Draft:
    receiver, receipt, share = load.receiver, load.receipt, load.shares[index]
    chosen = share.of(load.chosen)
    return Draft(
        _header(store, load, index),
        hd.Inner(
            bundle_id="", header=b"", receipt=receipt.heads, want=receipt.want, refused=receipt.refused,
            parts=[(p.scope, p.compartment, len(segments)) for p, segments in chosen.parts], files=receipt.files,
            prerequisites=exchange.prerequisites(connection, chosen),
            grants=_grants(connection, receiver, load.authors),
            blobs_want=blobs.wanted_here(connection, receiver, load.papers.damaged),
        ),
        _segments(connection, chosen, receiver),
        share.segment_bytes,
        [receiver.card.box, *receiver.card.escrow] if receiver.is_office else [receiver.grant.box],
        blobs.pieces(store, share.papers),
        share.chunks,
        share.chunk_bytes,
    )  # fmt: skip


def _header(store: Store, load: _Load, index: int) -> hd.Header:
    receiver, share = load.receiver, load.shares[index]
    kind: hd.Kind = "receipt" if not share.bytes else "up" if receiver.is_office else "down"
    return hd.Header(
        bundle_id=new_id(), kind=kind, sender=store.device_id, sender_name=store.name, to=receiver.id,
        to_name=receiver.name, min_reader=hd.OLDEST_READER if load.raised.isdisjoint(share.segments) else hd.READER,
        office=store.township_id, card=enrol.device_card(store),
        file_no=load.first_no + index, made_at=stamp(store.now()), app=hd.APP, schema=SCHEMA_VERSION,
        part=(index + 1, len(load.shares)), n_segments=len(share.segments), plain_bytes=0,
    )  # fmt: skip


def _heads(connection: Connection, hashes: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
    for segment in hashes:
        row = connection.exec_driver_sql("SELECT head, length(body) FROM sync_segment WHERE hash = ?", (segment,)).one()
        yield segment, row[0], int(row[1])


def _segments(connection: Connection, chosen: Chosen, receiver: Peer) -> Iterator[Segment]:
    """The segments themselves; each is looked at once more before it goes in: only what the receiver may read."""
    for segment in chosen.hashes:
        head, sig, body = connection.exec_driver_sql(
            "SELECT head, sig, body FROM sync_segment WHERE hash = ? AND st IN (1, 2)", (segment,)
        ).one()
        scope, compartment = sg.read_head(head).part
        if compartment == RESTRICTED or not (receiver.is_office or receiver.grant.may(scope, compartment, "r")):
            raise BundleError("BUG")
        yield head, sig, body


def _grants(connection: Connection, receiver: Peer, authors: set[str]) -> list[bytes]:
    """The papers of every author in the file, and the receiver's own newest."""
    known = [p for p in peers.all_peers(connection) if not p.is_office]
    return [p.signed for p in known if p.id in authors or p.id == receiver.id]


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
    clean = [
        "".join(c for c in name if c.isprintable() and c not in _FORBIDDEN).strip(" .")[:40]
        for name in (sender, receiver)
    ]
    which = "" if part[1] == 1 else f"-共{part[1]}份之{part[0]}"
    return "{}-{}-第{}号{}{}".format(*clean, number, which, hd.SUFFIX)


def _target(out: Path, store: Store, header: hd.Header) -> Path:
    if out.suffix == hd.SUFFIX and not out.is_dir():
        return out if header.part[0] == 1 else out.with_stem(f"{out.stem}-{header.part[0]}")
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise of_os(error) from error
    return _unused(out / file_name(store.name, header.to_name, header.file_no, header.part))


def _unused(target: Path) -> Path:
    """A file of this name is another computer's, or this one's from before it was restored: it is never replaced."""
    found, number = target, 1
    while found.exists():
        number += 1
        found = target.with_stem(f"{target.stem}-{number}")
    return found


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


def _log(store: Store, made: _Made, heads: bytes | None) -> None:
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
        slips.keep_sent(connection, header.bundle_id, made.share.segments)


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
        "Each frame: 4 bytes length (little-endian), 1 byte type (H S E), then msgpack; the body of S is zstd.\r\n"
        "Type B: a piece of a photo or paper: 32 bytes SHA-256, 8 bytes length, 8 bytes offset, then its bytes.\r\n"
    )
