"""References merging left without their other end: a visit whose household never came, or was deleted meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from db.capture import SyncTable
from db.sync.log import merge, segment
from db.sync.log.merge import Dot
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.checks import Found

KIND: Final = "dangling_ref"
_IN: Final = "IN (SELECT value FROM json_each(?))"


def subjects(book: Bookkeeping, table: SyncTable, pks: Collection[str]) -> dict[str, set[str]]:
    """By table, the rows whose references must be looked at again after those rows were touched."""
    found: dict[str, set[str]] = {table.name: set(pks)} if table.refs else {}
    query = f"SELECT tbl, pk FROM sync_conflict WHERE kind = ? AND other {_IN}"
    for number, pk in book.db.execute(query, (KIND, json.dumps(list(pks)))):
        found.setdefault(book.by_number[number].name, set()).add(pk)
    query = f'SELECT id FROM "{table.name}" WHERE hidden = 1 AND id {_IN}'
    gone = [row[0] for row in book.db.execute(query, (json.dumps(list(pks)),))]
    for child in book.tables.values() if gone else ():
        for col in (col for col, parent in child.refs.items() if parent == table.name):
            rows = book.db.execute(f'SELECT id FROM "{child.name}" WHERE "{col}" {_IN}', (json.dumps(gone),))
            found.setdefault(child.name, set()).update(row[0] for row in rows)
    return found


def open_ones(book: Bookkeeping) -> dict[str, set[str]]:
    """By table, the rows listed now."""
    found: dict[str, set[str]] = {}
    for number, pk in book.db.execute("SELECT tbl, pk FROM sync_conflict WHERE kind = ?", (KIND,)):
        found.setdefault(book.by_number[number].name, set()).add(pk)
    return found


def dangling(book: Bookkeeping, table: SyncTable, pks: Collection[str]) -> Iterator[Found]:
    """Visible rows that point to nothing here, or to a row somebody deleted without knowing of them."""
    ids = json.dumps(list(pks))
    known = _Known(book)
    for col, parent in table.refs.items():
        if parent not in book.tables:
            continue
        query = (
            f'SELECT c.id, c."{col}", p.id IS NULL FROM "{table.name}" c LEFT JOIN "{parent}" p ON p.id = c."{col}"'
            f' WHERE c.id {_IN} AND c.hidden = 0 AND c."{col}" IS NOT NULL AND (p.id IS NULL OR p.hidden = 1)'
        )
        for pk, target, missing in book.db.execute(query, (ids,)).fetchall():
            elsewhere = known.moved(book.tables[parent], target) or (missing and known.elsewhere(table, pk, col))
            if not elsewhere and (missing or not known.to_deleter(table, pk, book.tables[parent], target)):
                yield Found(pk, col, (target,))


def book_row(book: Bookkeeping, table: SyncTable, pk: str) -> merge.Row:
    """A row with all its writes in the partition in which the table shows it."""
    found = book.current(table, [pk])[pk]
    part = book.part_no((found["scope"], found["compartment"]))
    return book.load(part, table.number, [pk], trust_table=True)[pk].row


class _Known:
    """Whether whoever deleted a row knew of another; ancestors are walked once for each deletion."""

    def __init__(self, book: Bookkeeping) -> None:
        self._book = book
        self._below: dict[bytes, set[bytes]] = {}

    def elsewhere(self, table: SyncTable, pk: str, col: str) -> bool:
        """Whether the row moved here and what it points to stayed in the village it came from."""
        row = book_row(self._book, table, pk)
        bodies = [(dot, self._book.body(dot.segment)) for dot in merge.live_writes(row, col)]
        return any(  # what a snapshot covers was whole at the office
            body is None or (dot.idx, col) in {origin[:2] for origin in segment.origins(body)} for dot, body in bodies
        )

    def moved(self, parent: SyncTable, target: str) -> bool:
        """Whether what the row points to moved away: the row follows it, or stays for good reason."""
        query = (
            "SELECT s.hash, d.idx FROM sync_del d JOIN sync_segment s ON s.id = d.seg"
            " WHERE d.part IN (SELECT no FROM sync_part) AND d.tbl = ? AND d.pk = ?"
        )
        found = self._book.db.execute(query, (parent.number, target)).fetchall()
        ops = [self._book.op(Dot(name, idx)) for name, idx in found]
        return any(op is not None and op.to is not None for op in ops)

    def to_deleter(self, table: SyncTable, pk: str, parent: SyncTable, target: str) -> bool:
        """True where a live deletion of the target was made with the row among what its author held."""
        births: dict[int, list[tuple[bytes, int, int]]] = {}
        for birth in [*self._segments("sync_row", table, pk), *self._segments("sync_cell", table, pk)]:
            births.setdefault(birth[1], []).append(birth)  # born twice, each computer met another birth first
        deletions = self._segments("sync_del", parent, target)
        return all(
            any(self._knew(deletion, part, stamp, birth) for deletion, part, stamp in deletions for birth in found)
            for found in births.values()
        )

    def _segments(self, name: str, table: SyncTable, pk: str) -> list[tuple[bytes, int, int]]:
        query = (
            f"SELECT s.hash, s.part, s.hlc FROM {name} r JOIN sync_segment s ON s.id = r.seg"
            " WHERE r.part IN (SELECT no FROM sync_part) AND r.tbl = ? AND r.pk = ?"
        )
        return [tuple(row) for row in self._book.db.execute(query, (table.number, pk))]

    def _knew(self, deletion: bytes, part: int, stamp: int, birth: tuple[bytes, int, int]) -> bool:
        if birth[1] != part:  # another partition has another graph; the stamps must do
            return birth[2] <= stamp
        if deletion not in self._below:
            self._below[deletion] = self._ancestors(deletion)
        return birth[0] in self._below[deletion]

    def _ancestors(self, start: bytes) -> set[bytes]:
        found: set[bytes] = set()
        todo: list[bytes] = [start]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(self._parents(name))
        return found

    def _parents(self, name: bytes) -> Iterable[bytes]:
        row = self._book.db.execute("SELECT head FROM sync_segment WHERE hash = ?", (name,)).fetchone()
        return segment.read_head(row[0]).parents if row else ()
