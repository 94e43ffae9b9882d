"""On the new computer: the pieces of a snapshot are kept aside like segments, and come into effect like segments.

A covered segment becomes a row of the log with its hash, what the office says of its head, and what is left of its
body; its signature stays empty, by which it is known. What is here already stays as it is: for it only those of its
writes are noted that the office has seen replaced (db/sync/log/closing.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from db.sync.deeds.snapshots.pieces import MAX_COVERED, Covered, Piece, opened
from db.sync.errors import BundleError
from db.sync.log import press, remains
from db.sync.log import segment as sg
from db.sync.log.closing import Closed
from db.sync.log.merge import Dot
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.segment import Body, Delete, Insert, Move, Resolve, Update
from db.sync.log.states import OF_A_SNAPSHOT, QUARANTINED, STAGED, WAITING, kind_of

_encode: Final = msgspec.msgpack.Encoder().encode
_Spot = tuple[int, str]
"""(op, column) of a segment; column '' is a deletion."""


def forget_stale(book: Bookkeeping) -> None:
    """What a snapshot that was never whole had left here."""
    book.db.execute(f"DELETE FROM sync_segment WHERE st = {STAGED} AND {OF_A_SNAPSHOT}")


@dataclass(slots=True)
class Taking:
    """The pieces of one snapshot as they come in; ``key`` is the name of the file they come in, ``at`` now."""

    key: str
    at: str
    new: list[bytes] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    known: int = 0
    closed: list[Closed] = field(default_factory=list)
    whole: bool = False
    _next: int = 0
    _places: dict[tuple[str, int], list[bytes]] = field(default_factory=dict)

    def take(self, book: Bookkeeping, piece: Piece) -> None:
        """Keeps a verified piece aside, in the caller's transaction; BAD_SNAPSHOT for one out of turn or out of sense.

        ``new`` are the segments kept aside, ``held`` those that lie here but are not in effect yet.
        """
        places = self._places.setdefault(piece.part, [])
        if piece.no != self._next or self.whole or len(places) + len(piece.covered) > MAX_COVERED:
            raise BundleError("BAD_SNAPSHOT")
        self._next, self.whole = self._next + 1, piece.last
        part = book.part_no(piece.part)
        for covered in piece.covered:
            self._one(book, piece, part, covered, places)
            places.append(covered.hash)
        self.closed += [Closed(piece.part, *gone) for gone in piece.gone]

    def accept(self, book: Bookkeeping) -> int:
        """The file is whole: what it brought may come into effect, and what waits here waits no longer."""
        for name in self.held:
            book.db.execute(
                f"UPDATE sync_segment SET st = {WAITING}, reason = NULL, staged_at = '' WHERE hash = ?", (name,)
            )
        query = f"UPDATE sync_segment SET st = {WAITING} WHERE bundle_id = ? AND st = {STAGED} AND {OF_A_SNAPSHOT}"
        count = int(book.db.execute(query, (self.key,)).rowcount)
        if count != len(self.new):  # another window is taking a file in and has cleared these away
            raise BundleError("LOCKED")
        return count

    def _one(self, book: Bookkeeping, piece: Piece, part: int, covered: Covered, places: Sequence[bytes]) -> None:
        if covered.device >= len(piece.devices):
            raise BundleError("BAD_SNAPSHOT")
        body = opened(covered)
        head = _stub(piece, covered, places, body)
        query = f"SELECT st, part, body, {OF_A_SNAPSHOT} FROM sync_segment WHERE hash = ?"
        found = book.db.execute(query, (covered.hash,)).fetchone()
        if found is None:
            self._keep(book, piece, part, covered, head)
            self.new.append(covered.hash)
            return
        state, where, packed, stub = found
        if where != part or (state == STAGED and stub):  # twice in one snapshot, or in two partitions
            raise BundleError("BAD_SNAPSHOT")
        self.known += 1
        old = None
        if state in (STAGED, WAITING, QUARANTINED):
            self.held.append(covered.hash)
            old = sg.body_again(packed) if packed and state != QUARANTINED else None
        dead = _unlived(old, body) if old is not None else _outlived(book, covered.hash, body)
        self.closed += [
            Closed(piece.part, table, pk, dot.segment, dot.idx, col)
            for table, pk, dot, col in (*((t, p, Dot(covered.hash, i), c) for t, p, i, c in dead), *_named(body))
        ]

    def _keep(self, book: Bookkeeping, piece: Piece, part: int, covered: Covered, head: sg.Head) -> None:
        raw = _encode(head)
        body = press.press(covered.compacted) if covered.compacted is not None else b""
        book.db.execute(
            "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, kind, bundle_id, staged_at,"
            f" head, sig, body) VALUES (?, ?, ?, '', ?, ?, {STAGED}, ?, ?, ?, ?, x'', ?)",
            (
                covered.hash, part, piece.devices[covered.device], covered.seq, covered.hlc,
                kind_of(reader=head.reader, compacted=True), self.key, self.at, raw, body,
            ),
        )  # fmt: skip


def _stub(piece: Piece, covered: Covered, places: Sequence[bytes], body: Body | None) -> sg.Head:
    """What the office says of a head; its hash and its signature are not those of the head its author made."""
    try:
        head = _said_head(piece, covered, places, body)
        if body is not None:
            remains.check(head, body)
    except sg.Malformed:
        raise BundleError("BAD_SNAPSHOT") from None
    return head


def _said_head(piece: Piece, covered: Covered, places: Sequence[bytes], body: Body | None) -> sg.Head:
    parents = []
    for parent in covered.parents:
        if isinstance(parent, int) and parent >= len(places):
            raise BundleError("BAD_SNAPSHOT")
        parents.append(places[parent] if isinstance(parent, int) else parent)
    return sg.Head(
        part=piece.part, dev=piece.devices[covered.device], epoch="", seq=covered.seq, parents=parents,
        hlc=covered.hlc, n=covered.n, body_hash=bytes(32), body_len=1, nonce=bytes(8),
        copies=len(body.origins or ()) or msgspec.UNSET if body is not None else msgspec.UNSET,
    )  # fmt: skip


# --- what is here already -------------------------------------------------------------------------------------------


def _spots(body: Body | None) -> set[_Spot]:
    """What may live of a compacted segment; what an insert wrote and lost is named by the writes that live."""
    return {(idx, col) for idx, _table, _pk, columns in _said(body) for col in columns}


def _said(body: Body | None) -> Iterator[tuple[int, str, str, Sequence[str]]]:
    """(op, table, row, columns) of every write and deletion in a body."""
    for idx, op in sg.row_ops(body) if body is not None else ():
        table, names = body.cols[op.t] if body is not None else ("", [])
        match op:
            case Insert():
                yield idx, table, op.pk, names
            case Update(cells=cells):
                yield idx, table, op.pk, [names[col] for col in cells]
            case Resolve(col=col):
                yield idx, table, op.pk, [names[col]]
            case Delete() | Move():
                yield idx, table, op.pk, [""]


def _unlived(old: Body, left: Body | None) -> Iterator[tuple[str, str, int, str]]:
    """(table, row, op, column) of what a segment that waits here will write and what the office saw replaced."""
    live = _spots(left)
    for idx, table, pk, columns in _said(old):
        yield from ((table, pk, idx, col) for col in columns if (idx, col) not in live)


def _outlived(book: Bookkeeping, name: bytes, left: Body | None) -> Iterator[tuple[str, str, int, str]]:
    """The same for what a segment in effect here wrote, as far as it lives here."""
    live = _spots(left)
    seg = book.segment_id(name)
    for key, pk, idx in book.db.execute("SELECT tbl, pk, idx FROM sync_row WHERE seg = ?", (seg,)).fetchall():
        table = book.by_number.get(key) if isinstance(key, int) else None
        if left is not None and idx < len(left.ops) and isinstance(left.ops[idx], Insert):
            continue
        yield from ((book.name(key), pk, idx, c) for c in (table.columns if table else ()) if (idx, c) not in live)
    for table_of in ("sync_cell", "sync_unknown"):
        rows = book.db.execute(f"SELECT tbl, pk, idx, col FROM {table_of} WHERE seg = ?", (seg,)).fetchall()
        yield from ((book.name(key), pk, idx, col) for key, pk, idx, col in rows if (idx, col) not in live)
    rows = book.db.execute("SELECT tbl, pk, idx FROM sync_del WHERE seg = ?", (seg,)).fetchall()
    yield from ((book.name(key), pk, idx, "") for key, pk, idx in rows if (idx, "") not in live)


def _named(body: Body | None) -> Iterator[tuple[str, str, Dot, str]]:
    """What the writes of a compacted segment name as replaced, where the segment need not be integrated any more."""
    for idx, _wire in sg.row_ops(body) if body is not None else ():
        assert body is not None  # there are ops
        op = sg.op(body, idx)
        for write in op.writes:
            yield from ((op.table, op.pk, dot, write.col) for dot in write.replaces)
