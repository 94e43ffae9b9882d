"""Where does each dispute stand? The list by last day, and the marker that others may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session

from db.queries.merged import merged
from db.queries.rows import ask, day, words
from db.rules import deadlines
from db.rules import disputes as rules
from db.rules.codes import DisputeState, PartySide, spoken
from db.store import Store

S = DisputeState
_STATES: Final = frozenset(S)


@dataclass(frozen=True, slots=True)
class DisputeFilter:
    """Which disputes to list; what is not set does not matter."""

    village_id: str | None = None
    household_id: str | None = None
    state: str | None = None
    open_only: bool = False
    dispute_id: str | None = None


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One dispute of the list; `last_on` is the mediation's last day while it runs."""

    id: str
    number: str
    official: bool
    title: str
    dispute_type: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    others: tuple[str, ...]
    household_ids: tuple[str, ...]
    village: str
    found_on: date | None
    accepted_on: date | None
    state: str
    state_label: str
    is_open: bool
    last_on: date | None
    days_left: int | None
    sittings: int
    risk_grade: str
    mediators: str
    leader: str
    people_count: int | None
    amount: str


_LINES: Final = """
SELECT d.*, v.name AS village FROM dispute d LEFT JOIN village v ON v.id = d.village_id
WHERE d.hidden = 0 AND (:village IS NULL OR d.village_id = :village) AND (:dispute IS NULL OR d.id = :dispute)
  AND (:household IS NULL OR d.id IN (SELECT dispute_id FROM party WHERE hidden = 0
    AND household_id IN (SELECT value FROM json_each(:household))))
ORDER BY d.found_on DESC, d.id DESC
"""
STEPS: Final = """
SELECT id, dispute_id, step, on_date, reason, note, to_unit, due_on FROM dispute_step
WHERE hidden = 0 AND (:dispute IS NULL OR dispute_id = :dispute) ORDER BY on_date, id
"""
PARTIES: Final = """
SELECT * FROM party WHERE hidden = 0 AND (:dispute IS NULL OR dispute_id = :dispute) ORDER BY dispute_id, position, id
"""
_SITTINGS: Final = "SELECT dispute_id, count(*) FROM sitting WHERE hidden = 0 GROUP BY dispute_id"


def dispute_list(store: Store, wanted: DisputeFilter | None = None) -> list[DisputeLine]:
    """Disputes: those still open first, the nearest last day at the top; then the others, newest first."""
    with store.read() as session:
        lines = dispute_lines(session, store.today(), wanted or DisputeFilter())
    return sorted(lines, key=lambda line: (not line.is_open, line.last_on or date.max))


def dispute_lines(session: Session, today: date, wanted: DisputeFilter) -> list[DisputeLine]:
    """The same within a session, newest first."""
    one = {"dispute": wanted.dispute_id}
    household = merged(session).household_ids(wanted.household_id) if wanted.household_id else None
    rows = ask(session, _LINES, one | {"village": wanted.village_id, "household": household})
    if not rows:
        return []
    steps, parties = grouped(ask(session, STEPS, one), "dispute_id"), grouped(ask(session, PARTIES, one), "dispute_id")
    sittings = dict(tuple(r) for r in ask(session, _SITTINGS))
    lines = [_line(r, steps(r.id), parties(r.id), sittings.get(r.id, 0), today) for r in rows]
    return [
        line
        for line in lines
        if (wanted.state is None or line.state == wanted.state) and (line.is_open or not wanted.open_only)
    ]


def grouped(rows: Sequence[Any], column: str) -> Callable[[str], list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return lambda wanted: found.get(wanted, [])


def state_in(steps: Sequence[Any]) -> DisputeState:
    """Where a dispute stands after its step rows, oldest first."""
    return rules.state_after(S(s.step) for s in steps if s.step in _STATES)


def accepted_in(steps: Sequence[Any]) -> date | None:
    """The day a dispute was accepted last."""
    return max((on for s in steps if s.step == S.ACCEPTED and (on := day(s.on_date))), default=None)


def last_day_in(steps: Sequence[Any]) -> date | None:
    """The last day of the mediation with its extensions; None before acceptance."""
    since = accepted_in(steps)
    if since is None:
        return None
    extended = [
        due for s in steps if s.step == "extended" and (due := day(s.due_on)) and (day(s.on_date) or since) >= since
    ]
    return deadlines.mediation_last_on(since, extended)


def _line(r: Any, steps: list[Any], parties: list[Any], sittings: int, today: date) -> DisputeLine:
    state = state_in(steps)
    last_on = last_day_in(steps) if state in rules.MEDIATING else None
    sides: dict[str, list[str]] = defaultdict(list)
    for p in parties:
        sides[p.side or PartySide.OTHER].append(words(p.organisation or p.name))
    return DisputeLine(
        id=r.id, number=words(r.official_no or r.draft_no), official=bool(r.official_no), title=words(r.title),
        dispute_type=spoken("dispute_type", r.dispute_type), applicants=tuple(sides[PartySide.APPLICANT]),
        respondents=tuple(sides[PartySide.RESPONDENT]), others=tuple(sides[PartySide.OTHER]),
        household_ids=tuple(dict.fromkeys(p.household_id for p in parties if p.household_id)),
        village=words(r.village), found_on=day(r.found_on), accepted_on=accepted_in(steps), state=state.value,
        state_label=state.label, is_open=not rules.is_over(state), last_on=last_on,
        days_left=(last_on - today).days if last_on else None, sittings=sittings,
        risk_grade=spoken("risk_grade", r.risk_grade), mediators=words(r.mediators), leader=words(r.leader),
        people_count=r.people_count, amount=words(r.amount),
    )  # fmt: skip


def household_dispute_marker(store: Store, household_id: str) -> bool:
    """Whether the household has a mediation file (有/无), read from the marker alone: all others may know."""
    sql = "SELECT 1 FROM dispute_marker WHERE household_id IN (SELECT value FROM json_each(?)) AND hidden = 0 LIMIT 1"
    with store.read() as session:
        return bool(ask(session, sql, (merged(session).household_ids(household_id),)))
