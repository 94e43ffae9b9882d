"""Deeds about disputes: written down with all their parties, found in screening rounds, numbered by the office.

Everything here stands in the mediation compartment (privacy.md P4); the household's own file says only 有/无.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any

from sqlmodel import Session, select

from db.actions.counters import next_number
from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso, past_day, plain
from db.actions.places import village_here
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import (
    GENERAL,
    MEDIATION,
    Agreement,
    Dispute,
    DisputeMarker,
    DisputeStep,
    Household,
    Party,
    Person,
    Screening,
)
from db.rules.codes import DisputeState, label
from db.store import Store


@asks("party")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A person or an organisation on one side of a dispute; what the roster knows of a person is filled in."""

    side: str = asked(default="applicant")
    person_id: str | None = asked()
    household_id: str | None = asked()
    name: str | None = asked()
    sex: str | None = asked()
    nationality: str | None = asked()
    birth_date: date | None = asked()
    occupation: str | None = asked()
    id_no: str | None = asked()
    phone: str | None = asked()
    address: str | None = asked()
    organisation: str | None = asked()
    legal_representative: str | None = asked()
    agent_name: str | None = asked()


@asks("dispute")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewDispute:
    """A dispute as it is told, with any number of parties on each side (forms F02, F03)."""

    village_id: str | None = asked()
    screening_id: str | None = asked()
    visit_id: str | None = asked()
    request_id: str | None = asked()
    title: str | None = asked()
    dispute_type: str = asked()
    land_contract: bool | None = asked()
    case_source: str = asked(default="application")
    committee_kind: str = asked(default="village")
    committee_name: str | None = asked()
    found_on: date | None = asked(required=False)
    place: str | None = asked()
    summary: str = asked()
    demands: str | None = asked()
    people_count: int | None = asked()
    amount: str | None = asked()
    risk_grade: str | None = asked()
    mediators: str | None = asked()
    leader: str | None = asked()
    known_since: date | None = asked()
    parties: tuple[NewParty, ...] = asked("当事人", required=True, default=())


@asks("screening")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewScreening:
    """A screening round; finding nothing is a result too (零报告)."""

    village_id: str | None = asked()
    screened_on: date | None = asked()
    found: int = asked(default=0)
    note: str | None = asked()


def dispute_here(session: Session, dispute_id: str | None) -> Dispute:
    """The dispute named; RuleError where there is none of that id."""
    dispute = session.get(Dispute, dispute_id) if dispute_id else None
    if dispute is None or dispute.hidden:
        raise RuleError(_("找不到这件纠纷，请重新选择。"), field="dispute_id")
    return dispute


def touched(session: Session, dispute_id: str, *ids: str) -> Changes:
    """The deed's records with every household that is party to the dispute."""
    wanted = select(Party.household_id).where(Party.dispute_id == dispute_id, Party.hidden == 0)
    households = frozenset(found for found in session.exec(wanted) if found)
    return Changes(frozenset({"disputes"}), ids, households)


def register_dispute(store: Store, new: NewDispute) -> Changes:
    """Writes a dispute down under a draft number; every household that is party gets its marker, nothing more."""
    check(new, store.today())
    found_on = new.found_on or store.today()
    with store.write(_("纠纷登记")) as session:
        village_id = _village_of(session, store, new)
        values = plain(new) | {
            "village_id": village_id,
            "found_on": iso(found_on),
            "known_since": iso(new.known_since),
            "committee_name": new.committee_name or _("{place}人民调解委员会").format(place=store.name),
            "mediators": new.mediators or store.me.name,
            "draft_no": draft_number(session, store, found_on.year),
        }
        dispute = Dispute(id=new_id(), scope=village_id, compartment=MEDIATION, **values)
        session.add(dispute)
        session.flush()
        parties = [put_party(session, dispute, party, n) for n, party in enumerate(new.parties, 1)]
        dispute.title = dispute.title or _title(parties, dispute)
        session.add(dispute)
        states = [DisputeState.FOUND] if new.screening_id else []
        for state in (*states, DisputeState.REGISTERED):
            put_step(session, dispute, state.value, found_on)
        return touched(session, dispute.id, dispute.id, *(party.id for party in parties))


def _village_of(session: Session, store: Store, new: NewDispute) -> str:
    if not new.village_id and store.role != "village":
        for party in new.parties:
            household = session.get(Household, party.household_id) if party.household_id else None
            if household is not None and household.village_id:
                return household.village_id
    return village_here(session, store, new.village_id).id


def _title(parties: list[Party], dispute: Dispute) -> str:
    sides: dict[str, str] = {}
    for party in parties:
        sides.setdefault(party.side or "", party.organisation or party.name or "")
    names = _("与").join(list(sides.values())[:2])
    return names + label("dispute_type", dispute.dispute_type)


def draft_number(session: Session, store: Store, year: int) -> str:
    """The number a laptop gives by itself; the official one comes from the office."""
    return _("草稿-{number}").format(number=next_number(session, store, "dispute", year))


