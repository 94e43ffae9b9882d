"""The first page: what waits, the most overdue first."""

from __future__ import annotations

from datetime import date

from db import Store
from db.actions.cadres import assign_contact_point
from db.actions.requests import NewReply, answer_request
from db.queries.today import today
from db.queries.totals import Period, month_before, totals
from tests.conftest import StillClock
from tests.makers import make_household, make_request, make_visit


def test_overdue_stands_first_and_an_answer_takes_it_away(village: Store) -> None:
    home = make_household(village, "曾国强")
    soon = make_request(village, home, "水管漏水", received_on=date(2025, 10, 15))
    late = make_request(village, home, "路灯不亮", received_on=date(2025, 10, 1))
    make_visit(village, home, next_visit_on=date(2025, 11, 1))
    tasks = today(village).tasks
    assert [(t.record_id, t.urgency) for t in tasks[:2]] == [(late, "late"), (soon, "soon")]
    assert tasks[0].badge == "逾期 12 天"
    assert (tasks[2].kind, tasks[2].urgency) == ("visit", "month")
    answer_request(village, NewReply(request_id=late, content="已换"))
    assert today(village).tasks[0].record_id == soon


def test_a_visit_that_was_made_is_no_longer_due(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    make_visit(village, home, next_visit_on=date(2025, 10, 25))
    assert [t.kind for t in today(village).tasks] == ["visit"]
    clock.sleep(days=6)
    assert today(village).tasks[0].urgency == "late"
    make_visit(village, home)
    assert today(village).tasks == ()


def test_counters_have_last_month_beside_them(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    make_visit(village, home)
    clock.sleep(days=31)
    other = make_household(village, no="002")
    make_visit(village, home)
    make_visit(village, other)
    visited = next(c for c in today(village).counters if c.name == "visited")
    assert (visited.value, visited.before) == (2, 1)
    assert today(village).never_visited == 0


def test_the_contact_point_counts_days_of_the_quarter(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    assign_contact_point(village, village.me.name)
    for _n in range(2):
        make_visit(village, home)
        make_visit(village, home)
        clock.sleep(days=2)
    point = today(village).contact_points[0]
    assert (point.days, point.trips, point.days_wanted) == ((date(2025, 10, 20), date(2025, 10, 22)), 2, 3)


def test_a_period_counts_only_what_lies_in_it(village: Store) -> None:
    home = make_household(village)
    for on in (date(2025, 8, 31), date(2025, 9, 1), date(2025, 9, 30), date(2025, 10, 1)):
        make_visit(village, home, visited_on=on)
    assert totals(village, Period(date(2025, 9, 1), date(2025, 9, 30))).visits == 2
    assert totals(village).visits == 4


def test_the_month_before_the_last_of_march_is_the_last_of_february() -> None:
    assert month_before(date(2026, 3, 31)) == date(2026, 2, 28)
    assert month_before(date(2026, 1, 15)) == date(2025, 12, 15)


def test_a_mediation_near_its_limit_waits_too(village: Store, clock: StillClock) -> None:
    from desktop.demo.records import mediate

    make_household(village, "曾国强")
    make_household(village, "李英", no="002")
    mediate(village)
    clock.sleep(days=5)
    tasks = [t for t in today(village).tasks if t.kind == "dispute"]
    assert tasks
    assert tasks[0].urgency == "late"
    assert tasks[0].badge == "逾期 2 天"
