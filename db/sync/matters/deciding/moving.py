"""Two offices moved one record to two villages: one gives it up for the other, and nothing written there is lost."""

from __future__ import annotations

from gettext import gettext as _

from db.sync.log import merge
from db.sync.log.effect.making import Maker
from db.sync.log.merge import Dot, Partition
from db.sync.log.moves import addresses as log
from db.sync.log.moves.carrying import Carrying, Order
from db.sync.log.rows import queues
from db.sync.log.rows.closure import Closure, Rows
from db.sync.log.rows.display import Tally
from db.sync.matters.deciding.writing import OpenRecord

Closed = list[tuple[str, str, Dot]]
"""(table, row, the move that closed it)."""


def give_up(record: OpenRecord, way: tuple[Partition, Partition], reason: str) -> Closed:
    """From one village to the other, with all that belongs to the record; empty where they never were one record."""
    src, dst = (record.book.part_no(part) for part in way)
    if not _related(record, src, dst):
        return []
    order = Order(record.author, _("合并台"), reason or None)
    tally = Tally()
    maker = Maker(record.book, record.signer, record.replica.now(), tally)
    made = Carrying(maker, order, src, dst).carry(_rows(record, src, dst))
    queues.refresh(record.book, tally)
    return [found for name in made for found in _moves(record, name)]


def _related(record: OpenRecord, src: int, dst: int) -> bool:
    row = record.row(record.book.part(src))
    known = log.copies(record.book, [record.pk])
    return any(known.of((dot, col), dst) for col in merge.columns(row) for dot in merge.live_writes(row, col))


def _rows(record: OpenRecord, src: int, dst: int) -> Rows:
    """What belongs to the record in either village, wherever the tables show it."""
    closure = Closure(record.book, record.table.name)
    found: Rows = {record.table.name: {record.pk}}
    for part in (src, dst):
        for name, pks in closure.below(record.book.part(part), {record.table.name: {record.pk}}).items():
            found.setdefault(name, set()).update(pks)
    return found


def _moves(record: OpenRecord, name: bytes) -> Closed:
    found, idx = [], 0
    while (op := record.book.op(Dot(name, idx))) is not None:
        if op.code == merge.MOVE:
            found.append((op.table, op.pk, Dot(name, idx)))
        idx += 1
    return found
