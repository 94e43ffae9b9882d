"""What the visit form asks the store, in workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from db.queries.drafts import latest_drafts
from db.queries.households import HouseholdFilter, household_list
from db.queries.requests import reply_days
from db.queries.today import today
from db.queries.visits import VisitFilter, visits
from db.sync.exchange.standing import standings_of
from db.sync.matters.shown.household import standing_file
from desktop.ui.pages.visits.draft import FORM, VisitDraft, read_draft

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.queries.household_file import HouseholdFile
    from db.queries.households import HouseholdLine
    from db.queries.today import ContactProgress
    from db.queries.visits import VisitLine
    from db.store import Store


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form knows before the first key: the household, what was being written, what the quarter still wants.

    ``reply_days`` are set by the township; ``kept_under`` is the key of the draft.
    """

    file: HouseholdFile
    draft: VisitDraft | None
    contact: ContactProgress | None
    reply_days: int
    kept_under: str = ""


@dataclass(frozen=True, slots=True)
class VisitedPlaces:
    """The ledger of visits: those of the last year, newest first, and the households nobody ever visited."""

    visits: list[VisitLine]
    never: list[HouseholdLine]
    this_month: int
    standings: Mapping[str, str]


def form_facts(store: Store, household_id: str) -> FormFacts:
    """Everything the form needs about one household."""
    file = standing_file(store, household_id)
    kept = next((row for row in _drafts(store) if row.household_id == file.id), None)
    contact = next((point for point in today(store).contact_points if _covers(point, file)), None)
    draft = read_draft(kept.data, store.today()) if kept else None
    return FormFacts(file, draft, contact, reply_days(store), kept.key if kept else "")


def _covers(point: ContactProgress, file: HouseholdFile) -> bool:
    return point.name in {file.village, file.village_group, file.head_name}


def _drafts(store: Store) -> list[DraftRow]:
    return latest_drafts(store, FORM)


def stopped_at(store: Store) -> str:
    """The household whose visit was being written when the work stopped; empty where none was."""
    rows = _drafts(store)
    return (rows[0].household_id or "") if rows else ""


def visited_places(store: Store) -> VisitedPlaces:
    """What the ledger shows."""
    day = store.today()
    found = visits(store, VisitFilter(since=day - timedelta(days=365)))
    first = day.replace(day=1)
    month = sum(1 for line in found if line.visited_on and line.visited_on >= first)
    never = household_list(store, HouseholdFilter(never_visited=True))
    return VisitedPlaces(found, never, month, standings_of(store, "visit"))
