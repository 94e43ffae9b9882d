"""Deeds about requests: every one is written down, and none is closed without a reply (件件有回复)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from typing import Final

from sqlmodel import Session, col, select

from db import capture
from db.actions.counters import next_number
from db.actions.drafts import DraftKey, let_go
from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso, plain
from db.actions.places import village_here
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import GENERAL, RESTRICTED, Household, Person, Reply, Request, RequestStep, Township, metadata
from db.rules import requests as rules
from db.rules.codes import PetitionKind, RequestOutcome, RequestState, Satisfaction
from db.store import Store, setting

_QUIET: Final = frozenset({RequestState.TRIAGED, RequestState.ACCEPTED, RequestState.IN_PROGRESS, RequestState.REPLIED})
"""Steps that quick entry may record by itself; every other one wants a reason or a person."""


@asks("request")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request as it is told."""

    household_id: str | None = asked()
    village_id: str | None = asked()
    requester_id: str | None = asked()
    requester_name: str | None = asked()
    requester_phone: str | None = asked()
    visit_id: str | None = asked()
    received_on: date | None = asked(required=False)
    content: str = asked()
    topic: str | None = asked()
    request_kind: str | None = asked(default="need")
    petition_kind: str | None = asked()
    channel: str | None = asked(default="visit")
    source: str | None = asked()
    assigner: str | None = asked()
    place: str | None = asked()
    people_count: int | None = asked()
    priority: str | None = asked()
    legacy_year: int | None = asked()
    litigation: str | None = asked()
    legal_route: str | None = asked()
    accused_unit: str | None = asked()
    due_on: date | None = asked()
    handler_id: str | None = asked()
    handler_name: str | None = asked()


@asks("reply")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """A reply given to the requester."""

    request_id: str = asked(required=True)
    content: str = asked()
    replied_on: date | None = asked(required=False)
    way: str | None = asked(default="in_person")
    outcome: str | None = asked()
    legal_basis: str | None = asked()
    proof: str | None = asked()
    replier_name: str | None = asked()
    satisfaction: str | None = asked("满意度", codes="satisfaction")
    close: bool = asked("同时办结", default=False)
    to_unit: str | None = asked("转办：去向单位")
    to_person: str | None = asked("转办：去向人")
    reason: str | None = asked("理由")


@asks("request")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudgement:
    """What the requester thinks of the reply."""

    request_id: str = asked("诉求", required=True)
    satisfaction: str = asked(required=True)
    note: str | None = asked("评价说明")
    close: bool = asked("同时办结", default=False)


@asks("request_step")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step to be taken with a request."""

    request_id: str = asked(required=True)
    step: str = asked()
    on_date: date | None = asked()
    to_unit: str | None = asked()
    to_person: str | None = asked()
    due_on: date | None = asked()
    reason: str | None = asked()
    note: str | None = asked()
    consent_of_head: bool = asked("负责人已批准", default=False)


def record_request(store: Store, new: NewRequest, *, draft: DraftKey | None = None) -> Changes:
    """Writes a request down; an accusation goes into the restricted compartment (信访工作条例 art. 30)."""
    with store.write(_("诉求")) as session:
        request = put_request(session, store, new)
        let_go(session, draft)
        ids = (request.id, request.household_id)
    return Changes.of("requests", ids[0], household=ids[1])


def put_request(session: Session, store: Store, new: NewRequest) -> Request:
    """A request row in the caller's transaction."""
    check(new, store.today())
    received = new.received_on or store.today()
    if not (new.household_id or new.requester_name):
        raise RuleError(_("请选择农户，或写明诉求人。"), field="household_id")
    household = household_here(session, new.household_id) if new.household_id else None
    village_id = household.scope if household else village_here(session, store, new.village_id).id
    accusation = new.petition_kind == PetitionKind.ACCUSATION
    if accusation:
        not_of_the_office(session, store, new.accused_unit)
    promised = rules.reply_due_on(received, rules.reply_days(setting(session, rules.REPLY_DAYS_SETTING)))
    due_on = iso(new.due_on or promised)
    values = plain(new) | {
        "household_id": household.id if household else None,
        "village_id": village_id,
        "received_on": received.isoformat(),
        "first_due_on": due_on,
        "due_on": due_on,
        "handler_name": new.handler_name or store.me.name,
        "requester_name": new.requester_name or _requester(session, household, new.requester_id),
    }
    request = Request(
        id=new_id(),
        scope=village_id,
        compartment=RESTRICTED if accusation else GENERAL,
        number=_number(session, store, received.year, accusation=accusation),
        **values,
    )
    session.add(request)
    session.flush()
    return request


