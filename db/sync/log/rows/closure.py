"""What belongs to a household, so that it moves whole; what is the village's own and stays (sync.md §13)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from db.capture import SyncTable
from db.sync.log.merge import Partition
from db.sync.log.rows.bookkeeping import Bookkeeping

STAYS: Final = frozenset({"objection", "import_flag", "import_batch"})
"""Of a village's own proceedings, though they name a household: an objection belongs to the village's publicity sheet,
a flag to the file that was imported there."""
HOME: Final = "household_id"
"""A record that names both its household and another record belongs to the household."""
LOOSE: Final[Mapping[str, tuple[str, ...]]] = {
    "attachment": ("record_id", HOME), "contact_point": (HOME,), "decision": ("record_id",),
}  # fmt: skip
"""Tables that name what they belong to without a reference the schema knows."""
MEMBERSHIP: Final[Mapping[str, tuple[str, str, str]]] = {"parcel": ("holding", "parcel_id", "contractor_id")}
"""A parcel belongs to whoever holds it, unless somebody who stays holds it too: (table, its parcel, its holder)."""
_IN: Final = "IN (SELECT value FROM json_each(?))"
Rows = dict[str, set[str]]
"""By table the ids of rows."""


class Closure:
    """Finds what hangs on records; only what stands visible in one partition."""

    def __init__(self, book: Bookkeeping, root: str = "household") -> None:
        self._book = book
        self._homes = homes(book.tables, root)

    def below(self, part: Partition, roots: Mapping[str, Collection[str]]) -> Rows:
        """Those records and everything that belongs to them there."""
        found: Rows = {}
        todo = [(name, set(ids)) for name, ids in roots.items()]
        while todo:
            name, ids = todo.pop()
            fresh = ids - found.get(name, set())
            if fresh:
                found.setdefault(name, set()).update(fresh)
                todo.extend(self._children(part, name, fresh))
            if not todo:
                todo.extend(self._shared(part, found))
        return found

    def _shared(self, part: Partition, found: Rows) -> Iterator[tuple[str, set[str]]]:
        for name, shared in MEMBERSHIP.items():
            if name in self._book.tables and shared[0] in found:
                held = self._held(part, name, shared, found) - found.get(name, set())
                if held:
                    yield name, held

    def _children(self, part: Partition, parent: str, ids: Collection[str]) -> Iterator[tuple[str, set[str]]]:
        for child, cols in self._homes.items():
            for at, (col, of) in enumerate(cols):
                if of in (parent, ""):
                    before = "".join(f' AND "{other}" IS NULL' for other, _of in cols[:at])
                    query = (
                        f'SELECT id FROM "{child}" WHERE "{col}" {_IN}{before}'
                        " AND hidden = 0 AND scope = ? AND compartment = ?"
                    )
                    rows = self._book.db.execute(query, (json.dumps(sorted(ids)), *part)).fetchall()
                    yield child, {row[0] for row in rows}

    def _held(self, part: Partition, name: str, shared: tuple[str, str, str], found: Rows) -> set[str]:
        table, held, holder = shared
        going = json.dumps(sorted(found[table]))
        query = (
            f'SELECT p.id FROM "{name}" p WHERE p.hidden = 0 AND p.scope = ? AND p.compartment = ?'
            f' AND p.id IN (SELECT "{held}" FROM "{table}" WHERE id {_IN})'
            f' AND NOT EXISTS (SELECT 1 FROM "{table}" o WHERE o."{held}" = p.id AND o.hidden = 0 AND o.id NOT {_IN}'
            f' AND o."{holder}" IS NOT NULL)'
        )
        return {row[0] for row in self._book.db.execute(query, (*part, going, going))}

    def parents(self, name: str, ids: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """(row, table and id of what it belongs to) of those rows; nothing for what belongs to nobody."""
        cols = self._homes.get(name, ())
        if not cols:
            return
        listed = ", ".join(f'"{col}"' for col, _of in cols)
        noun = "noun" if any(not of for _col, of in cols) else "NULL"
        query = f'SELECT id, {noun}, {listed} FROM "{name}" WHERE id {_IN}'
        for pk, said, *targets in self._book.db.execute(query, (json.dumps(sorted(ids)),)).fetchall():
            for (_col, of), target in zip(cols, targets, strict=True):
                if target is not None:
                    if (table := of or said) in self._homes:
                        yield pk, table, target
                    break


def homes(tables: Mapping[str, SyncTable], root: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each table under the root the columns that say what a row belongs to, the deciding one first.

    Each with the table it points to ('' where any): the first of them that is filled in decides.
    """
    found: dict[str, tuple[tuple[str, str], ...]] = {root: ()}
    fresh = True
    while fresh:
        fresh = False
        for name, table in tables.items():
            if name != root and name not in STAYS and name not in LOOSE:
                cols = [(col, of) for col, of in table.refs.items() if of in found and of != name]
                ordered = tuple(sorted(cols, key=lambda one: one[0] != HOME))
                if ordered and found.get(name) != ordered:
                    found[name], fresh = ordered, True
    for name, loose in LOOSE.items():
        if name in tables:
            found[name] = tuple((col, root if col == HOME else "") for col in loose)
    return found
