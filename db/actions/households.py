"""Deeds about households and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from sqlmodel import Session, select

from db.actions.inputs import asked, check, iso, plain
from db.actions.places import NewGroup, group_named, village_here
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Household, Person, TagMark
from db.rules import id_number
from db.rules.id_number import Verdict
from db.rules.names import clean_name
from db.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as a form or file gives them."""

    household_id: str | None = asked("农户")
    name: str = asked("姓名", required=True)
    name_note: str | None = asked("证件姓名说明")
    former_name: str | None = asked("曾用名")
    relation: str | None = asked("与户主关系", codes="GB/T 4761-2008")
    is_head: bool | None = asked("户主")
    sex: str | None = asked("性别", codes="GB/T 2261.1")
    birth_date: date | None = asked("出生日期")
    birth_stated: str | None = asked("农历或口述生日")
    id_type: str | None = asked("证件类型", codes="id_document")
    id_no: str | None = asked("证件号码")
    id_override: str | None = asked("证件如此的原因")
    no_id_reason: str | None = asked("无证件的原因")
    nationality: str | None = asked("民族", codes="GB/T 3304-1991")
    education: str | None = asked("文化程度")
    political_status: str | None = asked("政治面貌")
    marital_status: str | None = asked("婚姻状况")
    phone: str | None = asked("电话")
    residence_kind: str | None = asked("居住类别", codes="residence_kind")
    whereabouts: str | None = asked("去向")
    employment: str | None = asked("从业状况")
    health: str | None = asked("健康状况")
    note: str | None = asked("备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHousehold:
    """A household with its first people."""

    household_no: str | None = asked("户号")
    village_id: str | None = asked("村")
    village_group: str | None = asked("村民小组")
    address: str | None = asked("住址")
    phone: str | None = asked("联系电话")
    household_kind: str | None = asked("户类型")
    monitor_kind: str | None = asked("监测对象类型", codes="monitor_kind")
    best_visit_time: str | None = asked("方便走访的时间")
    note: str | None = asked("备注")
    persons: tuple[NewPerson, ...] = asked("家庭成员", default=())


def household_here(session: Session, household_id: str | None) -> Household:
    """The household named; RuleError where there is none of that id."""
    household = session.get(Household, household_id) if household_id else None
    if household is None or household.hidden:
        raise RuleError(_("找不到这一户，请重新选择。"), field="household_id")
    return household


def add_household(store: Store, new: NewHousehold) -> Changes:
    """Adds a household with its people; the first is the head where nobody is named as such."""
    check(new)
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
    check(new)
    if new.id_no and new.id_type in (None, "01", "X2", "09") and not new.id_override:
        checked = id_number.check(new.id_no, today)
        if checked.verdict is Verdict.ERROR:
            raise RuleError(
                _("{what}。确认证件就是这样，请填“证件如此的原因”。").format(what=checked.messages[0].rstrip("。")),
                field="id_no",
            )
    if new.birth_date and new.birth_date > today:
        raise RuleError(_("出生日期在今天之后，请改正。"), field="birth_date")


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
