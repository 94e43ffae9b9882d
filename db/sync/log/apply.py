"""Putting segments into effect: a few at a time, whole ones only, so that a power cut leaves no half (sync.md §19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, NamedTuple

import msgspec

from db import capture
from db.identity import stamp
from db.schema import SCHEMA_VERSION
from db.store import Store
from db.sync.log import closing, hlc, remains, segment
from db.sync.log.effect.integrating import Piece, integrate_rest, note_missing, put_in_effect
from db.sync.log.effect.redaction import take_in
from db.sync.log.effect.replay import replay_unknown
from db.sync.log.merge import Dot
from db.sync.log.moves.following import follow, send_again
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import Tally
from db.sync.log.rows.replica import Replica, replica_of, writing
from db.sync.log.seal import seal_here
from db.sync.log.segment import Body, Malformed
from db.sync.log.states import APPLIED, COVERED, EFFECTIVE, OF_A_SNAPSHOT, QUARANTINED, STAGED, WAITING

OPS_A_TRANSACTION: Final = 2_000
"""So that a cadre who is typing never waits longer than a blink for the other writer."""
PATIENCE: Final = timedelta(days=14)
"""After this long a segment comes into effect without the parent that nobody brings."""
Progress = Callable[[int, int], None]
"""Called with (done, total) segments; it may raise to stop, what is done stays done."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came into effect: rows new and changed, entries of the queue opened, segments that still wait."""

    segments: int = 0
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    waiting: int = 0
    unknown: int = 0
    quarantined: int = 0
    erased: int = 0
    left: tuple[Dot, ...] = ()


class _Kept(NamedTuple):
    id: int
    hash: bytes
    part: int
    device: str
    hlc: int
    parents: Sequence[bytes]
    ops: int
    reader: bool = False
    covered: bool = False


def accept(connection: Any, hashes: Iterable[bytes]) -> int:
    """Staged segments of a whole bundle may come into effect; in the transaction that keeps the verdict."""
    db, count = capture.driver(connection), 0
    for name in hashes:
        query = f"UPDATE sync_segment SET st = {WAITING}, reason = NULL WHERE hash = ? AND st = {STAGED}"
        count += db.execute(query, (name,)).rowcount
    return count


def release(connection: Any, hashes: Iterable[bytes]) -> int:
    """A clerk lets quarantined segments come into effect."""
    db, count = capture.driver(connection), 0
    for name in hashes:
        query = f"UPDATE sync_segment SET st = {WAITING}, reason = NULL WHERE hash = ? AND st = {QUARANTINED}"
        count += db.execute(query, (name,)).rowcount
    return count


def apply_ready(store: Store, *, force: bool = False, progress: Progress | None = None) -> Applied:
    """Puts into effect what was accepted and whose parents are in effect; a few segments a transaction.

    ``force`` (先用着): also what waits for parents that are not here. Seals first what was saved here, so that no word
    is overwritten that had not been sealed. Safe to stop and to run again at any moment.
    """
    with replica_of(store) as replica:
        return run(replica, force=force, progress=progress)


def run(replica: Replica, *, force: bool = False, progress: Progress | None = None) -> Applied:
    """The same on a replica."""
    return _Run(replica, progress).all(force=force)


