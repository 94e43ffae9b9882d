"""Deposits: once the office has an accusation, this laptop keeps nothing of it that it can read.

Its rows are erased, the body of its segment is sealed to the office and kept 90 days, should a township restored from
a backup need it again; the head stays, so that the graph still verifies (sync.md §5). Every step may be cut off: what
is left is done at the next start, pack or unpack.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from db import backup
from db.blobs import shelf
from db.errors import StoreError
from db.identity import instant, stamp
from db.store import Store
from db.sync.envelope.crypto import seal_bytes
from db.sync.exchange import blobs, partitions, receipts
from db.sync.exchange.partitions import LocalPartition
from db.sync.log import ancestry, segment
from db.sync.log.ancestry import Receipt
from db.sync.log.hlc import instant_of
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.replica import Replica, replica_of, writing
from db.sync.log.states import APPLIED, DEPOSITED, QUARANTINED, STAGED, WAITING
from db.sync.peers import peers
from db.sync.peers.peers import Peer

_OPEN: Final = f"{STAGED}, {APPLIED}, {WAITING}, {QUARANTINED}"
"""The states, for SQL, of segments whose words lie open here."""
KEPT: Final = timedelta(days=90)
_BACKUPS: Final = "backups_hold_since"
"""Fact: from when on the store's own backups still hold what was erased."""
_BOOKS: Final = ("sync_row", "sync_cell", "sync_del", "sync_gone", "sync_unknown")
_PAPERS: Final = "attachment"
Row = tuple[str, str]
"""(table, id)."""


def settle(store: Store) -> int:
    """Forgets what the office has confirmed, and after 90 days its sealed bodies too; returns how many records went."""
    if store.role != "village" or store.read_only_reason:
        return 0
    with store.connection(immediate=False) as connection:
        own, office = peers.peer(connection, store.device_id), peers.office(connection)
        found = [_look(connection, part, office) for part in partitions.deposits_of(connection, own)] if own else []
    done = 0
    if office is not None and any(one.confirmed for one in found):
        with replica_of(store) as replica:
            done = sum(_Forgetting(replica, one, office).run() for one in found if one.confirmed)
            if done or any(one.sealed for one in found):
                replica.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with suppress(StoreError, OSError):  # no room for a backup just now: the next start tries again
        _forget_elsewhere(store)
    return done


@dataclass(frozen=True, slots=True)
class _Looked:
    """A partition this laptop lays down in: what the office confirmed, what still lies open here, what is sealed."""

    part: LocalPartition
    confirmed: frozenset[bytes]
    sealed: bool
    wanted: frozenset[str]


def _look(connection: Connection, part: LocalPartition, office: Peer | None) -> _Looked:
    query = f"SELECT st FROM sync_segment WHERE part = ? AND body IS NOT NULL AND st IN ({APPLIED}, {DEPOSITED})"
    states = {row[0] for row in connection.exec_driver_sql(query, (part.no,))}
    if office is None or not states:
        return _Looked(part, frozenset(), sealed=False, wanted=frozenset())
    told = receipts.told_by(connection, office.id)
    receipt = Receipt(told.heads.get((part.scope, part.compartment), ()), told.want, told.refused)
    confirmed = ancestry.confirmed(partitions.graph(connection, part), receipt)
    wanted = blobs.wanted_by(connection, office.id)
    return _Looked(part, frozenset(confirmed), sealed=DEPOSITED in states, wanted=wanted)


@dataclass(slots=True)
class _Deposit:
    """A segment that may go: its local number, the rows it speaks of, since when anything of it was on the disk."""

    id: int
    hash: bytes
    body: bytes
    since: datetime
    rows: set[Row] = field(default_factory=set)


