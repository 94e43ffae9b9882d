"""Invented people: the same for the same seed, of the fictional county, and each number sound."""

from __future__ import annotations

from datetime import date
from random import Random

from db.rules import id_number
from db.rules.id_number import Verdict
from desktop.demo.people import COUNTY, Inventor, Plan

PLAN = Plan(60, ("一组", "二组", "三组"), "桃溪村", date(2025, 10, 20))


def test_the_same_seed_invents_the_same_people_and_another_others() -> None:
    first = list(Inventor(Random(7), PLAN).households())
    assert first == list(Inventor(Random(7), PLAN).households())
    assert first != list(Inventor(Random(8), PLAN).households())
    assert [home.household_no for home in first] == [f"{n:03d}" for n in range(1, 61)]
    assert [home.village_group for home in first[::20]] == ["一组", "二组", "三组"]


def test_every_number_is_sound_fictional_and_once_and_says_birth_and_sex() -> None:
    people = [person for home in Inventor(Random(3), PLAN).households() for person in home.persons]
    assert len({person.id_no for person in people}) == len(people) > 100
    for person in people:
        number = str(person.id_no)
        assert COUNTY == "430499"
        assert number.startswith(COUNTY)
        checked = id_number.check(number, PLAN.until)
        assert checked.verdict is not Verdict.ERROR, checked
        assert number[6:14] == f"{person.birth_date:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (person.sex == "1")


def test_families_are_possible() -> None:
    for home in Inventor(Random(5), PLAN).households():
        head, *others = home.persons
        assert head.is_head
        assert not any(person.is_head for person in others)
        for person in others:
            if person.relation in ("22", "23", "32", "33"):
                assert person.birth_date.year - head.birth_date.year >= 20  # type: ignore[union-attr]
            if person.relation in ("51", "52"):
                assert head.birth_date.year - person.birth_date.year >= 20  # type: ignore[union-attr]
            if person.relation in ("11", "12"):
                assert person.sex != head.sex
        assert str(home.phone).startswith("154")  # nobody's
