"""The entries that stand side by side in a matter of the queue, with who made them, when and on which computer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from db.capture import SyncTable
from db.sync.log import merge
from db.sync.log.merge import Dot, Value
from db.sync.log.rows import queues, references
from db.sync.log.rows.bookkeeping import Author, Bookkeeping, Entry
from db.sync.log.rows.display import moves
from db.sync.log.states import COVERED

DELETED: Final = "deleted"
"""The value that stands for a deletion among the sides of `deleted_but_edited` and `dangling_ref`."""
NO_DOT: Final = Dot(b"", 0)
CONCERNED: Final = {"rule:double_collected": "certificate_event", "rule:closed_without_reply": "request_step"}
"""By kind, the table of the further records concerned, where it is not the table of the record itself."""
_TOLD_BY: Final = {"rule:double_collected": "collector_name", "rule:closed_without_reply": "step"}
_REOPENED: Final = re.compile(r"undo:([0-9a-f]{64}):([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the entries that stand side by side; ``shown`` is the one on display for the time being.

    ``record`` is the record this side stands for, where whole records are compared.
    """

    value: Value
    cadre: str | None
    device: str
    at: str
    shown: bool
    col: str
    dot: Dot
    screen: str = ""
    record: str = ""


def reopened_as(dot: Dot) -> str:
    """The reason a side bears that was put back when a decision was taken back: whose entry it was."""
    return f"undo:{dot.segment.hex()}:{dot.idx}"


def origin(book: Bookkeeping, dot: Dot) -> Dot:
    """The entry a person made, where a decision taken back only put it back."""
    for _hop in range(20):
        who = book.author(dot)
        found = _REOPENED.fullmatch(who.reason or "") if who else None
        if found is None:
            break
        dot = Dot(bytes.fromhex(found[1]), int(found[2]))
    return dot


def sides_of(
    book: Bookkeeping, table: SyncTable, entry: Entry, matter: tuple[str, str, Sequence[str]]
) -> tuple[Side, ...]:
    """``matter`` is (kind, column, further records); the one on display first, then by time."""
    kind, col, others = matter
    if kind == queues.FIELD:
        found = _field_sides(book, table, entry, col)
    elif kind == queues.DELETED_BUT_EDITED:
        found = _deletion_sides(book, entry)
    elif kind == queues.MOVED_TWICE:
        found = _homes(book, table, entry)
    elif kind == references.KIND:
        found = _reference_sides(book, table, entry, col, others)
    else:
        found = _records(book, table, entry, matter)
    return tuple(sorted(found, key=lambda side: (not side.shown, side.at, side.dot)))


def before(book: Bookkeeping, dots: Sequence[Dot], col: str) -> Value:
    """What stood there before the sides were written: the entry they replaced, where its words are still here.

    What came with a snapshot says who wrote it, but no longer what they had on screen.
    """
    for dot in dots:
        source = origin(book, dot)
        op = book.op(source) if not _is_covered(book, source) else None
        for write in op.writes if op else ():
            if write.col == col and write.replaces:
                old = book.op(write.replaces[0])
                return next((w.value for w in old.writes if w.col == col), None) if old else None
    return None


def _is_covered(book: Bookkeeping, dot: Dot) -> bool:
    query = "SELECT 1 FROM sync_segment WHERE hash = ? AND st = ?"
    return book.db.execute(query, (dot.segment, COVERED)).fetchone() is not None


def _field_sides(book: Bookkeeping, table: SyncTable, entry: Entry, col: str) -> list[Side]:
    live = merge.live_writes(entry.row, col)
    top = merge.shown(live, book.rules[table.name][col])
    return [_side(book, dot, col, write.value, shown=dot == top) for dot, write in live.items()]


def _deletion_sides(book: Bookkeeping, entry: Entry) -> list[Side]:
    gone = entry.row.dels.keys() - moves(book, entry.row).keys()  # a move takes nothing away
    deletions = [_side(book, dot, "", DELETED, shown=False) for dot in sorted(gone)]
    seen = set[Dot]().union(*entry.row.dels.values())
    return deletions + [
        _side(book, dot, col, merge.live_writes(entry.row, col)[dot].value, shown=True)
        for col in entry.row.cells
        for dot in merge.live_writes(entry.row, col).keys() - seen
    ]


