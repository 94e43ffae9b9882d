"""Who works here: a cadre and his password come together, a password is changed only by who knows the old one."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from db import KnownError, RuleError, Store, open_store
from db.actions.cadres import NewCadre, add_cadre, assign_contact_point, change_password
from db.models import Cadre, ContactPoint
from db.store import Surroundings
from tests.conftest import PASSWORD
from tests.makers import make_household


def test_a_cadre_with_a_password_opens_the_store_under_his_own_name(village: Store, around: Surroundings) -> None:
    made = add_cadre(village, NewCadre(name=" 肖建英 ", post="妇女主任", password="春暖花开-2025")).id
    village.close()
    store = open_store(village.path, "春暖花开-2025", around)
    assert (store.me.id, store.me.name) == (made, "肖建英")
    store.close()


def test_without_a_name_nothing_is_kept_and_nothing_opens(village: Store, around: Surroundings) -> None:
    with pytest.raises(RuleError) as refused:
        add_cadre(village, NewCadre(name=" ", password="春暖花开-2025"))
    assert refused.value.field == "name"
    with village.read() as session:
        assert len(session.exec(select(Cadre)).all()) == 1
    village.close()
    with pytest.raises(KnownError):
        open_store(village.path, "春暖花开-2025", around)


def test_a_new_password_needs_the_old_one_and_takes_its_place(village: Store, around: Surroundings) -> None:
    with pytest.raises(KnownError) as refused:
        change_password(village, "不是这个-2025", "春暖花开-2025")
    assert refused.value.code == "WRONG_PASSWORD"
    change_password(village, PASSWORD, "春暖花开-2025")
    village.close()
    with pytest.raises(KnownError):
        open_store(village.path, PASSWORD, around)
    open_store(village.path, "春暖花开-2025", around).close()


def test_a_contact_point_is_a_household_or_the_whole_village(village: Store) -> None:
    home = make_household(village)
    assign_contact_point(village, " 周建国 ", household_id=home, from_on=date(2025, 1, 2))
    assign_contact_point(village, "肖建英")
    with village.read() as session:
        points = {p.cadre_name: p for p in session.exec(select(ContactPoint))}
    assert (points["周建国"].household_id, points["周建国"].from_on) == (home, "2025-01-02")
    assert (points["肖建英"].household_id, points["肖建英"].from_on) == (None, "2025-10-20")
    assert {point.village_id for point in points.values()} == {village.scope}
    for name, household in ((" ", home), ("周建国", "nobody")):
        with pytest.raises(RuleError):
            assign_contact_point(village, name, household_id=household)
