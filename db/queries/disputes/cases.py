"""One dispute whole: parties, steps, sittings, agreements and their performance, and what the dossier lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any, Final

from db.errors import RuleError
from db.queries.disputes.lines import PARTIES, STEPS, DisputeFilter, DisputeLine, dispute_lines, grouped
from db.queries.rows import ask, day, words
from db.rules import deadlines
from db.rules import disputes as rules
from db.rules.codes import DisputeState, spoken
from db.rules.deadlines import Countdown
from db.rules.money import read_amount
from db.store import Store

S = DisputeState


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a case; `step` is a state, or extended."""

    id: str
    step: str
    label: str
    on: date | None
    reason: str
    note: str
    to_unit: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party as the forms want it."""

    id: str
    side: str
    side_label: str
    name: str
    household_id: str
    person_id: str
    sex: str
    nationality: str
    birth_date: str
    occupation: str
    id_no: str
    phone: str
    address: str
    organisation: str
    legal_representative: str
    agent_name: str
    notice_told_on: date | None


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting."""

    id: str
    number: int
    held_on: date | None
    time_from: str
    place: str
    mediators: str
    recorder: str
    attendees: str
    record: str
    result: str
    result_label: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause with what was performed of it."""

    id: str
    position: int
    who: str
    what: str
    amount: str
    how: str
    due_on: date | None
    performed_on: date | None
    performed_amount: str
    complete: bool


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement; it binds from `effective_on`."""

    id: str
    form: str
    form_label: str
    number: str
    agreed_on: date | None
    effective_on: date | None
    facts: str
    place: str
    mediators: str
    recorder: str
    copies: int
    clauses: tuple[ClauseLine, ...]
    court_confirmation: Countdown | None


@dataclass(frozen=True, slots=True)
class RevisitLine:
    """A revisit."""

    id: str
    revisited_on: date | None
    revisited_by: str
    performance: str
    satisfaction: str
    findings: str


@dataclass(frozen=True, slots=True)
class DisputeCase:
    """One dispute with everything about it, and what may be done next."""

    line: DisputeLine
    type_code: str
    case_source: str
    committee_kind: str
    committee_name: str
    place: str
    summary: str
    demands: str
    land_contract: bool
    known_since: date | None
    arbitration: Countdown | None
    parties: tuple[PartyLine, ...]
    steps: tuple[StepLine, ...]
    sittings: tuple[SittingLine, ...]
    agreements: tuple[AgreementLine, ...]
    revisits: tuple[RevisitLine, ...]
    next_states: tuple[tuple[str, str], ...]
    suggestion: rules.GradeSuggestion
    dossier: tuple[rules.DossierCheck, ...]


_PARTS: Final[Mapping[str, str]] = {
    "sittings": "SELECT * FROM sitting WHERE dispute_id = :dispute AND hidden = 0 ORDER BY held_on, number, id",
    "agreements": "SELECT * FROM agreement WHERE dispute_id = :dispute AND hidden = 0 ORDER BY agreed_on, id",
    "revisits": "SELECT * FROM revisit WHERE dispute_id = :dispute AND hidden = 0 ORDER BY revisited_on, id",
    "clauses": (
        "SELECT c.* FROM clause c JOIN agreement a ON a.id = c.agreement_id WHERE a.dispute_id = :dispute"
        " AND a.hidden = 0 AND c.hidden = 0 ORDER BY c.position, c.id"
    ),
    "performances": (
        "SELECT p.* FROM performance p JOIN clause c ON c.id = p.clause_id JOIN agreement a ON a.id = c.agreement_id"
        " WHERE a.dispute_id = :dispute AND p.hidden = 0 ORDER BY p.performed_on, p.id"
    ),
}


def dispute_case(store: Store, dispute_id: str) -> DisputeCase:
    """One case whole; RuleError where there is none of that id."""
    today, one = store.today(), {"dispute": dispute_id}
    with store.read() as session:
        lines = dispute_lines(session, today, DisputeFilter(dispute_id=dispute_id))
        if not lines:
            raise RuleError(_("找不到这件纠纷，请重新选择。"), field="dispute_id")
        row = ask(session, "SELECT * FROM dispute WHERE id = :dispute", one)[0]
        parts = {name: ask(session, sql, one) for name, sql in _PARTS.items()}
        parts["steps"], parts["parties"] = ask(session, STEPS, one), ask(session, PARTIES, one)
    said = None if row.land_contract is None else row.land_contract == 1
    on_land = rules.is_land_contract(said, words(row.dispute_type))
    known = day(row.known_since)
    return DisputeCase(
        line=lines[0], type_code=words(row.dispute_type), case_source=spoken("case_source", row.case_source),
        committee_kind=spoken("committee_kind", row.committee_kind), committee_name=words(row.committee_name),
        place=words(row.place), summary=words(row.summary), demands=words(row.demands), land_contract=on_land,
        known_since=known, arbitration=deadlines.land_arbitration(known, today) if on_land and known else None,
        parties=tuple(map(_party, parts["parties"])), steps=tuple(map(_step, parts["steps"])),
        sittings=tuple(map(_sitting, parts["sittings"])),
        agreements=_agreements(row, parts, today), revisits=tuple(map(_revisit, parts["revisits"])),
        next_states=tuple((s.value, s.label) for s in rules.next_states(S(lines[0].state))),
        suggestion=_suggestion(row, parts, on_land=on_land), dossier=rules.dossier_checks(_dossier(parts)),
    )  # fmt: skip


