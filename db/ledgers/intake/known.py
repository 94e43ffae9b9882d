"""What the book already has of a village, ready to be found again."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from db.models import Household, ImportBatch, ImportFlag, ImportRow, Person, TagMark, Village, VillageGroup


@dataclass(slots=True)
class Known:
    """The households, people and open cells of one village."""

    village: Village
    households: dict[str, Household] = field(default_factory=dict)
    members: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_household_no: dict[str, list[Household]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[str, str] = field(default_factory=dict)
    tags: set[tuple[str | None, str | None, str | None]] = field(default_factory=set)
    open_flags: dict[tuple[str, str], list[ImportFlag]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[tuple[str, str], str | int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, village: Village) -> Known:
        """Reads the village from the book."""
        known = cls(village)
        for household in session.exec(select(Household).where(Household.scope == village.id, Household.hidden == 0)):
            known.add_household(household)
        for person in session.exec(
            select(Person).where(Person.scope == village.id, Person.hidden == 0).order_by(col(Person.position))
        ):
            known.add_person(person)
        for group in session.exec(select(VillageGroup).where(VillageGroup.village_id == village.id)):
            known.groups[group.id] = group.name or ""
        for mark in session.exec(select(TagMark).where(TagMark.scope == village.id, TagMark.hidden == 0)):
            if mark.to_on is None:
                known.tags.add((mark.household_id, mark.person_id, mark.tag))
        for flag in session.exec(select(ImportFlag).where(ImportFlag.scope == village.id, ImportFlag.hidden == 0)):
            if flag.settled_at is None and flag.record_id and flag.field_name:
                known.open_flags[flag.record_id, flag.field_name].append(flag)
        known._imports(session)
        return known

    def _imports(self, session: Session) -> None:
        """What imports made here have set, so that a value a cadre typed is told from one a file brought."""
        rows = session.exec(
            select(ImportRow)
            .join(ImportBatch, col(ImportBatch.id) == col(ImportRow.batch_id))
            .where(ImportBatch.scope == self.village.id, col(ImportBatch.undone_at).is_(None))
            .order_by(col(ImportRow.seq))
        )
        for row in rows:
            if row.record_id and row.made:
                made: dict[str, Any] = json.loads(row.made)
                for name, (_old, new) in made.get("set", {}).items():
                    self.imported[row.record_id, name] = new

    def add_household(self, household: Household) -> None:
        """Files a household under its number."""
        self.households[household.id] = household
        if household.household_no:
            self.by_household_no[household.household_no].append(household)

    def add_person(self, person: Person) -> None:
        """Files a person under household and number."""
        if person.merged_into:
            return
        self.members[person.household_id or ""].append(person)
        if person.name:
            self.by_name[person.name].append(person)
        if person.id_no:
            self.by_number.setdefault(person.id_no, person)

    def group_name(self, household: Household) -> str:
        """The name of a household's group, or nothing."""
        return self.groups.get(household.village_group_id or "", "")

    def raw_open(self, record_id: str, name: str) -> str | None:
        """What stands in an open cell of a record as it was read, or nothing."""
        flags = self.open_flags.get((record_id, name))
        return flags[0].raw if flags else None
