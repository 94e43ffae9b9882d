"""What the tables show after merging, and what the log says about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.capture import SyncTable
from db.models import RESTRICTED
from db.sync.log import merge
from db.sync.log.merge import Dot, Partition, Value
from db.sync.log.rows.bookkeeping import Author, Bookkeeping, Entry


@dataclass(slots=True)
class Tally:
    """What a run changed: counts for the clerk, rows for the queues."""

    new: int = 0
    changed: int = 0
    unknown: int = 0
    segments: int = 0
    ops: int = 0
    touched: dict[str, set[str]] = field(default_factory=dict)
    contested: dict[tuple[str, str], bool] = field(default_factory=dict)
    left: list[Dot] = field(default_factory=list)
    late_parent: bool = False
    erased: dict[str, set[str]] = field(default_factory=dict)
    eraser: Author | None = None
    emptied: int = 0

    def touch(self, table: str, pks: Iterable[str]) -> None:
        """Rows the queues must look at again."""
        self.touched.setdefault(table, set()).update(pks)


class Logged(NamedTuple):
    """A change on display, for the log."""

    pk: str
    col: str
    old: Any
    new: Any
    author: Author | None


def shown_value(row: merge.Row, col: str, rule: merge.Rule) -> Value:
    """The value on display in a column; nothing where nobody wrote it."""
    live = merge.live_writes(row, col)
    return live[merge.shown(live, rule)].value if live else None


def same(one: Any, two: Any) -> bool:
    """Whether the table would keep one just as the other."""
    return type(one) is type(two) and bool(one == two)


def moves(book: Bookkeeping, row: merge.Row) -> dict[Dot, Partition]:
    """The deletions of a row that say where it went, and where to."""
    found = {}
    for dot in row.dels:
        op = book.op(dot)
        if op is not None and op.to is not None:
            found[dot] = op.to
    return found


def seniority(book: Bookkeeping, row: merge.Row) -> tuple[bool, bool, int, Dot]:
    """Of one id in two partitions the table shows the smaller: visible before hidden, not moved on, then born first."""
    assert row.born is not None  # only born rows are compared
    return (merge.hidden(row), bool(moves(book, row)), row.born.hlc, row.born.dot)


class Display:
    """Brings one table up to date with the writes behind it, for the rows of one partition."""

    def __init__(self, book: Bookkeeping, part: int, table: SyncTable, tally: Tally) -> None:
        self._book, self._table, self._tally = book, table, tally
        self._part, self._home = part, book.part(part)
        self._rules = book.rules[table.name]
        self._updates: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        self._log: list[Logged] = []

    def show(self, entries: Mapping[str, Entry], *, own: bool) -> None:
        """``own``: the rows were written here, so the table already shows them unless somebody else's write wins."""
        for pk, entry in entries.items():
            if entry.row.born is None:
                continue
            if entry.table is None:
                self._insert(pk, entry)
            elif (entry.table["scope"], entry.table["compartment"]) != self._home:
                self._contest(pk, entry.last)
            else:
                self._update(pk, entry, entry.table, own=own)
        self._write()

    def _insert(self, pk: str, entry: Entry) -> None:
        table = self._table
        values = [shown_value(entry.row, col, self._rules[col]) for col in table.columns]
        names = ", ".join(f'"{col}"' for col in table.columns)
        holes = ", ".join("?" * len(values))
        self._book.db.execute(
            f'INSERT INTO "{table.name}"(id, scope, compartment, hidden, {names}) VALUES (?, ?, ?, ?, {holes})',
            (pk, *self._home, int(merge.hidden(entry.row)), *values),
        )
        self._tally.new += 1

    def _update(self, pk: str, entry: Entry, table: dict[str, Any], *, own: bool) -> None:
        whole = not entry.born and not own  # a copy stood here before its insert came
        news: dict[str, Any] = {}
        for col in self._table.columns if whole else entry.touched & entry.row.cells.keys():
            value = shown_value(entry.row, col, self._rules[col])
            if not same(value, table[col]):
                news[col] = value
                if not whole:
                    self._log.append(Logged(pk, col, table[col], value, self._author(entry, col)))
        hidden = int(merge.hidden(entry.row))
        if hidden != table["hidden"]:
            if self._elsewhere(pk):
                self._contest(pk, entry.last)
                return
            news["hidden"] = hidden
            self._log.append(Logged(pk, "hidden", table["hidden"], hidden, self._author_of(entry.last)))
        if news:
            self._change(pk, news)

    def _change(self, pk: str, news: Mapping[str, Any]) -> None:
        self._updates.setdefault(tuple(news), []).append((*news.values(), pk))
        self._tally.changed += 1

    def _author(self, entry: Entry, col: str) -> Author | None:
        return self._author_of(merge.shown(entry.row.cells[col], self._rules[col]))

    def _author_of(self, dot: Dot | None) -> Author | None:
        return self._book.author(dot) if dot else None

    # --- one id in two partitions ---

    def _elsewhere(self, pk: str) -> list[int]:
        query = (
            "SELECT part FROM sync_row WHERE part IN (SELECT no FROM sync_part) AND tbl = ? AND pk = ? AND part <> ?"
        )
        return [row[0] for row in self._book.db.execute(query, (self._table.number, pk, self._part))]

    def _contest(self, pk: str, last: Dot | None) -> None:
        """The table shows the partition where the row is visible; of two, the one where it was born first."""
        rows: dict[Partition, merge.Row] = {}
        for no in [self._part, *self._elsewhere(pk)]:
            entry = self._book.load(no, self._table.number, [pk], trust_table=False)[pk]
            if entry.row.born is not None:
                rows[self._book.part(no)] = entry.row
        part = min(rows, key=lambda home: seniority(self._book, rows[home]))
        row = rows[part]
        shown = self._book.current(self._table, [pk])[pk]
        if (shown["scope"], shown["compartment"]) != part:
            self._log.append(Logged(pk, "scope", shown["scope"], part[0], self._author_of(last)))
        news = {"scope": part[0], "compartment": part[1], "hidden": int(merge.hidden(row))}
        self._change(pk, news | {c: shown_value(row, c, self._rules[c]) for c in self._table.columns})
        self._tally.contested[self._table.name, pk] = sum(not merge.hidden(row) for row in rows.values()) > 1

    # --- writing ---

    def _write(self) -> None:
        db, name = self._book.db, self._table.name
        for cols, values in self._updates.items():
            sets = ", ".join(f'"{col}" = ?' for col in cols)
            db.executemany(f'UPDATE "{name}" SET {sets} WHERE id = ?', values)
        db.executemany(
            "INSERT INTO audit_log(at, cadre, device, tbl, pk, field, old, new, screen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [self._line(logged) for logged in self._log],
        )

    def _line(self, logged: Logged) -> tuple[Any, ...]:
        who = logged.author or Author(None, "", "", None)
        secret = self._home[1] == RESTRICTED  # the log keeps for ever, an accusation must be able to go
        old, new = (None if v is None or secret or isinstance(v, bytes) else str(v) for v in (logged.old, logged.new))
        return (who.at, who.name, who.device, self._table.name, logged.pk, logged.col, old, new, who.screen)
