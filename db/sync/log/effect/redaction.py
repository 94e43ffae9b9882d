"""A redaction comes into effect: words leave the tables, the bookkeeping and the log, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

import msgspec

from db.identity import stamp
from db.sync.log import merge, remains, segment
from db.sync.log.hlc import instant_of
from db.sync.log.merge import Dot
from db.sync.log.remains import Left
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import Display, Tally
from db.sync.log.segment import GAP, Body, Redact
from db.sync.log.states import APPLIED, COVERED, OF_A_SNAPSHOT, REDACTED, kind_of

_IN: Final = "IN (SELECT value FROM json_each(?))"
Integrate = Callable[[int, Left], None]
"""Lays what is left of a segment that was not in effect here; gets its number in the log."""


class _Where(NamedTuple):
    """A table in a segment of a partition."""

    segment: int
    hash: bytes
    part: int
    table: str


def take_in(book: Bookkeeping, tally: Tally, op: Redact, integrate: Integrate) -> None:
    """Before or after the segment it speaks of, any number of times: the words are gone, the rest is in effect."""
    left = remains.of(op)
    if left.body is None:  # its words went with a later redaction, which says again what matters
        return
    query = f"SELECT id, st, part, body, {OF_A_SNAPSHOT} FROM sync_segment WHERE hash = ?"
    found = book.db.execute(query, (left.hash,)).fetchone()
    if found is None:
        integrate(_keep(book, left), left)
        return
    number, state, part, packed, covered = found
    if covered and state != COVERED:  # it comes with a snapshot, which holds none of these words
        return
    if state not in (APPLIED, REDACTED, COVERED):
        book.db.execute("UPDATE sync_segment SET body = ?, reason = NULL WHERE id = ?", (op.rest, number))
        integrate(number, left)
        _note(tally, left.body, op.erased)
        return
    here = segment.body_again(packed) if packed else left.body
    if covered and not packed:  # nothing of it had a say
        here = msgspec.structs.replace(here, ops=[GAP] * len(here.ops), origins=msgspec.UNSET)
    body = remains.without(here, frozenset(op.erased), remains.clocks(book.rules))
    book.db.execute(
        f"UPDATE sync_segment SET st = {REDACTED}, kind = ?, head = ?, sig = ?, body = ? WHERE id = ?",
        (kind_of(reader=left.head.reader), op.head, op.sig, remains.pack(body), number),
    )
    book.remember(left.hash, left.head.dev, body)
    _note(tally, here, {idx for idx in op.erased if idx < len(here.ops) and here.ops[idx] != body.ops[idx]})
    for name, places in _places(left.body, op.erased).items():
        _blank(book, tally, _Where(number, left.hash, part, name), places)


def _keep(book: Bookkeeping, left: Left) -> int:
    """A segment of which nothing but this will ever come."""
    head = left.head
    made = book.db.execute(
        "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, kind, staged_at, head, sig, body)"
        f" VALUES (?, ?, ?, ?, ?, ?, {REDACTED}, ?, ?, ?, ?, ?) RETURNING id",
        (
            left.hash, book.part_no(head.part), head.dev, head.epoch, head.seq, head.hlc,
            kind_of(reader=head.reader), book.at or stamp(instant_of(head.hlc)), left.op.head, left.op.sig,
            left.op.rest,
        ),
    ).fetchone()  # fmt: skip
    return int(made[0])


def _note(tally: Tally, body: Body, gone: Collection[int]) -> None:
    """The records that lose words here."""
    for name, pks in _places(body, gone).items():
        tally.erased.setdefault(name, set()).update(pks)


def _places(body: Body, erased: Collection[int]) -> Mapping[str, Mapping[str, list[int]]]:
    """The rows those ops speak of, by table, each with the ops."""
    found: dict[str, dict[str, list[int]]] = {}
    for idx, op in segment.row_ops(body):
        if idx in erased:
            found.setdefault(body.cols[op.t][0], {}).setdefault(op.pk, []).append(idx)
    return found


def _blank(book: Bookkeeping, tally: Tally, where: _Where, places: Mapping[str, list[int]]) -> None:
    """Takes the words of one segment out of the rows of one table; what they were is not told to the log either."""
    key, table, rules = book.key(where.table), book.tables.get(where.table), book.rules.get(where.table, {})
    pks, idxs = json.dumps(list(places)), json.dumps(sorted({idx for found in places.values() for idx in found}))
    clocks = json.dumps(sorted(remains.clocks(book.rules).get(where.table, ())))
    for cells in ("sync_cell", "sync_unknown"):
        book.db.execute(
            f"UPDATE {cells} SET val = NULL WHERE part = ? AND tbl = ? AND pk {_IN} AND seg = ? AND idx {_IN}"
            f" AND col NOT {_IN}",
            (where.part, key, pks, where.segment, idxs, clocks),
        )
    if table is None:
        return
    entries = book.load(where.part, key, places, trust_table=True)
    for pk, entry in entries.items():
        for idx in places[pk]:
            merge.blank(entry.row, Dot(where.hash, idx), rules)
        entry.born = False  # shown as a whole, in silence
    changed = tally.changed
    Display(book, where.part, table, tally).show(entries, own=False)
    tally.changed = changed  # they are told of as erased
    queues.note(book, where.part, table, entries)
    tally.touch(table.name, places)
