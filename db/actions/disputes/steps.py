"""Deeds that move a dispute on: accepted, refused, referred, sat upon, extended, ended, closed, opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from typing import Final

from sqlmodel import Session, col, select

from db.actions.disputes.cases import dispute_here, put_step, tell_untold, touched
from db.actions.inputs import asked, asks, check, iso, plain
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import MEDIATION, Agreement, Clause, Dispute, DisputeStep, Party, Revisit, Sitting
from db.rules import deadlines
from db.rules import disputes as rules
from db.rules.codes import DisputeState, PartySide, SittingResult, TerminationReason
from db.store import Store

S = DisputeState
EXTENDED: Final = "extended"
"""A step that is no state: the mediation goes on with a later last day."""
_OPEN: Final = (S.ACCEPTED, S.INQUIRY, S.MEDIATION, S.FAILED)


@asks("dispute_step")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisputeStep:
    """A step to be taken with a dispute."""

    dispute_id: str = asked(required=True)
    step: str = asked()
    on_date: date | None = asked()
    reason: str | None = asked()
    note: str | None = asked()
    to_unit: str | None = asked()


@asks("sitting")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewSitting:
    """A mediation meeting as it was held (form F09)."""

    dispute_id: str = asked(required=True)
    held_on: date | None = asked(required=False)
    time_from: str | None = asked()
    place: str | None = asked()
    mediators: str | None = asked()
    recorder: str | None = asked()
    attendees: str | None = asked()
    record: str = asked()
    result: str = asked()
    notice_told_on: date | None = asked("告知权利义务的日期")
    notice_reason: str | None = asked("没有告知的原因")
    refused_by_party: bool = asked("一方明确拒绝调解", default=False)
    reason: str | None = asked("重新调解的理由")


@asks("dispute_step")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewExtension:
    """A later last day, which both sides must want (宁波 27, 深圳 25)."""

    dispute_id: str = asked(required=True)
    days: int = asked("延长天数", required=True)
    applicant_consents: bool = asked("申请人同意", default=False)
    respondent_consents: bool = asked("被申请人同意", default=False)
    on_date: date | None = asked()
    reason: str | None = asked()


@asks("dispute_step")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewTermination:
    """The end without agreement: one of four reasons (宁波 23), and the other routes told (人民调解法 26)."""

    dispute_id: str = asked(required=True)
    reason: str = asked("终止原因", codes="termination_reason", required=True)
    routes_told: str | None = asked("已告知的其他途径")
    on_date: date | None = asked()


def steps_of(session: Session, dispute_id: str) -> list[DisputeStep]:
    """The steps of a dispute, oldest first."""
    wanted = select(DisputeStep).where(DisputeStep.dispute_id == dispute_id, DisputeStep.hidden == 0)
    return list(session.exec(wanted.order_by(col(DisputeStep.on_date), col(DisputeStep.id))))


def state_of(session: Session, dispute_id: str) -> DisputeState:
    """Where a dispute stands, read from its steps."""
    return rules.state_after(S(s.step) for s in steps_of(session, dispute_id) if s.step in set(S))


def facts_of(session: Session, dispute: Dispute) -> rules.StepFacts:
    """What the rules must know of a dispute before it moves on."""
    parties = session.exec(select(Party).where(Party.dispute_id == dispute.id, Party.hidden == 0)).all()
    sides = [party.side for party in parties]
    of_dispute = select(Agreement.id).where(Agreement.dispute_id == dispute.id, Agreement.hidden == 0)
    clauses = session.exec(select(Clause.id).where(col(Clause.agreement_id).in_(of_dispute), Clause.hidden == 0)).all()
    revisits = session.exec(select(Revisit.id).where(Revisit.dispute_id == dispute.id, Revisit.hidden == 0)).all()
    return rules.StepFacts(
        applicants=sides.count(PartySide.APPLICANT),
        respondents=len(sides) - sides.count(PartySide.APPLICANT),
        land_contract=land_contract(dispute),
        rights_told=all(party.notice_told_on for party in parties),
        clauses=len(clauses),
        revisits=len(revisits),
    )


def land_contract(dispute: Dispute) -> bool:
    """Whether contracted land is disputed."""
    said = None if dispute.land_contract is None else dispute.land_contract == 1
    return rules.is_land_contract(said, dispute.dispute_type or "")


def move_on(
    session: Session, dispute: Dispute, to: DisputeState, on_date: date, facts: rules.StepFacts, note: str = ""
) -> DisputeStep:
    """Takes a step in the caller's transaction; RuleError says why it is not allowed. Warnings go into its note."""
    steps = steps_of(session, dispute.id)
    latest = max((s.on_date for s in steps if s.on_date), default="")
    if on_date.isoformat() < latest:
        raise RuleError(_("日期早于上一步的 {day}，请改正。").format(day=latest), field="on_date")
    state = rules.state_after(S(s.step) for s in steps if s.step in set(S))
    refusal = rules.refusal(state, to, facts)
    if refusal:
        raise RuleError(refusal + "。", field=_field_of(facts, to), code="DISPUTE_STEP")
    warned = [_("注意：{warning}").format(warning=w) for w in rules.step_warnings(to, facts)]
    reason = facts.termination.value if facts.termination else facts.reason.strip() or None
    return put_step(
        session, dispute, to.value, on_date, reason=reason, to_unit=facts.to_unit.strip() or None,
        note="；".join(filter(None, (note.strip(), *warned))) or None,
    )  # fmt: skip


