"""Deeds after the parties agreed: the agreement with its clauses, what was performed, the revisits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sqlmodel import Session, col, select

from db.actions.disputes.cases import dispute_here, draft_number, touched
from db.actions.disputes.steps import facts_of, land_contract, move_on, state_of, steps_of
from db.actions.inputs import asked, asks, check, iso, past_day, plain
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import MEDIATION, Agreement, Clause, Dispute, Party, Performance, Revisit
from db.rules import disputes as rules
from db.rules.codes import AgreementForm, DisputeState
from db.store import Store

S = DisputeState


@asks("clause")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewClause:
    """One clause: who does what, how much, how, by when."""

    who: str | None = asked()
    what: str | None = asked()
    amount: str | None = asked()
    how: str | None = asked()
    due_on: date | None = asked()


@asks("agreement")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """An agreement with its clauses (forms F10, F11); copies are one for each party and one for the committee."""

    dispute_id: str = asked(required=True)
    agreement_form: str = asked(default="written")
    agreed_on: date | None = asked(required=False)
    facts: str | None = asked()
    place: str | None = asked()
    mediators: str | None = asked()
    recorder: str | None = asked()
    copies: int | None = asked()
    parties_signed: bool = asked(default=True)
    mediator_signed: bool = asked(default=True)
    sealed: bool = asked(default=True)
    clauses: tuple[NewClause, ...] = asked("协议条款", required=True, default=())


@asks("performance")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerformance:
    """What somebody did of a clause."""

    clause_id: str = asked(required=True)
    performed_on: date | None = asked()
    amount: str | None = asked()
    complete: bool = asked(default=True)
    note: str | None = asked()


@asks("revisit")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewRevisit:
    """A visit to the parties after the agreement (form F13)."""

    dispute_id: str = asked(required=True)
    revisited_on: date | None = asked()
    revisited_by: str | None = asked()
    performance: str | None = asked()
    satisfaction: str | None = asked()
    findings: str | None = asked()


def record_agreement(store: Store, new: NewAgreement) -> Changes:
    """Writes an agreement down: every clause complete, never oral where contracted land is disputed (调解仲裁法 10).

    A written one takes effect when all signed and the seal is on (人民调解法 29), an oral one when reached (30).
    """
    check(new, store.today())
    agreed_on = new.agreed_on or store.today()
    oral = new.agreement_form == AgreementForm.ORAL
    clauses = [_clause_values(n, clause) for n, clause in enumerate(new.clauses, 1)]
    with store.write(_("调解协议")) as session:
        dispute = dispute_here(session, new.dispute_id)
        if oral and (refusal := rules.oral_refusal(land_contract(dispute))):
            raise RuleError(refusal + "。", field="agreement_form", code="ORAL_AGREEMENT")
        if not oral and not (new.facts or dispute.summary or "").strip():
            raise RuleError(_("请写明纠纷主要事实和争议事项。"), field="facts")
        effective = oral or (new.parties_signed and new.mediator_signed and new.sealed)
        values = plain(new) | {
            "agreed_on": iso(agreed_on),
            "effective_on": iso(agreed_on) if effective else None,
            "facts": new.facts or dispute.summary,
            "copies": _copies(session, dispute, new),
            "mediators": new.mediators or dispute.mediators or store.me.name,
            "recorder": new.recorder or store.me.name,
            "draft_no": draft_number(session, store, agreed_on.year),
            "official_no": dispute.official_no,
        }
        agreement = Agreement(id=new_id(), scope=dispute.scope, compartment=MEDIATION, **values)
        session.add(agreement)
        session.flush()
        rows = [
            Clause(id=new_id(), scope=dispute.scope, compartment=MEDIATION, agreement_id=agreement.id, **clause)
            for clause in clauses
        ]
        session.add_all(rows)
        session.flush()
        to = S.AGREED_ORAL if oral else S.AGREED_WRITTEN
        move_on(session, dispute, to, agreed_on, replace(facts_of(session, dispute), clauses=len(rows)))
        return touched(session, dispute.id, agreement.id, dispute.id, *(row.id for row in rows))


def _clause_values(number: int, new: NewClause) -> dict[str, Any]:
    values = plain(new) | {"position": number}
    gaps = rules.clause_gaps(
        rules.Clause(
            new.who or "", new.what or "", Decimal(values["amount"]) if values["amount"] else None, new.how or "",
            values["due_on"] or "",
        )
    )  # fmt: skip
    if gaps:
        raise RuleError(
            _("第 {n} 条{gap}，请补上。").format(n=number, gap="、".join(gaps)), field="clauses", code="CLAUSE"
        )
    return values


def _copies(session: Session, dispute: Dispute, new: NewAgreement) -> int:
    parties = len(session.exec(select(Party.id).where(Party.dispute_id == dispute.id, Party.hidden == 0)).all())
    wanted = rules.copies(parties)
    if new.copies is not None and new.copies != wanted:
        raise RuleError(
            _("协议要 {n} 份：{parties} 方当事人各一份，调委会一份。").format(n=wanted, parties=parties), field="copies"
        )
    return wanted


def sign_agreement(store: Store, agreement_id: str, effective_on: date | None = None) -> Changes:
    """Writes down that all signed and the seal is on: from this day the agreement binds (人民调解法 29, 31)."""
    effective_on = past_day(effective_on, store.today(), "effective_on")
    with store.write(_("协议生效")) as session:
        agreement = session.get(Agreement, agreement_id)
        if agreement is None or agreement.hidden:
            raise RuleError(_("找不到这份协议，请重新选择。"), field="agreement_id")
        if agreement.effective_on:
            raise RuleError(_("这份协议已经生效。"), field="agreement_id")
        if iso(effective_on) < (agreement.agreed_on or ""):  # type: ignore[operator]
            raise RuleError(_("生效日期早于达成日期，请改正。"), field="effective_on")
        agreement.effective_on = iso(effective_on)
        agreement.parties_signed = agreement.mediator_signed = agreement.sealed = 1
        session.add(agreement)
        return touched(session, agreement.dispute_id or "", agreement.id, agreement.dispute_id or "")


def record_performance(store: Store, new: NewPerformance) -> Changes:
    """Writes down what was performed; when every clause is, the case stands as performed."""
    check(new, store.today())
    performed_on = new.performed_on or store.today()
    with store.write(_("协议履行")) as session:
        clause = session.get(Clause, new.clause_id)
        agreement = session.get(Agreement, clause.agreement_id) if clause and not clause.hidden else None
        if clause is None or agreement is None:
            raise RuleError(_("找不到这一条协议条款，请重新选择。"), field="clause_id")
        if performed_on.isoformat() < (agreement.agreed_on or ""):
            raise RuleError(_("履行日期早于达成协议的日期，请改正。"), field="performed_on")
        dispute = dispute_here(session, agreement.dispute_id)
        values = plain(new) | {"performed_on": iso(performed_on)}
        row = Performance(id=new_id(), scope=dispute.scope, compartment=MEDIATION, **values)
        session.add(row)
        session.flush()
        _performed(session, dispute, agreement.id, performed_on)
        return touched(session, dispute.id, row.id, dispute.id, clause.id)


def _performed(session: Session, dispute: Dispute, agreement_id: str, performed_on: date) -> None:
    """Moves the case to 履行监督 or 履行完毕, where it is not there yet; a late entry moves nothing back."""
    clauses = session.exec(select(Clause.id).where(Clause.agreement_id == agreement_id, Clause.hidden == 0)).all()
    complete = session.exec(
        select(Performance.clause_id).where(
            col(Performance.clause_id).in_(clauses), Performance.complete == 1, Performance.hidden == 0
        )
    ).all()
    state, to = state_of(session, dispute.id), S.PERFORMED if set(clauses) <= set(complete) else S.PERFORMING
    if state is to or to not in rules.next_states(state):
        return
    latest = max((on for on in _step_days(session, dispute.id)), default=performed_on)
    move_on(session, dispute, to, max(performed_on, latest), facts_of(session, dispute))


def _step_days(session: Session, dispute_id: str) -> list[date]:
    return [date.fromisoformat(step.on_date) for step in steps_of(session, dispute_id) if step.on_date]


def record_revisit(store: Store, new: NewRevisit) -> Changes:
    """Writes a revisit down; after the performance it is the step before closing."""
    check(new, store.today())
    revisited_on = new.revisited_on or store.today()
    with store.write(_("调解回访")) as session:
        dispute = dispute_here(session, new.dispute_id)
        values = plain(new) | {
            "revisited_on": iso(revisited_on), "revisited_by": new.revisited_by or store.me.name
        }  # fmt: skip
        revisit = Revisit(id=new_id(), scope=dispute.scope, compartment=MEDIATION, **values)
        session.add(revisit)
        session.flush()
        if S.REVISITED in rules.next_states(state_of(session, dispute.id)):
            move_on(session, dispute, S.REVISITED, revisited_on, facts_of(session, dispute))
        return touched(session, dispute.id, revisit.id, dispute.id)
