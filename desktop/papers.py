"""What a document needs, asked of the store: for the command line and the window alike."""

from __future__ import annotations

from datetime import date, timedelta

from db import Store
from db.queries.dossier import household_file
from db.queries.households import household_list
from db.queries.places import VillageRow, villages
from db.queries.totals import Period, totals
from db.queries.visits import VisitFilter, visits
from desktop.reports.diary import Diary, DiaryEntry
from desktop.reports.summary import Summary, VillageFigures


def diary_of(store: Store, period: Period, cadre: str = "") -> Diary:
    """The visits of a period, oldest first; of one cadre where a name is given."""
    lines = {line.id: line for line in household_list(store)}
    wanted: dict[str, set[str]] = {}
    for visit in visits(store, VisitFilter(since=period.since, until=period.until)):
        if not cadre or cadre in visit.cadres:
            wanted.setdefault(visit.household_id, set()).add(visit.id)
    entries = [
        DiaryEntry(row, lines[home].household_no, lines[home].head_name, lines[home].village_group)
        for home, ids in wanted.items()
        if home in lines
        for row in household_file(store, home).visits
        if row.id in ids
    ]
    entries.sort(key=lambda e: (e.visit.visited_on, e.visit.id))
    return Diary(
        since=_day(period.since) or (entries[0].visit.visited_on if entries else ""),
        until=_day(period.until) or store.today().isoformat(),
        as_of=store.today().isoformat(),
        village=store.name,
        cadre=cadre,
        entries=tuple(entries),
        printed_by=store.me.name,
    )


def summary_of(store: Store, period: Period, village: VillageRow | None = None) -> Summary:
    """The figures of one village, or of the store with each of its villages; beside them those of the period before."""
    village_id = village.id if village else None
    before = None
    if period.since and period.until:
        length = period.until - period.since + timedelta(days=1)
        before = totals(store, Period(period.since - length, period.since - timedelta(days=1)), village_id)
    inside = [] if village or store.role == "village" else villages(store)
    return Summary(
        place=village.name if village else store.name,
        as_of=store.today().isoformat(),
        total=totals(store, period, village_id),
        since=_day(period.since),
        until=_day(period.until),
        before=before,
        villages=tuple(VillageFigures(v.name, totals(store, period, v.id)) for v in inside),
        printed_by=store.me.name,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
