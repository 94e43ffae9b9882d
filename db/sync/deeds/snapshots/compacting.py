"""What is left of a segment when only the ops that still have a say are kept; places in it stay as they were.

A compacted segment has the form of a segment's body, so that everything that looks back into the log reads it like
one. Dead ops leave a gap; who made them, and when, stays. The insert of a row stays whole, and a live write says which
insert it replaced: so compacted segments may be integrated in any order, beside whatever a computer holds already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from db.capture import SyncTable
from db.schema import SCHEMA_VERSION
from db.sync.log import segment as sg
from db.sync.log import upcast
from db.sync.log.merge import DELETE, INSERT, RESOLVE, UPDATE, Dot, Op
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry
from db.sync.log.segment import (
    GAP,
    Body,
    Delete,
    Insert,
    Move,
    Redact,
    Resolve,
    RowOp,
    Undelete,
    Update,
    WireDot,
    WireOp,
)

encode: Final = msgspec.msgpack.Encoder().encode


def compacted(book: Bookkeeping, number: int, part: int, count: int) -> bytes | None:
    """What is left of a segment of so many ops, encoded, by its local number; None where none of them has a say."""
    name, packed = book.db.execute("SELECT hash, body FROM sync_segment WHERE id = ?", (number,)).fetchone()
    if packed is None:
        return _births(book, number)
    if book.db.execute("SELECT count(*) FROM sync_row WHERE seg = ?", (number,)).fetchone()[0] == count:
        raw = sg.inflated(packed)  # all its rows are as it made them
        if not upcast.needed(_version(raw), SCHEMA_VERSION):
            return raw
    body = sg.body_again(packed)
    older = upcast.needed(body.schema, SCHEMA_VERSION)
    left = _Pruning(book, part, name, _in_todays_words(body) if older else body).body()
    return encode(left) if left is not None else None


class _Version(msgspec.Struct, frozen=True):
    schema: int


def _version(raw: bytes) -> int:
    return msgspec.msgpack.decode(raw, type=_Version).schema


def _births(book: Bookkeeping, number: int) -> bytes | None:
    """Of a segment whose words are gone: the rows it made, without any words."""
    rows = book.db.execute("SELECT idx, tbl, pk FROM sync_row WHERE seg = ? ORDER BY idx", (number,)).fetchall()
    if not rows:
        return None
    names = list(dict.fromkeys(book.name(key) for _idx, key, _pk in rows))
    ops: list[WireOp] = [GAP] * (rows[-1][0] + 1)
    for idx, key, pk in rows:
        ops[idx] = Insert(names.index(book.name(key)), pk, [])
    who: list[sg.Who] = [(len(ops), None, 0, None, None)]
    return encode(Body(schema=SCHEMA_VERSION, cols=[(name, []) for name in names], ops=ops, who=who))


class _Pruning:
    """One body, without what has no say any more."""

    def __init__(self, book: Bookkeeping, part: int, name: bytes, body: Body) -> None:
        self._book, self._part, self._name, self._body = book, part, name, body
        self._refs: dict[bytes, int] = {}

    def body(self) -> Body | None:
        """The compacted segment; None where nothing is left."""
        old = self._body
        ops: list[WireOp] = [op if isinstance(op, Redact) else GAP for op in old.ops]
        by_table: dict[int, list[int]] = {}
        for idx, wire in sg.row_ops(old):
            by_table.setdefault(wire.t, []).append(idx)
        for t, places in by_table.items():
            for idx, left in self._of_table(t, places):
                ops[idx] = left
        if all(op is GAP for op in ops):
            return None
        origins = [
            (idx, {col: [self._dot(dot) for dot in dots] for col, dots in found.items()})
            for idx, found in old.origins or ()
            if ops[idx] is not GAP
        ]
        return msgspec.structs.replace(old, ops=ops, refs=list(self._refs), origins=origins or msgspec.UNSET, blobs=[])

    def _of_table(self, t: int, places: list[int]) -> Iterator[tuple[int, WireOp]]:
        name, names = self._body.cols[t]
        table = self._book.tables.get(name)
        ops: list[Any] = self._body.ops
        if table is None:  # this version does not know what has a say there
            yield from ((idx, self._whole(ops[idx])) for idx in places)
            return
        entries = self._book.load(self._part, table.number, {ops[idx].pk for idx in places}, trust_table=True)
        for idx in places:
            wire, me = ops[idx], Dot(self._name, idx)
            yield idx, self._left(wire, me, entries[wire.pk], _Columns(table, names))

    def _left(self, wire: RowOp, me: Dot, entry: Entry, columns: _Columns) -> WireOp:
        match wire:
            case Insert():
                if entry.row.born is not None and entry.row.born.dot == me:
                    return wire
                cells: dict[int, list[Any]] = {i: [value] for i, value in enumerate(wire.values)}
                return self._update(wire, me, entry, columns, cells)
            case Update(cells=cells):
                return self._update(wire, me, entry, columns, cells)
            case Resolve(col=col, value=value):
                if columns.unknown(col):
                    return self._whole(wire)
                return self._update(wire, me, entry, columns, {col: [value]})
            case Delete() | Move():
                return self._whole(wire) if me in entry.row.dels else GAP
            case Undelete():
                return GAP

    def _update(self, wire: RowOp, me: Dot, entry: Entry, columns: _Columns, cells: dict[int, list[Any]]) -> WireOp:
        """The writes that live; each names the insert of its row where that has no say in the column any more."""
        left: dict[int, list[Any]] = {}
        for col, cell in cells.items():
            live = entry.row.cells.get(columns.names[col], {})
            if columns.unknown(col):
                left[col] = [cell[0], *(self._dot((cell[1], cell[2])) if len(cell) == 3 else ())]
            elif me in live:
                born = entry.row.born
                dead = born is not None and born.dot not in live
                left[col] = [cell[0], *(self._named(born.dot) if dead and born else ())]
        return Update(wire.t, wire.pk, left) if left else GAP

    def _whole(self, wire: RowOp) -> WireOp:
        """An op as it was."""
        match wire:
            case Insert():
                return wire
            case Update(cells=cells):
                kept = {c: [v[0], *(self._dot((v[1], v[2])) if len(v) == 3 else ())] for c, v in cells.items()}
                return msgspec.structs.replace(wire, cells=kept)
            case _:
                return msgspec.structs.replace(wire, dots=[self._dot(dot) for dot in wire.dots])

    def _dot(self, dot: WireDot) -> WireDot:
        return self._named(Dot(self._body.refs[dot[0]], dot[1]))

    def _named(self, dot: Dot) -> WireDot:
        return (self._refs.setdefault(dot.segment, len(self._refs)), dot.idx)


class _Columns:
    """The columns a body speaks of in a table, and which of them this version does not know."""

    def __init__(self, table: SyncTable, names: list[str]) -> None:
        self.names, self._known = names, table.kinds

    def unknown(self, col: int) -> bool:
        return self.names[col] not in self._known


def _in_todays_words(body: Body) -> Body:
    """A body of an older version as this one would write it; every set of columns has its own entry."""
    shapes: dict[tuple[str, tuple[str, ...]], int] = {}
    refs: dict[bytes, int] = {name: at for at, name in enumerate(body.refs)}
    ops: list[WireOp] = list(body.ops)
    for idx, _wire in sg.row_ops(body):
        op = upcast.today(sg.op(body, idx), body.schema, SCHEMA_VERSION)
        t = shapes.setdefault((op.table, tuple(write.col for write in op.writes)), len(shapes))
        ops[idx] = _rewired(op, t, refs)
    cols = [(table, list(names)) for (table, names) in shapes]
    return msgspec.structs.replace(body, schema=SCHEMA_VERSION, cols=cols, refs=list(refs), ops=ops)


def _rewired(op: Op, t: int, refs: dict[bytes, int]) -> WireOp:
    def wired(dots: Any) -> list[WireDot]:
        return [(refs.setdefault(dot.segment, len(refs)), dot.idx) for dot in dots]

    if op.code == INSERT:
        return Insert(t, op.pk, [write.value for write in op.writes])
    if op.code == UPDATE:
        cells = {i: [w.value, *(part for dot in wired(w.replaces) for part in dot)] for i, w in enumerate(op.writes)}
        return Update(t, op.pk, cells)
    if op.code == RESOLVE:
        return Resolve(t, op.pk, 0, op.writes[0].value, wired(op.writes[0].replaces))
    dots = wired(sorted(op.dots))
    if op.to is not None:
        return Move(t, op.pk, *op.to, dots)
    return (Delete if op.code == DELETE else Undelete)(t, op.pk, dots)
