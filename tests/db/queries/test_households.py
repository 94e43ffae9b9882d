"""The list of households: house order, merged ones as one line, and what a cadre sees at a glance."""

from __future__ import annotations

from datetime import date

import pytest

from db import Store
from db.actions.corrections import correct
from db.actions.households import tag_household, untag_household
from db.actions.merging import merge_households
from db.actions.requests import NewReply, answer_request
from db.queries.households import HouseholdFilter, household_list, household_totals, tags_in_use
from db.queries.places import village_groups
from db.queries.rows import ask
from tests.makers import make_household, make_request, make_visit


def _people(store: Store, home: str) -> list[str]:
    with store.read() as session:
        return [r.id for r in ask(session, "SELECT id FROM person WHERE household_id = ? ORDER BY position", (home,))]


def test_house_order_is_group_then_number(village: Store) -> None:
    for group, no in (("十组", "001"), ("二组", "002"), ("二组", "001")):
        make_household(village, no=no, group=group)
    assert [(line.village_group, line.household_no) for line in household_list(village)] == [
        ("二组", "001"), ("二组", "002"), ("十组", "001"),
    ]  # fmt: skip


def test_the_head_is_named_and_only_the_living_who_stayed_are_counted(village: Store) -> None:
    home = make_household(village, "李林峰", "陈秀英", "李小峰")
    _head, wife, son = _people(village, home)
    correct(village, "person", wife, {"died_on": "2024-01-02"})
    correct(village, "person", son, {"left_on": "2024-01-02"})
    (line,) = household_list(village)
    assert (line.head_name, line.members) == ("李林峰", 1)
    assert (household_totals(village).households, household_totals(village).persons) == (1, 1)


def test_the_last_visit_and_requests_still_open(village: Store) -> None:
    home = make_household(village)
    for day in (date(2025, 3, 1), date(2025, 9, 1), date(2025, 6, 1)):
        make_visit(village, home, visited_on=day)
    first = make_request(village, home)
    make_request(village, home, "修路。")
    answer_request(village, NewReply(request_id=first, content="修好了。", outcome="solved_at_once"))
    (line,) = household_list(village)
    assert (line.last_visit, line.open_requests) == (date(2025, 9, 1), 1)


def test_merged_households_are_one_line_with_everything_of_both(village: Store) -> None:
    one, two = make_household(village, "李林峰"), make_household(village, "陈秀英", no="002")
    make_visit(village, two, visited_on=date(2025, 5, 1))
    merge_households(village, two, one)
    (line,) = household_list(village)
    assert (line.id, line.members, line.last_visit) == (one, 2, date(2025, 5, 1))
    assert household_totals(village).households == 1


def test_tags_that_still_hold(village: Store) -> None:
    one, two = make_household(village), make_household(village, no="002")
    for home in (one, two):
        tag_household(village, home, "脱贫户")
    mark = tag_household(village, one, "监测对象").id
    assert tags_in_use(village) == [("脱贫户", 2), ("监测对象", 1)]
    untag_household(village, mark)
    assert tags_in_use(village) == [("脱贫户", 2)]
    assert [line.tags for line in household_list(village)] == [("脱贫户",), ("脱贫户",)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (HouseholdFilter(tag="脱贫户"), ["001"]),
        (HouseholdFilter(never_visited=True), ["002"]),
        (HouseholdFilter(open_request=True), ["001"]),
        (HouseholdFilter(uncollected=True), []),
        (HouseholdFilter(text="王建"), ["002"]),
        (HouseholdFilter(text="002"), ["002"]),
        (HouseholdFilter(text="nobody"), []),
        (HouseholdFilter(village_id="another"), []),
    ],
)
def test_filters(village: Store, wanted: HouseholdFilter, found: list[str]) -> None:
    one = make_household(village)
    make_household(village, "王建平", no="002")
    tag_household(village, one, "脱贫户")
    make_visit(village, one)
    make_request(village, one)
    assert [line.household_no for line in household_list(village, wanted)] == found


def test_one_group_alone(village: Store) -> None:
    make_household(village)
    make_household(village, no="002", group="二组")
    second = next(group for group in village_groups(village) if group.name == "二组")
    assert [line.household_no for line in household_list(village, HouseholdFilter(village_group_id=second.id))] == [
        "002"
    ]
