"""交账: what is on this computer alone, what left on a stick, what the other side has confirmed, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection

from db.models import RESTRICTED, metadata
from db.queries.rows import restricted_pending
from db.store import Store
from db.sync.envelope.header import PartHeads
from db.sync.exchange import partitions, receipts
from db.sync.exchange.partitions import LocalPartition
from db.sync.log import ancestry
from db.sync.log.ancestry import Receipt
from db.sync.log.states import WAITING
from db.sync.peers import peers
from db.sync.peers.peers import Peer

Standing = Literal["local", "packed", "confirmed", "conflict"]
"""仅本机, 已装盘, 镇里已确认 (村里已收到), 有冲突."""
_RANK: Final[tuple[Standing, ...]] = ("local", "packed", "confirmed", "conflict")


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One computer (or the office) in the ledger; ``gaps`` are the numbers of files whose content is still missing."""

    id: str
    name: str
    status: str
    not_after: str
    last_bundle: str | None
    last_file_no: int | None
    sent_at: str | None
    sent_file_no: int | None
    confirmed_at: str | None
    waiting: int
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """The hand-over ledger: the computers, and how many records stand where."""

    devices: tuple[DeviceRow, ...]
    records: dict[Standing, int]

    def document(self) -> dict[str, Any]:
        """As ``baijia handover --json`` prints it."""
        from dataclasses import asdict

        return {"devices": [asdict(d) | {"gaps": list(d.gaps)} for d in self.devices], "records": dict(self.records)}


def handover(store: Store) -> HandOver:
    """The hand-over ledger of this store."""
    with store.connection(immediate=False) as connection:
        devices = tuple(_device(connection, peer) for peer in _correspondents(connection, store))
        rank_segments(connection, store)
        counts = dict.fromkeys(_RANK, 0)
        counted = f"SELECT rank, count(*) FROM ({_RECORDS}) WHERE NOT secret GROUP BY rank"
        for rank, count in connection.exec_driver_sql(counted):
            counts[_RANK[rank]] = int(count)
        connection.exec_driver_sql("DROP TABLE temp.standing")
    return HandOver(devices, counts)


def unsent(store: Store) -> int:
    """How many records are 仅本机: the very number of the ledger, looked for only among what is new here."""
    with store.connection(immediate=False) as connection:
        rank_segments(connection, store)
        count = connection.exec_driver_sql(_ONLY_HERE).scalar_one()
        connection.exec_driver_sql("DROP TABLE temp.standing")
    return int(count)


def standings(store: Store, table: str, ids: Iterable[str]) -> dict[str, Standing]:
    """Where each of these records stands; one that was never captured is absent."""
    number = metadata.tables[table].info["sync"]
    wanted = msgspec.json.encode(list(ids)).decode()
    with store.connection(immediate=False) as connection:
        rank_segments(connection, store)
        rows = connection.exec_driver_sql(
            f"SELECT pk, rank FROM ({_RECORDS}) WHERE tbl = ? AND pk IN (SELECT value FROM json_each(?))",
            (number, wanted),
        ).all()
        connection.exec_driver_sql("DROP TABLE temp.standing")
    return {pk: _RANK[rank] for pk, rank in rows}


_RECORDS: Final = """
    SELECT tbl, pk, CASE WHEN EXISTS (SELECT 1 FROM sync_conflict c WHERE c.tbl = w.tbl AND c.pk = w.pk) THEN 3
        ELSE min(rank) END AS rank, max(secret) AS secret FROM (
        SELECT tbl, pk, rank, secret FROM sync_row JOIN temp.standing USING (seg)
        UNION ALL SELECT tbl, pk, rank, secret FROM sync_cell JOIN temp.standing USING (seg)
        UNION ALL SELECT tbl, pk, rank, secret FROM sync_del JOIN temp.standing USING (seg)
        UNION ALL SELECT tbl, pk, 0, {secret} FROM sync_pending
    ) w GROUP BY tbl, pk
""".format(secret=restricted_pending("sync_pending"))
"""``secret``: accusations, which no figure counts (privacy.md P5)."""
_ONLY_HERE: Final = """
    WITH fresh AS (SELECT seg FROM temp.standing WHERE rank = 0 AND NOT secret) SELECT count(*) FROM (
        SELECT r.tbl, r.pk FROM fresh f CROSS JOIN sync_row r ON r.seg = f.seg
        UNION SELECT c.tbl, c.pk FROM fresh f CROSS JOIN sync_cell c ON c.seg = f.seg
        UNION SELECT d.tbl, d.pk FROM fresh f CROSS JOIN sync_del d ON d.seg = f.seg
        UNION SELECT tbl, pk FROM sync_pending WHERE NOT {secret}
    ) w WHERE NOT EXISTS (SELECT 1 FROM sync_conflict c WHERE c.tbl = w.tbl AND c.pk = w.pk)
""".format(secret=restricted_pending("sync_pending"))


