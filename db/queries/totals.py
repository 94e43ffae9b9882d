"""The figures the summaries are made of; every one is counted from the records, none is kept.

All are counted as of the last day of the period (today, where it has none or a later one), each by its own module in
``db/queries/figures``. What the book cannot know of that day is None: households, persons and land before the first of
them was written down, conflicts and what waits for the hand-over on any day but today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from db.queries.figures.days import as_of, count
from db.queries.figures.disputes import DisputeTotals, dispute_totals
from db.queries.figures.land import LandTotals, land_totals
from db.queries.figures.register import residents, visit_count
from db.queries.figures.requests import RequestTotals, request_totals
from db.queries.rows import restricted_pending
from db.store import Store

__all__ = [
    "DisputeTotals", "LandTotals", "Period", "RequestTotals", "Totals", "month_before", "period_before", "totals",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Totals:
    """All figures as of a day; with a period, visits, requests and disputes are those that came in it."""

    as_of: str
    households: int | None
    persons: int | None
    visits: int
    requests: RequestTotals
    land: LandTotals
    disputes: DisputeTotals
    conflicts: int | None
    unsent: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted; None is open."""

    since: date | None = None
    until: date | None = None


_UNSENT: Final = f"SELECT count(DISTINCT tbl || pk) FROM sync_pending WHERE NOT {restricted_pending('sync_pending')}"
_OPEN: Final = (
    "SELECT count(*) FROM sync_conflict c JOIN sync_part p ON p.no = c.part"
    " WHERE (:restricted IS NOT NULL OR p.compartment <> 2) AND c.part NOT IN (SELECT value FROM"
    " json_each(coalesce((SELECT value FROM store_fact WHERE name = 'out_of_sight'), '[]')))"
)


def totals(store: Store, period: Period | None = None, village_id: str | None = None) -> Totals:
    """The figures of the whole store, or of one village."""
    period = period or Period()
    at = as_of(period.until, store.today())
    since = period.since.isoformat() if period.since else None
    with store.read() as session:
        households, persons = residents(session, at, village_id)
        conflicts, unsent = (None, None) if at.is_past else _waiting(session, store)
        return Totals(
            as_of=at.day.isoformat(),
            households=households,
            persons=persons,
            visits=visit_count(session, since, at, village_id),
            requests=request_totals(session, since, at, village_id),
            land=land_totals(session, at, village_id),
            disputes=dispute_totals(session, since, at, village_id),
            conflicts=conflicts,
            unsent=unsent,
        )


def _waiting(session: Session, store: Store) -> tuple[int, int]:
    restricted = {"restricted": "1" if store.role == "township" else None}
    return count(session, _OPEN, restricted), count(session, _UNSENT, {})


def period_before(period: Period) -> Period | None:
    """As many days as the period, ending on the day before it; whole months are followed back by whole months.

    >>> period_before(Period(date(2025, 3, 1), date(2025, 3, 31)))
    Period(since=datetime.date(2025, 2, 1), until=datetime.date(2025, 2, 28))
    >>> period_before(Period(date(2025, 3, 3), date(2025, 3, 9)))
    Period(since=datetime.date(2025, 2, 24), until=datetime.date(2025, 3, 2))
    """
    since, until = period.since, period.until
    if since is None or until is None:
        return None
    last = since - timedelta(days=1)
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        year, month = divmod(since.year * 12 + since.month - 1 - months, 12)
        return Period(date(year, month + 1, 1), last)
    return Period(last - (until - since), last)


def month_before(day: date) -> date:
    """The same day of the month before, or its last day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
