"""A partition taken from this laptop again: its rows go out of sight, and come back if the office gives it back.

Nothing is erased: the log stays, so that late work still reaches the office, where it lands in quarantine (sync.md §5).
"""

from __future__ import annotations

from collections.abc import Collection

from db.capture import driver
from db.store import Store
from db.sync.exchange import partitions
from db.sync.log import merge
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.out_of_sight import keep_out_of_sight, out_of_sight
from db.sync.log.rows.replica import Replica, replica_of, writing
from db.sync.log.seal import seal_here
from db.sync.peers import peers


def settle(store: Store) -> None:
    """Brings what is seen here in line with this laptop's newest grant."""
    if store.role != "village" or store.read_only_reason or not store.enrolled:
        return
    with store.connection(immediate=False) as connection:
        own = peers.peer(connection, store.device_id)
        if own is None:
            return
        grant = own.grant
        wanted = {
            part.no
            for part in partitions.all_parts(connection)
            if not any(grant.may(part.scope, part.compartment, right) for right in "rd")
        }
        if not wanted and not out_of_sight(driver(connection)):
            return
    with replica_of(store) as replica:
        _bring_in_line(replica, wanted)


def _bring_in_line(replica: Replica, wanted: Collection[int]) -> None:
    with writing(replica.db):
        seal_here(replica)
        book = replica.bookkeeping()
        for part in wanted:
            _hide(book, part)
        for part in out_of_sight(replica.db) - set(wanted):
            _show(book, part)
        keep_out_of_sight(replica.db, wanted)


def _hide(book: Bookkeeping, part: int) -> None:
    for name in book.tables:
        query = f'UPDATE "{name}" SET hidden = 1 WHERE scope = ? AND compartment = ? AND hidden = 0'
        book.db.execute(query, book.part(part))


def _show(book: Bookkeeping, part: int) -> None:
    """Every row again as the writes behind it say."""
    for name, table in book.tables.items():
        query = f'UPDATE "{name}" SET hidden = 0 WHERE scope = ? AND compartment = ? AND hidden = 1'
        book.db.execute(query, book.part(part))
        rows = book.db.execute("SELECT DISTINCT pk FROM sync_del WHERE part = ? AND tbl = ?", (part, table.number))
        entries = book.load(part, table.number, [row[0] for row in rows], trust_table=True)
        gone = [(pk, *book.part(part)) for pk, entry in entries.items() if merge.hidden(entry.row)]
        book.db.executemany(f'UPDATE "{name}" SET hidden = 1 WHERE id = ? AND scope = ? AND compartment = ?', gone)
