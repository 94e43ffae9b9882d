"""Builders of synthetic people and records for tests; nobody in here exists."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from db import Store
from db.actions.households import NewHousehold, NewPerson, add_household
from db.actions.requests import NewRequest, record_request
from db.actions.visits import NewVisit, record_visit
from db.rules.id_number import check_character
from desktop.demo.people import Inventor, Plan


def id_number(born: str = "19801003", order: str = "675") -> str:
    """A valid number of the fictional county 430499."""
    first = f"430499{born}{order}"
    return first + check_character(first)


def make_household(store: Store, *names: str, no: str = "001", group: str = "一组", **more: Any) -> str:
    """A household with people of these names, the first its head; returns its id."""
    people = tuple(
        NewPerson(name=name, relation="02" if n == 0 else "97", is_head=n == 0 or None)
        for n, name in enumerate(names or ("李林峰",))
    )
    new = NewHousehold(
        household_no=no, village_group=group, address=f"{store.name}{group}{no}号", persons=people, **more
    )
    return add_household(store, new).id


def make_visit(store: Store, household_id: str, talk: str = "问了收成。", **more: Any) -> str:
    """A visit to the household today; returns its id."""
    return record_visit(store, NewVisit(household_id=household_id, talk=talk, **more)).id


def make_request(store: Store, household_id: str, content: str = "三组路灯不亮，请修好。", **more: Any) -> str:
    """A request of the household received today; returns its id."""
    return record_request(store, NewRequest(household_id=household_id, content=content, **more)).id


def overwrite(store: Store, table: str, record_id: str, **values: Any) -> None:
    """Writes fields as another program might, or as they come from elsewhere: no rule is asked."""
    with store.write() as session:
        for name, value in values.items():
            sql = f'UPDATE "{table}" SET "{name}" = ? WHERE id = ?'
            session.connection().exec_driver_sql(sql, (value, record_id))


def make_people(count: int, seed: int = 7, village: str = "桃溪村") -> list[NewHousehold]:
    """Invented households, the same for the same seed."""
    plan = Plan(count, ("一组", "二组", "三组"), village, date(2025, 10, 20))
    return list(Inventor(Random(seed), plan).households())
