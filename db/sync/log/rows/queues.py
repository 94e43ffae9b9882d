"""What a person must settle: derived from the rows, recomputed for those that were touched (sync.md §10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from db.capture import SyncTable
from db.sync.log import merge
from db.sync.log.rows import left, references, traces
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry
from db.sync.log.rows.checks import CHECKS, Check, Found
from db.sync.log.rows.closure import Closure
from db.sync.log.rows.display import Tally, moves

FIELD, DELETED_BUT_EDITED, MOVED_TWICE = "field", "deleted_but_edited", "moved_twice"
_IN: Final = "IN (SELECT value FROM json_each(?))"
Key = tuple[str, str, str]
"""(row id, column, kind)."""


def conflict_id(part: merge.Partition, table: str, key: Key) -> str:
    """The name of an entry of the queue, the same on every store."""
    text = json.dumps([*part, table, *key])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def open_fields(row: merge.Row, rules: merge.Rules) -> list[str]:
    """The columns in which two different entries stand side by side; a hidden row asks nothing."""
    if row.born is None or merge.hidden(row):
        return []
    return [col for col, live in row.cells.items() if merge.conflict(live, rules.get(col, merge.FACTS))]


def note(book: Bookkeeping, part: int, table: SyncTable, entries: Mapping[str, Entry]) -> None:
    """The entries of the queue that a row's own writes decide."""
    rules, wanted = book.rules[table.name], set[Key]()
    for pk, entry in entries.items():
        wanted.update((pk, col, FIELD) for col in open_fields(entry.row, rules) if col in table.kinds)
        if entry.row.born is not None and merge.deleted_but_edited(entry.row) and _deleted(book, entry.row):
            wanted.add((pk, "", DELETED_BUT_EDITED))
    query = f"SELECT pk, col, kind FROM sync_conflict WHERE tbl = ? AND pk {_IN} AND part = ? AND kind IN (?, ?)"
    values = (table.number, json.dumps(list(entries)), part, FIELD, DELETED_BUT_EDITED)
    there = {tuple(row) for row in book.db.execute(query, values)}
    _close(book, part, table, [key for key in there if key not in wanted])
    _open(book, part, table, dict.fromkeys(wanted - there, ()))


def _deleted(book: Bookkeeping, row: merge.Row) -> bool:
    """Whether somebody deleted the row; what is written late of one that only moved follows it by itself."""
    return len(moves(book, row)) < len(row.dels)


def refresh(book: Bookkeeping, tally: Tally) -> None:
    """The entries that several rows decide together: duplicates, lost references, broken rules.

    At the end of every transaction that touched rows; what had to be erased then leaves the rest of the book too.
    """
    for (name, pk), twice in _contested(book, tally).items():
        _moved(book, book.tables[name], pk, twice=twice)
    for name, pks in tally.touched.items():
        for check in CHECKS:
            if name in check.watches and check.table in book.tables and check.needs <= book.tables.keys():
                _recheck(book, check, check.subjects(book, name, pks))
        for child, ids in references.subjects(book, book.tables[name], pks).items():
            _recheck(book, _reference_check(book.tables[child]), ids)
    for kind, name, pk in left.subjects(book, tally.touched.get(left.TABLE, ())) if left.TABLE in book.tables else ():
        _decided(book, kind, name, pk)
    if tally.late_parent:  # now more is known of who knew what
        for child, ids in references.open_ones(book).items():
            _recheck(book, _reference_check(book.tables[child]), ids)
    if tally.erased:
        traces.clear(book, tally)
    tally.late_parent = False
    tally.contested.clear()
    tally.touched.clear()


def _reference_check(table: SyncTable) -> Check:
    return Check(references.KIND, table.name, {}, lambda book, pks: references.dangling(book, table, pks))


def _decided(book: Bookkeeping, kind: str, name: str, pk: str) -> None:
    """Somebody left a matter as it is, or took that back."""
    if kind == references.KIND and name in book.tables:
        _recheck(book, _reference_check(book.tables[name]), {pk})
    for check in CHECKS:
        if (check.kind, check.table) == (kind, name):
            _recheck(book, check, {pk})