def not_of_the_office(session: Session, store: Store, accused: str | None) -> None:
    """RuleError where an accusation is of the township itself: it would be handed to those it accuses."""
    named = session.exec(select(Township.name).where(Township.id == store.township_id)).first()
    names = [name for name in (named, store.name if store.role == "township" else None) if name]
    if any(rules.accuses_unit(accused or "", name) for name in names):
        raise RuleError(
            _("被检举的是镇里自己，不能经镇里转，这里不记。请告诉群众直接向县纪委、县信访局反映。"),
            field="accused_unit",
        )


def _number(session: Session, store: Store, year: int, *, accusation: bool) -> str:
    """Accusations have numbers of their own: no gap in the others' tells that there is one (privacy.md P5)."""
    if accusation:
        return "检" + next_number(session, store, "accusation", year)
    return next_number(session, store, "request", year)


def _requester(session: Session, household: Household | None, person_id: str | None) -> str | None:
    if person_id:
        person = session.get(Person, person_id)
        return person.name if person else None
    if household is None:
        return None
    return session.exec(
        select(Person.name).where(Person.household_id == household.id, Person.is_head == 1, Person.hidden == 0)
    ).first()


def request_here(session: Session, request_id: str) -> Request:
    """The request named; RuleError where there is none of that id."""
    request = session.get(Request, request_id)
    if request is None or request.hidden:
        raise RuleError(_("找不到这条诉求，请重新选择。"), field="request_id")
    return request


def state_of(session: Session, request_id: str) -> RequestState:
    """Where a request stands, read from its steps by day and then by the order they were written in."""
    steps = session.exec(
        select(RequestStep.step)
        .where(RequestStep.request_id == request_id, RequestStep.hidden == 0)
        .order_by(col(RequestStep.on_date), col(RequestStep.id))
    ).all()
    return rules.state_after(
        [RequestState(s) for s in steps if s in set(RequestState)], replies_of(session, request_id)
    )


def replies_of(session: Session, request_id: str) -> int:
    """How many answers it has."""
    told = session.exec(select(Reply.outcome).where(Reply.request_id == request_id, Reply.hidden == 0)).all()
    return sum(map(rules.answers, told))


def _quiet_path(state: RequestState, to: RequestState) -> tuple[RequestState, ...]:
    """The steps between, oldest first, `to` the last; only such as need no reason. Empty where there is no such way."""
    queue: deque[tuple[RequestState, ...]] = deque([(state,)])
    seen = {state}
    while queue:
        path = queue.popleft()
        for following in rules.next_states(path[-1]):
            if following is to:
                return (*path[1:], to)
            if following in _QUIET and following not in seen:
                seen.add(following)
                queue.append((*path, following))
    return ()


def move_on(session: Session, store: Store, request: Request, new: NewStep) -> RequestStep:
    """Records a step, and before it those in between that need no words; RuleError says why a step is not allowed."""
    state, to = state_of(session, request.id), RequestState(new.step)
    path = _quiet_path(state, to) or (to,)
    facts = rules.StepFacts(
        replies=replies_of(session, request.id),
        reason=new.reason or "",
        satisfaction=Satisfaction(request.satisfaction) if request.satisfaction in set(Satisfaction) else None,
        petition_kind=PetitionKind(request.petition_kind) if request.petition_kind in set(PetitionKind) else None,
        to_unit=new.to_unit or "",
        to_person=new.to_person or "",
        accused_unit=request.accused_unit or "",
        consent_of_head=new.consent_of_head,
    )
    on_date = new.on_date or store.today()
    if request.received_on and on_date.isoformat() < request.received_on:
        raise RuleError(_("日期早于收到诉求的那天，请改正。"), field="on_date")
    made: RequestStep | None = None
    for step in path:
        refusal = rules.refusal(state, step, facts)
        if refusal:
            raise RuleError(refusal + "。", field=rules.field_refused(state, step, facts), code="REQUEST_STEP")
        values = plain(new, "consent_of_head", "request_id") if step is to else {}
        values |= {"step": step.value, "on_date": on_date.isoformat(), "cadre_name": store.me.name}
        made = RequestStep(
            id=new_id(), scope=request.scope, compartment=request.compartment, request_id=request.id, **values
        )
        session.add(made)
        session.flush()
        state = step
    assert made is not None
    if to is RequestState.EXTENDED and new.due_on:
        request.first_due_on = request.first_due_on or request.due_on
        request.due_on = iso(new.due_on)
        session.add(request)
    return made


