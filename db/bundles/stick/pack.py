"""Packing a bundle: what the receiver has not confirmed and may see, written so that the stick can be pulled out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection

from db import own_device
from db.bundles import seal
from db.bundles import segment as sg
from db.bundles.envelope import header as hd
from db.bundles.envelope.disk import Disk
from db.bundles.envelope.write import Draft, Progress, Segment, Written, segment_size, write_bundle
from db.bundles.errors import BundleError, of_os
from db.bundles.stick import exchange
from db.bundles.stick.exchange import Chosen
from db.bundles.stick.reports import PackReport
from db.bundles.trust import enrol, peers
from db.bundles.trust.peers import Peer
from db.device_keys import KeyPair
from db.errors import KnownError
from db.identity import new_id, stamp
from db.models import RESTRICTED
from db.schema import SCHEMA_VERSION
from db.store import Store

README: Final = "README.txt"
_SPARE: Final = 1 << 20
_FORBIDDEN: Final = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class _Plan:
    """A bundle before it is written."""

    receiver: Peer
    draft: Draft
    records: int
    file_no: int
    heads: bytes


def pack(
    store: Store, out: Path, to: str | None = None, progress: Progress | None = None, disk: Disk | None = None
) -> PackReport:
    """Writes a bundle to a folder (or to a file ending in .bjb) and reads it back: “已校验，可以拔出”.

    ``to`` names the receiver; a village's laptop sends to its township. Nothing stays on the stick after an error.
    Raises NOT_ENROLLED, NO_RECEIVER, DISK_FULL, READ_ONLY, STICK_REMOVED, STICK_BAD.
    """
    disk = disk or Disk()
    pair = _ready(store)
    if seal.seal_pending(store):
        _anchor(store)
    with store.connection(immediate=False) as connection:
        receiver = _receiver(connection, store, to)
        plan = _plan(connection, store, receiver)
        target = _target(out, plan, store)
        _check_space(disk, target, plan)
        written = write_bundle(target, plan.draft, pair, disk, progress)
    _log(store, plan, written)
    _leave_readme(target.parent, disk)
    header = plan.draft.header
    return PackReport(
        target,
        header.bundle_id,
        receiver.name,
        plan.file_no,
        plan.records,
        header.n_segments,
        written.size,
        written.sha256,
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


def _plan(connection: Connection, store: Store, receiver: Peer) -> _Plan:
    chosen = exchange.choose(connection, receiver)
    hashes = list(chosen.hashes)
    size = records = 0
    authors = {store.device_id}
    for head, body_length in _heads(connection, hashes):
        size += segment_size(len(head), body_length)
        found = sg.read_head(head)
        records += found.n
        authors.add(found.dev)
    receipt = exchange.our_receipt(connection, receiver)
    file_no = _next_number(connection, receiver.id)
    draft = Draft(
        _header(store, receiver, len(hashes), file_no),
        hd.Inner(
            bundle_id="", header=b"", receipt=receipt.heads, want=receipt.want, refused=receipt.refused,
            parts=[(p.scope, p.compartment, len(segments)) for p, segments in chosen.parts], files=receipt.files,
            prerequisites=exchange.prerequisites(connection, chosen),
            grants=_grants(connection, receiver, authors),
        ),
        _segments(connection, chosen, receiver),
        size,
        [receiver.card.box, *receiver.card.escrow] if receiver.is_office else [receiver.grant.box],
    )  # fmt: skip
    return _Plan(receiver, draft, records, file_no, msgspec.msgpack.encode(receipt.heads))


def _header(store: Store, receiver: Peer, segments: int, file_no: int) -> hd.Header:
    kind: hd.Kind = "receipt" if not segments else "up" if receiver.is_office else "down"
    return hd.Header(
        bundle_id=new_id(), kind=kind, sender=store.device_id, sender_name=store.name, to=receiver.id,
        to_name=receiver.name, office=store.township_id, card=enrol.device_card(store), file_no=file_no,
        made_at=stamp(store.now()), app=hd.APP, schema=SCHEMA_VERSION, n_segments=segments, plain_bytes=0,
    )  # fmt: skip


def _heads(connection: Connection, hashes: list[bytes]) -> Iterator[tuple[bytes, int]]:
    for segment in hashes:
        row = connection.exec_driver_sql("SELECT head, length(body) FROM sync_segment WHERE hash = ?", (segment,)).one()
        yield row[0], int(row[1])


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
    query = "SELECT max(file_no) FROM sync_bundle_log WHERE direction = 'out' AND peer = ?"
    return int(connection.exec_driver_sql(query, (peer_id,)).scalar() or 0) + 1


def file_name(sender: str, receiver: str, number: int) -> str:
    """The name on the stick, for people; it fits FAT and every desktop.

    >>> file_name("桃溪村", "云岭镇", 17)
    '桃溪村-云岭镇-第17号.bjb'
    """
    clean = [
        "".join(c for c in name if c.isprintable() and c not in _FORBIDDEN).strip(" .")[:40]
        for name in (sender, receiver)
    ]
    return "{}-{}-第{}号{}".format(*clean, number, hd.SUFFIX)


def _target(out: Path, plan: _Plan, store: Store) -> Path:
    if out.suffix == hd.SUFFIX and not out.is_dir():
        return out
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise of_os(error) from error
    return out / file_name(store.name, plan.receiver.name, plan.file_no)


def _check_space(disk: Disk, target: Path, plan: _Plan) -> None:
    try:
        missing = plan.draft.segment_bytes + _SPARE - disk.free(target.parent)
    except OSError as error:
        raise of_os(error) from error
    if missing > 0:
        raise BundleError("DISK_FULL", megabytes=-(-missing // 1_000_000))


def _log(store: Store, plan: _Plan, written: Written) -> None:
    header = plan.draft.header
    with store.connection() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sync_bundle_log(bundle_id, direction, kind, file_no, file_name, sha256, peer, at, cadre,"
            " segments, new_segments, heads, result) VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'written')",
            (
                header.bundle_id, header.kind, plan.file_no, written.path.name, written.sha256, plan.receiver.id,
                header.made_at, store.me.name, header.n_segments, header.n_segments, plan.heads,
            ),
        )  # fmt: skip


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
    )
