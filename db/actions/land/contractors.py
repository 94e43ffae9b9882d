"""Deeds about contracted land: who contracted which parcels from whom, and who has left the work for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Final

from sqlmodel import Session, col, select

from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso, plain
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Contract, Contractor, ContractorMember, Holding, Household, Issuer, Parcel, Person
from db.rules.codes import LandTerminal
from db.rules.land import terminal_refusal
from db.store import Store

PARCEL_FIELDS: Final = (
    "parcel_code", "name", "owner_kind", "category", "use_type", "soil_grade", "purpose", "basic_farmland",
    "measured_area", "measured_area_mu", "bound_e", "bound_s", "bound_w", "bound_n", "note", "pointing_person",
)  # fmt: skip
_LAND_ID_TYPES: Final = {"01": "1"}
"""The identity card of the roster in the list of land documents (C.15)."""


@asks("contractor_member")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewContractorMember:
    """A member holding the right; all of them stand in the certificate (农村土地承包法 art. 24)."""

    contractor_id: str | None = asked()
    person_id: str | None = asked()
    name: str | None = asked()
    sex: str | None = asked()
    id_type: str | None = asked()
    id_no: str | None = asked()
    relation: str | None = asked()
    is_head: bool | None = asked()
    remark_code: str | None = asked()
    is_co_owner: str | None = asked(default="1")
    remark_text: str | None = asked()
    left_on: date | None = asked()
    left_reason: str | None = asked()


@asks("holding", "parcel")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolding:
    """A parcel held by a contractor: one already known by its id, or a new one by its fields; areas as given."""

    contractor_id: str | None = asked()
    parcel_id: str | None = asked()
    contract_id: str | None = asked()
    parcel_code: str | None = asked()
    name: str | None = asked()
    owner_kind: str | None = asked()
    category: str | None = asked()
    use_type: str | None = asked()
    soil_grade: str | None = asked()
    purpose: str | None = asked()
    basic_farmland: str | None = asked()
    measured_area: str | None = asked()
    measured_area_mu: str | None = asked()
    bound_e: str | None = asked()
    bound_s: str | None = asked()
    bound_w: str | None = asked()
    bound_n: str | None = asked()
    note: str | None = asked()
    pointing_person: str | None = asked()
    acquire_way: str | None = asked(default="110")
    contract_area: str | None = asked()
    contract_area_mu: str | None = asked()
    old_area: str | None = asked()
    old_area_mu: str | None = asked()
    share_only: str | None = asked()
    from_on: date | None = asked()
    to_on: date | None = asked()


@asks("contract")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewContract:
    """A contract; 长久不变 is `perpetual`, not a date."""

    contractor_id: str | None = asked()
    contract_code: str | None = asked()
    old_contract_code: str | None = asked()
    round: str | None = asked()
    way: str | None = asked(default="110")
    start_on: date | None = asked()
    end_on: date | None = asked()
    perpetual: bool = asked(default=False)
    total_area: str | None = asked()
    total_area_mu: str | None = asked()
    old_total_area: str | None = asked()
    old_total_area_mu: str | None = asked()
    parcel_count: int | None = asked()
    signed_on: date | None = asked()
    signer: str | None = asked()
    netsigned_on: date | None = asked()
    netsign_no: str | None = asked()


@asks("contractor")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewContractor:
    """A contractor of a household with its members, parcels and contract."""

    household_id: str = asked(required=True)
    issuer_id: str | None = asked("发包方编号")
    issuer_name: str | None = asked("发包方名称")
    contractor_code: str | None = asked()
    contractor_type: str | None = asked(default="1")
    name: str | None = asked()
    id_type: str | None = asked()
    id_no: str | None = asked()
    address: str | None = asked()
    postcode: str | None = asked()
    phone: str | None = asked()
    declared_members: int | None = asked()
    surveyed_by: str | None = asked()
    surveyed_on: date | None = asked()
    survey_note: str | None = asked()
    publicity_note: str | None = asked()
    publicity_by: str | None = asked()
    publicity_approved_on: date | None = asked()
    publicity_approved_by: str | None = asked()
    members: tuple[NewContractorMember, ...] = asked("家庭成员", default=())
    parcels: tuple[NewHolding, ...] = asked("承包地块", default=())
    contract: NewContract | None = asked("承包合同")


@asks("contractor")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerminal:
    """Why a contractor leaves the certificate work for good, what shows it, and who takes over."""

    contractor_id: str = asked("承包方", required=True)
    terminal: str = asked()
    reason: str | None = asked("理由")
    evidence: str | None = asked("证明材料")
    on_date: date | None = asked("日期")
    successor_ids: tuple[str, ...] = asked("并入或分出的户", default=())


def contractor_here(session: Session, contractor_id: str | None) -> Contractor:
    """The contractor named; RuleError where there is none of that id."""
    contractor = session.get(Contractor, contractor_id) if contractor_id else None
    if contractor is None or contractor.hidden:
        raise RuleError(_("找不到这个承包方，请重新选择。"), field="contractor_id")
    return contractor


def add_contractor(store: Store, new: NewContractor) -> Changes:
    """Adds a contractor with all it brings; the same code twice is refused here (two laptops may still do it)."""
    check(new, store.today())
    with store.write(_("承包方")) as session:
        household = household_here(session, new.household_id)
        contractor = put_contractor(session, household, new)
        ids = [contractor.id]
        ids += [put_member(session, contractor, member).id for member in new.members]
        contract = put_contract(session, contractor, new.contract) if new.contract else None
        for parcel in new.parcels:
            ids.append(put_holding(session, contractor, parcel, contract).id)
        if contract:
            ids.append(contract.id)
    return Changes.of("land", *ids, household=new.household_id)


def put_contractor(session: Session, household: Household, new: NewContractor) -> Contractor:
    """A contractor row in the caller's transaction; an absent name is the household head's."""
    values = plain(new, "issuer_name", "contract")
    if values["contractor_code"]:
        same = session.exec(
            select(Contractor.name).where(
                Contractor.contractor_code == values["contractor_code"], col(Contractor.hidden) == 0
            )
        ).first()
        if same is not None:
            raise RuleError(
                _("承包方编码 {code} 已登记给“{name}”，请核对。").format(code=values["contractor_code"], name=same),
                field="contractor_code",
            )
    head = session.exec(
        select(Person)
        .where(Person.household_id == household.id, Person.hidden == 0)
        .order_by(col(Person.is_head).desc(), col(Person.position), col(Person.id))
    ).first()
    if not values["name"] and head is not None:
        values["name"] = head.name
        values["id_no"] = values["id_no"] or head.id_no
        values["id_type"] = values["id_type"] or _LAND_ID_TYPES.get(head.id_type or "")
    if not values["name"]:
        raise RuleError(_("请填写承包方(代表)名称。"), field="name")
    values["issuer_id"] = new.issuer_id or _issuer_named(session, household, new.issuer_name)
    contractor = Contractor(id=new_id(), scope=household.scope, **values)
    session.add(contractor)
    session.flush()
    return contractor


def _issuer_named(session: Session, household: Household, name: str | None) -> str | None:
    if not (name and name.strip()):
        return None
    wanted = (Issuer.village_id == household.village_id, Issuer.name == name.strip(), Issuer.hidden == 0)
    issuer = session.exec(select(Issuer).where(*wanted)).first()
    if issuer is None:
        issuer = Issuer(id=new_id(), scope=household.scope, village_id=household.village_id, name=name.strip())
        session.add(issuer)
        session.flush()
    return issuer.id


def put_member(session: Session, contractor: Contractor, new: NewContractorMember) -> ContractorMember:
    """A member row in the caller's transaction; what the roster knows of the person is filled in."""
    values = plain(new, "contractor_id")
    person = session.get(Person, new.person_id) if new.person_id else None
    if person is not None:
        for name in ("name", "sex", "id_no", "relation"):
            values[name] = values[name] or getattr(person, name)
        values["id_type"] = values["id_type"] or _LAND_ID_TYPES.get(person.id_type or "")
    if not values["name"]:
        raise RuleError(_("请填写成员姓名。"), field="name")
    member = ContractorMember(id=new_id(), scope=contractor.scope, contractor_id=contractor.id, **values)
    session.add(member)
    session.flush()
    return member


