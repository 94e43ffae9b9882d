"""What the ledger of requests asks the store, in workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.changes import Changes
    from db.queries.places import VillageRow
    from db.queries.requests import RequestLine
    from db.store import Store

REPLY, NEW = "reply", "request"  # the forms whose drafts are kept
VERSION = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """The requests of this store or of one of its villages, the most urgent first."""

    lines: list[RequestLine]
    villages: list[VillageRow]


@dataclass(frozen=True, slots=True)
class Told:
    """A step taken or a reply given: what, when, by whom, and its words."""

    words: str
    when: str
    who: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One request, whole, in words, with what may be done next."""

    line: RequestLine
    phone: str
    channel: str
    registered: Told
    accepted: Told | None
    replies: tuple[Told, ...]
    evaluated: Told | None
    passed_on: tuple[Told, ...]
    can_answer: bool
    can_evaluate: bool
    can_close: bool
    standing: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)


def ledger(store: Store, village_id: str) -> Ledger:
    """Every request this cadre may see."""
    from db.queries.places import villages
    from db.queries.requests import RequestFilter, request_list

    wanted = RequestFilter(village_id=village_id or None)
    return Ledger(request_list(store, wanted), villages(store) if store.role == "township" else [])


def detail(store: Store, line: RequestLine) -> Detail:
    """One request with its steps, its replies and what was being typed."""
    from db.bundles.stick.handover import standings
    from db.queries.records import record, shown
    from db.rules import requests as rules
    from db.rules.codes import RequestState, spoken
    from db.rules.masking import mask_phone

    tokens = shown(store, "request", line.id).seen
    row = record(store, "request", line.id)
    steps = sorted(row["request_steps"], key=lambda step: (step["on_date"] or "", step["id"]))
    state = RequestState(line.state)
    first = Told(_("登记"), _spoken(row["received_on"], store.today()), row["recorded_by"] or "")
    return Detail(
        line=line,
        phone=mask_phone(row["requester_phone"] or ""),
        channel=spoken("request_channel", row["channel"]),
        registered=first,
        accepted=_first(steps, ("accepted", "triaged"), store.today()),
        replies=tuple(_reply(reply, store.today()) for reply in row["replys"]),
        evaluated=_first(steps, ("evaluated",), store.today()),
        passed_on=tuple(_step(s, store.today()) for s in steps if s["step"] in set(rules.TRANSFERS)),
        can_answer=state not in rules.ENDED and not line.replies,
        can_evaluate=bool(line.replies) and RequestState.EVALUATED in rules.next_states(state),
        can_close=bool(line.replies) and state is RequestState.EVALUATED,
        standing=standings(store, "request", [line.id]).get(line.id, ""),
        seen=tokens,
        draft=_draft(store, REPLY, line.id),
    )


def kept_new(store: Store) -> dict[str, Any]:
    """The request that was being written down when the work stopped."""
    return _draft(store, NEW, "new")


def household_words(store: Store, household_id: str) -> str:
    """The head of a household and where it stands in the village."""
    from db.queries.households import household_list

    line = next((line for line in household_list(store) if line.id == household_id), None)
    return f"{line.head_name} {line.village_group}{line.household_no}".strip() if line else ""


def record_new(store: Store, new: Any) -> Changes:
    """Write a request down; what was being typed of it is let go."""
    from db.actions.drafts import drop_draft
    from db.actions.requests import record_request

    changes = record_request(store, new)
    drop_draft(store, NEW, "new")
    return changes


def answer(store: Store, reply: Any, seen: Mapping[str, str]) -> Changes:
    """Record a reply on what was seen; what was being typed of it is let go."""
    from db.actions.drafts import drop_draft
    from db.actions.requests import answer_request

    changes = answer_request(store, reply, seen)
    drop_draft(store, REPLY, reply.request_id)
    return changes


def evaluate(store: Store, request_id: str, judged: tuple[str, str], close: bool, seen: Mapping[str, str]) -> Changes:
    """Write down what the requester thinks of the reply, and close the matter where that was asked; both or neither."""
    from db.actions.requests import close_request, evaluate_request
    from db.errors import RuleError
    from db.rules import requests as rules
    from db.rules.codes import RequestState, Satisfaction

    satisfaction, reason = judged
    if close:
        facts = rules.StepFacts(replies=1, reason=reason, satisfaction=Satisfaction(satisfaction))
        refusal = rules.refusal(RequestState.EVALUATED, RequestState.CLOSED, facts)
        if refusal:
            raise RuleError(refusal + "。", field="note")
    changes = evaluate_request(store, request_id, satisfaction, reason or None, seen)
    return changes | close_request(store, request_id, reason or None) if close else changes


def close_judged(store: Store, request_id: str, reason: str) -> Changes:
    """Close a matter the requester has judged already."""
    from db.actions.requests import close_request

    return close_request(store, request_id, reason or None)


def _draft(store: Store, form: str, key: str) -> dict[str, Any]:
    from db.queries.drafts import latest_drafts

    return next((row.data for row in latest_drafts(store, form) if row.key == key), {})


def _first(steps: list[dict[str, Any]], kinds: tuple[str, ...], today: date) -> Told | None:
    for kind in kinds:
        for step in steps:
            if step["step"] == kind:
                return _step(step, today)
    return None


def _step(step: dict[str, Any], today: date) -> Told:
    from db.rules.codes import label

    words = " ".join(part for part in (label("request_state", step["step"]), step["to_unit"] or "") if part)
    return Told(words, _spoken(step["on_date"], today), step["cadre_name"] or "", step["reason"] or "")


def _reply(reply: dict[str, Any], today: date) -> Told:
    from db.rules.codes import label

    way = label("reply_way", reply["way"])
    return Told(way, _spoken(reply["replied_on"], today), reply["replier_name"] or "", reply["content"] or "")


def _spoken(day: str | None, today: date) -> str:
    from db.queries.rows import day as read_day
    from desktop.ui.widgets.inputs.dates import spoken_date

    found = read_day(day)
    return spoken_date(found, today) if found else ""
