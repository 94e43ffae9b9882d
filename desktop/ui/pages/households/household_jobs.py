"""What the place 农户 asks the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import TYPE_CHECKING

from db.actions.corrections import correct
from db.fields import declared, editable, field_words, noun_words, plain_words, shown_numbers
from db.queries.dossier import household_file
from db.queries.history import history
from db.queries.households import household_list, household_totals
from db.queries.places import villages
from db.queries.records import moved_on, shown
from db.rules.codes import spoken_labels
from db.sync.deeds.erasing import erase, of_household, of_person, preview
from db.sync.deeds.moving import move_household
from db.sync.exchange.standing import standings_of
from db.sync.log.seal import seal_pending
from db.sync.matters.shown.conflicts import conflicts_of
from db.sync.matters.shown.household import standing_file

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.history import ChangeRow
    from db.queries.household_file import HouseholdFile
    from db.queries.households import HouseholdLine
    from db.queries.records import Shown
    from db.store import Store
    from db.sync.deeds.erasing import Erased
    from db.sync.deeds.moving import Moved
    from db.sync.log.redaction.finding import Rows


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody: the list in house order and the totals."""

    lines: list[HouseholdLine]
    households: int
    persons: int
    standings: Mapping[str, str] = field(default_factory=dict)
    """By household how far it is with all that belongs to it; one that is not in it is confirmed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words: when (UTC), who, of whom, which field, from what to what."""

    at: str
    cadre: str
    whose: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """Whom or what the clerk would take away for good, and what to read before."""

    noun: str
    id: str
    whom: str
    lines: list[str]


def register(store: Store) -> Register:
    """The list of all households."""
    totals = household_totals(store)
    found = standings_of(store, "household")
    return Register(household_list(store), totals.households, totals.persons, found)


def dossier(store: Store, household_id: str) -> HouseholdFile:
    """One household's whole file."""
    return standing_file(store, household_id)


def changes_of(store: Store, household_id: str) -> list[Change]:
    """What was changed about a household and its members, newest first."""
    file = household_file(store, household_id)
    found = [_in_words("household", row, file.head_name) for row in history(store, "household", household_id)]
    for member in file.members:
        found += [_in_words("person", row, member.name) for row in history(store, "person", member.id)]
    return sorted((change for change in found if change), key=_moment, reverse=True)


def _in_words(table: str, row: ChangeRow, whose: str) -> Change | None:
    if not row.field:
        return None  # the making itself
    said = [plain_words(table, row.field, value) for value in (row.old, row.new)]
    old, new = shown_numbers(table, row.field, said)
    return Change(row.at, row.cadre, whose, field_words(table, row.field), old, new)


# --- putting right --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the form: what it is called, what stands there in words, and the words to choose from."""

    field: str
    label: str
    text: str
    choices: tuple[str, ...] = ()
    hint: str = ""
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A record in the form, with the tokens of what it showed."""

    whose: str
    shown: Shown
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving changed, and the labels of the fields in which somebody else's words came meanwhile."""

    changes: Changes
    clashes: tuple[str, ...] = ()


def correction(store: Store, table: str, record_id: str) -> Correction:
    """A household or person as the form shows it: every field that is declared editable (db/models)."""
    found = shown(store, table, record_id)
    entries = tuple(_entry(table, name, found.values[name]) for name in editable(table))
    whose = str(found.values.get("name") or found.values.get("household_no") or "")
    return Correction(" ".join((noun_words(table), whose)).strip(), found, entries)


def _entry(table: str, name: str, value: object) -> Entry:
    rule = declared(table, name)
    assert rule is not None, name
    if value is None or rule.kind == "day":
        text = str(value or "")
    else:
        text = plain_words(table, name, value)
    choices = tuple(spoken_labels(rule.codes).values()) if rule.codes else ()
    choices = (_("是"), _("否")) if rule.kind == "yes_no" else choices
    day = _("写成 1949-03-08；只知道年份就写 1949") if rule.partial else _("写成 2025-03-08")
    return Entry(
        name, rule.words, text, choices, day if rule.kind == "day" else "", rule.kind == "prose" or "\n" in text
    )


def put_right(store: Store, found: Correction, typed: Mapping[str, str], reason: str) -> Saved:
    """Writes what was changed; where a bundle wrote the same field meanwhile, both stand at the merge desk."""
    table, record_id = found.shown.table, found.shown.id
    moved = moved_on(store, found.shown, typed)
    changes = correct(store, table, record_id, typed, seen=found.shown.seen, reason=reason or None)
    if not moved:
        return Saved(changes)
    seal_pending(store)  # now, so that the cadre hears of it while he remembers
    open_now = {conflict.col for conflict in conflicts_of(store, [record_id])}
    return Saved(changes, tuple(field_words(table, name) for name in typed if name in open_now))


# --- to another village ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaving:
    """A household about to move: whose it is, its village, the other villages (id, name) it can go to."""

    household_id: str
    whose: str
    village: str
    villages: tuple[tuple[str, str], ...]


def leaving(store: Store, household_id: str, whose: str) -> Leaving:
    """Where a household can move to."""
    home = shown(store, "household", household_id).values.get("village_id")
    names = {village.id: village.name for village in villages(store)}
    others = tuple((village_id, name) for village_id, name in names.items() if village_id != home)
    return Leaving(household_id, whose, names.get(str(home), ""), others)


def move_away(store: Store, household_id: str, village_id: str, reason: str) -> Moved:
    """Moves it, with everything that belongs to it."""
    return move_household(store, household_id, village_id, reason)


def _moment(change: Change | None) -> str:
    return change.at if change else ""


def erasure(store: Store, noun: str, record_id: str) -> Erasure:
    """What would go with a household or a person, in words."""
    seen = preview(store, _rows(store, noun, record_id))
    return Erasure(noun, record_id, seen.title or _("这一户"), seen.lines())


def take_away(store: Store, noun: str, record_id: str, reason: str) -> Erased:
    """It goes, for good and on every computer."""
    return erase(store, _rows(store, noun, record_id), reason)


def _rows(store: Store, noun: str, record_id: str) -> Rows:
    return of_person(store, record_id) if noun == "person" else of_household(store, record_id)
