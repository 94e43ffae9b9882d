"""What the place 农户 asks the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries.history import ChangeRow
    from db.queries.household_file import HouseholdFile
    from db.queries.households import HouseholdLine
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody: the list in house order and the totals."""

    lines: list[HouseholdLine]
    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words: when (UTC), who, of whom, which field, from what to what."""

    at: str
    cadre: str
    whose: str
    label: str
    old: str
    new: str


def register(store: Store) -> Register:
    """The list of all households."""
    from db.queries.households import household_list, household_totals

    totals = household_totals(store)
    return Register(household_list(store), totals.households, totals.persons)


def dossier(store: Store, household_id: str) -> HouseholdFile:
    """One household's whole file."""
    from db.bundles.dossier import standing_file

    return standing_file(store, household_id)


def changes_of(store: Store, household_id: str) -> list[Change]:
    """What was changed about a household and its members, newest first."""
    from db.actions.households import NewHousehold, NewPerson
    from db.actions.inputs import fields_of
    from db.queries.dossier import household_file
    from db.queries.history import history

    labels = {facts.name: facts.label for facts in (*fields_of(NewPerson), *fields_of(NewHousehold))}
    file = household_file(store, household_id)
    found = [_in_words(row, file.head_name, labels) for row in history(store, "household", household_id)]
    for member in file.members:
        found += [_in_words(row, member.name, labels) for row in history(store, "person", member.id)]
    return sorted((change for change in found if change), key=_moment, reverse=True)


def _in_words(row: ChangeRow, whose: str, labels: dict[str, str]) -> Change | None:
    if not row.field:
        return None  # the making itself
    return Change(row.at, row.cadre, whose, labels.get(row.field, row.field), row.old or "", row.new or "")


def _moment(change: Change | None) -> str:
    return change.at if change else ""
