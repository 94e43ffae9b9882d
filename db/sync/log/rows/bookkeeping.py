"""The rows of the book with every write behind them, read from and kept in the bookkeeping tables (sync.md §6, §9)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import MetaData

from db.capture import Db, SyncTable, synced_tables
from db.identity import stamp
from db.schema import SCHEMA_VERSION
from db.sync.log import merge, segment, upcast
from db.sync.log.hlc import instant_of
from db.sync.log.merge import Birth, Dot, FieldWrite, Op, Partition, Rule, Rules, Value, Write
from db.sync.log.states import DEPOSITED, EFFECTIVE

TableKey = int | str
"""The permanent number of a table, or the name of one this version does not know."""
_IN: Final = "IN (SELECT value FROM json_each(?))"
_seen: Final = msgspec.msgpack.Decoder(list[tuple[bytes, int]]).decode
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


def canonical(value: Value, kind: type | None) -> Value:
    """A value as a column of that kind keeps it, the same on every computer, whoever sent what.

    >>> canonical(5, str), canonical(" 7 ", int), canonical("7.5", int), canonical(2.0, int), canonical("x", int)
    ('5', 7, 7.5, 2, 'x')
    """
    if kind is str and isinstance(value, (int, float)):
        return str(segment.plain(value))
    if kind is int and isinstance(value, str) and len(value) < 32 and _NUMBER.fullmatch(value):
        value = float(value) if re.search(r"[.eE]", value) else int(value)
    if kind is int and isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return segment.plain(value)


@dataclass(frozen=True, slots=True)
class Author:
    """Who made an op, when, on which computer and screen, and why."""

    name: str | None
    at: str
    device: str
    screen: str | None
    reason: str | None = None


@dataclass(slots=True)
class Entry:
    """One row while ops are integrated: its writes, how the bookkeeping had them, and how the table shows it."""

    row: merge.Row = field(default_factory=merge.Row)
    cells: dict[str, frozenset[Dot]] = field(default_factory=dict)
    dels: frozenset[Dot] = frozenset()
    gone: frozenset[tuple[Dot, str]] = frozenset()
    born: bool = False
    table: dict[str, Any] | None = None
    touched: set[str] = field(default_factory=set)
    last: Dot | None = None

    @property
    def blank(self) -> bool:
        """Whether nobody ever wrote this row."""
        return not (self.born or self.cells or self.dels or self.gone)


class _Birthright(Mapping[str, Value]):
    """What the insert of a row wrote, looked up only when somebody's write stands beside it."""

    def __init__(self, columns: Iterable[str], find: Callable[[str], Value]) -> None:
        self._columns = dict.fromkeys(columns)
        self._find = find

    def __getitem__(self, col: str) -> Value:
        return self._find(col)

    def __contains__(self, col: object) -> bool:
        return col in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class Bookkeeping:
    """The bookkeeping of one store on one connection: partitions, segments, rows."""

    def __init__(self, db: Db, metadata: MetaData, at: str = "") -> None:
        self.db = db
        self.at = at
        self.tables = synced_tables(metadata)
        self.by_number = {table.number: table for table in self.tables.values()}
        self.rules: dict[str, Rules] = {
            name: {c: Rule(kind, table.steps.get(c, ())) for c, kind in table.classes.items()}
            for name, table in self.tables.items()
        }
        self._parts: dict[Partition, int] = {}
        self._of_no: dict[int, Partition] = {}
        self._hashes: dict[int, bytes] = {}
        self._bodies: dict[bytes, tuple[str, segment.Body] | None] = {}

    # --- names ---

    def key(self, table: str) -> TableKey:
        """How the bookkeeping calls a table."""
        known = self.tables.get(table)
        return known.number if known else table

    def name(self, key: TableKey) -> str:
        """How a segment calls a table."""
        return key if isinstance(key, str) else self.by_number[key].name

    def part_no(self, part: Partition) -> int:
        """The short local number of a partition, given when it is first met."""
        if part not in self._parts:
            self.db.execute("INSERT OR IGNORE INTO sync_part(scope, compartment) VALUES (?, ?)", part)
            query = "SELECT no FROM sync_part WHERE scope = ? AND compartment = ?"
            self._parts[part] = self.db.execute(query, part).fetchone()[0]
        return self._parts[part]

    def part(self, no: int) -> Partition:
        """The partition behind a short number."""
        if no not in self._of_no:
            query = "SELECT scope, compartment FROM sync_part WHERE no = ?"
            self._of_no[no] = tuple(self.db.execute(query, (no,)).fetchone())
        return self._of_no[no]

    def segment_id(self, name: bytes) -> int | None:
        """The local number of a segment that is here in any state."""
        found = self.db.execute("SELECT id FROM sync_segment WHERE hash = ?", (name,)).fetchone()
        return found[0] if found else None

    def segment_hash(self, number: int) -> bytes:
        """The hash of a segment that is here."""
        if number not in self._hashes:
            query = "SELECT hash FROM sync_segment WHERE id = ?"
            self._hashes[number] = self.db.execute(query, (number,)).fetchone()[0]
        return self._hashes[number]

    def in_effect(self, name: bytes) -> bool:
        """Whether a segment was integrated into the rows (its body may be gone since)."""
        query = f"SELECT 1 FROM sync_segment WHERE hash = ? AND st IN ({EFFECTIVE})"
        return self.db.execute(query, (name,)).fetchone() is not None

    # --- looking back into the log ---

    def remember(self, name: bytes, device: str, body: segment.Body | None) -> None:
        """Keeps a body at hand; the last few are enough."""
        self._bodies[name] = (device, body) if body is not None else None
        if len(self._bodies) > 8:
            del self._bodies[next(iter(self._bodies))]

    def _body(self, name: bytes) -> tuple[str, segment.Body] | None:
        if name not in self._bodies:
            query = (
                f"SELECT device_id, body FROM sync_segment WHERE hash = ? AND body IS NOT NULL AND st <> {DEPOSITED}"
            )
            found = self.db.execute(query, (name,)).fetchone()
            self.remember(name, found[0] if found else "", segment.body_again(found[1]) if found else None)
        return self._bodies[name]

    def op(self, dot: Dot) -> Op | None:
        """The op of that name; None where its body is not here."""
        found = self._body(dot.segment)
        if found is None or dot.idx >= len(found[1].ops):
            return None
        return upcast.today(segment.op(found[1], dot.idx), found[1].schema, SCHEMA_VERSION)

    def body(self, name: bytes) -> segment.Body | None:
        """What a segment says; None where its body is not here."""
        found = self._body(name)
        return found[1] if found else None

    def places(self, name: bytes, table: str, pk: str, col: str) -> list[int]:
        """The ops of a segment that wrote that field (any field of the row where col is ''), the last one first."""
        found = self._body(name)
        if found is None:
            return []
        ops = enumerate(segment.ops(found[1]))
        hits = [
            i for i, op in ops if (op.table, op.pk) == (table, pk) and (not col or any(w.col == col for w in op.writes))
        ]
        return hits[::-1]

    def author(self, dot: Dot) -> Author | None:
        """Who made the op of that name; None where its body is not here."""
        found = self._body(dot.segment)
        return author_of(found[1], dot.idx, found[0]) if found else None

    def inserted(self, dot: Dot, table: SyncTable, col: str) -> Value:
        """What an insert wrote in a column."""
        op = self.op(dot)
        value = next((write.value for write in op.writes if write.col == col), None) if op else None
        return canonical(value, table.kinds[col])

    # --- loading ---

    def load(self, part: int, key: TableKey, pks: Iterable[str], *, trust_table: bool) -> dict[str, Entry]:
        """The rows of those ids with all their writes; one nobody wrote yet is an empty entry.

        ``trust_table``: what the table shows in a field without cells is what the insert wrote (false while sealing,
        when the table already has the new value).
        """
        entries = {pk: Entry() for pk in pks}
        wanted = (part, key, json.dumps(list(entries)))
        table = self.by_number.get(key) if isinstance(key, int) else None
        if table is not None:
            for pk, values in self.current(table, entries).items():
                entries[pk].table = values
        self._load_births(part, table, entries, wanted, trust_table=trust_table)
        for name in ("sync_cell", "sync_unknown"):
            self._load_cells(name, entries, wanted)
        query = f"SELECT pk, seg, idx, seen FROM sync_del WHERE part = ? AND tbl = ? AND pk {_IN}"
        for pk, seg, idx, seen in self.db.execute(query, wanted):
            entries[pk].row.dels[Dot(self.segment_hash(seg), idx)] = frozenset(Dot(*dot) for dot in _seen(seen))
        query = f"SELECT pk, seg_hash, idx, col FROM sync_gone WHERE part = ? AND tbl = ? AND pk {_IN}"
        for pk, name, idx, col in self.db.execute(query, wanted):
            entries[pk].row.gone.add((Dot(name, idx), col))
        for entry in entries.values():
            entry.cells = {col: frozenset(live) for col, live in entry.row.cells.items()}
            entry.dels, entry.gone = frozenset(entry.row.dels), frozenset(entry.row.gone)
        return entries

    def current(self, table: SyncTable, pks: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The rows of a table as they stand, by id, with the columns that travel, scope, compartment and hidden."""
        names = ("id", "scope", "compartment", "hidden", *table.columns)
        columns = ", ".join(f'"{name}"' for name in names)
        ids = json.dumps(list(pks))
        rows = self.db.execute(f'SELECT {columns} FROM "{table.name}" WHERE id {_IN}', (ids,))
        return {values[0]: dict(zip(names, values, strict=True)) for values in rows}

    def shown(self, table: SyncTable, pks: Iterable[str]) -> Iterator[tuple[str, Partition, tuple[Any, ...]]]:
        """The rows of a table as they stand: id, partition, the values of its columns in the table's order."""
        columns = ", ".join(f'"{name}"' for name in table.columns)
        query = f'SELECT {columns}, id, scope, compartment FROM "{table.name}" WHERE id {_IN}'
        for row in self.db.execute(query, (json.dumps(list(pks)),)):
            yield row[-3], row[-2:], row[:-3]

    def standing(self, table: SyncTable, pks: Iterable[str]) -> set[str]:
        """Which of those ids stand in the table, in whatever partition."""
        query = f'SELECT id FROM "{table.name}" WHERE id {_IN}'
        return {row[0] for row in self.db.execute(query, (json.dumps(list(pks)),))}

    def known(self, part: int, key: TableKey, pks: Iterable[str]) -> set[str]:
        """Which of those ids the bookkeeping of the partition has met already."""
        wanted = (part, key, json.dumps(list(pks)))
        found: set[str] = set()
        for name in ("sync_row", "sync_cell", "sync_unknown", "sync_del", "sync_gone"):
            if self.db.execute(f"SELECT 1 FROM {name} WHERE part = ? AND tbl = ? LIMIT 1", wanted[:2]).fetchone():
                query = f"SELECT DISTINCT pk FROM {name} WHERE part = ? AND tbl = ? AND pk {_IN}"
                found.update(row[0] for row in self.db.execute(query, wanted))
        return found

    def _load_births(
        self,
        part: int,
        table: SyncTable | None,
        entries: dict[str, Entry],
        wanted: tuple[Any, ...],
        *,
        trust_table: bool,
    ) -> None:
        home = self.part(part)
        query = (
            "SELECT r.pk, s.hash, r.idx, s.hlc FROM sync_row r JOIN sync_segment s ON s.id = r.seg"
            f" WHERE r.part = ? AND r.tbl = ? AND r.pk {_IN}"
        )
        for pk, name, idx, hlc in self.db.execute(query, wanted):
            entry, dot = entries[pk], Dot(name, idx)
            entry.born = True
            entry.row.born = Birth(dot, hlc, {})
            if table is not None:
                shown = entry.table
                trusted = trust_table and shown is not None and (shown["scope"], shown["compartment"]) == home
                find = shown.__getitem__ if trusted and shown is not None else self._finder(dot, table)
                entry.row.born = Birth(dot, hlc, _Birthright(table.columns, find))

    def _finder(self, dot: Dot, table: SyncTable) -> Callable[[str], Value]:
        return lambda col: self.inserted(dot, table, col)

    def _load_cells(self, name: str, entries: dict[str, Entry], wanted: tuple[Any, ...]) -> None:
        if self.db.execute(f"SELECT 1 FROM {name} WHERE part = ? AND tbl = ? LIMIT 1", wanted[:2]).fetchone() is None:
            return
        query = f"SELECT pk, col, seg, idx, val, hlc FROM {name} WHERE part = ? AND tbl = ? AND pk {_IN}"
        for pk, col, seg, idx, value, hlc in self.db.execute(query, wanted):
            live = entries[pk].row.cells.setdefault(col, {})
            live[Dot(self.segment_hash(seg), idx)] = Write(value, hlc)

    # --- keeping ---

    def keep(self, part: int, key: TableKey, entries: Mapping[str, Entry]) -> None:
        """Writes what changed in those rows into the bookkeeping."""
        batch = _Batch(self, part, key)
        for pk, entry in entries.items():
            batch.add(pk, entry)
        batch.write()

    def born(self, rows: Iterable[tuple[int, TableKey, str, int, int]]) -> None:
        """Rows (part, table, id, segment number, op index) that nobody knew before."""
        self.db.executemany("INSERT INTO sync_row(part, tbl, pk, seg, idx) VALUES (?, ?, ?, ?, ?)", rows)


class _Batch:
    """The differences of many rows, written with one statement a kind."""

    def __init__(self, book: Bookkeeping, part: int, key: TableKey) -> None:
        self._book, self._part, self._key = book, part, key
        self._table = book.by_number.get(key) if isinstance(key, int) else None
        self._known = frozenset(self._table.columns) if self._table else frozenset()
        self._numbers: dict[bytes, int | None] = {}
        self._do: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, pk: str, entry: Entry) -> None:
        here, row = (self._part, self._key, pk), entry.row
        if row.born is not None and not entry.born:
            self._later(
                "INSERT INTO sync_row(part, tbl, pk, seg, idx) VALUES (?, ?, ?, ?, ?)", *here, *self._at(row.born.dot)
            )
        for col, live in row.cells.items():
            self._cells(here, col, live, entry.cells.get(col, frozenset()))
        for dot in entry.dels - row.dels.keys():
            self._later(f"DELETE FROM sync_del WHERE {_HERE} AND seg = ? AND idx = ?", *here, *self._at(dot))
        for dot in row.dels.keys() - entry.dels:
            seen = msgspec.msgpack.encode(sorted(row.dels[dot]))
            self._later(f"INSERT INTO sync_del VALUES ({_HOLES}, ?)", *here, *self._at(dot), seen)
        for dot, col in row.gone - entry.gone:
            if not self._book.in_effect(dot.segment):
                self._later("INSERT OR IGNORE INTO sync_gone VALUES (?, ?, ?, ?, ?, ?)", *here, *dot, col)

    def _cells(self, here: tuple[Any, ...], col: str, live: merge.Live, before: frozenset[Dot]) -> None:
        name = "sync_cell" if col in self._known else "sync_unknown"
        for dot in before - live.keys():
            self._later(
                f"DELETE FROM {name} WHERE {_HERE} AND col = ? AND seg = ? AND idx = ?", *here, col, *self._at(dot)
            )
        for dot in live.keys() - before:
            write = live[dot]
            self._later(
                f"INSERT INTO {name} VALUES ({_HOLES}, ?, ?, ?)", *here, col, *self._at(dot), write.hlc, write.value
            )

    def _at(self, dot: Dot) -> tuple[int | None, int]:
        if dot.segment not in self._numbers:
            self._numbers[dot.segment] = self._book.segment_id(dot.segment)
        return (self._numbers[dot.segment], dot.idx)

    def _later(self, sql: str, *values: Any) -> None:
        self._do.setdefault(sql, []).append(values)

    def write(self) -> None:
        """First what goes, then what comes."""
        for sql, values in sorted(self._do.items()):
            self._book.db.executemany(sql, values)


