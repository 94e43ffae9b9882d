"""What a hand-over slip says of one file: who gave it to whom, how many records of which kind, what became of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row

from db.device_keys import check_words
from db.errors import RuleError
from db.models import RESTRICTED
from db.store import Store
from db.sync.envelope.disk import Disk
from db.sync.envelope.header import SUFFIX, PartHeads
from db.sync.envelope.read import read_head
from db.sync.errors import BundleError, of_os
from db.sync.exchange import partitions, receipts
from db.sync.exchange.taking.stage import bundle_key
from db.sync.log import ancestry
from db.sync.log import segment as sg
from db.sync.log.states import QUARANTINED, WAITING
from db.sync.peers import enrol, peers
from db.sync.peers.peers import Peer

_FACT: Final = "sent:"
_TOLD: Final = f"part NOT IN (SELECT no FROM sync_part WHERE compartment = {RESTRICTED})"
"""Of accusations no slip says even that there are any (privacy.md P5)."""
_KEPT: Final = 200
"""Packed files whose content is remembered; what came in is known from its segments at any time."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of one table are new and how many changed."""

    table: str
    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """One file of the log; ``at`` is an ISO instant in UTC, ``own_words`` and ``peer_words`` are the check words.

    ``size`` in bytes and the ``sha256`` of a file that came in are known only while it lies at the path given.
    """

    bundle_id: str
    out: bool
    file_name: str
    file_no: int
    size: int
    sha256: str
    at: str
    cadre: str
    peer: str
    result: str
    code: str
    kinds: tuple[KindCount, ...]
    waiting: int
    quarantined: int
    confirmed: bool
    own_card: str
    own_words: str
    peer_words: str


