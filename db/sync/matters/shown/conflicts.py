"""What stands open, as the log has it: both sides with who and when, and what they replaced (sync.md §10)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from db.store import Store
from db.sync.log.merge import Value
from db.sync.log.rows import queues
from db.sync.log.rows.replica import Replica, replica_of
from db.sync.matters.shown.sides import Side, before, sides_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry of the queue; ``other`` are further records concerned, ``before`` what the sides replaced."""

    id: str
    kind: str
    table: str
    pk: str
    col: str
    sides: tuple[Side, ...]
    before: Value
    other: tuple[str, ...]
    opened_at: str


def conflicts(store: Store) -> list[Conflict]:
    """Everything that stands open, the oldest first."""
    with replica_of(store) as replica:
        return listed(replica)


def conflicts_of(store: Store, records: Iterable[str]) -> list[Conflict]:
    """What stands open about those records."""
    with replica_of(store) as replica:
        return listed(replica, records=records)


def listed(replica: Replica, only: str | None = None, records: Iterable[str] | None = None) -> list[Conflict]:
    """The same on a replica; ``only`` one id, or only what is listed under those records."""
    book = replica.bookkeeping()
    query = "SELECT id, part, tbl, pk, col, kind, other, opened_at FROM sync_conflict"
    where, values = (" WHERE id = ?", (only,)) if only else ("", ())
    if records is not None:
        where, values = " WHERE pk IN (SELECT value FROM json_each(?))", (json.dumps(list(records)),)
    rows = replica.db.execute(f"{query}{where} ORDER BY opened_at, id", values).fetchall()
    found = []
    for name, part, number, pk, col, kind, other, opened_at in rows:
        table = book.by_number[number]
        entry = book.load(part, number, [pk], trust_table=True)[pk]
        others = tuple(filter(None, other.split(",")))
        sides = sides_of(book, table, entry, (kind, col, others))
        old = before(book, [side.dot for side in sides], col) if kind == queues.FIELD else None
        found.append(Conflict(name, kind, table.name, pk, col, sides, old, others, opened_at or ""))
    return found
