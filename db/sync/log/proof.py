"""Proving the book: the log, merged again from nothing, must say what the tables show (sync-tests.md T15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from db.capture import SyncTable
from db.schema import SCHEMA_VERSION
from db.store import Store
from db.sync.log import merge, segment, upcast
from db.sync.log.merge import Dot, Partition
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry, integrate
from db.sync.log.rows.display import moves, same, seniority, shown_value
from db.sync.log.rows.out_of_sight import out_of_sight
from db.sync.log.rows.replica import Replica, replica_of
from db.sync.log.states import APPLIED, COVERED, REDACTED

_DIGITS: Final = "0123456789abcdef"
_ROWS_A_PASS: Final = 20_000


class Difference(NamedTuple):
    """A row that does not show what was written: ``what`` is a column, "missing", "hidden", "scope" or "conflict"."""

    table: str
    pk: str
    what: str


def differences(store: Store) -> list[Difference]:
    """Where the tables differ from the log; empty in a sound book. What is saved but not sealed is left out."""
    with replica_of(store) as replica:
        return proven(replica)


def proven(replica: Replica) -> list[Difference]:
    """The same on a replica, in passes over a part of the rows each, so that memory stays flat."""
    book = replica.bookkeeping()
    rows = replica.db.execute("SELECT count(*) FROM sync_row").fetchone()[0]
    digits = [_DIGITS] if rows <= _ROWS_A_PASS else list(_DIGITS)
    open_fields = {
        tuple(row) for row in replica.db.execute("SELECT tbl, pk, col FROM sync_conflict WHERE kind = 'field'")
    }
    return sorted(found for some in digits for found in _pass(book, some, open_fields))


def _pass(book: Bookkeeping, digits: str, open_fields: set[tuple[Any, ...]]) -> Iterator[Difference]:
    saved = {tuple(row) for row in book.db.execute("SELECT DISTINCT tbl, pk FROM sync_pending")}
    for (name, pk), rows in _merged(book, digits).items():
        table = book.tables[name]
        born = {part: row for part, row in rows.items() if row.born is not None}
        if (table.number, pk) in saved or not born:
            continue
        shown = book.current(table, [pk]).get(pk)
        if shown is None and all(merge.hidden(row) and moves(book, row) for row in born.values()):
            continue  # it moved away long ago, and was erased here
        if shown is None:
            yield Difference(name, pk, "missing")
            continue
        part, row = min(born.items(), key=lambda found: seniority(book, found[1]))
        yield from _row(book, table, shown, part, row)
        noted = {col for number, other, col in open_fields if (number, other) == (table.number, pk)}
        if noted != set(queues.open_fields(row, book.rules[name])):
            yield Difference(name, pk, "conflict")


def _row(
    book: Bookkeeping, table: SyncTable, shown: dict[str, Any], part: Partition, row: merge.Row
) -> Iterator[Difference]:
    pk = shown["id"]
    if (shown["scope"], shown["compartment"]) != part:
        yield Difference(table.name, pk, "scope")
    away = book.part_no(part) in out_of_sight(book.db)
    if shown["hidden"] != int(away or merge.hidden(row)):
        yield Difference(table.name, pk, "hidden")
    for col in table.columns:
        written = merge.live_writes(row, col)
        if written and not same(shown_value(row, col, book.rules[table.name][col]), shown[col]):
            yield Difference(table.name, pk, col)


def _merged(book: Bookkeeping, digits: str) -> dict[tuple[str, str], dict[Partition, merge.Row]]:
    """Every row whose id ends in one of the digits, by table and id and partition, from the log alone."""
    found: dict[tuple[str, str], dict[Partition, Entry]] = {}
    for part, key, pk, name, idx, col in book.db.execute("SELECT * FROM sync_gone").fetchall():
        if key in book.by_number and pk[-1] in digits:  # what a snapshot said to be replaced stays so
            rows = found.setdefault((book.by_number[key].name, pk), {})
            rows.setdefault(book.part(part), Entry()).row.gone.add((Dot(name, idx), col))
    states = f"{APPLIED}, {REDACTED}, {COVERED}"
    numbers = book.db.execute(f"SELECT id FROM sync_segment WHERE st IN ({states}) AND body IS NOT NULL ORDER BY hash")
    for (number,) in numbers.fetchall():
        query = "SELECT hash, part, hlc, body FROM sync_segment WHERE id = ?"
        name, part, rank, packed = book.db.execute(query, (number,)).fetchone()
        body = segment.body_again(packed)
        for idx, wire in segment.row_ops(body):
            table = book.tables.get(body.cols[wire.t][0])
            if table is not None and wire.pk[-1] in digits:
                op = upcast.today(segment.op(body, idx), body.schema, SCHEMA_VERSION)
                entry = found.setdefault((table.name, wire.pk), {}).setdefault(book.part(part), Entry())
                integrate(entry, op, Dot(name, idx), rank, table, book.rules[table.name])
    for rows in found.values():
        for entry in rows.values():
            merge.bury(entry.row)
    return {key: {part: entry.row for part, entry in rows.items()} for key, rows in found.items()}
