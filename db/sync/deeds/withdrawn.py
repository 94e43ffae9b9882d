"""A partition taken from this laptop again: its rows go out of sight, and come back if the office gives it back.

Nothing is erased: the log stays, so that late work still reaches the office, where it lands in quarantine (sync.md §5).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from db.capture import Db
from db.models import RESTRICTED
from db.store import Store
from db.sync.exchange import exchange
from db.sync.log import merge
from db.sync.log.rows.rows import Book
from db.sync.log.rows.transaction import Bench, bench_of, writing
from db.sync.log.seal import seal_here
from db.sync.peers import peers

_FACT: Final = "out_of_sight"
"""Fact: the local numbers of those partitions, as JSON."""


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
            for part in exchange.all_parts(connection)
            if not any(grant.may(part.scope, part.compartment, right) for right in "rd")
        }
        if not wanted and not _numbers(connection.exec_driver_sql(_READ, (_FACT,)).scalar()):
            return
    with bench_of(store) as bench:
        _bring_in_line(bench, wanted)


def out_of_sight(db: Db) -> frozenset[int]:
    """The local numbers of the partitions this laptop may not see any more."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'store_fact'").fetchone() is None:
        return frozenset()
    found = db.execute(_READ, (_FACT,)).fetchone()
    return _numbers(found[0] if found else None)


def unseen(db: Db, *, village: bool) -> frozenset[int]:
    """The partitions of which a store shows no open matter: taken from it, or accusations in a village (P5)."""
    rows = db.execute("SELECT no FROM sync_part WHERE compartment = ?", (RESTRICTED,)).fetchall() if village else []
    return out_of_sight(db) | {row[0] for row in rows}


_READ: Final = "SELECT value FROM store_fact WHERE name = ?"


def _numbers(text: str | None) -> frozenset[int]:
    return frozenset(json.loads(text)) if text else frozenset()


def _bring_in_line(bench: Bench, wanted: Collection[int]) -> None:
    with writing(bench.db):
        seal_here(bench)
        book = bench.book()
        for part in wanted:
            _hide(book, part)
        for part in out_of_sight(bench.db) - set(wanted):
            _show(book, part)
        fact = (_FACT, json.dumps(sorted(wanted)))
        bench.db.execute("INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, ?)", fact)


def _hide(book: Book, part: int) -> None:
    for name in book.tables:
        query = f'UPDATE "{name}" SET hidden = 1 WHERE scope = ? AND compartment = ? AND hidden = 0'
        book.db.execute(query, book.part(part))


def _show(book: Book, part: int) -> None:
    """Every row again as the writes behind it say."""
    for name, table in book.tables.items():
        query = f'UPDATE "{name}" SET hidden = 0 WHERE scope = ? AND compartment = ? AND hidden = 1'
        book.db.execute(query, book.part(part))
        rows = book.db.execute("SELECT DISTINCT pk FROM sync_del WHERE part = ? AND tbl = ?", (part, table.number))
        entries = book.load(part, table.number, [row[0] for row in rows], trust_table=True)
        gone = [(pk, *book.part(part)) for pk, entry in entries.items() if merge.hidden(entry.row)]
        book.db.executemany(f'UPDATE "{name}" SET hidden = 1 WHERE id = ? AND scope = ? AND compartment = ?', gone)