def take_step(store: Store, new: NewStep, *, draft: DraftKey | None = None) -> Changes:
    """Takes a request one step further: accept, pass on, extend, close, open again."""
    check(new, store.today())
    with store.write(_("诉求办理")) as session:
        request = request_here(session, new.request_id)
        step = move_on(session, store, request, new)
        let_go(session, draft)
        ids = (step.id, request.household_id)
    return Changes.of("requests", ids[0], new.request_id, household=ids[1])


def answer_request(
    store: Store, new: NewReply, seen: Mapping[str, str] | None = None, *, draft: DraftKey | None = None
) -> Changes:
    """Records a reply; the request is answered, and closed too where that was asked.

    With the outcome 转办 it is passed on instead, which wants an addressee and a reason, and its clock goes on.
    ``seen`` are the tokens of what the form showed of the request: an outcome taken in meanwhile becomes a conflict.
    """
    check(new, store.today())
    passed_on = not rules.answers(new.outcome)
    if passed_on and (new.close or new.satisfaction):
        field = "close" if new.close else "satisfaction"
        raise RuleError(_("转办还不是答复，不能同时办结，也不能评价。"), field=field)
    with store.write(_("答复")) as session:
        request = request_here(session, new.request_id)
        _based_on(session, request, seen)
        replied_on = new.replied_on or store.today()
        if request.received_on and replied_on.isoformat() < request.received_on:
            raise RuleError(_("答复日期早于收到诉求的那天，请改正。"), field="replied_on")
        values = plain(new, "satisfaction", "close", "reason", "to_unit", "to_person") | {
            "replied_on": replied_on.isoformat(),
            "replier_name": new.replier_name or store.me.name,
        }
        reply = Reply(id=new_id(), scope=request.scope, compartment=request.compartment, **values)
        session.add(reply)
        session.flush()
        if passed_on:
            _pass_on(session, store, request, new)
        else:
            _answered(session, store, request, new)
        let_go(session, draft)
        ids = (reply.id, request.household_id)
    return Changes.of("requests", ids[0], new.request_id, household=ids[1])


def _pass_on(session: Session, store: Store, request: Request, new: NewReply) -> None:
    step = NewStep(
        request_id=request.id,
        step=RequestState.FORWARDED.value,
        on_date=new.replied_on,
        to_unit=new.to_unit,
        to_person=new.to_person,
        reason=new.reason,
    )
    move_on(session, store, request, step)


def _answered(session: Session, store: Store, request: Request, new: NewReply) -> None:
    if new.outcome:
        request.outcome = new.outcome
    if new.satisfaction:
        request.satisfaction = new.satisfaction
    session.add(request)
    state, to = state_of(session, request.id), RequestState.REPLIED
    if new.outcome == RequestOutcome.SOLVED_AT_ONCE and _quiet_path(state, RequestState.ANSWERED_AT_ONCE):
        to = RequestState.ANSWERED_AT_ONCE
    step = NewStep(request_id=request.id, step=to.value, on_date=new.replied_on, reason=new.reason)
    if state not in rules.ENDED:
        if state is not to:
            move_on(session, store, request, step)
        if new.close:
            move_on(session, store, request, replace(step, step=RequestState.CLOSED.value))


def _based_on(session: Session, request: Request, seen: Mapping[str, str] | None) -> None:
    """What the form showed of a request stands for what its author replaces."""
    judged = ("outcome", "satisfaction", "satisfaction_note")
    tokens = {name: seen[name] for name in judged if name in seen} if seen else {}
    capture.set_base(session.connection(), capture.synced_tables(metadata)["request"], request.id, tokens)


def evaluate_request(
    store: Store, new: NewJudgement, seen: Mapping[str, str] | None = None, *, draft: DraftKey | None = None
) -> Changes:
    """Writes down how satisfied the requester is, and closes the matter where that was asked; both or neither.

    Only an answered request can be judged. ``seen`` as for a reply.
    """
    check(new, store.today())
    with store.write(_("评价")) as session:
        request = request_here(session, new.request_id)
        _based_on(session, request, seen)
        request.satisfaction, request.satisfaction_note = new.satisfaction, new.note
        session.add(request)
        step = NewStep(request_id=request.id, step=RequestState.EVALUATED.value, note=new.note)
        move_on(session, store, request, step)
        if new.close:
            move_on(session, store, request, replace(step, step=RequestState.CLOSED.value, note=None, reason=new.note))
        let_go(session, draft)
        household_id = request.household_id
    return Changes.of("requests", new.request_id, household=household_id)


def close_request(
    store: Store, request_id: str, reason: str | None = None, *, draft: DraftKey | None = None
) -> Changes:
    """Closes a request; RuleError where nobody has replied yet."""
    return take_step(store, NewStep(request_id=request_id, step=RequestState.CLOSED.value, reason=reason), draft=draft)
