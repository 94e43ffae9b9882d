"""What was merged and can be taken apart again, in words."""

from __future__ import annotations

from dataclasses import dataclass

from db.store import Store
from db.sync.log.rows.replica import replica_of
from db.sync.matters.shown.records import Records


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one household or person: the one merged, the one it was merged into, and what people call them."""

    table: str
    id: str
    into: str
    called: str
    into_called: str
    household_id: str


def merged_pairs(store: Store) -> list[Pair]:
    """Every merge that stands, households first; each can be taken back by itself."""
    found = []
    with replica_of(store) as replica:
        records = Records(replica.bookkeeping(), store)
        for table in ("household", "person"):
            query = (
                f"SELECT id, merged_into FROM {table} WHERE hidden = 0"
                " AND merged_into IS NOT NULL AND merged_into <> '' ORDER BY id"
            )
            for pk, into in replica.db.execute(query).fetchall():
                words = (records.about(table, pk), records.about(table, into))
                found.append(Pair(table, pk, into, *words, records.household_of(table, into)))
    return found
