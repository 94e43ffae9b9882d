"""Who was seen, and who was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db.queries.merged import HOMES, merged
from db.queries.rows import ask, day, words
from db.rules.codes import spoken
from db.store import Store

TEXTS = ("talk", "family_changes", "thoughts", "livelihood", "difficulties", "hazards", "suggestions", "policy_told")


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in a list; `first_words` is what was said, shortened by the screen."""

    id: str
    household_id: str
    head_name: str
    village_group: str
    visited_on: date | None
    visit_kind: str
    place_kind: str
    cadres: tuple[str, ...]
    first_words: str
    requests: int


_LINES = f"""
{HOMES}
SELECT w.id, coalesce(home.home, w.household_id) AS household_id, w.visited_on,
  w.visit_kind, w.place_kind, w.talk, w.difficulties, w.family_changes,
  g.name AS group_name,
  (SELECT p.name FROM person p WHERE p.household_id IN (h.id, w.household_id) AND p.hidden = 0
     ORDER BY p.household_id <> h.id, p.is_head IS NOT 1, p.position, p.id LIMIT 1) AS head_name,
  (SELECT group_concat(c.name, '、') FROM visit_cadre c WHERE c.visit_id = w.id AND c.hidden = 0) AS cadres,
  (SELECT count(*) FROM request r WHERE r.visit_id = w.id AND r.hidden = 0 AND r.compartment = 0) AS requests
FROM visit w LEFT JOIN home ON home.id = w.household_id
LEFT JOIN household h ON h.id = coalesce(home.home, w.household_id)
LEFT JOIN village_group g ON g.id = h.village_group_id
WHERE w.hidden = 0 AND (:household IS NULL OR w.household_id IN (SELECT value FROM json_each(:household)))
  AND (:village IS NULL OR w.village_id = :village) AND (:since IS NULL OR w.visited_on >= :since)
  AND (:until IS NULL OR w.visited_on <= :until)
ORDER BY w.visited_on DESC, w.id DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits to list."""

    household_id: str | None = None
    village_id: str | None = None
    since: date | None = None
    until: date | None = None
    most: int = 100_000


def visits(store: Store, wanted: VisitFilter | None = None) -> list[VisitLine]:
    """Visits, newest first."""
    with store.read() as session:
        return visit_lines(session, wanted or VisitFilter())


def visit_lines(session: Session, wanted: VisitFilter) -> list[VisitLine]:
    """Visits, newest first, within a session."""
    same = merged(session)
    values = same.values | {
        "household": same.household_ids(wanted.household_id) if wanted.household_id else None,
        "village": wanted.village_id,
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "most": wanted.most,
    }
    return [
        VisitLine(
            r.id,
            words(r.household_id),
            words(r.head_name),
            words(r.group_name),
            day(r.visited_on),
            spoken("visit_kind", r.visit_kind),
            spoken("place_kind", r.place_kind),
            tuple(r.cadres.split("、")) if r.cadres else (),
            words(r.talk or r.difficulties or r.family_changes),
            r.requests,
        )
        for r in ask(session, _LINES, values)
    ]


def visited_days(store: Store, since: date, until: date) -> list[tuple[date, int]]:
    """How many visits each day had, for the month's calendar."""
    sql = (
        "SELECT visited_on, count(*) FROM visit WHERE hidden = 0 AND visited_on BETWEEN ? AND ?"
        " GROUP BY visited_on ORDER BY visited_on"
    )
    with store.read() as session:
        return [(date.fromisoformat(d), n) for d, n in ask(session, sql, (since.isoformat(), until.isoformat()))]
