"""Households and the people in them."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.households import (
    NewHousehold,
    NewPerson,
    add_household,
    add_person,
    set_head,
    tag_household,
    untag_household,
)
from db.queries.dossier import household_file
from db.queries.history import history
from db.queries.households import HouseholdFilter, household_list, household_totals, tags_in_use
from db.queries.places import village_groups
from tests.makers import id_number, make_household, make_people, make_visit


def test_the_id_number_fills_in_birth_and_sex_as_proposals(village: Store) -> None:
    person = NewPerson(name=" 曾 国强 ", id_no="430499 19801003 675" + id_number()[-1])
    made = add_household(village, NewHousehold(household_no="001", persons=(person,)))
    head = household_file(village, made.id).members[0]
    assert (head.name, head.birth_date, head.sex, head.is_head) == ("曾国强", "1980-10-03", "男", True)
    stated = NewPerson(
        household_id=made.id, name="李英", id_no=id_number("19820101", "122"), birth_date=date(1982, 2, 1)
    )
    add_person(village, stated)
    assert household_file(village, made.id).members[1].birth_date == "1982-02-01"


def test_a_wrong_number_is_refused_unless_the_paper_says_so(village: Store) -> None:
    home = make_household(village)
    wrong = id_number()[:-1] + ("0" if id_number()[-1] != "0" else "1")
    with pytest.raises(RuleError, match="请写明原因") as caught:
        add_person(village, NewPerson(household_id=home, name="李英", id_no=wrong))
    assert caught.value.field == "id_no"
    add_person(village, NewPerson(household_id=home, name="李英", id_no=wrong, id_override="证件如此"))
    assert household_file(village, home).members[1].id_no == wrong


def test_there_is_one_head_at_a_time_and_the_change_stays_on_record(village: Store) -> None:
    home = make_household(village, "曾国强", "李英")
    first, second = household_file(village, home).members
    set_head(village, second.id)
    assert [m.name for m in household_file(village, home).members if m.is_head] == ["李英"]
    change = history(village, "person", first.id)[-1]
    assert (change.field, change.old, change.new, change.cadre) == ("is_head", "1", "0", "周建国")


def test_the_list_stands_in_house_order_and_can_be_narrowed(village: Store) -> None:
    for new in make_people(12):
        add_household(village, new)
    lines = household_list(village)
    assert [line.household_no for line in lines] == [f"{n:03d}" for n in range(1, 13)]
    assert [g.name for g in village_groups(village)] == ["一组", "二组", "三组"]
    visited = lines[3]
    make_visit(village, visited.id)
    assert visited.id not in {line.id for line in household_list(village, HouseholdFilter(never_visited=True))}
    assert household_totals(village).households == 12
    assert household_totals(village).persons == sum(line.members for line in lines)


def test_a_tag_comes_and_goes_without_being_forgotten(village: Store) -> None:
    home = make_household(village)
    mark = tag_household(village, home, "农村低保")
    assert household_file(village, home).tags == ("农村低保",)
    assert tags_in_use(village) == [("农村低保", 1)]
    untag_household(village, mark.id)
    assert household_file(village, home).tags == ()
    assert history(village, "tag_mark", mark.id)[-1].field == "to_on"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "李英", "sex": "女的"}, "sex"),
        ({"name": "李英", "birth_date": date(2026, 1, 1)}, "birth_date"),
        ({"name": "李英", "household_id": "nobody"}, "household_id"),
    ],
)
def test_a_wrong_person_is_refused_at_its_field(village: Store, wrong: dict[str, object], field: str) -> None:
    home = make_household(village)
    with pytest.raises(RuleError) as caught:
        add_person(village, NewPerson(**({"household_id": home} | wrong)))
    assert caught.value.field == field
    assert len(household_file(village, home).members) == 1


def test_a_name_of_fifty_signs_and_a_rare_one_come_back_as_they_were(village: Store) -> None:
    names = ("买买提·" + "阿" * 50, "李𬭎", "䶮𠮷")
    home = make_household(village, *names)
    assert tuple(m.name for m in household_file(village, home).members) == names
