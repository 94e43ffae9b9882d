"""After a snapshot came into effect: what the office knows to be replaced is replaced here too.

On a computer that held nothing there is little to do: writes that were replaced before they came are remembered. Where
segments lay here already, their writes that the office saw replaced are taken away, and that is remembered for ever:
the log alone, which here lacks the segments that replaced them, would show them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from db.sync.log import merge
from db.sync.log.merge import CLOCK, Dot, Partition
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping, Entry, TableKey
from db.sync.log.rows.display import Display, Tally
from db.sync.log.rows.replica import Replica, writing
from db.sync.log.seal import seal_here
from db.sync.log.states import OF_A_SNAPSHOT, WAITING


class Closed(NamedTuple):
    """A write that has no say any more; column '' is a deletion."""

    part: Partition
    table: str
    pk: str
    segment: bytes
    idx: int
    col: str


def pack(closed: Iterable[Closed]) -> bytes:
    """As it is kept with the verdict on the file, until it comes into effect."""
    return msgspec.msgpack.encode(list(closed))


def close(replica: Replica, tally: Tally) -> None:
    """Finishes every snapshot whose segments are all in effect."""
    query = "SELECT bundle_id, heads FROM sync_bundle_log WHERE direction = 'in' AND heads IS NOT NULL"
    for key, kept in replica.db.execute(query).fetchall():
        query = f"SELECT 1 FROM sync_segment WHERE bundle_id = ? AND st = {WAITING} AND {OF_A_SNAPSHOT} LIMIT 1"
        if replica.db.execute(query, (key,)).fetchone() is None:
            with writing(replica.db):
                seal_here(replica)
                book = replica.bookkeeping()
                _take_away(book, msgspec.msgpack.decode(kept, type=list[Closed]), tally)
                queues.refresh(book, tally)
                replica.db.execute("UPDATE sync_bundle_log SET heads = NULL WHERE bundle_id = ?", (key,))


def _take_away(book: Bookkeeping, closed: Iterable[Closed], tally: Tally) -> None:
    tables: dict[tuple[Partition, str], list[Closed]] = {}
    for one in closed:
        tables.setdefault((one.part, one.table), []).append(one)
    for (home, name), found in tables.items():
        part, key = book.part_no(home), book.key(name)
        entries = book.load(part, key, {one.pk for one in found}, trust_table=True)
        for one in found:
            _take(book, part, key, one, entries[one.pk])
        book.keep(part, key, entries)
        table = book.tables.get(name)
        if table is not None:
            Display(book, part, table, tally).show(entries, own=False)
            queues.note(book, part, table, entries)
            tally.touch(name, entries)


def _take(book: Bookkeeping, part: int, key: TableKey, one: Closed, entry: Entry) -> None:
    row, dot = entry.row, Dot(one.segment, one.idx)
    if not book.in_effect(one.segment):
        row.gone.add((dot, one.col))
        return
    if one.col == "":
        if row.dels.pop(dot, None) is None:
            return
    else:
        rule = book.rules.get(one.table, {}).get(one.col, merge.FACTS)
        live = merge.live_writes(row, one.col)
        rest = {other: write for other, write in live.items() if other != dot}
        if rule.kind == CLOCK or len(rest) in (0, len(live)):
            return
        row.cells[one.col] = rest
        entry.touched.add(one.col)
    entry.last = dot
    book.db.execute(
        "INSERT OR IGNORE INTO sync_gone VALUES (?, ?, ?, ?, ?, ?)", (part, key, one.pk, one.segment, one.idx, one.col)
    )
