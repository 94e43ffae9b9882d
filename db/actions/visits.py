"""Deeds about visits: one is recorded with the people met, and what grows out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _

from sqlmodel import Session

from db.actions.drafts import DraftKey, let_go
from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, plain
from db.actions.requests import NewRequest, put_request
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Household, Person, Visit, VisitCadre, VisitPerson
from db.store import Store


@asks("visit")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """A visit as the form gives it; `requests` grow out of it and belong to the same household."""

    household_id: str = asked(required=True)
    visited_on: date | None = asked(required=False)
    time_from: str | None = asked()
    time_to: str | None = asked()
    visit_kind: str = asked(default="daily_visit")
    place_kind: str = asked(default="home")
    place_note: str | None = asked()
    language: str | None = asked()
    interpreter: str | None = asked()
    purpose: str | None = asked()
    talk: str | None = asked()
    family_changes: str | None = asked()
    thoughts: str | None = asked()
    livelihood: str | None = asked()
    difficulties: str | None = asked()
    hazards: str | None = asked()
    suggestions: str | None = asked()
    policy_told: str | None = asked()
    gifts: str | None = asked()
    gift_value: str | None = asked()
    signed_on_paper: bool | None = asked()
    next_visit_on: date | None = asked()
    person_ids: tuple[str, ...] = asked("见到的人", default=())
    cadres: tuple[str, ...] = asked("走访干部", default=())
    requests: tuple[NewRequest, ...] = asked("诉求", default=())


def record_visit(store: Store, new: NewVisit, *, draft: DraftKey | None = None) -> Changes:
    """Records a visit with the people met and its requests, all of it or nothing; its draft is done with."""
    check(new, store.today())
    visited_on = new.visited_on or store.today()
    with store.write(_("走访")) as session:
        household = household_here(session, new.household_id)
        visit = Visit(
            id=new_id(),
            scope=household.scope,
            village_id=household.village_id,
            **plain(new) | {"visited_on": visited_on.isoformat()},
        )
        session.add(visit)
        session.flush()
        _persons(session, household, visit, new)
        for name in new.cadres or (store.me.name,):
            session.add(VisitCadre(id=new_id(), scope=household.scope, visit_id=visit.id, name=name))
        made = [
            put_request(
                session,
                store,
                replace(r, household_id=household.id, visit_id=visit.id, received_on=r.received_on or visited_on),
            )
            for r in new.requests
        ]
        let_go(session, draft)
        ids, household_id = (visit.id, *(r.id for r in made)), household.id
    changes = Changes.of("visits", *ids, household=household_id)
    return changes | Changes(nouns=frozenset({"requests"})) if len(ids) > 1 else changes


def _persons(session: Session, household: Household, visit: Visit, new: NewVisit) -> None:
    for person_id in new.person_ids:
        person = session.get(Person, person_id)
        if person is None:
            raise RuleError(_("见到的人里有一位已不在名单上，请重新勾选。"), field="person_ids")
        session.add(
            VisitPerson(id=new_id(), scope=household.scope, visit_id=visit.id, person_id=person.id, name=person.name)
        )
