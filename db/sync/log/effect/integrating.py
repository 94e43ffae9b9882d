"""One segment comes into effect: its ops are integrated into the rows, the tables show it, the heads move on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import repeat
from types import NoneType
from typing import Any, Final, NamedTuple

from db.capture import SyncTable
from db.schema import SCHEMA_VERSION
from db.sync.log import remains, segment, upcast
from db.sync.log.effect.redaction import take_in
from db.sync.log.effect.replay import recall
from db.sync.log.merge import Dot
from db.sync.log.remains import Left
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry, author_of, canonical, integrate
from db.sync.log.rows.display import Display, Tally
from db.sync.log.segment import Body, Insert
from db.sync.log.states import APPLIED, COVERED, EFFECTIVE, REDACTED

_COVERED: Final = f"SELECT 1 FROM sync_segment WHERE part = ? AND st = {COVERED}"


class Piece(NamedTuple):
    """A segment of the log that is about to come into effect."""

    id: int
    hash: bytes
    part: int
    device: str
    hlc: int
    parents: Sequence[bytes]
    body: Body


def put_in_effect(book: Bookkeeping, piece: Piece, tally: Tally, *, own: bool = False, state: int = APPLIED) -> None:
    """Lays a segment on the rows; parents may be missing. ``own``: just sealed here, the tables have it already."""
    book.remember(piece.hash, piece.device, piece.body)
    by_table: dict[int, dict[str, list[int]]] = {}
    for idx, op in segment.row_ops(piece.body):
        by_table.setdefault(op.t, {}).setdefault(op.pk, []).append(idx)
        if isinstance(op, segment.Move):
            tally.left.append(Dot(piece.hash, idx))
    for t, places in by_table.items():
        _Integrating(book, piece, t, tally, own=own).integrate(places)
    book.db.execute("UPDATE sync_segment SET st = ? WHERE id = ?", (state, piece.id))
    query = f"DELETE FROM sync_gone WHERE seg_hash = ? AND NOT EXISTS ({_COVERED})"
    book.db.execute(query, (piece.hash, piece.part))  # what replaced it may be known through a snapshot only
    tally.late_parent |= _move_heads(book, piece)
    tally.segments += 1
    tally.ops += len(piece.body.ops)
    for idx, redaction in remains.redactions(piece.body):
        tally.eraser = author_of(piece.body, idx, piece.device)
        take_in(book, tally, redaction, partial(integrate_rest, book, tally))


def integrate_rest(book: Bookkeeping, tally: Tally, number: int, left: Left) -> None:
    """Puts what is left of a redacted segment into effect in its stead."""
    assert left.body is not None  # else there is nothing to integrate
    head, part = left.head, book.part_no(left.head.part)
    piece = Piece(number, left.hash, part, head.dev, head.hlc, head.parents, left.body)
    put_in_effect(book, piece, tally, state=REDACTED)


class _Integrating:
    """The ops of one segment on one table."""

    def __init__(self, book: Bookkeeping, piece: Piece, t: int, tally: Tally, *, own: bool) -> None:
        self._book, self._piece, self._tally, self._own = book, piece, tally, own
        name, self._names = piece.body.cols[t]
        self._key = book.key(name)
        self._table = book.tables.get(name)
        self._rules = book.rules.get(name, {})
        self._old = upcast.needed(piece.body.schema, SCHEMA_VERSION)

    def integrate(self, places: dict[str, list[int]]) -> None:
        """``places``: for each row the ops that speak of it."""
        new = self._new_rows(places)
        if new and self._table is not None:
            self._add(self._table, new)
        rest = {pk: found for pk, found in places.items() if pk not in new}
        if rest:
            self._merge(rest)

    def _new_rows(self, places: dict[str, list[int]]) -> dict[str, int]:
        """Rows nobody knew before and this segment only inserts: nothing to merge there."""
        if self._table is None or self._old or not set(self._names) <= self._table.kinds.keys():
            return {}
        ops = self._piece.body.ops
        found = {pk: at[0] for pk, at in places.items() if len(at) == 1 and isinstance(ops[at[0]], Insert)}
        if not found:
            return {}
        for pk in self._book.known(self._piece.part, self._key, found):
            del found[pk]
        if not self._own:
            for pk in self._book.standing(self._table, found):
                del found[pk]
        return found

    def _add(self, table: SyncTable, new: dict[str, int]) -> None:
        piece = self._piece
        if not self._own:
            self._insert(table, new)
            self._tally.new += len(new)
        self._book.born((piece.part, self._key, pk, piece.id, idx) for pk, idx in new.items())
        self._tally.touch(table.name, new)

    def _insert(self, table: SyncTable, new: dict[str, int]) -> None:
        """Column by column: a field nobody filled in is not handed over 2,000 times."""
        ops: Any = self._piece.body.ops
        names, marks, columns = list[str](), list[str](), list[Sequence[Any]]()
        for name, column in zip(self._names, zip(*(ops[idx].values for idx in new.values()), strict=True), strict=True):
            empty, values = _fitted(column, table.kinds[name])
            names.append(f', "{name}"')
            marks.append(", NULL" if empty else ", ?")
            columns += [] if empty else [values]
        home = map(repeat, self._book.part(self._piece.part))
        self._book.db.executemany(
            f'INSERT INTO "{table.name}"(hidden, id, scope, compartment{"".join(names)})'
            f" VALUES (0, ?, ?, ?{''.join(marks)})",
            zip(new, *home, *columns, strict=False),
        )

    def _merge(self, places: dict[str, list[int]]) -> None:
        book, piece, table = self._book, self._piece, self._table
        entries = book.load(piece.part, self._key, places, trust_table=not self._own)
        if table is not None:
            recall(book, piece.part, table, entries, besides=piece.hash)
        for pk, found in places.items():
            for idx in found:
                self._lay_one(entries[pk], idx)
        book.keep(piece.part, self._key, entries)
        if table is not None:
            Display(book, piece.part, table, self._tally).show(entries, own=self._own)
            queues.note(book, piece.part, table, entries)
            self._tally.touch(table.name, places)

    def _lay_one(self, entry: Entry, idx: int) -> None:
        piece = self._piece
        op = segment.op(piece.body, idx)
        if self._old:
            op = upcast.today(op, piece.body.schema, SCHEMA_VERSION)
        self._tally.unknown += integrate(entry, op, Dot(piece.hash, idx), piece.hlc, self._table, self._rules)


def _fitted(column: Sequence[Any], kind: type | None) -> tuple[bool, Sequence[Any]]:
    """Whether a column is empty, and its values as the table keeps them."""
    kinds = set(map(type, column))
    if kinds <= {kind, NoneType}:
        return kinds == {NoneType}, column
    return False, [canonical(value, kind) for value in column]


def _move_heads(book: Bookkeeping, piece: Piece) -> bool:
    """Returns whether something built on this segment is in effect already."""
    db = book.db
    db.executemany("DELETE FROM sync_head WHERE part = ? AND hash = ?", [(piece.part, p) for p in piece.parents])
    query = (
        "SELECT 1 FROM sync_edge e JOIN sync_segment c ON c.id = e.child"
        f" WHERE e.parent_hash = ? AND c.st IN ({EFFECTIVE})"
    )
    late = db.execute(query, (piece.hash,)).fetchone() is not None
    if not late:
        db.execute("INSERT INTO sync_head(part, hash) VALUES (?, ?)", (piece.part, piece.hash))
    db.execute("DELETE FROM sync_edge WHERE parent_hash = ?", (piece.hash,))
    note_missing(book, piece.id, piece.parents)
    return late


def note_missing(book: Bookkeeping, child: int, parents: Iterable[bytes]) -> None:
    """Remembers the parents of a segment that are not in effect here."""
    missing = [(child, parent) for parent in parents if not book.in_effect(parent)]
    book.db.executemany("INSERT OR IGNORE INTO sync_edge(child, parent_hash) VALUES (?, ?)", missing)
