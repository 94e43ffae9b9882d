"""What a row that was read has for the book: values field by field, and the cells left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from db.fields import columns_of
from db.ledgers.cells.relations import HEAD
from db.ledgers.intake.code_words import to_store
from db.ledgers.intake.notes import facts_in, household_tags_in, tags_in
from db.ledgers.layout.columns import DECLARED
from db.ledgers.verdicts import CellVerdict, HouseholdRead, Outcome, PersonRead, RosterReading, doubted
from db.rules.values import refusal, stored

PERSON_FIELDS: Final = ("name_note", *(column for table, column in DECLARED.values() if table == "person"))
HOUSEHOLD_FIELDS: Final = tuple(column for table, column in DECLARED.values() if table == "household")
_PARTIAL: Final = frozenset({"birth_year_month", "birth_year_only", "birth_lunar_text"})


def stored_name(field: str) -> str:
    """The column of the book a field of the ledger goes to."""
    return DECLARED[field][1] if field in DECLARED else field


def vetted(reading: RosterReading, today: date) -> RosterReading:
    """The same reading; a cell whose value may not stand in its field (`db.rules.values`) is left open, with why."""

    def cells(read: Mapping[str, CellVerdict]) -> dict[str, CellVerdict]:
        return {field: _vetted(field, cell, today) for field, cell in read.items()}

    return replace(
        reading,
        households=tuple(replace(one, cells=cells(one.cells)) for one in reading.households),
        persons=tuple(replace(one, cells=cells(one.cells)) for one in reading.persons),
    )


def _vetted(field: str, cell: CellVerdict, today: date) -> CellVerdict:
    if not cell.value or field not in DECLARED:
        return cell
    table, column = DECLARED[field]
    said = refusal(columns_of(table)[column], to_store(column, cell.value), today)
    return cell.but(doubted("value_refused", said, cell.value)) if said else cell


def person_values(person: PersonRead, today: date) -> dict[str, Any]:
    """The columns of a person this row fills."""
    values: dict[str, Any] = {}
    for field, cell in person.cells.items():
        name = stored_name(field)
        if name in PERSON_FIELDS and cell.value:
            values[name] = stored(columns_of("person")[name], to_store(name, cell.value))
    stated = {k: v for k, v in facts_in(_note(person)).items() if k not in values}
    values |= {k: v for k, v in stated.items() if not refusal(columns_of("person")[k], v, today)}
    if values.get("relation") == HEAD:
        values["is_head"] = 1
    relation = person.cells.get("relation")
    if relation and relation.value and not re.fullmatch(r"[\d.]+", relation.raw.strip()):
        values["relation_text"] = re.sub(r"\s+", "", relation.raw)
    birth = person.cells.get("birth_date")
    if birth and birth.finding.kind in _PARTIAL:
        values["birth_stated"] = birth.raw.strip()
    number = person.cells.get("id_no")
    if number and number.finding.outcome is Outcome.EMPTY and re.search("[\u4e00-\u9fff]{2}", number.raw):
        values["no_id_reason"] = number.raw.strip()
    return values


def household_values(household: HouseholdRead) -> dict[str, Any]:
    """The columns of a household its cells fill; the group is found by name, not here."""
    found = {stored_name(field): cell.value for field, cell in household.cells.items() if field in DECLARED}
    return {name: stored(columns_of("household")[name], value) for name, value in found.items() if value}


def flagged_of(owner: PersonRead | HouseholdRead) -> Iterator[tuple[str, CellVerdict]]:
    """The cells a person must look at, by the column of the book they belong to."""
    for field, cell in owner.cells.items():
        if cell.flagged:
            yield stored_name(field), cell


def _note(person: PersonRead) -> str:
    cell = person.cells.get("note")
    return cell.raw if cell else ""


def tags_of(person: PersonRead) -> tuple[str, ...]:
    """The tags of a person: from columns of their own, from the note, from the political status."""
    own = [cell.value for field, cell in person.cells.items() if field.startswith("tag:") and cell.value]
    return tuple(dict.fromkeys([*own, *tags_in(_note(person))]))


def household_tags_of(members: Mapping[int, PersonRead] | tuple[PersonRead, ...]) -> tuple[str, ...]:
    """The tags its members' notes give to the whole household."""
    persons = members.values() if isinstance(members, Mapping) else members
    return tuple(dict.fromkeys(tag for person in persons for tag in household_tags_in(_note(person))))


def raws_of(owner: PersonRead | HouseholdRead) -> dict[str, str]:
    """Every cell of the row as it stood, by heading."""
    return {cell.where.heading or field: cell.raw for field, cell in owner.cells.items() if cell.raw}