class _Forgetting:
    """Forgets what is confirmed of one partition, in one transaction."""

    def __init__(self, replica: Replica, looked: _Looked, office: Peer) -> None:
        self._replica, self._db, self._looked, self._office = replica, replica.db, looked, office

    def run(self) -> int:
        """How many records went."""
        self._db.execute("PRAGMA secure_delete = ON")
        try:
            with writing(self._db):
                book = self._replica.bookkeeping()
                going = self._going(book)
                rows = {row for deposit in going for row in deposit.rows}
                for table, pk in rows:
                    self._erase(book, table, pk)
                for deposit in going:
                    self._seal(deposit)
                if going:
                    self._note(min(deposit.since for deposit in going))
                self._drop_old()
        finally:
            self._db.execute("PRAGMA secure_delete = OFF")
        return len(rows)

    def _going(self, book: Bookkeeping) -> list[_Deposit]:
        """The confirmed segments of which no row is still spoken of by something unconfirmed."""
        staying: set[Row] = {
            (book.by_number[tbl].name, pk)
            for tbl, pk in self._db.execute("SELECT DISTINCT tbl, pk FROM sync_pending")
            if tbl in book.by_number
        } | self._papers_wanted()
        going: list[_Deposit] = []
        query = f"SELECT id, hash, body, staged_at FROM sync_segment WHERE part = ? AND st IN ({_OPEN}) ORDER BY id"
        for number, name, body, at in self._db.execute(query, (self._looked.part.no,)).fetchall():
            deposit = _read(number, name, body, at)
            if name in self._looked.confirmed:
                going.append(deposit)
            else:
                staying |= deposit.rows
        while held := [deposit for deposit in going if deposit.rows & staying]:
            for deposit in held:
                staying |= deposit.rows
                going.remove(deposit)
        return going

    def _papers_wanted(self) -> set[Row]:
        """Papers the office has the record of, but not yet the file."""
        rows = self._db.execute(
            f"SELECT id FROM {_PAPERS} WHERE compartment = ? AND sha256 IN (SELECT value FROM json_each(?))",
            (self._looked.part.compartment, json.dumps(sorted(self._looked.wanted))),
        )
        return {(_PAPERS, row[0]) for row in rows}

    def _erase(self, book: Bookkeeping, table: str, pk: str) -> None:
        db, part, key = self._db, self._looked.part, book.key(table)
        if table in book.tables:
            query = f'DELETE FROM "{table}" WHERE id = ? AND scope = ? AND compartment = ?'
            db.execute(query, (pk, part.scope, part.compartment))
        for name in _BOOKS:
            db.execute(f"DELETE FROM {name} WHERE part = ? AND tbl = ? AND pk = ?", (part.no, key, pk))
        db.execute("DELETE FROM sync_conflict WHERE part = ? AND tbl = ? AND pk = ?", (part.no, key, pk))
        db.execute("DELETE FROM search_dirty WHERE tbl = ? AND pk = ?", (table, pk))
        for (place,) in db.execute("SELECT place FROM search_place WHERE tbl = ? AND pk = ?", (table, pk)).fetchall():
            db.execute("DELETE FROM search_index WHERE rowid = ?", (place,))
            db.execute("DELETE FROM search_place WHERE place = ?", (place,))
        db.execute("DELETE FROM draft WHERE key = ? OR instr(data, ?) > 0", (pk, pk))

    def _seal(self, deposit: _Deposit) -> None:
        self._db.execute(
            f"UPDATE sync_segment SET st = {DEPOSITED}, body = ?, staged_at = ? WHERE id = ?",
            (seal_bytes(deposit.body, [self._office.card.box]), stamp(self._replica.now()), deposit.id),
        )

    def _note(self, since: datetime) -> None:
        before = self._db.execute("SELECT value FROM store_fact WHERE name = ?", (_BACKUPS,)).fetchone()
        value = min([stamp(since), *(before or ())])
        self._db.execute("INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, ?)", (_BACKUPS, value))

    def _drop_old(self) -> None:
        """Sealed bodies after 90 days, as long as the office's last receipt still covers them."""
        limit = stamp(self._replica.now() - KEPT)
        query = f"SELECT id, hash FROM sync_segment WHERE part = ? AND st = {DEPOSITED} AND staged_at < ?"
        old = self._db.execute(query, (self._looked.part.no, limit)).fetchall()
        gone = [(number,) for number, name in old if name in self._looked.confirmed]
        self._db.executemany("UPDATE sync_segment SET body = NULL WHERE id = ?", gone)


def _read(number: int, name: bytes, packed: bytes, at: str | None) -> _Deposit:
    body = segment.body_again(packed)
    first = [instant_of(entry[2] << 16) for entry in body.who if entry[2] > 0]
    deposit = _Deposit(number, name, packed, min([*first, instant(at or "")]))
    deposit.rows = {(op.table, op.pk) for op in segment.ops(body)}
    return deposit


# --- beside the book ------------------------------------------------------------------------------------------------


def _forget_elsewhere(store: Store) -> None:
    """Files of papers nobody names any more, and the store's own backups that still hold what was erased."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT sha256 FROM sync_blob WHERE state <> 'purged'"
            " AND sha256 NOT IN (SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL)"
        ).all()
        since = connection.exec_driver_sql("SELECT value FROM store_fact WHERE name = ?", (_BACKUPS,)).scalar()
    for (sha256,) in rows:
        shelf.drop(store, sha256)
    if rows:
        with store.connection() as connection:
            connection.exec_driver_sql("DELETE FROM sync_blob WHERE sha256 = ?", [tuple(row) for row in rows])
    if since:
        backup.renew_since(store, instant(since))
        with store.connection() as connection:
            connection.exec_driver_sql("DELETE FROM store_fact WHERE name = ?", (_BACKUPS,))
