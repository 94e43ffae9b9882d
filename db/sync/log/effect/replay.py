"""After an upgrade: what a newer version wrote and this one could not show is read from the log again (sync.md §16)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from db.capture import SyncTable
from db.schema import SCHEMA_VERSION
from db.sync.log import merge, segment, upcast
from db.sync.log.merge import Dot
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry, TableKey, integrate
from db.sync.log.rows.display import Display, Tally
from db.sync.log.states import APPLIED, COVERED, REDACTED

_IN = "IN (SELECT value FROM json_each(?))"
_BOOKS = ("sync_row", "sync_cell", "sync_unknown", "sync_del")
_GONE = f"SELECT pk, seg_hash, idx, col FROM sync_gone WHERE part = ? AND tbl = ? AND pk {_IN}"


def replay_unknown(book: Bookkeeping, tally: Tally) -> int:
    """Rebuilds the rows with fields or tables that are known by now; returns how many."""
    found: dict[tuple[int, str], set[str]] = {}
    old_keys: dict[str, TableKey] = {}
    for part, key, pk, col in book.db.execute("SELECT DISTINCT part, tbl, pk, col FROM sync_unknown").fetchall():
        table = book.by_number.get(key) if isinstance(key, int) else book.tables.get(key)
        if table is not None and (col in table.kinds or isinstance(key, str)):
            found.setdefault((part, table.name), set()).add(pk)
            old_keys[table.name] = key
    for (part, name), pks in found.items():
        _Rebuilding(book, part, book.tables[name], tally).rebuild(pks, old_keys[name])
    return sum(map(len, found.values()))


def recall(book: Bookkeeping, part: int, table: SyncTable, entries: Mapping[str, Entry], besides: bytes) -> None:
    """Rows that moved away, were erased here and are spoken of again: read anew from the log, but for one segment."""
    gone = {pk: entry for pk, entry in entries.items() if entry.row.born is None and entry.dels}
    if not gone:
        return
    rebuilding = _Rebuilding(book, part, table, Tally())
    for entry in gone.values():
        entry.row = merge.Row(gone=set(entry.row.gone))
    for name, rank, packed in rebuilding.log():
        if name != besides:
            rebuilding.integrate(gone, name, rank, segment.body_again(packed))
    for entry in gone.values():
        merge.bury(entry.row)


class _Rebuilding:
    """Some rows of one table in one partition, made anew from all that was ever written there."""

    def __init__(self, book: Bookkeeping, part: int, table: SyncTable, tally: Tally) -> None:
        self._book, self._part, self._table, self._tally = book, part, table, tally

    def rebuild(self, pks: set[str], old_key: TableKey) -> None:
        book, table = self._book, self._table
        entries = {pk: Entry() for pk in pks}
        book.db.execute("UPDATE sync_gone SET tbl = ? WHERE part = ? AND tbl = ?", (table.number, self._part, old_key))
        for pk, name, idx, col in book.db.execute(_GONE, (self._part, table.number, json.dumps(list(pks)))):
            entries[pk].row.gone.add((Dot(name, idx), col))  # what a snapshot said to be replaced stays so
        for book_table in _BOOKS:
            for key in {old_key, table.number}:
                query = f"DELETE FROM {book_table} WHERE part = ? AND tbl = ? AND pk {_IN}"
                book.db.execute(query, (self._part, key, json.dumps(list(pks))))
        for pk, values in book.current(table, pks).items():
            entries[pk].table = values
        for name, rank, packed in self.log():
            self.integrate(entries, name, rank, segment.body_again(packed))
        for entry in entries.values():
            merge.bury(entry.row)
        book.keep(self._part, table.number, entries)
        Display(book, self._part, table, self._tally).show(entries, own=False)
        queues.note(book, self._part, table, entries)
        self._tally.touch(table.name, pks)

    def log(self) -> Iterator[tuple[bytes, int, bytes]]:
        states = f"{APPLIED}, {REDACTED}, {COVERED}"
        query = f"SELECT id FROM sync_segment WHERE part = ? AND st IN ({states}) AND body IS NOT NULL ORDER BY id"
        for (number,) in self._book.db.execute(query, (self._part,)).fetchall():
            query = "SELECT hash, hlc, body FROM sync_segment WHERE id = ?"
            yield self._book.db.execute(query, (number,)).fetchone()

    def integrate(self, entries: Mapping[str, Entry], name: bytes, rank: int, body: segment.Body) -> None:
        for idx, wire in segment.row_ops(body):
            if body.cols[wire.t][0] == self._table.name and wire.pk in entries:
                op = upcast.today(segment.op(body, idx), body.schema, SCHEMA_VERSION)
                integrate(entries[wire.pk], op, Dot(name, idx), rank, self._table, self._book.rules[self._table.name])