def _field_of(facts: rules.StepFacts, to: DisputeState) -> str:
    if to is S.TERMINATED:
        return "routes_told"
    if to is S.REFERRED and facts.reason.strip():
        return "to_unit"
    return "step" if facts.reason.strip() else "reason"


def take_dispute_step(store: Store, new: NewDisputeStep) -> Changes:
    """Takes a dispute one step further; sittings, agreements and endings have deeds of their own."""
    check(new, store.today())
    to = S(new.step)
    if to in (S.MEDIATION, S.AGREED_WRITTEN, S.AGREED_ORAL, S.TERMINATED):
        raise RuleError(_("“{step}”请在相应的表单里登记。").format(step=to.label), field="step")
    on_date = new.on_date or store.today()
    with store.write(_("纠纷办理"), reason=new.reason) as session:
        dispute = dispute_here(session, new.dispute_id)
        facts = replace(facts_of(session, dispute), reason=new.reason or "", to_unit=new.to_unit or "")
        step = move_on(session, dispute, to, on_date, facts, new.note or "")
        return touched(session, dispute.id, step.id, dispute.id)


def accept_dispute(store: Store, dispute_id: str, on_date: date | None = None) -> Changes:
    """Accepts a dispute; from this day the mediation has about a month (司法部令75号 33)."""
    return take_dispute_step(store, NewDisputeStep(dispute_id=dispute_id, step=S.ACCEPTED.value, on_date=on_date))


def refuse_dispute(store: Store, dispute_id: str, reason: str, on_date: date | None = None) -> Changes:
    """Does not accept a dispute, with the reason."""
    new = NewDisputeStep(dispute_id=dispute_id, step=S.NOT_ACCEPTED.value, reason=reason, on_date=on_date)
    return take_dispute_step(store, new)


def refer_dispute(store: Store, dispute_id: str, to_unit: str, reason: str, on_date: date | None = None) -> Changes:
    """Passes a dispute on to the body whose matter it is, with the reason."""
    new = NewDisputeStep(dispute_id=dispute_id, step=S.REFERRED.value, to_unit=to_unit, reason=reason, on_date=on_date)
    return take_dispute_step(store, new)


def close_dispute(store: Store, dispute_id: str, note: str | None = None, on_date: date | None = None) -> Changes:
    """Closes a case; a missing revisit is noted, not forbidden."""
    new = NewDisputeStep(dispute_id=dispute_id, step=S.CLOSED.value, note=note, on_date=on_date)
    return take_dispute_step(store, new)


def record_sitting(store: Store, new: NewSitting) -> Changes:
    """Writes a sitting down. Rights and duties are told before the first one (司法部令75号 30; 人民调解法 23, 24):
    each party has its day, or the reason why not is kept with the step."""
    check(new, store.today())
    held_on = new.held_on or store.today()
    if new.notice_told_on and new.notice_told_on > held_on:
        raise RuleError(_("告知的日期要在调解之前或当天。"), field="notice_told_on")
    with store.write(_("调解"), reason=new.reason) as session:
        dispute = dispute_here(session, new.dispute_id)
        if new.notice_told_on:
            tell_untold(session, dispute.id, new.notice_told_on)
            session.flush()
        note = _notice_note(session, dispute, held_on, new.notice_reason)
        facts = replace(
            facts_of(session, dispute), reason=new.reason or "", party_clearly_refuses=new.refused_by_party
        )  # fmt: skip
        step = move_on(session, dispute, S.MEDIATION, held_on, facts, note)
        before = session.exec(select(Sitting.id).where(Sitting.dispute_id == dispute.id, Sitting.hidden == 0)).all()
        values = plain(new, "notice_told_on", "notice_reason", "refused_by_party", "reason") | {
            "held_on": iso(held_on),
            "number": len(before) + 1,
            "mediators": new.mediators or dispute.mediators or store.me.name,
        }
        sitting = Sitting(id=new_id(), scope=dispute.scope, compartment=MEDIATION, **values)
        session.add(sitting)
        session.flush()
        if new.result == SittingResult.FAILED:
            move_on(session, dispute, S.FAILED, held_on, facts)
        return touched(session, dispute.id, sitting.id, dispute.id, step.id)


