"""Reads one household's whole file (一户一档) for dossier and paper; the rows stand in household_file.py.

What only sync knows (where records stand, open conflicts) is filled in by db.sync, which stands above.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from gettext import gettext as _
from typing import Any

from sqlmodel import Session

from db.errors import RuleError
from db.fields import columns_of, listed, plain_words
from db.models.fields import SENSITIVE
from db.queries.household_file import (
    Fact,
    HouseholdFile,
    MemberRow,
    PaperRow,
    ReplyRow,
    RequestRow,
    StepRow,
    VisitRow,
)
from db.queries.land.dossier import land_rows
from db.queries.merged import Merged, filled, merged
from db.queries.rows import ask, words
from db.rules import requests as request_rules
from db.rules.codes import EDUCATION, ETHNICITY, ID_DOCUMENT, RELATION, SEX, RequestState, label, spoken
from db.store import Store

_IDS = "(SELECT value FROM json_each(?))"
_HEAD = f"""
SELECT h.*, g.name AS group_name, v.name AS village_name, t.name AS township_name, c.name AS county_name
FROM household h LEFT JOIN village_group g ON g.id = h.village_group_id LEFT JOIN village v ON v.id = h.village_id
LEFT JOIN township t ON t.id = v.township_id LEFT JOIN county c ON c.id = t.county_id
WHERE h.id IN {_IDS} AND h.hidden = 0 ORDER BY h.id <> ?, h.id
"""
_MEMBERS = f"""
SELECT * FROM person WHERE household_id IN {_IDS} AND hidden = 0 AND id NOT IN {_IDS}
ORDER BY is_head IS NOT 1, died_on IS NOT NULL, left_on IS NOT NULL, position, id
"""
_TAGS = f"SELECT DISTINCT tag FROM tag_mark WHERE household_id IN {_IDS} AND hidden = 0 AND to_on IS NULL ORDER BY tag"
_PAPERS = (
    f"SELECT * FROM attachment WHERE household_id IN {_IDS} AND hidden = 0"
    " AND compartment = 0"  # mediation stays out: P4
    " ORDER BY taken_on, id"
)
_OWN = ("household_id", "relation", "relation_text", "is_head", "position", "died_on", "left_on", "left_reason")
"""What an entry of a person says of its own household alone."""


def visit_texts() -> tuple[tuple[str, str], ...]:
    """The texts of a visit in the order of the form: column and what screen and paper call it."""
    return (
        ("talk", _("谈了什么")),
        ("family_changes", _("家庭变化")),
        ("thoughts", _("思想动态")),
        ("livelihood", _("生产生活")),
        ("difficulties", _("困难")),
        ("hazards", _("安全隐患")),
        ("suggestions", _("建议")),
        ("policy_told", _("政策宣传")),
    )


def household_file(store: Store, household_id: str) -> HouseholdFile:
    """Everything the record book holds about a household, as of today; RuleError where there is none of that id."""
    with store.read() as session:
        return _file(session, store, household_id)


def household_files(store: Store, household_ids: list[str]) -> Iterator[HouseholdFile]:
    """The files of many households one after another, for printing a batch in house order."""
    for household_id in household_ids:
        yield household_file(store, household_id)


def _file(session: Session, store: Store, household_id: str) -> HouseholdFile:
    """Of a household written down twice, everything of both entries."""
    same = merged(session)
    ids, home = same.household_ids(household_id), same.households.home(household_id)
    rows = ask(session, _HEAD, (ids, home))
    if not rows:
        raise RuleError(_("找不到这一户，请重新选择。"), field="household_id")
    head = filled(rows)
    members = tuple(map(_member, _people(session, same, ids)))
    today = store.today().isoformat()
    place_township = head.township_name or (store.facts.get("township_name", "") if store.role == "village" else "")
    return HouseholdFile(
        id=head.id,
        household_no=words(head.household_no),
        as_of=today,
        head_name=members[0].name if members else "",
        county=words(head.county_name),
        township=words(place_township),
        village=words(head.village_name),
        village_group=words(head.group_name),
        address=words(head.address),
        phone=words(head.phone),
        tags=tuple(r.tag for r in ask(session, _TAGS, (ids,)) if r.tag),
        note=words(head.note),
        facts=_facts("household", head),
        members=members,
        visits=_visits(session, ids),
        requests=_requests(session, store, ids),
        land=land_rows(session, household_id),
        has_dispute=bool(
            ask(session, f"SELECT 1 FROM dispute_marker WHERE household_id IN {_IDS} AND hidden = 0 LIMIT 1", (ids,))
        ),
        papers=tuple(
            PaperRow(
                r.id,
                spoken("paper_kind", r.paper_kind),
                words(r.caption),
                words(r.taken_on),
                spoken("paper_owner", r.noun),
            )
            for r in ask(session, _PAPERS, (ids,))
        ),
        bundle_no=_last_bundle(session),
        printed_by=store.me.name,
    )


def _people(session: Session, same: Merged, ids: str) -> list[Any]:
    """The members; of a person written down twice one entry, its gaps filled from the other."""
    people: list[Any] = list(ask(session, _MEMBERS, (ids, same.values["absorbed"])))
    for at, row in enumerate(people):
        if row.id in same.persons.homes:
            others = ask(session, f"SELECT * FROM person WHERE id IN {_IDS} AND id <> ? AND hidden = 0 ORDER BY id",
                         (json.dumps(same.persons.ids(row.id)), row.id))  # fmt: skip
            people[at] = filled([row, *others], *_OWN)
    return people


def _last_bundle(session: Session) -> int | None:
    rows = ask(session, "SELECT max(file_no) AS n FROM sync_bundle_log WHERE direction = 'in'")
    return int(rows[0].n) if rows and rows[0].n else None


def _member(r: Any) -> MemberRow:
    return MemberRow(
        id=r.id,
        name=words(r.name),
        relation=spoken(RELATION, r.relation) or words(r.relation_text),
        sex=spoken(SEX, r.sex),
        birth_date=words(r.birth_date or r.birth_stated),
        id_type=spoken(ID_DOCUMENT, r.id_type),
        id_no=words(r.id_no),
        nationality=label(ETHNICITY, r.nationality).removesuffix("族"),
        education=spoken(EDUCATION, r.education),
        residence_kind=spoken("residence_kind", r.residence_kind),
        whereabouts=words(r.whereabouts),
        phone=words(r.phone),
        note=words(r.note),
        name_note=words(r.name_note),
        former_name=words(r.former_name),
        is_head=r.is_head == 1,
        left_on=words(r.died_on or r.left_on),
        left_reason=_("去世") if r.died_on else words(r.left_reason),
        facts=_facts("person", r),
    )


def _facts(table: str, row: Any) -> tuple[Fact, ...]:
    """The fields declared as further facts (db/models) that hold something, in words."""
    rules = columns_of(table)
    return tuple(
        Fact(name, rules[name].words, plain_words(table, name, value), sensitive=rules[name].privacy == SENSITIVE)
        for name in listed(table)
        if (value := getattr(row, name)) not in (None, "")
    )


def _grouped(rows: Any, key: str) -> Callable[[str], list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return lambda wanted: found.get(wanted, [])


def _visits(session: Session, ids: str) -> tuple[VisitRow, ...]:
    of_household = f"(SELECT id FROM visit WHERE household_id IN {_IDS} AND hidden = 0)"
    persons = _grouped(
        ask(session, f"SELECT visit_id, name FROM visit_person WHERE visit_id IN {of_household} AND hidden = 0"
                     " ORDER BY id", (ids,)), "visit_id")  # fmt: skip
    cadres = _grouped(
        ask(session, f"SELECT visit_id, name FROM visit_cadre WHERE visit_id IN {of_household} AND hidden = 0"
                     " ORDER BY id", (ids,)), "visit_id")  # fmt: skip
    numbers = _grouped(
        ask(session, "SELECT visit_id, coalesce(official_no, number) AS number FROM request"
                     f" WHERE household_id IN {_IDS} AND hidden = 0 AND compartment = 0"
                     " AND visit_id IS NOT NULL ORDER BY id", (ids,)),
        "visit_id")  # fmt: skip
    rows = ask(
        session, f"SELECT * FROM visit WHERE household_id IN {_IDS} AND hidden = 0 ORDER BY visited_on DESC, id DESC",
        (ids,),
    )  # fmt: skip
    return tuple(
        VisitRow(
            id=r.id,
            visited_on=words(r.visited_on),
            visit_kind=spoken("visit_kind", r.visit_kind),
            place=" ".join(filter(None, (spoken("place_kind", r.place_kind), r.place_note))),
            cadres=tuple(c.name for c in cadres(r.id) if c.name),
            persons=tuple(p.name for p in persons(r.id) if p.name),
            texts=tuple((name, getattr(r, column)) for column, name in visit_texts() if getattr(r, column)),
            gifts=" ".join(filter(None, (r.gifts, r.gift_value))),
            next_visit_on=words(r.next_visit_on),
            request_numbers=tuple(n.number for n in numbers(r.id) if n.number),
        )
        for r in rows
    )


def _requests(session: Session, store: Store, ids: str) -> tuple[RequestRow, ...]:
    of_household = f"(SELECT id FROM request WHERE household_id IN {_IDS} AND hidden = 0 AND compartment = 0)"
    steps = _grouped(
        ask(session, f"SELECT * FROM request_step WHERE request_id IN {of_household} AND hidden = 0"
                     " ORDER BY on_date, id", (ids,)), "request_id")  # fmt: skip
    replies = _grouped(
        ask(session, f"SELECT * FROM reply WHERE request_id IN {of_household} AND hidden = 0"
                     " ORDER BY replied_on, id", (ids,)), "request_id")  # fmt: skip
    rows = ask(
        session,
        f"SELECT * FROM request WHERE household_id IN {_IDS} AND hidden = 0 AND compartment = 0"
        " ORDER BY received_on DESC, id DESC",
        (ids,),
    )
    return tuple(_request(r, steps(r.id), replies(r.id), store.today().isoformat()) for r in rows)


def _request(r: Any, steps: list[Any], replies: list[Any], today: str) -> RequestRow:
    states = [RequestState(s.step) for s in steps if s.step in set(RequestState)]
    answered = sum(request_rules.answers(a.outcome) for a in replies)
    state = request_rules.state_after(states, answered)
    closed = [s.on_date for s in steps if s.step in request_rules.ENDED]
    return RequestRow(
        id=r.id,
        number=words(r.official_no or r.number),
        received_on=words(r.received_on),
        requester_name=words(r.requester_name),
        request_kind=spoken("request_kind", r.request_kind),
        topic=spoken("request_topic", r.topic),
        channel=spoken("request_channel", r.channel),
        content=words(r.content),
        due_on=words(r.due_on),
        state=state.label,
        late=bool(r.due_on and r.due_on < today and not request_rules.is_answered(answered)),
        outcome=spoken("request_outcome", r.outcome),
        handler_name=words(r.handler_name),
        satisfaction=spoken("satisfaction", r.satisfaction),
        satisfaction_note=words(r.satisfaction_note),
        closed_on=words(closed[-1]) if closed and state in request_rules.ENDED else "",
        steps=tuple(
            StepRow(
                words(s.on_date),
                spoken("request_state", s.step),
                words(s.cadre_name),
                words(s.to_unit or s.to_person),
                words(s.due_on),
                words(s.reason or s.note),
            )
            for s in steps
        ),
        replies=tuple(
            ReplyRow(
                words(a.replied_on),
                words(a.replier_name),
                spoken("reply_way", a.way),
                words(a.content),
                spoken("request_outcome", a.outcome),
                words(a.legal_basis),
                a.id,
                request_rules.answers(a.outcome),
            )
            for a in replies
        ),
    )
