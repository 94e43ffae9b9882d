"""Deeds on the way to a certificate: batches, cases, stages, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from sqlmodel import Session, col, select

from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso, past_day, plain
from db.actions.land.contractors import NewContractor, contractor_here, put_contractor
from db.actions.land.publicity import open_objections, publicity_of
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import (
    Blocker,
    Certificate,
    CertificateEvent,
    Contractor,
    LandBatch,
    LandCase,
    StageEvent,
)
from db.rules import land as rules
from db.rules.codes import BlockerCode, CertificateEventKind, LandStage, StageOutcome
from db.store import Store


@asks("land_batch")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A round of titling or contract renewal."""

    name: str = asked()
    certificate_kind: str = asked(default="CBJYQ")
    policy_ref: str | None = asked()
    publicity_days: int = asked(default=15)
    required_documents: str | None = asked()
    waivable_stages: str | None = asked()


@asks("land_case")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case: one contractor's way to one kind of certificate."""

    household_id: str | None = asked()
    contractor_id: str | None = asked()
    certificate_kind: str = asked(default="CBJYQ")
    batch_id: str | None = asked()
    assignee: str | None = asked()
    note: str | None = asked()


@asks("stage_event")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewStage:
    """A stage done, returned to the one before, or waived."""

    case_id: str = asked(required=True)
    stage: int = asked()
    outcome: str = asked(default="done")
    on_date: date | None = asked()
    by_name: str | None = asked()
    reason: str | None = asked()


@asks("blocker")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlocker:
    """An obstacle of a case."""

    case_id: str = asked(required=True)
    code: str = asked()
    note: str | None = asked()
    opened_on: date | None = asked()


def add_batch(store: Store, new: NewBatch) -> Changes:
    """Adds a batch; which stages it may waive is settled here once for all its cases."""
    check(new, store.today())
    if new.publicity_days < 1:
        raise RuleError(_("公示天数要大于 0。"), field="publicity_days")
    numbers = _stage_numbers(new.waivable_stages)
    with store.write(_("办证批次")) as session:
        values = plain(new) | {"waivable_stages": ",".join(str(n) for n in sorted(numbers)) or None}
        batch = LandBatch(id=new_id(), scope=store.scope, **values)
        session.add(batch)
        batch_id = batch.id
    return Changes.of("land", batch_id)


def _stage_numbers(text: str | None) -> set[int]:
    parts = (text or "").replace("，", ",").replace("、", ",").split(",")
    given = {part.strip() for part in parts if part.strip()}
    if any(not part.isdecimal() or not 1 <= int(part) <= LandStage.AT_VILLAGE for part in given):
        raise RuleError(_("可以免办的步骤填 1 到 10 的序号，用逗号隔开，例如 3,5。"), field="waivable_stages")
    return {int(part) for part in given}


def case_here(session: Session, case_id: str | None) -> LandCase:
    """The case named; RuleError where there is none of that id."""
    case = session.get(LandCase, case_id) if case_id else None
    if case is None or case.hidden:
        raise RuleError(_("找不到这件办证事项，请重新选择。"), field="case_id")
    return case


def open_case(store: Store, new: NewCase) -> Changes:
    """Opens a case; a household without a contractor gets one, and its certificates not yet collected join the case."""
    check(new, store.today())
    with store.write(_("办证事项")) as session:
        contractor = _contractor_of(session, new)
        batch = session.get(LandBatch, new.batch_id) if new.batch_id else None
        if new.batch_id and (batch is None or batch.hidden):
            raise RuleError(_("找不到这个批次，请重新选择。"), field="batch_id")
        if batch is not None and batch.certificate_kind and batch.certificate_kind != new.certificate_kind:
            raise RuleError(_("这个批次办的是另一种证，请核对证书种类。"), field="certificate_kind")
        same = select(LandCase.id).where(
            LandCase.contractor_id == contractor.id,
            LandCase.certificate_kind == new.certificate_kind,
            col(LandCase.batch_id).is_not_distinct_from(new.batch_id),
            LandCase.hidden == 0,
        )
        if session.exec(same).first():
            raise RuleError(_("这一户在这个批次里已有同类办证事项，不用再开。"), field="contractor_id")
        household = household_here(session, contractor.household_id)
        values = plain(new) | {"contractor_id": contractor.id, "household_id": household.id}
        case = LandCase(id=new_id(), scope=contractor.scope, village_id=household.village_id, **values)
        session.add(case)
        session.flush()
        _take_certificates_in(session, case)
        ids = (case.id, contractor.id)
        household_id = household.id
    return Changes.of("land", *ids, household=household_id)


def _contractor_of(session: Session, new: NewCase) -> Contractor:
    if new.contractor_id:
        return contractor_here(session, new.contractor_id)
    household = household_here(session, new.household_id)
    found = session.exec(
        select(Contractor).where(Contractor.household_id == household.id, Contractor.hidden == 0)
    ).all()
    if len(found) > 1:
        raise RuleError(_("这一户有 {n} 个承包方，请选择是哪一个。").format(n=len(found)), field="contractor_id")
    return found[0] if found else put_contractor(session, household, NewContractor(household_id=household.id))


def _take_certificates_in(session: Session, case: LandCase) -> None:
    collected = select(CertificateEvent.certificate_id).where(
        CertificateEvent.event == CertificateEventKind.COLLECTED.value, CertificateEvent.hidden == 0
    )
    loose = select(Certificate).where(
        Certificate.contractor_id == case.contractor_id,
        col(Certificate.case_id).is_(None),
        Certificate.certificate_kind == case.certificate_kind,
        Certificate.hidden == 0,
        col(Certificate.id).not_in(collected),
    )
    for certificate in session.exec(loose):
        certificate.case_id = case.id
        session.add(certificate)


