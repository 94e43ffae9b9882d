"""纠纷: found in a period, and of these over or not over by its last day, as the rules read the steps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from db.queries.figures.days import VILLAGE, AsOf, day_of, within
from db.queries.rows import ask
from db.rules import disputes as rules
from db.rules.codes import DisputeState

_FOUND: Final = f"""
SELECT d.id FROM dispute d WHERE d.hidden = 0 AND {VILLAGE.format(column="d.village_id")} AND {within("d", "found_on")}
"""
_STEPS: Final = f"""
SELECT s.dispute_id, s.step FROM dispute_step s WHERE s.hidden = 0 AND {day_of("s", "on_date")} <= :on
ORDER BY s.on_date, s.id
"""
_STATES: Final = frozenset(DisputeState)


@dataclass(frozen=True, slots=True)
class DisputeTotals:
    """Disputes that are still open, and those that are closed."""

    open: int
    closed: int


def dispute_totals(session: Session, since: str | None, at: AsOf, village_id: str | None = None) -> DisputeTotals:
    """The two figures of a period that ends on that day."""
    found = ask(session, _FOUND, {**at.values, "since": since, "village": village_id})
    steps: dict[str, list[DisputeState]] = defaultdict(list)
    for dispute_id, step in ask(session, _STEPS, {"on": at.on}) if found else ():
        if step in _STATES:
            steps[dispute_id].append(DisputeState(step))
    closed = sum(rules.is_over(rules.state_after(steps[row.id])) for row in found)
    return DisputeTotals(len(found) - closed, closed)