_HERE: Final = "part = ? AND tbl = ? AND pk = ?"
_HOLES: Final = "?, ?, ?, ?, ?"


def author_of(body: segment.Body, idx: int, device: str) -> Author:
    """Who made the op at that place."""
    left = idx
    for count, name, at_ms, screen, reason in body.who:
        if left < count:
            return Author(name, _stamp_ms(at_ms), device, screen, reason)
        left -= count
    return Author(None, "", device, None)


@lru_cache(maxsize=1024)
def _stamp_ms(at_ms: int) -> str:
    return stamp(instant_of(at_ms << 16))


def integrate(entry: Entry, op: Op, me: Dot, hlc: int, table: SyncTable | None, rules: Rules) -> int:
    """Lays one op on its row; columns this version does not know become cells of their own. Returns how many."""
    kinds = table.kinds if table else {}
    known = tuple(FieldWrite(w.col, canonical(w.value, kinds[w.col]), w.replaces) for w in op.writes if w.col in kinds)
    unknown = [write for write in op.writes if write.col not in kinds]
    merge.apply(entry.row, op._replace(writes=known), me, hlc, rules)
    for write in unknown:
        merge.put(entry.row, write, me, hlc, merge.FACTS)
    entry.touched.update(write.col for write in known)
    entry.last = me
    return len(unknown)
