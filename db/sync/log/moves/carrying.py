"""Carrying rows from one partition to another: said again there, closed here with a forwarding address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from db.capture import SyncTable
from db.identity import stamp
from db.models import RESTRICTED
from db.sync.log import merge
from db.sync.log.effect.making import Maker, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Op, Value
from db.sync.log.moves import addresses as log
from db.sync.log.moves.issuing import Copied, Copies, Issuing
from db.sync.log.redaction.redacting import redact_here
from db.sync.log.rows.bookkeeping import Author, Entry
from db.sync.log.rows.closure import Rows
from db.sync.log.rows.folding import Signed

OPS_A_SEGMENT: Final = 2_000
BYTES_A_SEGMENT: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Order:
    """Who moves, on which screen and why; ``late``: what somebody wrote without knowing keeps its author."""

    author: str | None
    screen: str
    reason: str | None
    late: bool = False


class Carrying:
    """Carries rows from one partition to another, in the caller's transaction; both are held here."""

    def __init__(self, maker: Maker, order: Order, src: int, dst: int) -> None:
        self._maker, self._book, self._order = maker, maker.book, order
        self._src, self._dst = src, dst
        self._columns = {name: table.columns for name, table in self._book.tables.items()}
        self._writer = Writer(self._columns)
        self._at = wall_ms(stamp(maker.now))
        self.said = 0

    def carry(self, rows: Rows) -> list[bytes]:
        """Returns the segments made; none where everything was carried before."""
        made: list[bytes] = []
        ids = {pk for found in rows.values() for pk in found}
        copies = log.copies(self._book, ids)
        for say in (self._words, self._fates):
            self._writer = Writer(self._columns)
            for table, pk, there, here in self._rows(rows):
                say(self._issuing(table, copies), table, pk, (there, here))
                made += self._close(self._dst, full=True)
            fresh = self._close(self._dst)
            for name in [*made, *fresh]:
                log.learn(self._book, copies, name, ids)
            made += fresh
        self._writer = Writer(self._columns)
        for table, pk, there, here in self._rows(rows):
            self._leave(table, pk, there, here)
            made += self._close(self._src, full=True)
        made += self._close(self._src)
        if made and self._book.part(self._dst)[1] > self._book.part(self._src)[1]:
            self._silence(rows)
        return made

    def _silence(self, rows: Rows) -> None:
        """What went to a more secret compartment is not left lying in the log of the one it came from, nor is why."""
        signed = Signed(self._order.author, "", None, stamp(self._maker.now))
        redact_here(self._maker, rows, signed, frozenset({self._src}))

    def _rows(self, rows: Rows) -> Iterator[tuple[SyncTable, str, Entry, Entry]]:
        for name in sorted(rows):
            table, ids = self._book.tables[name], sorted(rows[name])
            there = self._book.load(self._src, table.number, ids, trust_table=True)
            here = self._book.load(self._dst, table.number, ids, trust_table=True)
            yield from ((table, pk, there[pk], here[pk]) for pk in ids if there[pk].row.born is not None)

    def _issuing(self, table: SyncTable, copies: Copies) -> Issuing:
        way = (self._src, self._dst)
        placed = placed_in(table, self._book.part(self._src), self._book.part(self._dst))
        return Issuing(copies, self._book.op, self._book.rules[table.name], way, placed)

    # --- saying it again ---

    def _words(self, issuing: Issuing, table: SyncTable, pk: str, rows: tuple[Entry, Entry]) -> None:
        there, here = (entry.row for entry in rows)
        for copied in issuing.writes(table.name, pk, there, here):
            self._say(copied)
            self.said += 1
        lifted = log.addresses(self._book, here)
        if lifted:
            self._writer.undelete(table.name, pk, sorted(address.dot for address in lifted))
            self._sign(None)

    def _fates(self, issuing: Issuing, table: SyncTable, pk: str, rows: tuple[Entry, Entry]) -> None:
        for copied in issuing.fates(table.name, pk, rows[0].row, rows[1].row):
            self._say(copied)
            self.said += 1

    def _leave(self, table: SyncTable, pk: str, there: Entry, here: Entry) -> None:
        """Closes the row where it was, once it is there where it went."""
        if here.row.born is None or merge.hidden(there.row):
            return
        goal = self._book.part(self._dst)
        self._writer.move(table.name, pk, goal, sorted(merge.live_dots(there.row)))
        if goal[1] == RESTRICTED:  # those who stay behind do not read why it went
            self._writer.signed(self._order.author, self._at, "", None)
        else:
            self._sign(None)

    def _say(self, copied: Copied) -> None:
        write_op(self._writer, copied.op)
        self._writer.copied(copied.origins)
        first = next((dots[0] for dots in copied.origins.values()), None)
        born = copied.op.code == merge.INSERT and not self._order.late
        self._sign(self._book.author(first) if first is not None and not born else None)

    def _sign(self, author: Author | None) -> None:
        order = self._order
        if author is None or not author.at:
            self._writer.signed(order.author, self._at, order.screen, order.reason)
        else:
            self._writer.signed(author.name, wall_ms(author.at), author.screen, author.reason)

    def _close(self, part: int, *, full: bool = False) -> list[bytes]:
        writer = self._writer
        if not len(writer) or (full and len(writer) < OPS_A_SEGMENT and writer.size < BYTES_A_SEGMENT):
            return []
        self._writer = Writer(self._columns)
        return [self._maker.make(part, writer, own=False)]


def write_op(writer: Writer, op: Op) -> None:
    """Puts an op of merging into a segment."""
    if op.code == merge.INSERT:
        writer.insert(op.table, op.pk, {write.col: write.value for write in op.writes})
    elif op.code == merge.UPDATE:
        writer.update(op.table, op.pk, op.writes)
    elif op.code == merge.RESOLVE:
        writer.resolve(op.table, op.pk, op.writes[0])
    elif op.code == merge.DELETE:
        writer.delete(op.table, op.pk, sorted(op.dots))
    else:
        writer.undelete(op.table, op.pk, sorted(op.dots))


def placed_in(table: SyncTable, src: merge.Partition, dst: merge.Partition) -> Mapping[str, Value]:
    """The columns that say where a row is at home, as the new home has them.

    A decision keeps its words, but how it is undone speaks of writes in the partition it left.
    """
    found: dict[str, Value] = {"undo": None} if table.name == "decision" else {}
    if src[0] != dst[0]:
        found |= {col: dst[0] for col in table.columns if col == "village_id" or table.refs.get(col) == "village"}
        found |= {col: None for col, of in table.refs.items() if of == "village_group"}
    return found


def rows_of(found: Iterable[tuple[str, str]]) -> Rows:
    """(table, id) by table."""
    rows: Rows = {}
    for name, pk in found:
        rows.setdefault(name, set()).add(pk)
    return rows