def stage_book(session: Session, case_id: str) -> list[rules.StageEvent]:
    """The stage book of a case, as the rules read it."""
    rows = session.exec(select(StageEvent).where(StageEvent.case_id == case_id, StageEvent.hidden == 0)).all()
    return [
        rules.StageEvent(row.stage, StageOutcome(row.outcome), date.fromisoformat(row.on_date), row.id)
        for row in rows
        if row.stage and row.on_date and row.outcome in set(StageOutcome)
    ]


def put_stage(session: Session, case: LandCase, stage: int, outcome: StageOutcome, on_date: date) -> StageEvent:
    """A stage event row in the caller's transaction, unchecked: what a certificate's own book proves needs no leave."""
    event = StageEvent(
        id=new_id(), scope=case.scope, case_id=case.id, stage=int(stage), outcome=outcome.value, on_date=iso(on_date)
    )
    session.add(event)
    session.flush()
    return event


def record_stage(store: Store, new: NewStage) -> Changes:
    """Enters a stage in a case's book: never skipping, a publicity never before its last day or with an open
    objection; stage 11 follows the collection of the certificate by itself."""
    check(new, store.today())
    on_date = new.on_date or store.today()
    if not 1 <= new.stage <= LandStage.COLLECTION:
        raise RuleError(_("步骤填 1 到 11 的序号。"), field="stage")
    outcome, stage = StageOutcome(new.outcome), LandStage(new.stage)
    if stage is LandStage.COLLECTION and outcome is StageOutcome.DONE:
        raise RuleError(_("领取签收请在发证台登记领证人，这一步会自动完成。"), field="stage", code="LAND_STAGE")
    with store.write(_("办证进度"), reason=new.reason) as session:
        case = case_here(session, new.case_id)
        book = stage_book(session, case.id)
        latest = max((event.on for event in book), default=on_date)
        if on_date < latest:
            raise RuleError(_("日期早于上一步的 {day}，请改正。").format(day=latest.isoformat()), field="on_date")
        current = rules.current_stage(book)
        refusal = rules.stage_refusal(current, stage, outcome, _stage_facts(session, case, stage, on_date, new.reason))
        if refusal:
            raise RuleError(refusal + "。", field="stage", code="LAND_STAGE")
        event = put_stage(session, case, stage, outcome, on_date)
        event.by_name, event.reason = (new.by_name or store.me.name), (new.reason or "").strip() or None
        session.add(event)
        ids = (event.id, case.id)
        household_id = case.household_id
    return Changes.of("land", *ids, household=household_id)


def _stage_facts(
    session: Session, case: LandCase, stage: LandStage, on_date: date, reason: str | None
) -> rules.StageFacts:
    batch = session.get(LandBatch, case.batch_id) if case.batch_id else None
    may_waive = batch is not None and stage in _stage_numbers(batch.waivable_stages)
    publicity = publicity_of(session, case, stage)
    ends_on = date.fromisoformat(publicity.ends_on) if publicity and publicity.ends_on else None
    return rules.StageFacts(
        today=on_date,
        reason=reason or "",
        batch_may_waive=may_waive,
        publicity_ends_on=ends_on,
        open_objections=open_objections(session, publicity.id) if publicity else 0,
    )


def open_blocker(store: Store, new: NewBlocker) -> Changes:
    """Writes down what stands in the way; the stage stays where it is."""
    check(new, store.today())
    opened_on = new.opened_on or store.today()
    if new.code == BlockerCode.OTHER and not (new.note or "").strip():
        raise RuleError(_("选“其他”时请写明是什么障碍。"), field="note")
    with store.write(_("办证障碍")) as session:
        case = case_here(session, new.case_id)
        same = select(Blocker.id).where(
            Blocker.case_id == case.id, Blocker.code == new.code, col(Blocker.closed_on).is_(None), Blocker.hidden == 0
        )
        if session.exec(same).first():
            raise RuleError(_("这个障碍已经登记，还没有解除。"), field="code")
        values = plain(new) | {"opened_on": iso(opened_on), "opened_by": store.me.name}
        blocker = Blocker(id=new_id(), scope=case.scope, **values)
        session.add(blocker)
        ids = (blocker.id, case.id)
        household_id = case.household_id
    return Changes.of("land", *ids, household=household_id)


def close_blocker(store: Store, blocker_id: str, resolution: str, closed_on: date | None = None) -> Changes:
    """Takes an obstacle away, with how it was solved; the same one may be opened again."""
    closed_on = past_day(closed_on, store.today(), "closed_on")
    if not resolution.strip():
        raise RuleError(_("请写明障碍是怎样解决的。"), field="resolution")
    with store.write(_("办证障碍")) as session:
        blocker = session.get(Blocker, blocker_id)
        if blocker is None or blocker.hidden or blocker.closed_on:
            raise RuleError(_("这个障碍已经解除，请刷新后再看。"), field="blocker_id")
        if blocker.opened_on and iso(closed_on) < blocker.opened_on:  # type: ignore[operator]
            raise RuleError(_("解除日期早于登记日期，请改正。"), field="closed_on")
        blocker.closed_on, blocker.closed_by, blocker.resolution = iso(closed_on), store.me.name, resolution.strip()
        session.add(blocker)
        case = case_here(session, blocker.case_id)
        ids = (blocker.id, case.id)
        household_id = case.household_id
    return Changes.of("land", *ids, household=household_id)