def put_holding(session: Session, contractor: Contractor, new: NewHolding, contract: Contract | None = None) -> Holding:
    """A holding row, and its parcel where it is new, in the caller's transaction."""
    values = plain(new, "contractor_id", *PARCEL_FIELDS)
    parcel = session.get(Parcel, new.parcel_id) if new.parcel_id else None
    if new.parcel_id and (parcel is None or parcel.hidden):
        raise RuleError(_("找不到这块地，请重新选择。"), field="parcel_id")
    if parcel is None:
        every = plain(new)
        of_parcel = {name: every[name] for name in PARCEL_FIELDS}
        if not (of_parcel["name"] or of_parcel["parcel_code"]):
            raise RuleError(_("请填写地块名称或地块编码。"), field="name")
        household = session.get(Household, contractor.household_id)
        village_id = household.village_id if household else None
        parcel = Parcel(id=new_id(), scope=contractor.scope, village_id=village_id, **of_parcel)
        session.add(parcel)
        session.flush()
    values |= {"parcel_id": parcel.id, "contractor_id": contractor.id}
    if contract is not None:
        values["contract_id"] = contract.id
    holding = Holding(id=new_id(), scope=contractor.scope, **values)
    session.add(holding)
    session.flush()
    return holding


def put_contract(session: Session, contractor: Contractor, new: NewContract) -> Contract:
    """A contract row in the caller's transaction."""
    if new.perpetual and new.end_on:
        raise RuleError(_("长久不变的合同没有截止日期，请去掉其中一项。"), field="end_on")
    if new.start_on and new.end_on and new.end_on <= new.start_on:
        raise RuleError(_("承包期限止要晚于承包期限起。"), field="end_on")
    values = plain(new, "contractor_id")
    contract = Contract(
        id=new_id(), scope=contractor.scope, contractor_id=contractor.id, issuer_id=contractor.issuer_id, **values
    )
    session.add(contract)
    session.flush()
    return contract