def put_party(session: Session, dispute: Dispute, new: NewParty, position: int) -> Party:
    """A party row in the caller's transaction, and the marker of its household."""
    values = plain(new)
    person = session.get(Person, new.person_id) if new.person_id else None
    if new.person_id and (person is None or person.hidden):
        raise RuleError(_("找不到这个人，请重新选择。"), field="person_id")
    if person is not None:
        for name in ("household_id", "name", "sex", "nationality", "birth_date", "id_no", "phone"):
            values[name] = values[name] or getattr(person, name)
    if not (values["name"] or values["organisation"]):
        raise RuleError(_("请填写当事人姓名，或单位名称。"), field="name")
    if values["household_id"]:
        household = household_here(session, values["household_id"])
        values["address"] = values["address"] or household.address
        _mark(session, household)
    party = Party(
        id=new_id(), scope=dispute.scope, compartment=MEDIATION, dispute_id=dispute.id, position=position, **values
    )
    session.add(party)
    session.flush()
    return party


def _mark(session: Session, household: Household) -> None:
    wanted = select(DisputeMarker.id).where(DisputeMarker.household_id == household.id, DisputeMarker.hidden == 0)
    if session.exec(wanted).first() is None:
        marker = DisputeMarker(
            id=new_id(), scope=household.scope, compartment=GENERAL, household_id=household.id,
            village_id=household.village_id,
        )  # fmt: skip
        session.add(marker)
        session.flush()


def put_step(session: Session, dispute: Dispute, step: str, on_date: date, **values: Any) -> DisputeStep:
    """A step row in the caller's transaction, unchecked."""
    row = DisputeStep(
        id=new_id(), scope=dispute.scope, compartment=MEDIATION, dispute_id=dispute.id, step=step,
        on_date=iso(on_date), **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def add_party(store: Store, dispute_id: str, new: NewParty) -> Changes:
    """Adds a party to a dispute; there may be any number on each side."""
    check(new, store.today())
    with store.write(_("当事人")) as session:
        dispute = dispute_here(session, dispute_id)
        position = len(session.exec(select(Party.id).where(Party.dispute_id == dispute_id)).all()) + 1
        party = put_party(session, dispute, new, position)
        return touched(session, dispute_id, party.id, dispute_id)


def tell_rights(store: Store, dispute_id: str, told_on: date | None = None) -> Changes:
    """Writes down that the parties were told their rights and duties (人民调解法 23, 24; form F04)."""
    told_on = past_day(told_on, store.today(), "told_on")
    with store.write(_("权利义务告知")) as session:
        dispute_here(session, dispute_id)
        told = tell_untold(session, dispute_id, told_on)
        if not told:
            raise RuleError(_("各方都已告知过，不用再登记。"), field="told_on")
        return touched(session, dispute_id, dispute_id, *told)


def tell_untold(session: Session, dispute_id: str, told_on: date) -> list[str]:
    """Marks the parties nobody told before, in the caller's transaction; returns their ids."""
    told = []
    for party in session.exec(select(Party).where(Party.dispute_id == dispute_id, Party.hidden == 0)):
        if not party.notice_told_on:
            party.notice_told_on = iso(told_on)
            session.add(party)
            told.append(party.id)
    return told


def record_screening(store: Store, new: NewScreening) -> Changes:
    """Writes a screening round down, also one that found nothing."""
    check(new, store.today())
    screened_on = new.screened_on or store.today()
    with store.write(_("矛盾纠纷排查")) as session:
        village = village_here(session, store, new.village_id)
        values = plain(new) | {
            "village_id": village.id, "screened_on": iso(screened_on), "nil_report": int(new.found == 0)
        }  # fmt: skip
        screening = Screening(id=new_id(), scope=village.id, compartment=MEDIATION, **values)
        session.add(screening)
        screening_id = screening.id
    return Changes.of("disputes", screening_id)


def assign_official_number(store: Store, dispute_id: str, official_no: str | None = None) -> Changes:
    """Gives a dispute its official number, at the township's office alone; the next of the year where none is given."""
    if store.role != "township":
        raise RuleError(_("正式编号由镇里统一编，村里用草稿号。"), field="official_no", code="OFFICIAL_NUMBER")
    with store.write(_("卷宗编号")) as session:
        dispute = dispute_here(session, dispute_id)
        if dispute.official_no:
            raise RuleError(_("这件纠纷已有正式编号 {no}。").format(no=dispute.official_no), field="official_no")
        number = (official_no or "").strip() or _next_official(session, store, int((dispute.found_on or "2000")[:4]))
        if session.exec(select(Dispute.id).where(Dispute.official_no == number, Dispute.hidden == 0)).first():
            raise RuleError(_("编号 {no} 已经用过，请换一个。").format(no=number), field="official_no")
        dispute.official_no = number
        session.add(dispute)
        for agreement in session.exec(select(Agreement).where(Agreement.dispute_id == dispute_id)):
            agreement.official_no = agreement.official_no or number
            session.add(agreement)
        return touched(session, dispute_id, dispute_id)


def _next_official(session: Session, store: Store, year: int) -> str:
    while True:
        serial = int(next_number(session, store, "dispute_official", year).rsplit("-", 1)[1])
        number = _("（{year}）{place}人调字第{n}号").format(year=year, place=store.name, n=serial)
        if session.exec(select(Dispute.id).where(Dispute.official_no == number)).first() is None:
            return number