def _contested(book: Bookkeeping, tally: Tally) -> dict[tuple[str, str], bool]:
    """Rows and whether they must be listed as visible in two partitions: what belongs to such a row is not listed."""
    if not tally.contested:
        return {}
    query = "SELECT tbl, pk FROM sync_conflict WHERE kind = ?"
    listed = {(book.by_number[number].name, pk): True for number, pk in book.db.execute(query, (MOVED_TWICE,))}
    found, closure = listed | tally.contested, Closure(book)
    for name, pk in [key for key, twice in found.items() if twice]:
        parents = [(of, target) for _pk, of, target in closure.parents(name, [pk])]
        found[name, pk] = not any(found.get(key) or _twice(book, *key) for key in parents)
    return found


def _twice(book: Bookkeeping, name: str, pk: str) -> bool:
    """Whether a row is visible in two partitions."""
    table = book.tables[name]
    query = "SELECT part FROM sync_row WHERE part IN (SELECT no FROM sync_part) AND tbl = ? AND pk = ?"
    parts = [row[0] for row in book.db.execute(query, (table.number, pk)).fetchall()]
    rows = (book.load(part, table.number, [pk], trust_table=False)[pk].row for part in parts) if len(parts) > 1 else ()
    return sum(not merge.hidden(row) for row in rows) > 1


def _moved(book: Bookkeeping, table: SyncTable, pk: str, *, twice: bool) -> None:
    """One id visible in two partitions."""
    query = "SELECT part FROM sync_conflict WHERE tbl = ? AND pk = ? AND kind = ?"
    home = _home(book, table, pk)
    for (part,) in book.db.execute(query, (table.number, pk, MOVED_TWICE)).fetchall():
        if not twice or part != home:
            _close(book, part, table, [(pk, "", MOVED_TWICE)])
    if twice:
        _open(book, home, table, {(pk, "", MOVED_TWICE): ()})


def _home(book: Bookkeeping, table: SyncTable, pk: str) -> int:
    found = book.db.execute(f'SELECT scope, compartment FROM "{table.name}" WHERE id = ?', (pk,)).fetchone()
    return book.part_no(tuple(found))


def _recheck(book: Bookkeeping, check: Check, subjects: Iterable[str]) -> None:
    """Closes what stood open about those rows (and whoever they were named with) and looks again."""
    table, ids = book.tables[check.table], set(subjects)
    if not ids:
        return
    query = "SELECT pk, col, other, part FROM sync_conflict WHERE tbl = ? AND kind = ?"
    stale: dict[int, list[Key]] = {}
    for pk, col, other, part in book.db.execute(query, (table.number, check.kind)).fetchall():
        named = {pk, *filter(None, other.split(","))}
        if named & ids:
            stale.setdefault(part, []).append((pk, col, check.kind))
            ids |= named if check.mutual else set()
    found = left.still_open(book, check.kind, table.name, [hit for hit in check.find(book, ids) if hit.pk])
    fresh: dict[int, dict[Key, Found]] = {}
    for hit in found:
        fresh.setdefault(_home(book, table, hit.pk), {})[(hit.pk, hit.col, check.kind)] = hit
    for part, keys in stale.items():
        _close(book, part, table, [key for key in keys if key not in fresh.get(part, {})])
    for part, hits in fresh.items():
        _open(book, part, table, {key: hit.other for key, hit in hits.items()})


def _close(book: Bookkeeping, part: int, table: SyncTable, keys: Iterable[Key]) -> None:
    home = book.part(part)
    ids = [(conflict_id(home, table.name, key),) for key in keys]
    book.db.executemany("DELETE FROM sync_conflict WHERE id = ?", ids)


def _open(book: Bookkeeping, part: int, table: SyncTable, keys: Mapping[Key, Iterable[str]]) -> None:
    home = book.part(part)
    rows: list[tuple[Any, ...]] = [
        (conflict_id(home, table.name, key), part, table.number, *key, ",".join(sorted(other)), book.at)
        for key, other in keys.items()
    ]
    book.db.executemany(
        "INSERT INTO sync_conflict(id, part, tbl, pk, col, kind, other, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET other = excluded.other",
        rows,
    )