def _notice_note(session: Session, dispute: Dispute, held_on: date, reason: str | None) -> str:
    """What to write beside a sitting whose parties were not all told before; RuleError where no reason is given."""
    parties = session.exec(select(Party).where(Party.dispute_id == dispute.id, Party.hidden == 0)).all()
    untold = [p.name or p.organisation or "" for p in parties if (p.notice_told_on or "9") > held_on.isoformat()]
    if not untold:
        return ""
    if not (reason or "").strip():
        raise RuleError(
            _("调解前要告知 {names} 权利和义务，请填告知日期；确实没有告知的，请写明原因。").format(
                names="、".join(untold[:5])
            ),
            field="notice_told_on",
            code="MED-NOTICE",
        )
    return _("未先告知权利义务：{reason}").format(reason=(reason or "").strip())


def mediation_last_day(session: Session, dispute_id: str) -> date | None:
    """The last day of the mediation with its extensions; None before it was accepted."""
    steps = steps_of(session, dispute_id)
    accepted = [s.on_date for s in steps if s.step == S.ACCEPTED and s.on_date]
    if not accepted:
        return None
    since = accepted[-1]
    extended = [s.due_on for s in steps if s.step == EXTENDED and s.due_on and (s.on_date or "") >= since]
    return deadlines.mediation_last_on(date.fromisoformat(since), map(date.fromisoformat, extended))


def extend_mediation(store: Store, new: NewExtension) -> Changes:
    """Gives a mediation more days; both sides must want it."""
    check(new, store.today())
    on_date = new.on_date or store.today()
    refusal = deadlines.extension_refusal(new.days, new.applicant_consents, new.respondent_consents)
    if refusal:
        raise RuleError(refusal + "。", field="days" if new.days < 1 else "applicant_consents", code="MED-EXTEND")
    with store.write(_("调解延期"), reason=new.reason) as session:
        dispute = dispute_here(session, new.dispute_id)
        last_on = mediation_last_day(session, dispute.id)
        if last_on is None or state_of(session, dispute.id) not in _OPEN:
            raise RuleError(_("只有正在调解的纠纷可以延期。"), field="dispute_id", code="MED-EXTEND")
        due_on = date.fromordinal(last_on.toordinal() + new.days)
        step = put_step(
            session, dispute, EXTENDED, on_date, due_on=iso(due_on), reason=new.reason, note=_("双方当事人同意延期")
        )
        return touched(session, dispute.id, step.id, dispute.id)


def terminate_dispute(store: Store, new: NewTermination) -> Changes:
    """Ends a mediation without agreement; the parties are told what else they can do."""
    check(new, store.today())
    on_date = new.on_date or store.today()
    with store.write(_("终止调解")) as session:
        dispute = dispute_here(session, new.dispute_id)
        routes = (new.routes_told or "").strip()
        facts = replace(
            facts_of(session, dispute), termination=TerminationReason(new.reason), other_routes_told=bool(routes)
        )  # fmt: skip
        step = move_on(session, dispute, S.TERMINATED, on_date, facts, _("已告知：{routes}").format(routes=routes))
        return touched(session, dispute.id, step.id, dispute.id)


def reopen_dispute(store: Store, dispute_id: str, reason: str, on_date: date | None = None) -> Changes:
    """Brings back what was refused, referred, archived, or closed on an agreement that is not kept; with a reason.

    A mediation that ended is taken up again by its next sitting.
    """
    with store.read() as session:
        dispute = dispute_here(session, dispute_id)
        state, clauses = state_of(session, dispute_id), facts_of(session, dispute).clauses
    to = next((to for start, to in rules.BACKWARD if start is state and to is not S.MEDIATION), None)
    if to is None or (to is S.NOT_PERFORMED and not clauses):
        raise RuleError(
            _("这件纠纷没有办结；调解不成后要再调，请直接登记下一次调解。"), field="dispute_id", code="DISPUTE_STEP"
        )
    new = NewDisputeStep(dispute_id=dispute_id, step=to.value, reason=reason, on_date=on_date)
    return take_dispute_step(store, new)