def rank_segments(connection: Connection, store: Store) -> None:
    """Fills a temporary table: for each segment 0 only here, 1 on a stick, 2 confirmed by the other side."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.standing")
    connection.exec_driver_sql(
        "CREATE TEMP TABLE standing(seg INTEGER PRIMARY KEY, rank INTEGER NOT NULL, secret INTEGER NOT NULL)"
    )
    others = [p for p in peers.all_peers(connection) if p.id != store.device_id]
    if store.role == "village":
        others = [p for p in others if p.is_office]
    packed_to = {p.id: _packed(connection, p) for p in others}
    told = {p.id: receipts.told_by(connection, p.id) for p in others}
    for part in _parts(connection):
        key, here = (part.scope, part.compartment), partitions.graph(connection, part, (1, 2, 3, 4, 5, 6))
        packed: set[bytes] = set()
        confirmed: set[bytes] = set()
        for peer in others:
            packed |= ancestry.closure(here, packed_to[peer.id].get(key, ()))
            receipt = Receipt(told[peer.id].heads.get(key, ()), told[peer.id].want, told[peer.id].refused)
            confirmed |= ancestry.confirmed(here, receipt)
        rows = connection.exec_driver_sql(
            "SELECT id, hash, device_id, bundle_id IS NOT NULL FROM sync_segment WHERE part = ?", (part.no,)
        )
        connection.exec_driver_sql(
            "INSERT INTO temp.standing VALUES (?, ?, ?)",
            [
                (
                    seg,
                    2 if name in confirmed or (came and store.role == "township") else int(name in packed),
                    part.compartment == RESTRICTED,
                )
                for seg, name, device, came in rows
            ]
            or [(-part.no, 2, False)],
        )


def _parts(connection: Connection) -> list[LocalPartition]:
    return [LocalPartition(*row) for row in connection.exec_driver_sql("SELECT no, scope, compartment FROM sync_part")]


def _packed(connection: Connection, peer: Peer) -> dict[tuple[str, int], set[bytes]]:
    found: dict[tuple[str, int], set[bytes]] = {}
    query = "SELECT heads FROM sync_bundle_log WHERE direction = 'out' AND peer = ? AND heads IS NOT NULL"
    for (heads,) in connection.exec_driver_sql(query, (peer.id,)):
        for scope, compartment, hashes in msgspec.msgpack.decode(heads, type=list[PartHeads]):
            found.setdefault((scope, compartment), set()).update(hashes)
    return found


def _correspondents(connection: Connection, store: Store) -> list[Peer]:
    """At a laptop the office, at the office every laptop, and whoever else files came from or went to."""
    known = [p for p in peers.all_peers(connection) if p.id != store.device_id]
    query = "SELECT DISTINCT peer FROM sync_bundle_log"
    met = {row[0] for row in connection.exec_driver_sql(query)}
    if store.role == "village":
        return [p for p in known if p.is_office or p.id in met]
    return [p for p in known if not p.is_office and p.grant.unit != store.township_id]


def _device(connection: Connection, peer: Peer) -> DeviceRow:
    last, last_no = _last(connection, peer, "in")
    sent, sent_no = _last(connection, peer, "out")
    confirmed = connection.exec_driver_sql("SELECT receipt_at FROM sync_peer WHERE device_id = ?", (peer.id,)).scalar()
    return DeviceRow(
        peer.id, peer.name, peer.status, "" if peer.is_office else peer.grant.not_after, last, last_no, sent, sent_no,
        confirmed, waiting_from(connection, peer.id), tuple(missing_files(connection, peer.id)),
    )  # fmt: skip


def _last(connection: Connection, peer: Peer, direction: str) -> tuple[str | None, int | None]:
    row = connection.exec_driver_sql(
        "SELECT at, file_no FROM sync_bundle_log WHERE direction = ? AND peer = ?"
        " AND result IN ('written', 'whole', 'taken', 'known', 'waiting') ORDER BY at DESC, rowid DESC LIMIT 1",
        (direction, peer.id),
    ).first()
    return (row[0], row[1]) if row else (None, None)


def waiting_from(connection: Connection, peer_id: str) -> int:
    """How many segments out of a peer's files wait for an earlier one."""
    query = (
        "SELECT count(*) FROM sync_segment s JOIN sync_bundle_log b USING (bundle_id)"
        f" WHERE s.st = {WAITING} AND b.direction = 'in' AND b.peer = ?"
    )
    return int(connection.exec_driver_sql(query, (peer_id,)).scalar_one())


def missing_files(connection: Connection, peer_id: str) -> list[int]:
    """The numbers of a peer's files that never came, while something waits for what was in them."""
    if not waiting_from(connection, peer_id):
        return []
    seen = receipts.files_from(connection, peer_id)
    return sorted(set(range(1, max(seen, default=0))) - set(seen))
