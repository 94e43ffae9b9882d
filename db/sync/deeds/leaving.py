"""What moved away leaves the old laptop: hidden at once, erased once the office has it all and 90 days are over.

The log stays, as it does for everything (sync.md §17); should the household come back, its rows are read from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from db.identity import stamp
from db.store import Store
from db.sync.exchange import partitions, receipts
from db.sync.log import ancestry, merge
from db.sync.log.ancestry import Receipt
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import moves
from db.sync.log.rows.replica import replica_of, writing
from db.sync.log.states import APPLIED, ASKS_FOR_A_READER, REDACTED
from db.sync.peers import peers

KEPT: Final = timedelta(days=90)
_SEGMENTS: Final = (
    "SELECT s.hash, s.body IS NOT NULL AND s.st IN ({states}) FROM {name} r JOIN sync_segment s ON s.id = r.seg"
    " WHERE r.part = ? AND r.tbl = ? AND r.pk = ?"
)


def settle(store: Store) -> int:
    """Erases what left long ago; returns how many records. Only at a village: the office keeps both villages anyway."""
    if store.role != "village" or store.read_only_reason or not store.enrolled:
        return 0
    with store.connection(immediate=False) as connection:
        office = peers.office(connection)
        limit = stamp(store.now() - KEPT)
        if office is None or not _candidates(connection, limit):
            return 0
        told = receipts.told_by(connection, office.id)
        confirmed = frozenset[bytes]()
        for part in partitions.all_parts(connection):
            receipt = Receipt(told.heads.get((part.scope, part.compartment), ()), told.want, told.refused)
            confirmed |= ancestry.confirmed(partitions.graph(connection, part), receipt)
    with replica_of(store) as replica, writing(replica.db):
        book = replica.bookkeeping()
        gone = list(_leaving(book, limit, confirmed))
        for no, number, pk in gone:
            _erase(book, no, number, pk)
    return len(gone)


def _candidates(connection: Connection, limit: str) -> bool:
    return connection.exec_driver_sql(f"{_OLD} LIMIT 1", (limit,)).first() is not None


_OLD: Final = (
    "SELECT DISTINCT d.part, d.tbl, d.pk FROM sync_del d JOIN sync_segment s ON s.id = d.seg"
    " JOIN sync_row r ON r.part = d.part AND r.tbl = d.tbl AND r.pk = d.pk"
    f" WHERE {ASKS_FOR_A_READER} AND s.staged_at < ?"
)


def _leaving(book: Bookkeeping, limit: str, confirmed: frozenset[bytes]) -> Iterator[tuple[int, int, str]]:
    """The rows that left before that time, of which the office confirmed every word and the log still has it."""
    states = f"{APPLIED}, {REDACTED}"
    for part, number, pk in book.db.execute(_OLD, (limit,)).fetchall():
        table = book.by_number.get(number)
        shown = book.current(table, [pk]).get(pk) if table is not None else None
        if table is None or shown is None or (shown["scope"], shown["compartment"]) != book.part(part):
            continue
        row = book.load(part, number, [pk], trust_table=True)[pk].row
        left = [dot for dot in moves(book, row) if merge.live_dots(row) <= row.dels[dot]]
        said = [
            tuple(found)
            for name in ("sync_row", "sync_cell", "sync_del")
            for found in book.db.execute(_SEGMENTS.format(name=name, states=states), (part, number, pk))
        ]
        waits = book.db.execute("SELECT 1 FROM sync_pending WHERE tbl = ? AND pk = ?", (number, pk)).fetchone()
        if left and waits is None and all(name in confirmed and here for name, here in said):
            yield part, number, pk


def _erase(book: Bookkeeping, part: int, number: int, pk: str) -> None:
    """The row, its bookkeeping (but for the move itself) and what the search box finds."""
    db, name = book.db, book.by_number[number].name
    db.execute(f'DELETE FROM "{name}" WHERE id = ?', (pk,))
    for kept in ("sync_row", "sync_cell", "sync_unknown"):
        db.execute(f"DELETE FROM {kept} WHERE part = ? AND tbl = ? AND pk = ?", (part, number, pk))
    db.execute("DELETE FROM sync_conflict WHERE part = ? AND tbl = ? AND pk = ?", (part, number, pk))
    db.execute("DELETE FROM search_dirty WHERE tbl = ? AND pk = ?", (name, pk))
    for (place,) in db.execute("SELECT place FROM search_place WHERE tbl = ? AND pk = ?", (name, pk)).fetchall():
        db.execute("DELETE FROM search_index WHERE rowid = ?", (place,))
        db.execute("DELETE FROM search_place WHERE place = ?", (place,))
    db.execute("DELETE FROM draft WHERE key = ? OR instr(data, ?) > 0", (pk, pk))
