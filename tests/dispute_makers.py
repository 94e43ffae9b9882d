"""Builders of synthetic disputes for tests; nobody in here exists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from db import Store
from db.actions.disputes import (
    NewAgreement,
    NewClause,
    NewDispute,
    NewParty,
    NewSitting,
    accept_dispute,
    record_agreement,
    record_sitting,
    register_dispute,
)
from db.models import Clause
from tests.makers import make_household

TODAY = date(2025, 10, 20)


def days_ago(days: int) -> date:
    """A day before the day on which the clock of the tests stands."""
    return TODAY - timedelta(days=days)


def two_households(store: Store) -> tuple[str, str]:
    """Two neighbours."""
    return make_household(store, "李林峰", "王秀兰", no="001"), make_household(store, "赵六", no="002")


def make_dispute(store: Store, households: tuple[str, str] | None = None, **more: Any) -> str:
    """A quarrel about a field path, found forty days ago; returns its id."""
    first, second = households or two_households(store)
    parties = (
        NewParty(side="applicant", household_id=first, name="李林峰"),
        NewParty(side="applicant", household_id=first, name="王秀兰"),
        NewParty(side="respondent", household_id=second, name="赵六"),
    )
    values: dict[str, Any] = {
        "dispute_type": "neighbour", "summary": "田埂被挖，两家争吵。", "found_on": days_ago(40), "parties": parties,
    } | more  # fmt: skip
    return register_dispute(store, NewDispute(**values)).id


def make_accepted(store: Store, households: tuple[str, str] | None = None, **more: Any) -> str:
    """The same, accepted twenty days ago."""
    dispute_id = make_dispute(store, households, **more)
    accept_dispute(store, dispute_id, days_ago(20))
    return dispute_id


def sit(store: Store, dispute_id: str, result: str = "agreed", **more: Any) -> str:
    """A sitting ten days ago whose parties were told their rights that day; returns its id."""
    values: dict[str, Any] = {"held_on": days_ago(10), "notice_told_on": days_ago(10), "record": "双方陈述。"} | more
    return record_sitting(store, NewSitting(dispute_id=dispute_id, result=result, **values)).id


def make_clause(**more: Any) -> NewClause:
    """赵六 pays 500 元 within three weeks."""
    values: dict[str, Any] = {
        "who": "赵六", "what": "赔偿损失", "amount": "500", "how": "现金", "due_on": days_ago(-12),
    } | more  # fmt: skip
    return NewClause(**values)


def agree(store: Store, dispute_id: str, *clauses: NewClause, **more: Any) -> str:
    """A written agreement nine days ago; returns its id."""
    values: dict[str, Any] = {"agreed_on": days_ago(9)} | more
    new = NewAgreement(dispute_id=dispute_id, clauses=clauses or (make_clause(),), **values)
    return record_agreement(store, new).id


def clauses_of(store: Store, agreement_id: str) -> list[str]:
    """The ids of an agreement's clauses in their order."""
    with store.read() as session:
        wanted = select(Clause.id).where(Clause.agreement_id == agreement_id).order_by(Clause.position)  # type: ignore[arg-type]
        return list(session.exec(wanted))
