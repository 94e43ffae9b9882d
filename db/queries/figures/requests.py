"""诉求: received, without an answer, and past the reply date without one.

An answer is what `rules.requests.answers` says it is; it counts from its own day. The reply date is the one that was in
force on the day: the promise made at registration, and after each extension the day it was extended to.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from db.queries.figures.days import VILLAGE, AsOf, count, day_of, within
from db.queries.rows import answering, ask, day
from db.rules.requests import REPLY_DAYS_SETTING, reply_days, reply_due_on
from db.store import setting

_RECEIVED: Final = f"""request r WHERE r.hidden = 0 AND r.compartment = 0
AND {VILLAGE.format(column="r.village_id")} AND {within("r", "received_on")}"""
"""Accusations are counted nowhere, not even in the sums of the township (P5)."""
_TOTAL: Final = f"SELECT count(*) FROM {_RECEIVED}"
_UNANSWERED: Final = f"""
SELECT r.id, {day_of("r", "received_on")} AS received_on, r.first_due_on, r.due_on FROM {_RECEIVED}
AND NOT EXISTS (SELECT 1 FROM reply a WHERE a.request_id = r.id AND {answering("a")}
  AND {day_of("a", "replied_on")} <= :on)
"""
_EXTENSIONS: Final = f"""
SELECT s.request_id, {day_of("s", "on_date")} AS on_date, s.due_on FROM request_step s
WHERE s.hidden = 0 AND s.step = 'extended' AND s.due_on IS NOT NULL ORDER BY 2, s.id
"""


@dataclass(frozen=True, slots=True)
class RequestTotals:
    """Requests received in the period; of these, without an answer by its last day; of these, past the reply date."""

    total: int
    unanswered: int
    overdue: int


def request_totals(session: Session, since: str | None, at: AsOf, village_id: str | None = None) -> RequestTotals:
    """The three figures of a period that ends on that day."""
    values: dict[str, str | None] = {**at.values, "since": since, "village": village_id}
    waiting = ask(session, _UNANSWERED, values)
    extended: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for request_id, on, due in ask(session, _EXTENSIONS) if at.is_past else ():
        extended[request_id].append((on, due))
    days = reply_days(setting(session, REPLY_DAYS_SETTING))
    overdue = sum(
        due_in_force(reply_due_on(day(received) or at.day, days), day(first), day(due), extended[request_id], at)
        < at.day
        for request_id, received, first, due in waiting
    )
    return RequestTotals(count(session, _TOTAL, values), len(waiting), overdue)


def due_in_force(
    reckoned: date, first: date | None, last: date | None, extended: list[tuple[str, str]], at: AsOf
) -> date:
    """The reply date on a day. A request that older versions extended does not know what was promised first; for it
    stands the day ``reckoned`` from its receipt, as for one without any date.
    """
    if not at.is_past:
        return last or reckoned
    so_far = [due for on, due in extended if on <= at.on]
    if so_far:
        return day(so_far[-1]) or reckoned
    return first or (reckoned if extended else last or reckoned)
