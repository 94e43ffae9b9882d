"""Is every matter answered? The ledger of requests with its clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import Any

from sqlmodel import Session

from db.errors import RuleError
from db.queries.merged import HOMES, merged
from db.queries.rows import answering, ask, day, words
from db.rules import requests as rules
from db.rules.codes import RequestState, spoken
from db.store import Store, setting


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request with its state and clock; `colour` is green, yellow, red or stopped, `replies` those that answer."""

    id: str
    number: str
    household_id: str
    requester_name: str
    village_group: str
    received_on: date | None
    content: str
    topic: str
    request_kind: str
    due_on: date | None
    days_left: int
    colour: str
    clock: str
    state: str
    state_label: str
    steps: tuple[str, ...]
    replies: int
    handler_name: str
    outcome: str
    satisfaction: str
    restricted: bool = False
    transfers: int = 0
    reply_texts: tuple[str, ...] = field(default=())


_LINES = f"""
{HOMES}
SELECT r.id, coalesce(r.official_no, r.number) AS number, coalesce(home.home, r.household_id) AS household_id,
  r.requester_name, g.name AS group_name,
  r.received_on, r.content, r.topic, r.request_kind, r.due_on, r.handler_name, r.outcome, r.satisfaction, r.compartment,
  (SELECT group_concat(s.step, ' ') FROM (SELECT step FROM request_step q WHERE q.request_id = r.id AND q.hidden = 0
     ORDER BY q.on_date, q.id) s) AS steps,
  (SELECT count(*) FROM reply a WHERE a.request_id = r.id AND {answering("a")}) AS replies
FROM request r LEFT JOIN home ON home.id = r.household_id
LEFT JOIN household h ON h.id = coalesce(home.home, r.household_id)
LEFT JOIN village_group g ON g.id = h.village_group_id
WHERE r.hidden = 0 AND (:household IS NULL OR r.household_id IN (SELECT value FROM json_each(:household)))
  AND (:village IS NULL OR r.village_id = :village) AND (:restricted OR r.compartment = 0)
ORDER BY r.received_on DESC, r.id DESC
"""


def reply_days(store: Store) -> int:
    """Days until the village's own reply, a setting: the forms propose the limit from it."""
    with store.read() as session:
        return rules.reply_days(setting(session, rules.REPLY_DAYS_SETTING))


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests to list; accusations only where somebody may see them and asks for them."""

    household_id: str | None = None
    village_id: str | None = None
    unanswered: bool = False
    overdue: bool = False
    restricted: bool = False


def request_list(store: Store, wanted: RequestFilter | None = None) -> list[RequestLine]:
    """Requests: unanswered first, the most overdue at the top, then the answered ones, newest first."""
    with store.read() as session:
        lines = request_lines(session, store.today(), wanted or RequestFilter())
    return sorted(lines, key=lambda line: (line.colour == "stopped", line.days_left if line.colour != "stopped" else 0))


def request_lines(session: Session, today: date, wanted: RequestFilter) -> list[RequestLine]:
    """The same within a session, newest first."""
    same = merged(session)
    values = same.values | {
        "household": same.household_ids(wanted.household_id) if wanted.household_id else None,
        "village": wanted.village_id,
        "restricted": int(wanted.restricted),
    }
    found, days = [], rules.reply_days(setting(session, rules.REPLY_DAYS_SETTING))
    for r in ask(session, _LINES, values):
        line = _line(r, today, days)
        if wanted.unanswered and rules.is_answered(line.replies):
            continue
        if wanted.overdue and line.colour != "red":
            continue
        found.append(line)
    return found


def _line(r: Any, today: date, days: int) -> RequestLine:
    steps = [RequestState(s) for s in words(r.steps).split() if s in set(RequestState)]
    state = rules.state_after(steps, r.replies)
    received = day(r.received_on) or today
    due = day(r.due_on) or rules.reply_due_on(received, days)
    answered = rules.is_answered(r.replies)
    clock = rules.clock_on(due, today, RequestState.REPLIED if answered else RequestState.ACCEPTED)
    return RequestLine(
        id=r.id,
        number=words(r.number),
        household_id=words(r.household_id),
        requester_name=words(r.requester_name),
        village_group=words(r.group_name),
        received_on=day(r.received_on),
        content=words(r.content),
        topic=spoken("request_topic", r.topic),
        request_kind=spoken("request_kind", r.request_kind),
        due_on=due,
        days_left=clock.days_left,
        colour=clock.colour.value,
        clock=clock.label,
        state=state.value,
        state_label=state.label,
        steps=tuple(s.value for s in steps),
        replies=r.replies,
        handler_name=words(r.handler_name),
        outcome=spoken("request_outcome", r.outcome),
        satisfaction=spoken("satisfaction", r.satisfaction),
        restricted=r.compartment == 2,
        transfers=sum(1 for s in steps if s in rules.TRANSFERS),
    )


def accusation_list(store: Store) -> list[RequestLine]:
    """检举控告, each with its clock: the one list in which they stand. RuleError in a village (privacy.md P5)."""
    if store.role != "township":
        raise RuleError(_("检举控告由镇里办理，村里的电脑上不列。"))
    return [line for line in request_list(store, RequestFilter(restricted=True)) if line.restricted]


def overdue_requests(store: Store) -> list[RequestLine]:
    """Requests past their reply date without a reply, the oldest first."""
    return request_list(store, RequestFilter(overdue=True))
