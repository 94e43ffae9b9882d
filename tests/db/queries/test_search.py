"""The search box finds people however they are asked for."""

from __future__ import annotations

import pytest

from db import Store
from db.actions.households import NewHousehold, NewPerson, add_household
from db.queries.search import search
from tests.makers import id_number, make_household


@pytest.fixture
def peopled(village: Store) -> Store:
    """Two households."""
    add_household(
        village,
        NewHousehold(
            household_no="001", village_group="一组", address="桃溪村一组1号", phone="15488160538",
            persons=(
                NewPerson(name="曾国强", relation="02", id_no=id_number()),
                NewPerson(name="李𬭎", relation="12", former_name="李红"),
            ),
        ),
    )  # fmt: skip
    make_household(village, "单雄信", "仇和", "欧阳秀英", no="002")
    return village


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zgq", ["曾国强"]),
        ("ZGQ", ["曾国强"]),
        ("cgq", ["曾国强"]),
        ("zengguo", ["曾国强"]),
        ("guo", ["曾国强"]),
        ("sxx", ["单雄信"]),
        ("qh", ["仇和"]),
        ("oyxy", ["欧阳秀英"]),
        ("曾", ["曾国强"]),
        ("国强", ["曾国强"]),
        ("𬭎", ["李𬭎"]),
        ("李?", ["李𬭎"]),
        ("李红", ["李𬭎"]),
        ("欧阳 秀", ["欧阳秀英"]),
        (id_number()[-4:], ["曾国强"]),
        (id_number(), ["曾国强"]),
        ("15488", ["曾国强"]),
        ("0538", ["曾国强"]),
        ("没有这个人", []),
        ("", []),
        ("\"'*", []),
        ("AND OR NOT", []),
        ("name:", []),
    ],
)
def test_it_finds(peopled: Store, typed: str, found: list[str]) -> None:
    assert [hit.label for hit in search(peopled, typed)] == found


def test_heads_of_household_stand_first_and_each_says_where(peopled: Store) -> None:
    make_household(peopled, "曾海", "曾国栋", no="003")
    hits = search(peopled, "曾")
    assert [hit.label for hit in hits] == ["曾国强", "曾海", "曾国栋"]
    assert hits[2].detail.startswith("曾海家")


def test_a_changed_name_is_found_and_the_old_one_is_not(peopled: Store) -> None:
    from db.models import Person

    person_id = search(peopled, "仇和")[0].id
    with peopled.write() as session:
        person = session.get(Person, person_id)
        assert person is not None
        person.name = "裘和平"
        session.add(person)
    assert [hit.label for hit in search(peopled, "qhp")] == ["裘和平"]
    assert search(peopled, "仇和") == []
    with peopled.write() as session:
        session.delete(session.get(Person, person_id))
    assert search(peopled, "qhp") == []


def test_an_odd_question_never_breaks(peopled: Store) -> None:
    for odd in ("(", "a*b^c", "{x}:y", "张" * 500, "\x00", "🏠", "NEAR(1 2)", "-", "1", "x'"):
        search(peopled, odd)
