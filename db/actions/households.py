"""Deeds about households and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from sqlmodel import Session, select

from db.actions.inputs import asked, asks, check, iso, plain
from db.actions.places import NewGroup, group_named, village_here
from db.changes import Changes
from db.errors import RuleError
from db.fields import declared, proved
from db.identity import new_id
from db.models import Household, Person, TagMark
from db.rules import id_number
from db.rules.id_number import Verdict
from db.rules.names import clean_name
from db.store import Store


@asks("person")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as a form or file gives them."""

    household_id: str | None = asked()
    name: str = asked()
    name_note: str | None = asked("证件姓名说明")
    former_name: str | None = asked()
    relation: str | None = asked()
    is_head: bool | None = asked()
    sex: str | None = asked()
    birth_date: date | None = asked()
    birth_stated: str | None = asked()
    id_type: str | None = asked()
    id_no: str | None = asked()
    id_override: str | None = asked("证件如此的原因")
    no_id_reason: str | None = asked()
    nationality: str | None = asked()
    education: str | None = asked()
    political_status: str | None = asked()
    marital_status: str | None = asked()
    phone: str | None = asked()
    residence_kind: str | None = asked()
    whereabouts: str | None = asked()
    employment: str | None = asked()
    health: str | None = asked()
    note: str | None = asked()


@asks("household")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewHousehold:
    """A household with its first people."""

    household_no: str | None = asked()
    village_id: str | None = asked()
    village_group: str | None = asked("村民小组")
    address: str | None = asked()
    phone: str | None = asked()
    household_kind: str | None = asked()
    monitor_kind: str | None = asked()
    best_visit_time: str | None = asked()
    note: str | None = asked()
    persons: tuple[NewPerson, ...] = asked("家庭成员", default=())


def household_here(session: Session, household_id: str | None) -> Household:
    """The household named; RuleError where there is none of that id."""
    household = session.get(Household, household_id) if household_id else None
    if household is None or household.hidden:
        raise RuleError(_("找不到这一户，请重新选择。"), field="household_id")
    return household


def add_household(store: Store, new: NewHousehold) -> Changes:
    """Adds a household with its people; the first is the head where nobody is named as such."""
    check(new, store.today())
    for person in new.persons:
        _check_person(person, store.today())
    with store.write(_("新户")) as session:
        household = put_household(session, store, new)
        ids = [household.id]
        named_head = any(p.is_head or p.relation == "02" for p in new.persons)
        for position, person in enumerate(new.persons):
            made = put_person(session, household, person, position, store.today())
            if not named_head and position == 0:
                made.is_head, made.relation = 1, made.relation or "02"
            ids.append(made.id)
    return Changes.of("households", *ids, household=ids[0])


def put_household(session: Session, store: Store, new: NewHousehold) -> Household:
    """A household row in the caller's transaction."""
    village = village_here(session, store, new.village_id)
    group_id = None
    if new.village_group and new.village_group.strip():
        group_id = group_named(session, store, NewGroup(name=new.village_group, village_id=village.id))
    household = Household(
        id=new_id(),
        scope=village.id,
        **plain(new, "village_id", "village_group"),
        village_id=village.id,
        village_group_id=group_id,
    )
    session.add(household)
    session.flush()
    return household


def put_person(session: Session, household: Household, new: NewPerson, position: int, today: date) -> Person:
    """A person row in the caller's transaction."""
    values = plain(new, "household_id", "id_override")
    if new.id_no:
        checked = id_number.check(new.id_no, today)
        values["id_no"] = checked.number or new.id_no.strip()
        values["id_type"] = values["id_type"] or "01"
        if checked.verdict is not Verdict.ERROR:
            values["birth_date"] = values["birth_date"] or iso(checked.birth_on)
            values["sex"] = values["sex"] or checked.sex
    if new.is_head or new.relation == "02":
        values["is_head"] = 1
    values["name"] = clean_name(new.name).name
    person = Person(id=new_id(), scope=household.scope, household_id=household.id, position=position, **values)
    session.add(person)
    session.flush()
    return person


def _check_person(new: NewPerson, today: date) -> None:
    check(new, today)
    rule = declared("person", "id_no")
    assert rule is not None
    proved(rule, new.id_no, new.id_type, new.id_override or "", "id_no", today)


def add_person(store: Store, new: NewPerson) -> Changes:
    """Adds a person to a household."""
    _check_person(new, store.today())
    with store.write(_("家庭成员")) as session:
        household = household_here(session, new.household_id)
        position = len(session.exec(select(Person.id).where(Person.household_id == household.id)).all())
        person = put_person(session, household, new, position, store.today())
        if new.is_head:
            _only_head(session, person)
        ids = (person.id, household.id)
    return Changes.of("households", *ids, household=ids[1])


def set_head(store: Store, person_id: str) -> Changes:
    """Makes a person the head of the household; the former head stays a member."""
    with store.write(_("变更户主")) as session:
        person = session.get(Person, person_id)
        if person is None or person.hidden or person.died_on:
            raise RuleError(_("请选择在世的家庭成员作户主。"), field="person_id")
        person.is_head = 1
        session.add(person)
        _only_head(session, person)
        household_id = person.household_id
    return Changes.of("households", person_id, household=household_id)


def _only_head(session: Session, head: Person) -> None:
    others = session.exec(select(Person).where(Person.household_id == head.household_id, Person.is_head == 1)).all()
    for other in others:
        if other.id != head.id:
            other.is_head = 0
            session.add(other)


def tag_household(store: Store, household_id: str, tag: str, *, person_id: str | None = None) -> Changes:
    """Puts a tag on a household or one of its persons, from today."""
    if not tag.strip():
        raise RuleError(_("请写标签的名字。"), field="tag")
    with store.write(_("标签")) as session:
        household = household_here(session, household_id)
        mark = TagMark(
            id=new_id(),
            scope=household.scope,
            household_id=household.id,
            person_id=person_id,
            tag=tag.strip(),
            from_on=iso(store.today()),
        )
        session.add(mark)
        mark_id = mark.id
    return Changes.of("households", mark_id, household=household_id)


def untag_household(store: Store, mark_id: str) -> Changes:
    """Ends a tag today; that it was there stays on record."""
    with store.write(_("标签")) as session:
        mark = session.get(TagMark, mark_id)
        if mark is None:
            raise RuleError(_("这个标签已经没有了。"))
        mark.to_on = iso(store.today())
        session.add(mark)
        household_id = mark.household_id
    return Changes.of("households", mark_id, household=household_id)
