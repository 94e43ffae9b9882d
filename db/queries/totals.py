"""The figures the summaries are made of; every one is counted from the records, none is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from db.queries.land.gaps import gap_rows
from db.queries.merged import HOMES, merged
from db.queries.rows import ask, restricted_pending
from db.store import Store


@dataclass(frozen=True, slots=True)
class RequestTotals:
    """Requests received; without a reply; without one past the reply date."""

    total: int
    unanswered: int
    overdue: int


@dataclass(frozen=True, slots=True)
class LandTotals:
    """Contractors with a case, certificates collected, and the rest by the letter that says whose move it is."""

    contractors: int
    collected: int
    A: int
    B: int
    C: int
    D: int


@dataclass(frozen=True, slots=True)
class DisputeTotals:
    """Disputes that are still open, and those that are closed."""

    open: int
    closed: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All figures as of a day; with a period, visits, requests and disputes are those of the period."""

    as_of: str
    households: int
    persons: int
    visits: int
    requests: RequestTotals
    land: LandTotals
    disputes: DisputeTotals
    conflicts: int
    unsent: int


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted; None is open."""

    since: date | None = None
    until: date | None = None

    def values(self) -> dict[str, str | None]:
        """As SQL wants them."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


_WITHIN = "(:since IS NULL OR {c} >= :since) AND (:until IS NULL OR {c} <= :until)"
_VILLAGE = "(:village IS NULL OR village_id = :village)"
_SEEN = "r.compartment = 0"  # accusations are counted nowhere, not even in the sums of the township (P5)
_UNSENT = f"SELECT count(DISTINCT tbl || pk) FROM sync_pending WHERE NOT {restricted_pending('sync_pending')}"
_OPEN = (
    "SELECT count(*) FROM sync_conflict c JOIN sync_part p ON p.no = c.part"
    " WHERE (:restricted IS NOT NULL OR p.compartment <> 2) AND c.part NOT IN (SELECT value FROM"
    " json_each(coalesce((SELECT value FROM store_fact WHERE name = 'out_of_sight'), '[]')))"
)
_NO_REPLY = "NOT EXISTS (SELECT 1 FROM reply a WHERE a.request_id = r.id AND a.hidden = 0)"
_ENDED = (
    "EXISTS (SELECT 1 FROM dispute_step s WHERE s.dispute_id = d.id AND s.hidden = 0"
    " AND s.step IN ('closed', 'archived', 'not_accepted', 'referred', 'terminated'))"
)


def totals(store: Store, period: Period | None = None, village_id: str | None = None) -> Totals:
    """The figures of the whole store, or of one village."""
    values = (period or Period()).values() | {"village": village_id, "today": store.today().isoformat()}
    values["restricted"] = "1" if store.role == "township" else None
    with store.read() as session:
        return _totals(session, values)


def _one(session: Session, sql: str, values: dict[str, str | None]) -> int:
    return int(ask(session, sql, {k: v for k, v in values.items() if f":{k}" in sql})[0][0] or 0)


def _totals(session: Session, values: dict[str, str | None]) -> Totals:
    same: dict[str, str | None] = {**merged(session).values}
    people = (
        f"{HOMES} SELECT count(*) FROM person p LEFT JOIN home ON home.id = p.household_id"
        " JOIN household h ON h.id = coalesce(home.home, p.household_id) WHERE p.hidden = 0 AND h.hidden = 0"
        " AND p.id NOT IN (SELECT value FROM json_each(:absorbed)) AND p.died_on IS NULL AND p.left_on IS NULL"
        " AND (:village IS NULL OR h.village_id = :village)"
    )
    households = (
        f"{HOMES} SELECT count(*) FROM household h LEFT JOIN home ON home.id = h.id"
        f" WHERE h.hidden = 0 AND coalesce(home.home, h.id) = h.id AND {_VILLAGE}"
    )
    requests = f"SELECT count(*) FROM request r WHERE r.hidden = 0 AND {_SEEN} AND {_VILLAGE} AND " + _WITHIN.format(
        c="r.received_on"
    )
    disputes = f"SELECT count(*) FROM dispute d WHERE d.hidden = 0 AND {_VILLAGE} AND " + _WITHIN.format(c="d.found_on")
    return Totals(
        as_of=values["today"] or "",
        households=_one(session, households, values | same),
        persons=_one(session, people, values | same),
        visits=_one(
            session,
            f"SELECT count(*) FROM visit WHERE hidden = 0 AND {_VILLAGE} AND " + _WITHIN.format(c="visited_on"),
            values,
        ),
        requests=RequestTotals(
            _one(session, requests, values),
            _one(session, f"{requests} AND {_NO_REPLY}", values),
            _one(session, f"{requests} AND {_NO_REPLY} AND r.due_on < :today", values),
        ),
        land=_land(session, values["village"]),
        disputes=DisputeTotals(
            _one(session, f"{disputes} AND NOT {_ENDED}", values), _one(session, f"{disputes} AND {_ENDED}", values)
        ),
        conflicts=_one(session, _OPEN, values),
        unsent=_one(session, _UNSENT, values),
    )


def _land(session: Session, village_id: str | None) -> LandTotals:
    letters = Counter(row.letter for row in gap_rows(session, village_id=village_id))
    return LandTotals(letters.total(), letters["OK"], letters["A"], letters["B"], letters["C"], letters["D"])


def month_before(day: date) -> date:
    """The same day of the month before, or its last day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
