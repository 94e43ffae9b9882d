"""Late work: what somebody wrote in the old village without knowing of the move follows the record (sync.md §13).

Done by the office, in the transaction in which the late work comes into effect, so that it is never seen twice and no
power cut can come between. Doing it again, or on two computers, changes nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from gettext import gettext as _
from typing import cast

from db.capture import SyncTable
from db.sync.log.effect.making import Maker
from db.sync.log.merge import Partition
from db.sync.log.moves import addresses as log
from db.sync.log.moves.carrying import Carrying, Order
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.closure import Closure, Rows
from db.sync.log.rows.display import Tally, moves
from db.sync.log.rows.replica import Replica, writing
from db.sync.log.states import ASKS_FOR_A_READER

_IN = "IN (SELECT value FROM json_each(?))"
_ROUNDS = 5
Way = tuple[int, int]
"""From which partition to which."""


def follow(replica: Replica, book: Bookkeeping, tally: Tally) -> int:
    """Carries after it what the touched rows have that no move saw; returns how many entries were said again."""
    if replica.signer is None or not replica.office or not _anything_moved(book):
        return 0
    said = 0
    touched: Rows = {name: set(pks) for name, pks in tally.touched.items()}
    for _round in range(_ROUNDS):
        ways = _Late(book).ways(touched)
        if not ways:
            break
        before = said
        for (src, dst), rows in sorted(ways.items()):
            maker = Maker(book, replica.signer, replica.now(), tally)
            carrying = Carrying(maker, _order(book, src, rows), src, dst)
            carrying.carry(rows)
            said += carrying.said
        if said == before:
            break
        touched = {name: set(pks) for rows in ways.values() for name, pks in rows.items()}
    return said


def _anything_moved(book: Bookkeeping) -> bool:
    """Whether any record ever left its partition: mostly none did, and a hand-over need not look for what follows."""
    query = f"SELECT 1 FROM sync_segment WHERE id IN (SELECT seg FROM sync_del) AND {ASKS_FOR_A_READER} LIMIT 1"
    return book.db.execute(query).fetchone() is not None


def send_again(replica: Replica, limit: str) -> int:
    """Rows that left for a village where they never came (the township was restored from an older copy, and only the
    old laptop still knew of the move): they go there once more. ``limit``: moves that were here before that time.
    """
    if replica.signer is None or not replica.office:
        return 0
    lost = _nowhere(replica.bookkeeping(), limit)
    if not lost:
        return 0
    with writing(replica.db):
        book, tally, said = replica.bookkeeping(), Tally(), 0
        for (src, dst), rows in sorted(lost.items()):
            carrying = Carrying(Maker(book, replica.signer, replica.now(), tally), _order(book, src, rows), src, dst)
            carrying.carry(rows)
            said += carrying.said
        queues.refresh(book, tally)
    return said


def _nowhere(book: Bookkeeping, limit: str) -> dict[Way, Rows]:
    query = (
        "SELECT DISTINCT d.part, d.tbl, d.pk FROM sync_del d JOIN sync_segment s ON s.id = d.seg"
        f" WHERE {ASKS_FOR_A_READER} AND s.staged_at < ? AND NOT EXISTS (SELECT 1 FROM sync_row r"
        " WHERE r.part IN (SELECT no FROM sync_part) AND r.tbl = d.tbl AND r.pk = d.pk AND r.part <> d.part)"
    )
    found: dict[Way, Rows] = {}
    for part, number, pk in book.db.execute(query, (limit,)).fetchall():
        table = book.by_number.get(number)
        row = book.load(part, number, [pk], trust_table=True)[pk].row if table is not None else None
        places = log.addresses(book, row) if row is not None else []
        if table is not None and places:
            way = (part, cast("int", max(places).to))
            found.setdefault(way, {}).setdefault(table.name, set()).add(pk)
    return found


def _order(book: Bookkeeping, src: int, rows: Rows) -> Order:
    """In the name of whoever moved the record."""
    for name, pks in sorted(rows.items()):
        table = book.tables[name]
        for pk in sorted(pks):
            row = book.load(src, table.number, [pk], trust_table=True)[pk].row
            for address in sorted(log.addresses(book, row), reverse=True):
                who = book.author(address.dot)
                if who is not None:
                    return Order(who.name, who.screen or "", who.reason, late=True)
    return Order(None, _("迁户"), None, late=True)


class _Late:
    """Finds what must follow."""

    def __init__(self, book: Bookkeeping) -> None:
        self._book = book
        self._closure = Closure(book)
        self._ways: dict[Way, Rows] = {}

    def ways(self, touched: Rows) -> dict[Way, Rows]:
        """By (from, to) the rows to be carried."""
        for name, pks in touched.items():
            table = self._book.tables.get(name)
            if table is None:
                continue
            for part, pk in self._moved(table, pks):
                self._follow(part, table, pk)
            self._children(name, pks)
        return self._ways

    def _moved(self, table: SyncTable, pks: Collection[str]) -> Iterator[tuple[int, str]]:
        """(partition, row) of the rows that moved out of a partition."""
        query = (
            f"SELECT DISTINCT part, pk FROM sync_del WHERE part IN (SELECT no FROM sync_part) AND tbl = ? AND pk {_IN}"
        )
        for part, pk in self._book.db.execute(query, (table.number, json.dumps(sorted(pks)))).fetchall():
            if moves(self._book, self._book.load(part, table.number, [pk], trust_table=True)[pk].row):
                yield part, pk

    def _follow(self, part: int, table: SyncTable, pk: str) -> None:
        dst = log.target(self._book, table, pk, part)
        if dst is not None:
            self._add(part, dst, self._closure.below(self._book.part(part), {table.name: {pk}}))

    def _add(self, src: int, dst: int, rows: Rows) -> None:
        found = self._ways.setdefault((src, dst), {})
        for name, pks in rows.items():
            found.setdefault(name, set()).update(pks)

    def _children(self, name: str, pks: Collection[str]) -> None:
        """New records that hang on one that moved away."""
        table = self._book.tables[name]
        shown = {
            pk: (row["scope"], row["compartment"])
            for pk, row in self._book.current(table, pks).items()
            if not row["hidden"]
        }
        parents: dict[tuple[str, Partition], dict[str, set[str]]] = {}
        for pk, of, target in self._closure.parents(name, shown):
            parents.setdefault((of, shown[pk]), {}).setdefault(target, set()).add(pk)
        for (of, home), found in parents.items():
            parent, part = self._book.tables[of], self._book.part_no(home)
            for at, target in self._moved(parent, found):
                dst = log.target(self._book, parent, target, at) if at == part else None
                if dst is not None:
                    self._add(part, dst, self._closure.below(home, {name: found[target]}))
