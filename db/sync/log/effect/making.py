"""One new segment of this computer: signed, put into the log and into effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gettext import gettext as _
from typing import Any, Final

from db.device_keys import Signer
from db.errors import KnownError
from db.identity import instant, stamp
from db.schema import SCHEMA_VERSION
from db.sync.log import hlc, segment
from db.sync.log.effect.integrating import Piece, put_in_effect
from db.sync.log.effect.writer import Writer
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.display import Tally
from db.sync.log.segment import MAX_PARENTS, MAX_TEXT, Place
from db.sync.log.states import APPLIED, kind_of

_TEXTS: Final = frozenset((str, bytes))


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes segments for one computer, in the caller's transaction; ``upto`` is the newest note they take in."""

    book: Bookkeeping
    signer: Signer
    now: datetime
    tally: Tally
    upto: int | None = None

    def make(self, part: int, writer: Writer, *, own: bool = True) -> bytes:
        """Seals what the writer gathered for a partition; returns the hash. ``own``: the tables show it already."""
        db = self.book.db
        epoch, last = db.execute("SELECT epoch, hlc FROM sync_state").fetchone()
        heads = [row[0] for row in db.execute("SELECT hash FROM sync_head WHERE part = ? ORDER BY hash", (part,))]
        query = "SELECT coalesce(max(seq), 0) + 1 FROM sync_segment WHERE device_id = ? AND part = ?"
        seq = db.execute(query, (self.signer.id, part)).fetchone()[0]
        rank = hlc.next_hlc(last, self.now)
        body = writer.body(SCHEMA_VERSION)
        parents = heads[:MAX_PARENTS]
        sealed = segment.encode(Place(self.book.part(part), epoch or "", seq, parents, rank), body, self.signer)
        kind = kind_of(reader=segment.reader(body))
        db.execute("UPDATE sync_state SET hlc = ?", (rank,))
        made = db.execute(
            "INSERT INTO sync_segment(hash, part, device_id, epoch, seq, hlc, st, kind, upto, staged_at, head, sig,"
            " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                sealed.hash, part, self.signer.id, epoch, seq, rank, APPLIED, kind, self.upto, stamp(self.now),
                sealed.head, sealed.sig, sealed.body,
            ),
        ).fetchone()[0]  # fmt: skip
        piece = Piece(made, sealed.hash, part, self.signer.id, rank, parents, body)
        put_in_effect(self.book, piece, self.tally, own=own)
        return sealed.hash


@lru_cache(maxsize=1024)
def wall_ms(at: str | None) -> int:
    """The wall time of an edit in milliseconds; 0 where it cannot be read."""
    try:
        return hlc.wall_ms(instant(at or ""))
    except ValueError:
        return 0


def check_size(values: Iterable[Any]) -> None:
    """Nobody seals what the office must refuse: a single entry of more than 64 KiB."""
    for value in [v for v in values if v.__class__ in _TEXTS and len(v) > MAX_TEXT // 4]:
        if len(value.encode() if isinstance(value, str) else value) > MAX_TEXT:
            raise KnownError(_("有一项内容太长（超过两万字），不能装盘。请改短后再试。"), code="LIMIT")
