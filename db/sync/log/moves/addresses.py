"""What the log says of moves: where a row went, and which writes are copies of which."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Final

from db.capture import SyncTable
from db.sync.log import segment
from db.sync.log.merge import Dot, Row
from db.sync.log.moves import placing
from db.sync.log.moves.issuing import Copies
from db.sync.log.moves.placing import Address
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import moves
from db.sync.log.states import APPLIED, REDACTED

_MARK: Final = b"copies"
"""The key in a head that says its segment holds copies."""


def copies(book: Bookkeeping, pks: Collection[str]) -> Copies:
    """Which writes of those rows say the same in several partitions."""
    found = Copies(lambda name: _part_of(book, name))
    wanted = frozenset(pks)
    query = (
        f"SELECT hash FROM sync_segment WHERE st IN ({APPLIED}, {REDACTED}) AND body IS NOT NULL AND instr(head, ?) > 0"
    )
    for (name,) in book.db.execute(query, (_MARK,)).fetchall():
        learn(book, found, name, wanted)
    return found


def learn(book: Bookkeeping, known: Copies, name: bytes, pks: Collection[str]) -> None:
    """Adds what a segment copied of those rows."""
    body = book.body(name)
    if body is not None:
        theirs = {idx for idx, op in segment.row_ops(body) if op.pk in pks}
        for idx, col, origin in segment.origins(body):
            if idx in theirs:
                known.add(Dot(name, idx), col, origin)


def _part_of(book: Bookkeeping, name: bytes) -> int | None:
    row = book.db.execute("SELECT part FROM sync_segment WHERE hash = ?", (name,)).fetchone()
    return row[0] if row else None


def addresses(book: Bookkeeping, row: Row) -> list[Address]:
    """The live moves out of the partition of this row."""
    found = []
    for dot, to in moves(book, row).items():
        stamp = book.db.execute("SELECT hlc FROM sync_segment WHERE hash = ?", (dot.segment,)).fetchone()[0]
        found.append(Address(stamp, dot, book.part_no(to)))
    return found


def born(book: Bookkeeping, table: SyncTable, pk: str) -> dict[Hashable, Row]:
    """A row in every partition in which it is there."""
    query = "SELECT part FROM sync_row WHERE part IN (SELECT no FROM sync_part) AND tbl = ? AND pk = ?"
    parts = [row[0] for row in book.db.execute(query, (table.number, pk)).fetchall()]
    return {part: book.load(part, table.number, [pk], trust_table=True)[pk].row for part in parts}


def target(book: Bookkeeping, table: SyncTable, pk: str, start: int) -> int | None:
    """The partition to which what stands in ``start`` belongs by now; None where it did not move."""
    rows = born(book, table, pk)
    found = placing.target(start, rows, {part: addresses(book, row) for part, row in rows.items()})
    return found if isinstance(found, int) and found != start else None