def add_contractor_member(store: Store, new: NewContractorMember) -> Changes:
    """Adds a member to a contractor."""
    check(new, store.today())
    with store.write(_("承包方成员")) as session:
        contractor = contractor_here(session, new.contractor_id)
        ids = (put_member(session, contractor, new).id, contractor.id)
        household_id = contractor.household_id
    return Changes.of("land", *ids, household=household_id)


def add_parcel_holding(store: Store, new: NewHolding) -> Changes:
    """Adds a parcel to what a contractor holds."""
    check(new, store.today())
    with store.write(_("承包地块")) as session:
        contractor = contractor_here(session, new.contractor_id)
        holding = put_holding(session, contractor, new)
        ids = (holding.id, holding.parcel_id or "", contractor.id)
        household_id = contractor.household_id
    return Changes.of("land", *ids, household=household_id)


def add_contract(store: Store, new: NewContract) -> Changes:
    """Adds a contract; its parcels that stand under no contract yet now stand under this one."""
    check(new, store.today())
    with store.write(_("承包合同")) as session:
        contractor = contractor_here(session, new.contractor_id)
        contract = put_contract(session, contractor, new)
        loose = (Holding.contractor_id == contractor.id, col(Holding.contract_id).is_(None), Holding.hidden == 0)
        for holding in session.exec(select(Holding).where(*loose)):
            holding.contract_id = contract.id
            session.add(holding)
        ids = (contract.id, contractor.id)
        household_id = contractor.household_id
    return Changes.of("land", *ids, household=household_id)


def set_terminal(store: Store, new: NewTerminal) -> Changes:
    """Takes a contractor off the work list for good, with reason, evidence and successor; `undo_terminal` brings it
    back."""
    check(new, store.today())
    on_date = new.on_date or store.today()
    successors = tuple(s.strip() for s in new.successor_ids if s.strip())
    evidence = (new.evidence or "").strip()
    with store.write(_("终止办证"), reason=new.reason) as session:
        contractor = contractor_here(session, new.contractor_id)
        if contractor.terminal:
            raise RuleError(_("这一户已经终止办证，要改请先撤销。"), field="terminal")
        refusal = terminal_refusal(LandTerminal(new.terminal), new.reason or "", int(bool(evidence)), len(successors))
        if refusal:
            raise RuleError(refusal + "。", field=_terminal_field(new, evidence), code="LAND_TERMINAL")
        for successor in successors:
            if session.get(Contractor, successor) is None and session.get(Household, successor) is None:
                raise RuleError(_("找不到并入或分出的户，请重新选择。"), field="successor_ids")
        contractor.terminal, contractor.terminal_on = new.terminal, iso(on_date)
        contractor.terminal_reason, contractor.terminal_evidence = (new.reason or "").strip(), evidence
        contractor.successor_id = " ".join(successors) or None
        session.add(contractor)
        household_id = contractor.household_id
    return Changes.of("land", new.contractor_id, household=household_id)


def _terminal_field(new: NewTerminal, evidence: str) -> str:
    if not (new.reason or "").strip():
        return "reason"
    return "successor_ids" if evidence else "evidence"


def undo_terminal(store: Store, contractor_id: str, reason: str) -> Changes:
    """Brings a contractor back to the work list; what was there before stays in the history."""
    if not reason.strip():
        raise RuleError(_("请写明撤销的理由。"), field="reason")
    with store.write(_("撤销终止"), reason=reason) as session:
        contractor = contractor_here(session, contractor_id)
        if not contractor.terminal:
            raise RuleError(_("这一户没有终止办证，不用撤销。"), field="contractor_id")
        contractor.terminal = contractor.terminal_on = contractor.terminal_reason = None
        contractor.terminal_evidence = contractor.successor_id = None
        session.add(contractor)
        household_id = contractor.household_id
    return Changes.of("land", contractor_id, household=household_id)
