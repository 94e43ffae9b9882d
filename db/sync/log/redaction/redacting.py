"""The words of records go from every segment that says them; what else those segments say stays where it is."""

from __future__ import annotations

from typing import Final, NamedTuple

from db.sync.log import remains
from db.sync.log.effect.making import Maker, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.redaction import finding
from db.sync.log.redaction.finding import Found, Rows
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Author, Bookkeeping
from db.sync.log.rows.display import Tally
from db.sync.log.rows.folding import Signed
from db.sync.log.rows.replica import Replica, writing
from db.sync.log.seal import BYTES_A_SEGMENT, seal_here

SCREEN: Final = "依法抹去"


class Redacted(NamedTuple):
    """What went: segments that lost words, by partition number, and how many redactions were made of it."""

    segments: int
    made: int


def redact_rows(replica: Replica, rows: Rows, signed: Signed, parts: frozenset[int] | None = None) -> Redacted:
    """Takes the words of those records (ids by table) out of the log, here and wherever it travels (op Z).

    In one transaction, after sealing what is pending; ``parts``: only out of these partitions (a record that moved
    keeps its words where it went). The records themselves stay as rows without words. Safe to run again: words
    that are gone already are not looked for twice.
    """
    if replica.signer is None:
        return Redacted(0, 0)
    with writing(replica.db):
        seal_here(replica)
        maker = Maker(replica.bookkeeping(), replica.signer, replica.now(), Tally())
        done = redact_here(maker, rows, signed, parts)
        queues.refresh(maker.book, maker.tally)
    return done


def redact_here(maker: Maker, rows: Rows, signed: Signed, parts: frozenset[int] | None = None) -> Redacted:
    """The same in the caller's transaction; the queues are the caller's business."""
    found = {no: one for no, one in finding.words_of(maker.book, rows).items() if parts is None or no in parts}
    made = sum(_Redacting(maker.book, maker, signed, no).redact(one) for no, one in found.items())
    if parts is None:  # the log of changes and drafts tell of records that were never sealed too
        for name, pks in rows.items():
            maker.tally.erased.setdefault(name, set()).update(pks)
        maker.tally.eraser = Author(signed.author, signed.at, maker.signer.id, SCREEN, signed.reason)
    return Redacted(sum(len(one.ops) for one in found.values()), made)


class _Redacting:
    """The redactions of one partition."""

    def __init__(self, book: Bookkeeping, maker: Maker, signed: Signed, part: int) -> None:
        self._book, self._maker, self._signed, self._part = book, maker, signed, part
        self._writer = Writer({})
        self._clocks = remains.clocks(book.rules)

    def redact(self, found: Found) -> int:
        """First all redactions are made, then they come into effect; returns how many segments they fill."""
        made = []
        for name, ops in found.ops.items():
            query = "SELECT head, sig, body FROM sync_segment WHERE hash = ?"
            kept = self._book.db.execute(query, (name,)).fetchone()
            if kept is not None:
                made.append(remains.made(kept, ops | found.before.get(name, set()), self._clocks))
        filled = 0
        for op in made:
            if len(self._writer) and self._writer.size + len(op.rest) > BYTES_A_SEGMENT:
                filled += self._close()
            self._writer.redact(op)
            self._writer.signed(self._signed.author, wall_ms(self._signed.at), SCREEN, self._signed.reason)
        return filled + self._close()

    def _close(self) -> int:
        writer, self._writer = self._writer, Writer({})
        if len(writer):
            self._maker.make(self._part, writer)
        return int(len(writer) > 0)
