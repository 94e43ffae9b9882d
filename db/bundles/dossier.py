"""A household's file with what only the bundles know: where it stands, and what is still in conflict."""

from __future__ import annotations

from dataclasses import replace

from db.queries.dossier import household_file
from db.queries.household_file import HouseholdFile
from db.store import Store


def standing_file(store: Store, household_id: str) -> HouseholdFile:
    """The file as screen and paper show it."""
    return replace(household_file(store, household_id))
