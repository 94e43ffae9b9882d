"""Where the words of records lie in the log: segments by segment, op by op, in what other redactions left too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from db.sync.log import remains, segment
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.segment import Body
from db.sync.log.states import APPLIED, QUARANTINED, REDACTED, WAITING

Rows = Mapping[str, Collection[str]]
"""Records, as ids by table."""
_LOG: Final = (
    f"SELECT hash, part, body FROM sync_segment WHERE st IN ({APPLIED}, {WAITING}, {REDACTED}) AND body IS NOT NULL"
    " ORDER BY id"
)


@dataclass(slots=True)
class Found:
    """Of one partition: for each segment with such words the ops that say them, and what went from it before."""

    ops: dict[bytes, set[int]] = field(default_factory=dict)
    before: dict[bytes, set[int]] = field(default_factory=dict)


def words_of(book: Bookkeeping, rows: Rows) -> dict[int, Found]:
    """By partition, every op of the log that still says something of those records."""
    found: dict[int, Found] = {}
    clocks = remains.clocks(book.rules)
    hashes = book.db.execute(_LOG.replace("hash, part, body", "hash, part")).fetchall()
    for name, part in hashes:
        packed = book.db.execute("SELECT body FROM sync_segment WHERE hash = ?", (name,)).fetchone()[0]
        _look(found.setdefault(part, Found()), name, segment.body_again(packed), rows, clocks)
    return {part: one for part, one in found.items() if one.ops}


def _look(found: Found, name: bytes, body: Body, rows: Rows, clocks: remains.Clocks) -> None:
    if ops := saying(body, rows, clocks):
        found.ops.setdefault(name, set()).update(ops)
    redactions = [(idx, remains.of(op)) for idx, op in remains.redactions(body)]
    for _idx, left in redactions:
        found.before.setdefault(left.hash, set()).update(left.op.erased)
    if any(left.body is not None and saying(left.body, rows, clocks) for _idx, left in redactions):
        for idx, left in redactions:  # all of them are said anew, with fewer words
            found.ops.setdefault(name, set()).add(idx)
            found.ops.setdefault(left.hash, set())


def saying(body: Body, rows: Rows, clocks: remains.Clocks) -> set[int]:
    """The ops that say something of those records."""
    wanted = [(t, frozenset(rows[name])) for t, (name, _columns) in enumerate(body.cols) if name in rows]
    theirs = {idx for t, pks in wanted for idx, op in segment.row_ops(body) if op.t == t and op.pk in pks}
    if not theirs:
        return set()
    silent = remains.without(body, theirs, clocks)
    reasons = zip(_reasons(body), _reasons(silent), strict=True)
    return {
        idx
        for idx, said in enumerate(reasons)
        if idx in theirs and (body.ops[idx] != silent.ops[idx] or said[0] != said[1])
    }


def _reasons(body: Body) -> Iterator[str | None]:
    return (entry[4] for entry in body.who for _n in range(entry[0]))


def quarantined(book: Bookkeeping, rows: Rows) -> dict[bytes, str]:
    """The segments set aside here that speak of those records, each with the reason."""
    query = f"SELECT hash, reason, body FROM sync_segment WHERE st = {QUARANTINED} AND body IS NOT NULL ORDER BY id"
    found = {}
    for name, reason, packed in book.db.execute(query).fetchall():
        try:
            body = segment.body_again(packed)
        except segment.Malformed:
            continue
        if saying(body, rows, {}):
            found[name] = reason or ""
    return found
