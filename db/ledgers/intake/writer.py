"""Puts what was read into the book: new records whole, known ones only where they are open or came from a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any, Final

from sqlmodel import Session

from db.actions.places import NewGroup, group_named
from db.identity import new_id, stamp
from db.ledgers.intake.known import Known
from db.ledgers.intake.matching import match_households, match_persons
from db.ledgers.intake.report import FlaggedCell, RowOutcome
from db.ledgers.intake.values import (
    flagged_of,
    household_tags_of,
    household_values,
    person_values,
    raws_of,
    tags_of,
)
from db.ledgers.verdicts import CellVerdict, HouseholdRead, PersonRead, RosterReading, doubted
from db.models import Household, ImportBatch, ImportFlag, ImportRow, Person, TagMark
from db.store import Store

# who somebody is does not change with a newer list; another value there is for a person to settle
_IDENTITY: Final = frozenset({"name", "id_no", "birth_date", "sex"})
# words, and what was read out of words: the first account stays
_KEPT: Final = frozenset(
    {"note", "relation_text", "birth_stated", "name_note", "no_id_reason", "is_head", "id_type"}
    | {"whereabouts", "residence_kind", "died_on", "left_reason"}
)
_LESS_PRECISE: Final = {
    "20": frozenset(["21", "22", "23", "24", "25", "26", "29"]),
    "30": frozenset(["31", "32", "33", "34", "35", "36", "39"]),
    "10": frozenset(("11", "12")),
    "40": frozenset(["41", "42", "43", "44", "49"]),
}


@dataclass(slots=True)
class Made:
    """What was done to one record: made new, or fields set from an old value to a new one, flags settled."""

    record_id: str
    new: bool = False
    set: dict[str, list[Any]] = field(default_factory=dict)
    settled: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.new or bool(self.set or self.settled or self.tags)

    def document(self) -> str:
        """As the row keeps it, for undoing."""
        return json.dumps(
            {"new": self.new, "set": self.set, "settled": self.settled, "tags": self.tags}, ensure_ascii=False
        )


@dataclass(slots=True)
class Writer:
    """One import under way, inside one transaction."""

    session: Session
    store: Store
    known: Known
    batch: ImportBatch
    reading: RosterReading
    outcomes: list[RowOutcome] = field(default_factory=list)
    differing: list[FlaggedCell] = field(default_factory=list)
    group_ids: dict[str, str] = field(default_factory=dict)
    absent: int = 0

    def take(self) -> None:
        """Writes every household and person of the reading."""
        matched = match_households(self.reading, self.known)
        for index, read in enumerate(self.reading.households):
            members = [self.reading.persons[i] for i in read.members]
            self._household(read, members, matched.get(index))

    def _household(self, read: HouseholdRead, members: list[PersonRead], household: Household | None) -> None:
        if household is None:
            household = self._new_household(read)
            values = household_values(read)
            made = Made(household.id, new=True, set={name: [None, value] for name, value in values.items()})
        else:
            made = Made(household.id)
            self._fill(household, household_values(read), made, read)
        group_id = self._group(read)
        if group_id and household.village_group_id is None:
            household.village_group_id = group_id
            made.set["village_group_id"] = [None, group_id]
        self._tags(made, household.id, None, household_tags_of(tuple(members)))
        self._flags("household", household.id, household, read, made)
        self.session.add(household)
        self._row(read.sheet, read.row, "household", made, read)
        self._persons(members, household, bool(made) and not made.new)

    def _new_household(self, read: HouseholdRead) -> Household:
        village = self.known.village
        household = Household(
            id=new_id(), scope=village.id, village_id=village.id, import_id=self.batch.id, **household_values(read)
        )
        self.session.add(household)
        self.known.add_household(household)
        return household

    def _group(self, read: HouseholdRead) -> str | None:
        name = read.value("village_group")
        if name and name not in self.group_ids:
            new = NewGroup(name=name, village_id=self.known.village.id)
            self.group_ids[name] = group_named(self.session, self.store, new)
        return self.group_ids.get(name or "")

    def _persons(self, members: list[PersonRead], household: Household, household_changed: bool) -> None:
        before = len(self.known.members[household.id])
        found = match_persons(members, household, self.known)
        self.absent += before - len(found)
        position = max((p.position or 0 for p in self.known.members[household.id]), default=-1) + 1
        for index, member in enumerate(members):
            person = found.get(index)
            if person is None:
                made = self._new_person(member, household, position)
                position += 1
            else:
                made = Made(person.id)
                self._fill(person, person_values(member, self.store.today()), made, member)
                self._flags("person", person.id, person, member, made)
                self._tags(made, household.id, person.id, tags_of(member))
                self.session.add(person)
            changed = bool(made) or (household_changed and index == 0)
            outcome = "new" if made.new else "changed" if changed else "same"
            self._row(member.sheet, member.row, "person", made, member, outcome)

    def _new_person(self, member: PersonRead, household: Household, position: int) -> Made:
        values = person_values(member, self.store.today())
        elsewhere = self.known.by_number.get(str(values.get("id_no", "")))
        cells = dict(member.cells)
        if elsewhere is not None:
            values.pop("id_no")
            cells["id_no"] = self._elsewhere(cells["id_no"], elsewhere)
            member = PersonRead(member.sheet, member.row, member.household, cells)
        person = Person(
            id=new_id(),
            scope=household.scope,
            household_id=household.id,
            position=position,
            import_id=self.batch.id,
            source_file=self.reading.file_name,
            source_sheet=member.sheet,
            source_row=member.row,
            **values,
        )
        self.session.add(person)
        self.known.add_person(person)
        made = Made(person.id, new=True, set={name: [None, value] for name, value in values.items()})
        self._flags("person", person.id, person, member, made)
        self._tags(made, household.id, person.id, tags_of(member))
        return made

    def _elsewhere(self, cell: CellVerdict, other: Person) -> CellVerdict:
        household = self.known.households.get(other.household_id or "")
        number = household.household_no if household and household.household_no else _("别的户")
        message = _("这个身份证号库里已经在{household}的{name}名下，请核对留哪一处").format(
            household=_("{no}号户").format(no=number) if household and household.household_no else number,
            name=other.name or "",
        )
        flagged = cell.but(doubted("dup_person_two_households", message, cell.value))
        self.differing.append(self._told(flagged, other.id))
        return flagged

    def _fill(
        self, record: Household | Person, values: Mapping[str, Any], made: Made, read: PersonRead | HouseholdRead
    ) -> None:
        """Open fields are filled; what came from a file follows the newer file; what a cadre wrote stays."""
        for name, value in values.items():
            old = getattr(record, name)
            if old == value or (old is not None and name in _KEPT):
                continue
            if old is None:
                self._set(record, name, value, made)
            elif name == "relation" and old in _LESS_PRECISE.get(str(value), ()):
                continue
            elif name not in _IDENTITY and self.known.imported.get((record.id, name)) == old:
                self._set(record, name, value, made)
            else:
                self._differs(record, name, str(old), read)

    def _set(self, record: Household | Person, name: str, value: Any, made: Made) -> None:
        made.set[name] = [getattr(record, name), value]
        setattr(record, name, value)
        for flag in self.known.open_flags.pop((record.id, name), ()):
            flag.settled_at = stamp(self.store.now())
            flag.settled_by = self.store.me.name
            flag.settled_value = str(value)
            self.session.add(flag)
            made.settled.append(flag.id)

    def _differs(self, record: Household | Person, name: str, old: str, read: PersonRead | HouseholdRead) -> None:
        cell = next((c for field, c in read.cells.items() if field in (name, f"person_{name}")), None)
        if cell is None:
            return
        message = _("库里是{old}，表里是{new}，没有改动，请核对").format(old=old, new=cell.value or cell.raw)
        self.differing.append(self._told(cell.but(doubted("differs_from_book", message, cell.value)), record.id))

    def _flags(
        self, noun: str, record_id: str, record: Household | Person, read: PersonRead | HouseholdRead, made: Made
    ) -> None:
        """Keeps the cells left open, unless the book has a value there or the same doubt already."""
        for name, cell in flagged_of(read):
            if getattr(record, name, None) is not None or self.known.open_flags.get((record_id, name)):
                continue
            flag = ImportFlag(
                id=new_id(),
                scope=self.known.village.id,
                batch_id=self.batch.id,
                noun=noun,
                record_id=record_id,
                field_name=name,
                source_sheet=cell.where.sheet,
                source_row=cell.where.row,
                source_column=cell.where.heading,
                source_column_no=cell.where.column,
                kind=cell.finding.kind,
                raw=cell.raw,
                message=cell.finding.message,
            )
            self.session.add(flag)
            self.known.open_flags[record_id, name].append(flag)
            if not made.new:
                made.set.setdefault(f"?{name}", [None, cell.raw])

    def _tags(self, made: Made, household_id: str, person_id: str | None, tags: Iterable[str]) -> None:
        for tag in tags:
            if (household_id, person_id, tag) in self.known.tags:
                continue
            mark = TagMark(
                id=new_id(),
                scope=self.known.village.id,
                household_id=household_id,
                person_id=person_id,
                tag=tag,
                import_id=self.batch.id,
            )
            self.session.add(mark)
            self.known.tags.add((household_id, person_id, tag))
            made.tags.append(mark.id)

    def _row(
        self, sheet: str, row: int, noun: str, made: Made, read: PersonRead | HouseholdRead, outcome: str = ""
    ) -> None:
        self.session.add(
            ImportRow(
                batch_id=self.batch.id,
                sheet=sheet,
                row=row,
                outcome=outcome or ("new" if made.new else "changed" if made else "same"),
                noun=noun,
                record_id=made.record_id,
                made=made.document() if made else None,
                raw=json.dumps(raws_of(read), ensure_ascii=False),
                message="；".join(cell.finding.message for _name, cell in flagged_of(read)),
            )
        )
        if noun == "person":
            name = read.value("name") or (read.cells["name"].raw if "name" in read.cells else "")
            message = "；".join(cell.finding.message for _name, cell in flagged_of(read))
            self.outcomes.append(RowOutcome(sheet, row, outcome, name, message))

    def _told(self, cell: CellVerdict, record_id: str | None) -> FlaggedCell:
        return told(self.reading.file_name, cell, record_id)


def told(file_name: str, cell: CellVerdict, record_id: str | None = None, row: int | None = None) -> FlaggedCell:
    """A flagged cell as the report shows it; ``row`` where the same cell stands again."""
    where = cell.where
    number = row or where.row
    return FlaggedCell(
        file=file_name,
        sheet=where.sheet,
        row=number,
        column=where.heading,
        column_no=where.column,
        cell=where.cell.rstrip("0123456789") + str(number) if where.column else "",
        field=cell.field,
        kind=cell.finding.kind,
        raw=cell.raw,
        message=cell.finding.message,
        proposal=cell.finding.proposal,
        record_id=record_id,
    )
