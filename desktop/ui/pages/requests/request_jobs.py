"""What the ledger of requests asks the store, in workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from db.queries.drafts import latest_drafts
from db.queries.households import household_list
from db.queries.places import villages
from db.queries.records import record, shown
from db.queries.requests import RequestFilter, reply_days, request_list
from db.queries.rows import day as read_day
from db.rules import requests as rules
from db.rules.codes import RequestState, label, spoken
from db.rules.masking import mask_phone
from db.sync.exchange.standing import standings_in, standings_of
from desktop.ui.parts.draft_offer import Offer
from desktop.ui.parts.drafts import first_words, whose

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.queries.places import VillageRow
    from db.queries.requests import RequestLine
    from db.store import Store

REPLY, NEW, JUDGEMENT = "reply", "request", "judgement"  # the forms whose drafts are kept
VERSION = 2
NOBODY = "-"  # the key of a request of somebody without a household here; version 1 kept every request under "new"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The requests of this store or of one of its villages, the most urgent first."""

    lines: list[RequestLine]
    villages: list[VillageRow]
    standings: Mapping[str, str]


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
    draft: DraftRow | None = None
    judged: DraftRow | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form of a new request begins with: its household, what was being typed for it and for others."""

    household_id: str
    words: str
    reply_days: int
    draft: DraftRow | None
    others: list[Offer]
    own: Offer | None = None


def ledger(store: Store, village_id: str) -> Ledger:
    """Every request this cadre may see."""
    wanted = RequestFilter(village_id=village_id or None)
    named = villages(store) if store.role == "township" else []
    return Ledger(request_list(store, wanted), named, standings_of(store, "request"))


def detail(store: Store, line: RequestLine) -> Detail:
    """One request with its steps, its replies and what was being typed."""
    tokens = shown(store, "request", line.id).seen
    row = record(store, "request", line.id)
    told = sorted(row["replys"], key=lambda reply: (reply["replied_on"] or "", reply["id"]))
    steps = sorted(row["request_steps"], key=lambda step: (step["on_date"] or "", step["id"]))
    state = RequestState(line.state)
    first = Told(_("登记"), _spoken(row["received_on"], store.today()), row["recorded_by"] or "")
    return Detail(
        line=line,
        phone=mask_phone(row["requester_phone"] or ""),
        channel=spoken("request_channel", row["channel"]),
        registered=first,
        accepted=_first(steps, ("accepted", "triaged"), store.today()),
        replies=tuple(_reply(reply, store.today()) for reply in told if rules.answers(reply["outcome"])),
        evaluated=_first(steps, ("evaluated",), store.today()),
        passed_on=(
            *(_reply(reply, store.today()) for reply in told if not rules.answers(reply["outcome"])),
            *(_step(s, store.today()) for s in steps if s["step"] in set(rules.TRANSFERS)),
        ),
        can_answer=state not in rules.ENDED and not line.replies,
        can_evaluate=bool(line.replies) and RequestState.EVALUATED in rules.next_states(state),
        can_close=bool(line.replies) and state is RequestState.EVALUATED,
        standing=standings_in(store, line.id, "request").get(line.id, "confirmed"),
        seen=tokens,
        draft=_draft(store, REPLY, line.id),
        judged=_draft(store, JUDGEMENT, line.id),
    )


def begun(store: Store, household_id: str, key: str = "") -> Begun:
    """What the form for this household begins with: its own draft, or the one under the key; the others are offered."""
    rows = latest_drafts(store, NEW)
    wanted = [row for row in rows if row.key == key] if key else [r for r in rows if _owner(r) == household_id]
    draft = wanted[0] if wanted else None
    owner = _owner(draft) if draft else household_id
    others = [offer for row in rows if row is not draft and (offer := _offer(store, row))]
    own = _offer(store, draft) if draft else None
    return Begun(owner, household_words(store, owner), reply_days(store), draft, others, own)


def _owner(row: DraftRow) -> str:
    return row.household_id or ""


def _offer(store: Store, row: DraftRow) -> Offer | None:
    about = whose(store, _owner(row)) if row.household_id else None
    if row.household_id and about is None:
        return None  # of a household that is gone from here
    name = about[0] if about else str(row.data.get("requester_name") or "").strip() or _("没有选户")
    return Offer(row.key, _owner(row), name, first_words(row))


def household_words(store: Store, household_id: str) -> str:
    """The head of a household and where it stands in the village."""
    lines = household_list(store) if household_id else []
    line = next((line for line in lines if line.id == household_id), None)
    return f"{line.head_name} {line.village_group}{line.household_no}".strip() if line else ""


def _draft(store: Store, form: str, key: str) -> DraftRow | None:
    return next((row for row in latest_drafts(store, form) if row.about == key), None)


def _first(steps: list[dict[str, Any]], kinds: tuple[str, ...], today: date) -> Told | None:
    for kind in kinds:
        for step in steps:
            if step["step"] == kind:
                return _step(step, today)
    return None


def _step(step: dict[str, Any], today: date) -> Told:
    parts = (label("request_state", step["step"]), step["to_unit"] or "", step["to_person"] or "")
    words = " ".join(part for part in parts if part)
    return Told(words, _spoken(step["on_date"], today), step["cadre_name"] or "", step["reason"] or "")


def _reply(reply: dict[str, Any], today: date) -> Told:
    way = label("reply_way", reply["way"])
    return Told(way, _spoken(reply["replied_on"], today), reply["replier_name"] or "", reply["content"] or "")


def _spoken(day: str | None, today: date) -> str:
    from desktop.ui.widgets.inputs.dates import spoken_date

    found = read_day(day)
    return spoken_date(found, today) if found else ""