class _Run:
    """One run over everything that waits."""

    def __init__(self, replica: Replica, progress: Progress | None) -> None:
        self._replica, self._db, self._progress = replica, replica.db, progress
        self._tally = Tally()
        self._quarantined = 0

    def all(self, *, force: bool) -> Applied:
        before = self._open_conflicts()
        self._replay_after_upgrade()
        ready, waiting = self._order(force=force)
        if waiting and self._bring_remains(waiting):
            ready, waiting = self._order(force=force)
        done = 0
        while done < len(ready):
            done += self._some(ready[done:])
            if self._progress:
                self._progress(done, len(ready))
        if waiting:
            with writing(self._db):
                book = self._replica.bookkeeping()
                for kept in waiting:
                    note_missing(book, kept.id, kept.parents)
        closing.close(self._replica, self._tally)
        send_again(self._replica, stamp(self._replica.now() - (timedelta() if force else PATIENCE)))
        tally = self._tally
        return Applied(
            tally.segments, tally.new, tally.changed, len(self._open_conflicts() - before), len(waiting), tally.unknown,
            self._quarantined, tally.emptied, left=tuple(tally.left),
        )  # fmt: skip

    def _replay_after_upgrade(self) -> None:
        if self._db.execute("SELECT schema_ver FROM sync_state").fetchone()[0] == SCHEMA_VERSION:
            return
        with writing(self._db):
            seal_here(self._replica)
            book = self._replica.bookkeeping()
            replay_unknown(book, self._tally)
            queues.refresh(book, self._tally)
            self._db.execute("UPDATE sync_state SET schema_ver = ?", (SCHEMA_VERSION,))

    def _open_conflicts(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT id FROM sync_conflict")}

    def _order(self, *, force: bool) -> tuple[list[_Kept], list[_Kept]]:
        """What can come into effect, parents first, and what must wait; after 14 days nothing waits any more."""
        query = (
            f"SELECT id, hash, part, device_id, hlc, head, staged_at, {OF_A_SNAPSHOT} FROM sync_segment"
            f" WHERE st = {WAITING} AND body IS NOT NULL ORDER BY id"
        )
        limit = stamp(self._replica.now() - PATIENCE)
        kept: dict[bytes, _Kept] = {}
        impatient: set[bytes] = set()
        for number, name, part, device, rank, raw, staged_at, covered in self._db.execute(query).fetchall():
            head = segment.read_head(raw)
            reader = head.reader is not msgspec.UNSET
            kept[name] = _Kept(number, name, part, device, rank, head.parents, head.n, reader, bool(covered))
            if force or covered or (staged_at or "") < limit:
                impatient.add(name)
        order = topological(kept.values(), self._in_effect, impatient)
        names = {found.hash for found in order}
        order += [found for name, found in kept.items() if found.covered and name not in names]  # in no sense circles
        names |= {found.hash for found in order}
        return order, [found for name, found in kept.items() if name not in names]

    def _bring_remains(self, waiting: Sequence[_Kept]) -> int:
        """A redacted segment travels in its redaction alone, and may be what the redaction itself waits for."""
        redacting = [kept.id for kept in waiting if kept.reader]
        before = self._tally.segments
        if redacting:
            with writing(self._db):
                seal_here(self._replica)
                book = self._replica.bookkeeping()
                for number in redacting:
                    packed = self._db.execute("SELECT body FROM sync_segment WHERE id = ?", (number,)).fetchone()[0]
                    for _idx, op in remains.redactions(segment.body_again(packed)):
                        if book.segment_id(remains.of(op).hash) is None:
                            take_in(book, self._tally, op, partial(integrate_rest, book, self._tally))
                queues.refresh(book, self._tally)
        return self._tally.segments - before

    def _in_effect(self, name: bytes) -> bool:
        """Whether a parent holds nobody up: in effect, redacted, or quarantined."""
        query = f"SELECT 1 FROM sync_segment WHERE hash = ? AND st IN ({EFFECTIVE}, {QUARANTINED})"
        return self._db.execute(query, (name,)).fetchone() is not None

    def _some(self, ready: Sequence[_Kept]) -> int:
        """One transaction: first what was saved here is sealed, then a few segments; returns how many."""
        done = ops = 0
        with writing(self._db):
            seal_here(self._replica)
            book = self._replica.bookkeeping()
            for kept in ready:
                if done and ops + kept.ops > OPS_A_TRANSACTION:
                    break
                self._one(book, kept)
                done, ops = done + 1, ops + kept.ops
            follow(self._replica, book, self._tally)
            queues.refresh(book, self._tally)
        return done

    def _one(self, book: Bookkeeping, kept: _Kept) -> None:
        packed = self._db.execute("SELECT body FROM sync_segment WHERE id = ?", (kept.id,)).fetchone()[0]
        try:
            body = segment.body_again(packed) if packed else Body(schema=0, cols=[], ops=[], who=[])
        except Malformed as wrong:
            query = f"UPDATE sync_segment SET st = {QUARANTINED}, reason = ? WHERE id = ?"
            self._db.execute(query, (wrong.code, kept.id))
            self._quarantined += 1
            return
        state = COVERED if kept.covered else APPLIED
        if not packed:
            self._db.execute("UPDATE sync_segment SET body = NULL WHERE id = ?", (kept.id,))
        piece = Piece(kept.id, kept.hash, kept.part, kept.device, kept.hlc, kept.parents, body)
        put_in_effect(book, piece, self._tally, state=state)
        last = self._db.execute("SELECT hlc FROM sync_state").fetchone()[0]
        self._db.execute("UPDATE sync_state SET hlc = ?", (hlc.absorb(last, kept.hlc, self._replica.now()),))


def topological(
    kept: Iterable[_Kept], in_effect: Callable[[bytes], bool], impatient: Iterable[bytes] = ()
) -> list[_Kept]:
    """Parents before children; left out is what builds on a missing segment, unless it waits no longer."""
    left = {found.hash: found for found in kept}
    wait_no_longer = frozenset(impatient)
    sorter = TopologicalSorter(
        {
            name: [p for p in found.parents if p in left or (name not in wait_no_longer and not in_effect(p))]
            for name, found in left.items()
        }
    )
    with suppress(CycleError):  # no honest hashes make one; all that no circle holds up still comes
        sorter.prepare()
    order: list[_Kept] = []
    while ready := [name for name in sorter.get_ready() if name in left]:
        order += [left[name] for name in ready]
        sorter.done(*ready)
    return order
