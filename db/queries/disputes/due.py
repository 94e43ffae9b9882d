"""What is due in mediation: each limit with its last day, and whether it is law or advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any, Final

from db.queries.disputes.lines import PARTIES, STEPS, grouped, last_day_in, state_in
from db.queries.rows import ask, day, words
from db.rules import deadlines
from db.rules import disputes as rules
from db.rules.codes import DisputeState
from db.store import Store

S = DisputeState


@dataclass(frozen=True, slots=True)
class DueLine:
    """One limit of one dispute; `kind` says what stands behind it (law, advice …) and must be shown with it."""

    rule: str
    kind: str
    kind_label: str
    source: str
    dispute_id: str
    clause_id: str
    number: str
    title: str
    household_ids: tuple[str, ...]
    matter: str
    due_on: date
    days_left: int
    warnings: tuple[str, ...] = ()


_DISPUTES: Final = """
SELECT id, coalesce(official_no, draft_no) AS number, title, dispute_type, land_contract, known_since FROM dispute
WHERE hidden = 0 AND (:village IS NULL OR village_id = :village)
"""
_AGREEMENTS: Final = "SELECT * FROM agreement WHERE hidden = 0 ORDER BY agreed_on, id"
_CLAUSES: Final = """
SELECT c.*, EXISTS (SELECT 1 FROM performance p WHERE p.clause_id = c.id AND p.complete = 1 AND p.hidden = 0) AS done
FROM clause c WHERE c.hidden = 0 ORDER BY c.position, c.id
"""
_REVISITS: Final = "SELECT dispute_id, max(revisited_on) FROM revisit WHERE hidden = 0 GROUP BY dispute_id"


def mediation_due(store: Store, today: date | None = None, village_id: str | None = None) -> list[DueLine]:
    """Every limit that still runs or has passed unanswered, the most urgent first."""
    today = today or store.today()
    everything = {"dispute": None}
    with store.read() as session:
        disputes = ask(session, _DISPUTES, {"village": village_id})
        steps = grouped(ask(session, STEPS, everything), "dispute_id")
        parties = grouped(ask(session, PARTIES, everything), "dispute_id")
        agreements = grouped(ask(session, _AGREEMENTS), "dispute_id")
        clauses = grouped(ask(session, _CLAUSES), "agreement_id")
        revisited = {dispute_id: day(on) for dispute_id, on in ask(session, _REVISITS)}
    found = []
    for dispute in disputes:
        who = tuple(dict.fromkeys(p.household_id for p in parties(dispute.id) if p.household_id))
        case = _Case(dispute, who, today)
        found += case.of_steps(steps(dispute.id))
        state = state_in(steps(dispute.id))
        for agreement in agreements(dispute.id):
            found += case.of_agreement(agreement, clauses(agreement.id), state, revisited.get(dispute.id))
    return sorted(found, key=lambda line: (line.due_on, line.number, line.rule, line.clause_id))


@dataclass(frozen=True, slots=True)
class _Case:
    """One dispute while its limits are reckoned."""

    dispute: Any
    households: tuple[str, ...]
    today: date

    def line(self, rule: str, matter: str, due_on: date, *warnings: str, clause_id: str = "") -> DueLine:
        """A limit of this dispute."""
        limit = deadlines.deadline(rule)
        return DueLine(
            rule, limit.kind.value, limit.kind.label, limit.source, self.dispute.id, clause_id,
            words(self.dispute.number), words(self.dispute.title), self.households, matter, due_on,
            (due_on - self.today).days, warnings,
        )  # fmt: skip

    def of_steps(self, steps: list[Any]) -> list[DueLine]:
        """The limits that follow from the steps: the month of mediation, arbitration, binding the dossier."""
        found, state, last_on = [], state_in(steps), last_day_in(steps)
        if state in rules.MEDIATING and last_on:
            over = (_("双方都同意可以延期，否则要终止并告知其他途径"),) if self.today > last_on else ()
            found.append(self.line("MED-PERIOD", _("调解期限"), last_on, *over))
        known = day(self.dispute.known_since)
        said = None if self.dispute.land_contract is None else self.dispute.land_contract == 1
        on_land = rules.is_land_contract(said, words(self.dispute.dispute_type))
        if known and on_land and state not in (*rules.SETTLED, S.AGREED_WRITTEN, S.PERFORMING):
            arbitration = deadlines.land_arbitration(known, self.today)
            found.append(self.line("LAND-ARB", _("申请仲裁的时效"), arbitration.last_on))
        closed = max((on for s in steps if s.step == S.CLOSED and (on := day(s.on_date))), default=None)
        if state is S.CLOSED and closed:
            found.append(self.line("MED-ARCHIVE", _("卷宗装订归档"), deadlines.last_day("MED-ARCHIVE", closed).day))
        return found

    def of_agreement(
        self, agreement: Any, clauses: list[Any], state: DisputeState, revisited_on: date | None
    ) -> list[DueLine]:
        """The limits of an agreement: asking the court, performing each clause, visiting again."""
        found, effective, agreed = [], day(agreement.effective_on), day(agreement.agreed_on)
        if rules.is_over(state):
            return []
        if effective and state not in rules.SETTLED:
            court = deadlines.court_confirmation(effective, self.today, words(self.dispute.dispute_type))
            if not court.is_over:
                found.append(self.line("MED-CONFIRM", _("申请司法确认"), court.last_on, *court.warnings))
        for clause in clauses:
            due = day(clause.due_on)
            if due and not clause.done:
                late = (_("督促履行；仍不履行的，告知可以起诉或申请执行"),) if self.today > due else ()
                what = _("履行第 {n} 条：{who}{what}").format(
                    n=clause.position, who=words(clause.who), what=words(clause.what)
                )
                found.append(self.line("MED-PERFORM", what, due, *late, clause_id=clause.id))
        promised = max((due for clause in clauses if (due := day(clause.due_on))), default=agreed)
        if promised and agreed and (revisited_on is None or revisited_on < agreed):
            found.append(self.line("MED-REVISIT", _("回访"), deadlines.revisit_due(promised)))
        return found
