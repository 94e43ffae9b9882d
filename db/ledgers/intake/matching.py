"""Households and people of a file found again in the book: by identity number, by household number, by name with birth
inside a household; never by name alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.ledgers.cells.groups import group_name
from db.ledgers.cells.names import alike
from db.ledgers.intake.known import Known
from db.ledgers.verdicts import HouseholdRead, PersonRead, RosterReading
from db.models import Household, Person

_BY_ID: Final = 10
_BY_BIRTH: Final = 5
_BY_NUMBER: Final = 3


@dataclass(frozen=True, slots=True)
class Hits:
    """How a household of the file and one of the book agree."""

    ids: int
    births: int
    names: int
    number: bool | None  # None: one side has none

    @property
    def score(self) -> int:
        """The greater the surer; 0 means another household."""
        sure = (
            self.ids > 0
            or self.births > 1
            or (self.births == 1 and self.number is not False)
            or (self.names > 0 and self.number is True)
        )
        if not sure:
            return 0
        return self.ids * _BY_ID + self.births * _BY_BIRTH + self.names + (_BY_NUMBER if self.number else 0)


def match_households(reading: RosterReading, known: Known) -> dict[int, Household]:
    """The household of the book for each household of the file that is there already; each is given once."""
    scored = []
    for index, read in enumerate(reading.households):
        members = [reading.persons[i] for i in read.members]
        for household in _candidates(read, members, known):
            score = _hits(read, members, household, known).score
            if score:
                scored.append((-score, index, household.id))
    found: dict[int, Household] = {}
    used: set[str] = set()
    for _score, index, household_id in sorted(scored):
        if index not in found and household_id not in used:
            found[index] = known.households[household_id]
            used.add(household_id)
    return found


def _candidates(read: HouseholdRead, members: list[PersonRead], known: Known) -> list[Household]:
    ids: dict[str, None] = {}
    for member in members:
        person = known.by_number.get(member.value("id_no") or "")
        if person is not None and person.household_id:
            ids[person.household_id] = None
        for namesake in known.by_name.get(member.value("name") or "", ()):
            ids[namesake.household_id or ""] = None
    for household in known.by_household_no.get(read.value("household_no") or "", ()):
        ids[household.id] = None
    return [known.households[household_id] for household_id in ids if household_id in known.households]


def _hits(read: HouseholdRead, members: list[PersonRead], household: Household, known: Known) -> Hits:
    theirs = known.members[household.id]
    ids = births = names = 0
    for member in members:
        number, name, birth = member.value("id_no"), member.value("name"), member.value("birth_date")
        if number and any(person.id_no == number for person in theirs):
            ids += 1
        elif name and birth and any((person.name, person.birth_date) == (name, birth) for person in theirs):
            births += 1
        elif any(_same_name(member, person, known) and not _contradict(member, person) for person in theirs):
            names += 1
    return Hits(ids, births, names, _same_number(read, household, known))


def _same_number(read: HouseholdRead, household: Household, known: Known) -> bool | None:
    mine, theirs = read.value("household_no"), household.household_no
    if not mine or not theirs:
        return None
    group, their_group = read.value("village_group"), known.group_name(household)
    same_group = not group or not their_group or group_name(group) == group_name(their_group) or group == their_group
    return mine == theirs and same_group


def match_persons(members: list[PersonRead], household: Household, known: Known) -> dict[int, Person]:
    """The persons of the book for the rows of one household (keys are places in ``members``); each is given once."""
    found: dict[int, Person] = {}
    for rule in (_same_id, _same_name_and_birth, _same_name_alone, _same_birth_and_relation):
        for index, member in enumerate(members):
            if index in found:
                continue
            free = [p for p in known.members[household.id] if all(p is not taken for taken in found.values())]
            agreeing = [person for person in free if rule(member, person, known)]
            if len(agreeing) == 1:
                found[index] = agreeing[0]
    return found


def _same_id(member: PersonRead, person: Person, _known: Known) -> bool:
    number = member.value("id_no")
    return bool(number) and number == person.id_no


def _same_name_and_birth(member: PersonRead, person: Person, known: Known) -> bool:
    birth = member.value("birth_date")
    return bool(birth) and birth == person.birth_date and _same_name(member, person, known)


def _same_name_alone(member: PersonRead, person: Person, known: Known) -> bool:
    """Inside one household a name is enough, as long as nothing speaks against it."""
    return _same_name(member, person, known) and not _contradict(member, person)


def _same_birth_and_relation(member: PersonRead, person: Person, _known: Known) -> bool:
    """A name was lost on one side; birth and relation say who it is."""
    open_name = person.name is None or member.value("name") is None
    birth, relation = member.value("birth_date"), member.value("relation")
    agrees = bool(birth) and birth == person.birth_date and (not relation or relation == person.relation)
    return open_name and agrees and not _contradict(member, person)


def _same_name(member: PersonRead, person: Person, known: Known) -> bool:
    mine = member.value("name") or _raw(member)
    theirs = person.name or known.raw_open(person.id, "name") or ""
    return bool(mine) and bool(theirs) and alike(mine, theirs)


def _raw(member: PersonRead) -> str:
    cell = member.cells.get("name")
    return cell.raw if cell else ""


def _contradict(member: PersonRead, person: Person) -> bool:
    pairs = (("id_no", person.id_no), ("birth_date", person.birth_date), ("sex", person.sex))
    return any(member.value(name) and theirs and member.value(name) != theirs for name, theirs in pairs)