def _party(r: Any) -> PartyLine:
    return PartyLine(
        r.id, words(r.side), spoken("party_side", r.side), words(r.name), words(r.household_id), words(r.person_id),
        spoken("GB/T 2261.1", r.sex), spoken("GB/T 3304-1991", r.nationality), words(r.birth_date), words(r.occupation),
        words(r.id_no), words(r.phone), words(r.address), words(r.organisation), words(r.legal_representative),
        words(r.agent_name), day(r.notice_told_on),
    )  # fmt: skip


def _step(r: Any) -> StepLine:
    name = _("延期") if r.step == "extended" else spoken("dispute_state", r.step)
    reason = spoken("termination_reason", r.reason) if r.step == S.TERMINATED else words(r.reason)
    return StepLine(
        r.id, words(r.step), name, day(r.on_date), reason, words(r.note), words(r.to_unit), day(r.due_on)
    )  # fmt: skip


def _sitting(r: Any) -> SittingLine:
    return SittingLine(
        r.id, r.number or 0, day(r.held_on), words(r.time_from), words(r.place), words(r.mediators), words(r.recorder),
        words(r.attendees), words(r.record), words(r.result), spoken("sitting_result", r.result),
    )  # fmt: skip


def _revisit(r: Any) -> RevisitLine:
    return RevisitLine(
        r.id, day(r.revisited_on), words(r.revisited_by), words(r.performance), spoken("satisfaction", r.satisfaction),
        words(r.findings),
    )  # fmt: skip


def _agreements(dispute: Any, parts: Mapping[str, Sequence[Any]], today: date) -> tuple[AgreementLine, ...]:
    clauses, done = grouped(parts["clauses"], "agreement_id"), grouped(parts["performances"], "clause_id")
    found = []
    for r in parts["agreements"]:
        effective = day(r.effective_on)
        court = deadlines.court_confirmation(effective, today, words(dispute.dispute_type)) if effective else None
        found.append(
            AgreementLine(
                r.id, words(r.agreement_form), spoken("agreement_form", r.agreement_form),
                words(r.official_no or r.draft_no), day(r.agreed_on), effective, words(r.facts), words(r.place),
                words(r.mediators), words(r.recorder), r.copies or 0,
                tuple(_clause(c, done(c.id)) for c in clauses(r.id)), court,
            )
        )  # fmt: skip
    return tuple(found)


def _clause(r: Any, performances: list[Any]) -> ClauseLine:
    paid = sum((amount for p in performances if (amount := read_amount(words(p.amount)))), Decimal(0))
    return ClauseLine(
        r.id, r.position or 0, words(r.who), words(r.what), words(r.amount), words(r.how), day(r.due_on),
        day(performances[-1].performed_on) if performances else None, str(paid) if paid else "",
        any(p.complete == 1 for p in performances),
    )  # fmt: skip


def _suggestion(row: Any, parts: Mapping[str, Sequence[Any]], *, on_land: bool) -> rules.GradeSuggestion:
    text = " ".join([words(row.summary), words(row.demands), *(words(s.record) for s in parts["sittings"])])
    people = row.people_count or len(parts["parties"])
    amount = read_amount(words(row.amount)) or Decimal(0)
    times = sum(1 for s in parts["steps"] if s.step == S.MEDIATION)
    return rules.suggest_grade(rules.GradeFacts(people, amount, text, times, land_ownership=on_land))


def _dossier(parts: Mapping[str, Sequence[Any]]) -> rules.DossierFacts:
    """What of the dossier the book itself can tell; pages are counted when it is printed."""
    parties, agreement = parts["parties"], parts["agreements"][-1] if parts["agreements"] else None
    first = min((s.held_on for s in parts["sittings"] if s.held_on), default=None)
    written = agreement is not None and agreement.agreement_form == "written"
    clauses = [c for c in parts["clauses"] if agreement is not None and c.agreement_id == agreement.id]
    texts = " ".join([*(words(c.what) for c in clauses), words(agreement.facts) if agreement else ""])
    return rules.DossierFacts(
        application_or_acceptance=any(s.step == S.ACCEPTED for s in parts["steps"]),
        rights_told_before_first_sitting=all((p.notice_told_on or "9") <= first for p in parties) if first else None,
        all_parties_signed=agreement.parties_signed == 1 if agreement is not None and written else None,
        seal=agreement.sealed == 1 if agreement is not None and written else None,
        incomplete_clauses=sum(1 for c in clauses if not (c.how and c.due_on)) if agreement is not None else None,
        copies_made=agreement.copies if agreement is not None and written else None,
        parties=len(parties),
        confirmation_warning_settled=None,
        revisits=len(parts["revisits"]) if agreement is not None else None,
        unclear_terms=len(rules.term_hints(texts)),
    )