def keep_sent(connection: Connection, bundle_id: str, hashes: Iterable[bytes]) -> None:
    """Remembers of a packed file which segments are in it: it is sealed for its receiver and cannot be read here."""
    query = "SELECT id FROM sync_segment WHERE hash = ?"
    ids = sorted(int(connection.exec_driver_sql(query, (segment,)).scalar_one()) for segment in hashes)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, ?)",
        (_FACT + bundle_id, msgspec.json.encode(receipts.ranges(ids)).decode()),
    )
    connection.exec_driver_sql(
        "DELETE FROM store_fact WHERE name LIKE 'sent:%' AND substr(name, 6) NOT IN"
        " (SELECT bundle_id FROM sync_bundle_log WHERE direction = 'out' ORDER BY rowid DESC LIMIT ?)"
        " AND substr(name, 6) <> ?",
        (_KEPT, bundle_id),
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was asked for: the ids under which it may stand in the log, and the file itself if it lies there."""

    names: tuple[str, ...]
    bundle_id: str = ""
    size: int = 0
    sha256: str = ""


def slip_facts(store: Store, which: str = "") -> SlipFacts:
    """The file with that id (or its beginning), file name, or lying at that path; the last one if none is given.

    RuleError where this store handed over no such file.
    """
    looked = _file(Path(which)) if which.endswith(SUFFIX) else _Looked((which,) if which else ())
    with store.connection(immediate=False) as connection:
        row = _row(connection, looked.names)
        peer, out = peers.peer(connection, row.peer or ""), row.direction == "out"
        states = Counter(
            state
            for (state,) in connection.exec_driver_sql(
                "SELECT st FROM sync_segment WHERE bundle_id = ?", (row.bundle_id,)
            )
        )
        return SlipFacts(
            looked.bundle_id or row.bundle_id, out, row.file_name or "", row.file_no or 0, looked.size,
            looked.sha256 or row.sha256 or "", row.at or "", row.cadre or "", peer.name if peer else "",
            row.result or "", row.code or "", _kinds(connection, row.bundle_id, out=out), states[WAITING],
            states[QUARANTINED], out and peer is not None and _is_confirmed(connection, peer, row.heads),
            enrol.make_card(store) if store.pair else "", enrol.own_words(store) if store.pair else "",
            check_words(peer.public) if peer else "",
        )  # fmt: skip


def _row(connection: Connection, names: Iterable[str]) -> Row[Any]:
    query = (
        "SELECT bundle_id, direction, file_name, file_no, sha256, at, cadre, peer, result, code, heads"
        " FROM sync_bundle_log WHERE {} ORDER BY rowid DESC LIMIT 1"
    )
    asked = "bundle_id = ?1 OR file_name = ?1 OR (length(?1) > 5 AND instr(bundle_id, ?1) = 1)"
    rows = [connection.exec_driver_sql(query.format(asked), (name,)).first() for name in names]
    if not rows:
        rows = [connection.exec_driver_sql(query.format("result <> 'refused'")).first()]
    found = next((row for row in rows if row is not None), None)
    if found is None:
        raise RuleError(_("没有找到这次交接。先装盘或收盘，再打印交接单。"), field="bundle")
    return found


def _file(path: Path) -> _Looked:
    """A file lying here, as sent or as taken in; where it is gone, only its name."""
    disk = Disk()
    try:
        with disk.open(path) as file:
            size = disk.size(path)
            head = read_head(file, size)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (FileNotFoundError, BundleError):
        return _Looked((path.name,))
    except OSError as error:
        raise of_os(error) from error
    return _Looked((head.header.bundle_id, bundle_key(head)), head.header.bundle_id, size, sha256)


def _kinds(connection: Connection, bundle_id: str, *, out: bool) -> tuple[KindCount, ...]:
    counted = _counted(_sent(connection, bundle_id) if out else _came(connection, bundle_id))
    return tuple(KindCount(table, new, changed) for table, (new, changed) in counted.items())


def _sent(connection: Connection, bundle_id: str) -> Iterator[sg.Body]:
    kept = connection.exec_driver_sql("SELECT value FROM store_fact WHERE name = ?", (_FACT + bundle_id,)).scalar()
    query = f"SELECT head, sig, body FROM sync_segment WHERE id BETWEEN ? AND ? AND body IS NOT NULL AND {_TOLD}"
    for first, last in msgspec.json.decode(kept, type=list[tuple[int, int]]) if kept else ():
        yield from _bodies(connection.exec_driver_sql(query, (first, last)))


def _came(connection: Connection, bundle_id: str) -> Iterator[sg.Body]:
    query = f"SELECT head, sig, body FROM sync_segment WHERE bundle_id = ? AND body IS NOT NULL AND {_TOLD}"
    yield from _bodies(connection.exec_driver_sql(query, (bundle_id,)))


def _bodies(rows: Iterable[Any]) -> Iterator[sg.Body]:
    for head, sig, body in rows:
        with suppress(sg.Malformed):  # quarantined, because nobody can read it
            yield sg.read_body(sg.read_head(head), body) if sig else sg.body_again(body)


def _counted(bodies: Iterable[sg.Body]) -> dict[str, tuple[int, int]]:
    """By table, the records that are new and those only changed; one changed five times is one."""
    new: dict[str, set[str]] = {}
    touched: dict[str, set[str]] = {}
    for body in bodies:
        for _idx, op in sg.row_ops(body):
            (new if isinstance(op, sg.Insert) else touched).setdefault(body.cols[op.t][0], set()).add(op.pk)
    return {
        table: (len(new.get(table, ())), len(touched.get(table, set()) - new.get(table, set())))
        for table in sorted(new.keys() | touched.keys())
    }


def _is_confirmed(connection: Connection, peer: Peer, heads: bytes | None) -> bool:
    """Whether the receiver's last receipt covers everything that was in the file."""
    if not heads:
        return False
    told = receipts.told_by(connection, peer.id)
    sent = {(s, c): hashes for s, c, hashes in msgspec.msgpack.decode(heads, type=list[PartHeads])}
    covered: set[bytes] = set()
    for part in partitions.parts_for(connection, peer):
        here = partitions.graph(connection, part, (1, 2, 3, 4, 5, 6))
        covered |= ancestry.closure(here, told.heads.get((part.scope, part.compartment), ()), stop=told.want)
    return all(name in covered for hashes in sent.values() for name in hashes)
