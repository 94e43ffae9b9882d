"""Visits in a list: newest first, by household, village and days; never a request nobody may see."""

from __future__ import annotations

from datetime import date

import pytest

from db import Store
from db.actions.corrections import remove
from db.actions.merging import merge_households
from db.queries.visits import VisitFilter, visited_days, visits
from tests.makers import make_household, make_visit

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


def test_newest_first_with_who_went_and_what_was_said(village: Store) -> None:
    home = make_household(village, "李林峰")
    make_visit(village, home, "问了收成。", visited_on=MAY, cadres=("周建国", "肖建英"))
    make_visit(village, home, "", visited_on=JUNE, difficulties="缺水。", hazards="电线老化。")
    new, old = visits(village)
    assert (new.visited_on, new.first_words) == (JUNE, "缺水。")
    assert (old.cadres, old.head_name, old.village_group) == (("周建国", "肖建英"), "李林峰", "一组")
    assert not any(ch.isascii() for ch in old.visit_kind + old.place_kind)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [(None, None, 2), (MAY, MAY, 1), (JUNE, None, 1), (None, date(2025, 4, 30), 0), (date(2025, 5, 2), JUNE, 1)],
)
def test_both_days_count(village: Store, since: date | None, until: date | None, found: int) -> None:
    home = make_household(village)
    for day in (MAY, JUNE):
        make_visit(village, home, visited_on=day)
    assert len(visits(village, VisitFilter(since=since, until=until))) == found


def test_of_one_household_and_not_more_than_asked_for(village: Store) -> None:
    one, two = make_household(village), make_household(village, no="002")
    for home in (one, one, two):
        make_visit(village, home)
    assert len(visits(village, VisitFilter(household_id=one))) == 2
    assert len(visits(village, VisitFilter(most=1))) == 1
    assert visits(village, VisitFilter(village_id="another")) == []


def test_a_merged_household_shows_the_visits_of_both(village: Store) -> None:
    one, two = make_household(village, "李林峰"), make_household(village, "陈秀英", no="002")
    make_visit(village, two)
    merge_households(village, two, one)
    (line,) = visits(village, VisitFilter(household_id=one))
    assert (line.household_id, line.head_name) == (one, "李林峰")


def test_days_of_the_calendar_count_what_was_not_taken_back(village: Store) -> None:
    home = make_household(village)
    make_visit(village, home, visited_on=MAY)
    gone = make_visit(village, home, visited_on=MAY)
    make_visit(village, home, visited_on=JUNE)
    assert visited_days(village, MAY, MAY) == [(MAY, 2)]
    remove(village, "visit", gone)
    assert visited_days(village, MAY, JUNE) == [(MAY, 1), (JUNE, 1)]
