"""What was put on the wall, until when, and what was objected (公示)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db.queries.rows import ask, day, words
from db.rules.codes import spoken
from db.store import Store


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One list on the wall; `ends_on` is the earliest day on which it may be confirmed."""

    id: str
    round: str
    round_label: str
    village: str
    place: str
    posted_on: date | None
    days_required: int
    ends_on: date | None
    days_left: int
    confirmed_on: date | None
    objections: int
    open_objections: int


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """What somebody objected to, and what became of it."""

    id: str
    household_id: str
    who: str
    text: str
    received_on: date | None
    handled_on: date | None
    result: str


_NOTICES: Final = """
SELECT p.*, v.name AS village,
  (SELECT count(*) FROM objection o WHERE o.publicity_id = p.id AND o.hidden = 0) AS objections,
  (SELECT count(*) FROM objection o WHERE o.publicity_id = p.id AND o.hidden = 0 AND o.handled_on IS NULL) AS waiting
FROM publicity p LEFT JOIN village v ON v.id = p.village_id
WHERE p.hidden = 0 AND (:village IS NULL OR p.village_id = :village)
ORDER BY p.confirmed_on IS NOT NULL, p.ends_on, p.id
"""
_OBJECTIONS: Final = """
SELECT o.*, (SELECT q.name FROM person q WHERE q.household_id = o.household_id AND q.hidden = 0
  ORDER BY q.is_head IS NOT 1, q.position, q.id LIMIT 1) AS who
FROM objection o WHERE o.publicity_id = :notice AND o.hidden = 0 ORDER BY o.received_on, o.id
"""


def notice_list(store: Store, village_id: str | None = None) -> list[NoticeLine]:
    """The lists on the wall: those not confirmed yet first, the nearest last day at the top."""
    with store.read() as session:
        rows = ask(session, _NOTICES, {"village": village_id})
    return [_notice(row, store.today()) for row in rows]


def _notice(r: Any, today: date) -> NoticeLine:
    ends_on = day(r.ends_on)
    return NoticeLine(
        r.id, words(r.round), spoken("land_publicity_round", r.round), words(r.village), words(r.place),
        day(r.posted_on), r.days_required or 0, ends_on, (ends_on - today).days if ends_on else 0,
        day(r.confirmed_on), r.objections, r.waiting,
    )  # fmt: skip


def objections(store: Store, notice_id: str) -> list[ObjectionLine]:
    """What was objected to one list, the oldest first."""
    with store.read() as session:
        rows = ask(session, _OBJECTIONS, {"notice": notice_id})
    return [
        ObjectionLine(
            r.id, words(r.household_id), words(r.who), words(r.text), day(r.received_on), day(r.handled_on),
            words(r.result),
        )
        for r in rows
    ]  # fmt: skip