def _side(book: Bookkeeping, dot: Dot, col: str, value: Value, *, shown: bool, record: str = "") -> Side:
    who = book.author(origin(book, dot)) or Author(None, "", "", None)
    return Side(value, who.name, who.device, who.at, shown, col, dot, who.screen or "", record)


# --- whole records --------------------------------------------------------------------------------------------------


def births(book: Bookkeeping, table: SyncTable, pk: str) -> Iterator[tuple[int, Dot]]:
    """(partition, the insert) of a row, in every partition it was born in."""
    query = (
        "SELECT r.part, s.hash, r.idx FROM sync_row r JOIN sync_segment s ON s.id = r.seg"
        " WHERE r.part IN (SELECT no FROM sync_part) AND r.tbl = ? AND r.pk = ? ORDER BY s.hlc, s.hash"
    )
    for part, name, idx in book.db.execute(query, (table.number, pk)).fetchall():
        yield part, Dot(name, idx)


def _homes(book: Bookkeeping, table: SyncTable, entry: Entry) -> list[Side]:
    """One side for each village (or compartment) in which the record is visible."""
    assert entry.table is not None
    pk, home = entry.table["id"], (entry.table["scope"], entry.table["compartment"])
    found = []
    for part, dot in births(book, table, pk):
        if not merge.hidden(book.load(part, table.number, [pk], trust_table=False)[pk].row):
            where = book.part(part)
            found.append(_side(book, dot, "", f"{where[0]}:{where[1]}", shown=where == home, record=pk))
    return found


def _reference_sides(book: Bookkeeping, table: SyncTable, entry: Entry, col: str, others: Sequence[str]) -> list[Side]:
    """Who wrote the record that points there, and who deleted what it points to."""
    found = [_of_record(book, table, entry, col)] if entry.table is not None else []
    parent = book.tables.get(table.refs.get(col, ""))
    for target in others if parent is not None else ():
        assert parent is not None
        query = (
            "SELECT s.hash, d.idx FROM sync_del d JOIN sync_segment s ON s.id = d.seg"
            " WHERE d.part IN (SELECT no FROM sync_part) AND d.tbl = ? AND d.pk = ?"
        )
        for name, idx in book.db.execute(query, (parent.number, target)).fetchall():
            found.append(_side(book, Dot(name, idx), "", DELETED, shown=False, record=target))
    return found


def _of_record(book: Bookkeeping, table: SyncTable, entry: Entry, col: str) -> Side:
    assert entry.table is not None
    pk, value = entry.table["id"], entry.table.get(col) if col else None
    dot = next((dot for _part, dot in births(book, table, pk)), NO_DOT)
    return _side(book, dot, col, value, shown=True, record=pk)


def _wrote(book: Bookkeeping, table: SyncTable, row: Mapping[str, Any], col: str) -> Dot:
    """Who made a record; where a field is what matters, who wrote that field."""
    part = book.part_no((row["scope"], row["compartment"]))
    live = merge.live_writes(book.load(part, table.number, [row["id"]], trust_table=True)[row["id"]].row, col)
    if live:
        return merge.shown(live, book.rules[table.name][col])
    return next((dot for _part, dot in births(book, table, row["id"])), NO_DOT)


def _records(book: Bookkeeping, table: SyncTable, entry: Entry, matter: tuple[str, str, Sequence[str]]) -> list[Side]:
    """One side for each record concerned; where the record is only the heading, the further ones alone."""
    kind, col, others = matter
    apart = CONCERNED.get(kind)
    concerned = book.tables.get(apart) if apart else table
    if concerned is None:
        return []
    ids = list(others) if apart else [entry.table["id"] if entry.table else "", *others]
    col = _TOLD_BY.get(kind) or col
    rows = book.current(concerned, ids)
    found = []
    for pk in ids:
        row: dict[str, Any] | None = rows.get(pk)
        if row is not None and not row["hidden"]:
            dot = _wrote(book, concerned, row, "" if apart else col)
            found.append(_side(book, dot, col, row.get(col), shown=False, record=pk))
    last = max(found, key=lambda side: (side.at, side.dot), default=None)
    return [replace(side, shown=True) if apart and side is last else side for side in found]
