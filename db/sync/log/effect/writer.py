"""Gathering the ops of one new segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from db.sync.log.merge import Dot, FieldWrite, Partition, Value
from db.sync.log.segment import Body, Delete, Insert, Move, Redact, Resolve, Undelete, Update, WireOp

_TEXTS: Final = frozenset((str, bytes))


class Writer:
    """Gathers ops for one segment in the form in which they travel."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._columns = columns
        self._tables: dict[str, int] = {}
        self._names: list[dict[str, int]] = []
        self._whole: dict[int, bool] = {}
        self._refs: dict[bytes, int] = {}
        self._ops: list[WireOp] = []
        self._who: list[list[Any]] = []
        self._origins: list[tuple[int, dict[str, list[tuple[int, int]]]]] = []
        self.size = 0

    def __len__(self) -> int:
        return len(self._ops)

    def insert(self, table: str, pk: str, values: Mapping[str, Value]) -> None:
        """A new row; a column not given is null."""
        self.insert_row(table, pk, [values.get(col) for col in self._columns[table]])

    def insert_row(self, table: str, pk: str, row: Sequence[Value]) -> None:
        """A new row with the value of every column of its table, in the table's order."""
        t, columns = self._table(table), self._columns[table]
        if t not in self._whole:
            for col in columns:
                self._col(t, col)
            self._whole[t] = tuple(self._names[t]) == tuple(columns)
        if not self._whole[t]:  # an update came before and named its columns first
            values = dict(zip(columns, row, strict=True))
            row = [values.get(col) for col in self._names[t]]
        self._grow(row)
        self._ops.append(Insert(t, pk, list(row)))

    def update(self, table: str, pk: str, writes: Sequence[FieldWrite]) -> None:
        """Changed fields, each with at most one dot: the one that was on screen."""
        t = self._table(table)
        cells: dict[int, list[Any]] = {}
        for write in writes:
            dots = [part for dot in write.replaces for part in self._dot(dot)]
            cells[self._col(t, write.col)] = [write.value, *dots]
        self._grow([write.value for write in writes])
        self._ops.append(Update(t, pk, cells))

    def resolve(self, table: str, pk: str, write: FieldWrite) -> None:
        """A choice, naming all it closes."""
        t = self._table(table)
        self._grow([write.value])
        self._ops.append(Resolve(t, pk, self._col(t, write.col), write.value, [self._dot(d) for d in write.replaces]))

    def delete(self, table: str, pk: str, dots: Sequence[Dot]) -> None:
        """A deletion and what it saw."""
        self._grow(dots)
        self._ops.append(Delete(self._table(table), pk, [self._dot(dot) for dot in dots]))

    def undelete(self, table: str, pk: str, dots: Sequence[Dot]) -> None:
        """Deletions lifted."""
        self._grow(dots)
        self._ops.append(Undelete(self._table(table), pk, [self._dot(dot) for dot in dots]))

    def move(self, table: str, pk: str, to: Partition, dots: Sequence[Dot]) -> None:
        """A deletion that says where the row went, and what it saw."""
        self._grow(dots)
        self._ops.append(Move(self._table(table), pk, *to, [self._dot(dot) for dot in dots]))

    def redact(self, op: Redact) -> None:
        """The words of a segment are gone for good; what is left of it travels in its stead."""
        self.size += 64 + len(op.head) + len(op.rest)
        self._ops.append(op)

    def copied(self, origins: Mapping[str, Sequence[Dot]]) -> None:
        """Says what the last op was copied from, by column, in the partition the row left."""
        if origins:
            self._grow(list(origins))
            found = {col: [self._dot(dot) for dot in dots] for col, dots in origins.items()}
            self._origins.append((len(self._ops) - 1, found))

    def signed(self, author: str | None, at_ms: int, screen: str | None, reason: str | None) -> None:
        """Says who made the last op, when and on which screen."""
        last = self._who[-1] if self._who else None
        if last is not None and last[1:] == [author, at_ms, screen, reason]:
            last[0] += 1
        else:
            self._who.append([1, author, at_ms, screen, reason])

    def body(self, schema: int) -> Body:
        """What was gathered."""
        return Body(
            schema=schema,
            cols=[(table, list(self._names[t])) for table, t in self._tables.items()],
            refs=list(self._refs),
            ops=self._ops,
            who=[tuple(entry) for entry in self._who],
            origins=self._origins or msgspec.UNSET,
        )

    def _table(self, table: str) -> int:
        t = self._tables.setdefault(table, len(self._tables))
        if t == len(self._names):
            self._names.append({})
        return t

    def _col(self, t: int, col: str) -> int:
        return self._names[t].setdefault(col, len(self._names[t]))

    def _dot(self, dot: Dot) -> tuple[int, int]:
        return (self._refs.setdefault(dot.segment, len(self._refs)), dot.idx)

    def _grow(self, values: Sequence[Any]) -> None:
        """Keeps an estimate of the bytes before compression."""
        self.size += 48 + 9 * len(values) + 4 * sum([len(v) for v in values if v.__class__ in _TEXTS])
