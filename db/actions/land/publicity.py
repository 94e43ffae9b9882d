"""Deeds about the lists on the wall: hung, objected to, confirmed when their days are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Final

from sqlmodel import Session, col, select

from db.actions.drafts import DraftKey, let_go
from db.actions.inputs import asked, asks, check, iso, past_day, plain
from db.actions.places import village_here
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Contractor, Household, LandBatch, LandCase, Objection, Publicity
from db.rules.codes import CertificateKind, LandStage, PublicityRound
from db.rules.deadlines import PUBLICITY, PublicityKind, publicity_end, publicity_refusal
from db.store import Store

_KIND: Final = {
    PublicityRound.WORKING_GROUP: PublicityKind.WORKING_GROUP,
    PublicityRound.PLAN: PublicityKind.CONTRACT_PLAN,
}
_LIST_OF_STAGE: Final = {
    LandStage.FIRST_LIST: PublicityRound.FIRST_LIST,
    LandStage.SECOND_LIST: PublicityRound.SECOND_LIST,
}


@asks("publicity")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPublicity:
    """A list hung on the wall."""

    batch_id: str | None = asked()
    village_id: str | None = asked()
    issuer_id: str | None = asked("发包方编号")
    round: str = asked()
    place: str = asked()
    posted_on: date | None = asked()
    days_required: int | None = asked()


@asks("objection")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewObjection:
    """What somebody objects to in a list."""

    publicity_id: str = asked(required=True)
    household_id: str | None = asked()
    text: str = asked()
    received_on: date | None = asked()


def publicity_here(session: Session, publicity_id: str | None) -> Publicity:
    """The list named; RuleError where there is none of that id."""
    publicity = session.get(Publicity, publicity_id) if publicity_id else None
    if publicity is None or publicity.hidden:
        raise RuleError(_("找不到这次公示，请重新选择。"), field="publicity_id")
    return publicity


def publicity_of(session: Session, case: LandCase, stage: LandStage) -> Publicity | None:
    """The list of a stage that hung last in the case's village and batch, for its issuer or for all."""
    if stage not in _LIST_OF_STAGE:
        return None
    contractor = session.get(Contractor, case.contractor_id) if case.contractor_id else None
    issuer_id = contractor.issuer_id if contractor else None
    wanted = select(Publicity).where(
        Publicity.round == _LIST_OF_STAGE[stage].value,
        Publicity.village_id == case.village_id,
        col(Publicity.batch_id).is_not_distinct_from(case.batch_id),
        (col(Publicity.issuer_id).is_(None)) | (col(Publicity.issuer_id) == issuer_id),
        Publicity.hidden == 0,
    )
    return session.exec(wanted.order_by(col(Publicity.posted_on).desc(), col(Publicity.id).desc())).first()


def open_objections(session: Session, publicity_id: str) -> int:
    """How many objections to a list nobody has answered yet."""
    wanted = select(Objection.id).where(
        Objection.publicity_id == publicity_id, col(Objection.handled_on).is_(None), Objection.hidden == 0
    )
    return len(session.exec(wanted).all())


def post_publicity(store: Store, new: NewPublicity, *, draft: DraftKey | None = None) -> Changes:
    """Writes down that a list was hung; its earliest last day is computed, never typed."""
    check(new, store.today())
    posted_on = new.posted_on or store.today()
    with store.write(_("公示")) as session:
        village = village_here(session, store, new.village_id)
        batch = session.get(LandBatch, new.batch_id) if new.batch_id else None
        if new.batch_id and (batch is None or batch.hidden):
            raise RuleError(_("找不到这个批次，请重新选择。"), field="batch_id")
        kind = _kind(new.round, batch)
        least = (batch.publicity_days if batch else None) or PUBLICITY[kind].days
        days = new.days_required or least
        if days < least:
            raise RuleError(_("公示不能少于 {n} 天。").format(n=least), field="days_required")
        values = plain(new) | {
            "village_id": village.id,
            "posted_on": iso(posted_on),
            "days_required": days,
            "ends_on": iso(publicity_end(kind, posted_on, days).day),
        }
        publicity = Publicity(id=new_id(), scope=village.id, **values)
        session.add(publicity)
        let_go(session, draft)
        publicity_id = publicity.id
    return Changes.of("land", publicity_id)


def _kind(round_: str, batch: LandBatch | None) -> PublicityKind:
    if batch is not None and batch.certificate_kind == CertificateKind.ZJD:
        return PublicityKind.HOMESTEAD
    return _KIND.get(PublicityRound(round_), PublicityKind.LAND_LIST)


def confirm_publicity(store: Store, publicity_id: str, confirmed_on: date | None = None) -> Changes:
    """Confirms the result of a list: not before its last day, not while an objection is open."""
    confirmed_on = past_day(confirmed_on, store.today(), "confirmed_on")
    with store.write(_("公示确认")) as session:
        publicity = publicity_here(session, publicity_id)
        if publicity.confirmed_on:
            raise RuleError(_("这次公示已经确认过了。"), field="publicity_id")
        ends_on = date.fromisoformat(publicity.ends_on or publicity.posted_on or "9999-12-31")
        refusal = publicity_refusal(ends_on, confirmed_on, open_objections(session, publicity.id))
        if refusal:
            raise RuleError(refusal + "。", field="confirmed_on", code="PUBLICITY")
        publicity.confirmed_on = iso(confirmed_on)
        session.add(publicity)
    return Changes.of("land", publicity_id)


def record_objection(store: Store, new: NewObjection, *, draft: DraftKey | None = None) -> Changes:
    """Writes an objection down; from now on the list cannot be confirmed until it is handled."""
    check(new, store.today())
    received_on = new.received_on or store.today()
    with store.write(_("公示异议")) as session:
        publicity = publicity_here(session, new.publicity_id)
        if publicity.posted_on and received_on.isoformat() < publicity.posted_on:
            raise RuleError(_("收到异议的日期早于张贴日期，请改正。"), field="received_on")
        household = session.get(Household, new.household_id) if new.household_id else None
        if new.household_id and (household is None or household.hidden):
            raise RuleError(_("找不到这一户，请重新选择。"), field="household_id")
        values = plain(new) | {"received_on": iso(received_on)}
        objection = Objection(id=new_id(), scope=publicity.scope, **values)
        session.add(objection)
        let_go(session, draft)
        objection_id = objection.id
    return Changes.of("land", objection_id, new.publicity_id, household=new.household_id)


def handle_objection(
    store: Store, objection_id: str, result: str, handled_on: date | None = None, *, draft: DraftKey | None = None
) -> Changes:
    """Writes down what became of an objection; every one is checked and explained."""
    handled_on = past_day(handled_on, store.today(), "handled_on")
    if not result.strip():
        raise RuleError(_("请写明核实和答复的结果。"), field="result")
    with store.write(_("公示异议")) as session:
        objection = session.get(Objection, objection_id)
        if objection is None or objection.hidden:
            raise RuleError(_("找不到这条异议，请重新选择。"), field="objection_id")
        if objection.handled_on:
            raise RuleError(_("这条异议已经处理过了。"), field="objection_id")
        if objection.received_on and handled_on.isoformat() < objection.received_on:
            raise RuleError(_("处理日期早于收到日期，请改正。"), field="handled_on")
        objection.handled_on, objection.result = iso(handled_on), result.strip()
        session.add(objection)
        let_go(session, draft)
        ids, household_id = (objection.id, objection.publicity_id or ""), objection.household_id
    return Changes.of("land", *ids, household=household_id)
