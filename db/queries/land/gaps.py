"""Who has no certificate, why, since when, and whose move it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlmodel import Session

from db.queries.figures.days import EVER, AsOf, written
from db.queries.land.certificates import Entry, book_event, certificate_entries, event_day, known_day
from db.queries.merged import HOMES, Merged, merged
from db.queries.rows import ask, day, words
from db.rules import land as rules
from db.rules.codes import BlockerCode, GapLetter, LandTerminal, StageOutcome
from db.store import Store

_TERMINALS: Final = frozenset(LandTerminal)
_BLOCKER_CODES: Final = frozenset(BlockerCode)
_OUTCOMES: Final = frozenset(StageOutcome)
_UNITS: Final = f"""
{HOMES}, unit AS (
  SELECT k.id AS case_id, k.contractor_id, k.household_id, k.village_id, k.certificate_kind
  FROM land_case k WHERE k.hidden = 0 AND {written("k")}
  UNION ALL
  SELECT '', f.contractor_id, max(f.household_id), max(f.village_id), coalesce(f.certificate_kind, 'CBJYQ')
  FROM certificate f WHERE f.hidden = 0 AND f.case_id IS NULL AND {written("f")}
  GROUP BY f.contractor_id, CASE WHEN f.contractor_id IS NULL THEN f.household_id END,
    coalesce(f.certificate_kind, 'CBJYQ')
  UNION ALL
  SELECT '', c.id, c.household_id, NULL, 'CBJYQ' FROM contractor c WHERE c.hidden = 0 AND {written("c")}
    AND NOT EXISTS (SELECT 1 FROM land_case k WHERE k.contractor_id = c.id AND k.hidden = 0 AND {written("k")})
    AND NOT EXISTS (SELECT 1 FROM certificate f WHERE f.contractor_id = c.id AND f.case_id IS NULL AND f.hidden = 0
      AND {written("f")})
)
SELECT u.case_id, u.contractor_id, u.household_id, u.certificate_kind,
  iif(c.terminal_on > :on, NULL, c.terminal) AS terminal, c.terminal_on,
  coalesce(u.village_id, h.village_id) AS village_id, v.name AS village, g.name AS village_group, h.household_no,
  c.name AS contractor_name
FROM unit u
LEFT JOIN contractor c ON c.id = u.contractor_id
LEFT JOIN home ON home.id = u.household_id
LEFT JOIN household h ON h.id = coalesce(home.home, u.household_id)
LEFT JOIN village v ON v.id = coalesce(u.village_id, h.village_id)
LEFT JOIN village_group g ON g.id = h.village_group_id
WHERE (:village IS NULL OR coalesce(u.village_id, h.village_id) = :village)
  AND (:household IS NULL OR u.household_id IN (SELECT value FROM json_each(:household)))
ORDER BY v.region_code, g.number, g.name, h.household_no, u.contractor_id, u.case_id
"""
_CASES: Final = (
    "SELECT id FROM land_case WHERE (:village IS NULL OR village_id = :village)"
    " AND (:household IS NULL OR household_id IN (SELECT value FROM json_each(:household)))"
)
_BACK: Final = f"outcome = '{StageOutcome.RETURNED.value}'"
_STAGES: Final = f"""
SELECT case_id, max(stage) AS furthest, max(on_date) AS last_on, sum({_BACK}) AS returned
FROM stage_event WHERE hidden = 0 AND on_date <= :on AND case_id IN ({_CASES}) GROUP BY case_id
"""
_RETURNED: Final = f"""
SELECT id, case_id, stage, outcome, on_date FROM stage_event WHERE hidden = 0 AND on_date <= :on AND case_id IN
  (SELECT case_id FROM stage_event WHERE {_BACK} AND hidden = 0 AND on_date <= :on AND case_id IN ({_CASES}))
"""
_BLOCKERS: Final = f"""
SELECT case_id, code, opened_on FROM blocker WHERE hidden = 0 AND coalesce(opened_on, '') <= :on
  AND (closed_on IS NULL OR closed_on > :on) AND case_id IN ({_CASES})
"""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One case (or one contractor for whom no case was opened yet, `case_id` ''): letter OK, A, B, C or D and why."""

    case_id: str
    contractor_id: str
    household_id: str
    village_id: str
    village: str
    village_group: str
    household_no: str
    contractor_name: str
    certificate_kind: str
    stage: int
    letter: str
    code: str
    label: str
    since: date | None
    whose_move: str
    whose_move_label: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapCount:
    """How many cases of a village have this reason."""

    village_id: str
    village: str
    letter: str
    code: str
    label: str
    count: int


class _Facts(NamedTuple):
    """What the rules need of one unit, as plain texts that are quick to remember: most households share theirs."""

    stage: int
    last_on: str
    blockers: tuple[tuple[str, str], ...]
    certificates: tuple[Entry, ...]
    terminal: str
    terminal_on: str


def certificate_gaps(store: Store, village_id: str | None = None) -> list[GapRow]:
    """Every case with its one-glance answer, in house order."""
    with store.read() as session:
        return gap_rows(session, village_id=village_id)


def gap_rows(session: Session, *, village_id: str | None = None, household_id: str | None = None) -> list[GapRow]:
    """The same within a session, of one village or one household or all."""
    same = merged(session)
    found = []
    said: dict[tuple[str, str, str], tuple[str, str]] = {}
    for r, stage, gap in _judged_units(session, same, village_id, household_id):
        case_id, contractor_id, household, kind, _terminal, _on, *place = r
        key = (gap.letter.value, gap.code, gap.whose_move.value)
        if key not in said:  # a look into the catalogue of words costs more than the rules
            said[key] = (gap.label, gap.whose_move.label)
        reason, whose = said[key]
        village, village_name, village_group, household_no, name = place
        found.append(
            GapRow(
                case_id, contractor_id, same.households.home(household), village, village_name, village_group,
                household_no, name, kind, stage, key[0], gap.code, reason, known_day(gap.since),
                key[2], whose, gap.codes,
            )
        )  # fmt: skip
    return found


def gap_letters(session: Session, village_id: str | None = None, at: AsOf = EVER) -> list[tuple[str, GapLetter]]:
    """Whose it is (household; contractor or case where none is known) and the letter of every case, by a day."""
    same = merged(session)
    return [
        (same.households.home(r[2]) or r[1] or r[0], gap.letter)
        for r, _stage, gap in _judged_units(session, same, village_id, None, at)
    ]


def _judged_units(
    session: Session, same: Merged, village_id: str | None, household_id: str | None, at: AsOf = EVER
) -> Iterator[tuple[list[str], int, rules.Gap]]:
    """Every case or contractor without one in house order: its row, the stage it is at, and what the rules say."""
    household = same.household_ids(household_id) if household_id else None
    given = {"village": village_id, "household": household, "on": at.on}
    stages = _stage_facts(session, given)
    blockers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case_id, code, opened_on in ask(session, _BLOCKERS, given):
        blockers[case_id].append((code if code in _BLOCKER_CODES else BlockerCode.OTHER.value, words(opened_on)))
    certificates = _certificates_by_unit(session, household, at)
    for r in ask(session, _UNITS, same.values | given | at.values):
        row = list(map(words, r))
        case_id, contractor_id, of, kind, terminal, terminal_on, *_place = row
        stage, last_on = stages.get(case_id, (1, ""))
        unit = (case_id, "") if case_id else (contractor_id or of, kind)
        facts = _Facts(
            stage, last_on, tuple(blockers.get(case_id, ())), tuple(certificates.get(unit, ())), terminal, terminal_on
        )  # fmt: skip
        yield row, stage, _judged(facts)


def _stage_facts(session: Session, given: dict[str, Any]) -> dict[str, tuple[int, str]]:
    facts = {r.case_id: ((r.furthest or 0) + 1, r.last_on) for r in ask(session, _STAGES, given) if not r.returned}
    back: dict[str, list[rules.StageEvent]] = defaultdict(list)
    for event_id, case_id, stage, outcome, on_date in ask(session, _RETURNED, given):
        if stage and outcome in _OUTCOMES:
            event = rules.StageEvent(stage, StageOutcome(outcome), event_day(on_date), event_id)
            back[case_id].append(event)
    for case_id, events in back.items():
        facts[case_id] = (rules.current_stage(events), max(event.on for event in events).isoformat())
    return facts


def _certificates_by_unit(session: Session, household: str | None, at: AsOf) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for _id, case_id, contractor_id, of, kind, book in certificate_entries(session, household, at):
        unit = found[(case_id, "") if case_id else (contractor_id or of or "", kind)]
        name = f"#{len(unit)}"  # not its id: most units then look alike and are judged once
        unit += [(name, *entry[1:]) for entry in book]
    return found


@lru_cache(maxsize=65536)
def _judged(facts: _Facts) -> rules.Gap:
    """The rules' answer; stage book and straight certificate books are given in their shortest form."""
    last_on = day(facts.last_on)
    if last_on is None:
        stages: Sequence[rules.StageEvent] = ()
    elif facts.stage == 1:
        stages = (rules.StageEvent(2, StageOutcome.RETURNED, last_on),)
    else:
        stages = (rules.StageEvent(facts.stage - 1, StageOutcome.DONE, last_on),)
    blockers = [rules.Blocker(BlockerCode(code), event_day(on)) for code, on in facts.blockers]
    terminal = None
    if facts.terminal in _TERMINALS:
        terminal = rules.Terminal(LandTerminal(facts.terminal), day(facts.terminal_on))
    return rules.gap(stages, blockers, map(book_event, facts.certificates), terminal)


def gap_counts(rows: Iterable[GapRow]) -> list[GapCount]:
    """Villages × reasons; the counts add up to the number of rows."""
    order = ["OK", "A", "B", "C", "D"]
    names: dict[tuple[str, str, str], tuple[str, str]] = {}
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        key = (row.village_id, row.letter, row.code)
        counted[key] += 1
        names[key] = (row.village, row.label)
    places = {village_id: n for n, (village_id, _letter, _code) in reversed(list(enumerate(counted)))}
    found = [GapCount(v, names[v, x, c][0], x, c, names[v, x, c][1], n) for (v, x, c), n in counted.items()]
    return sorted(found, key=lambda g: (places[g.village_id], order.index(g.letter), len(g.code), g.code))
