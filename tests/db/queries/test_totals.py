"""Figures of a past day stay as they are, whatever comes later; and they are what one counts by hand."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db import Store
from db.actions.disputes import NewDisputeStep, take_dispute_step
from db.actions.requests import NewReply, NewStep, answer_request, take_step
from db.identity import new_id
from db.models import Reply, Request
from db.queries.totals import LandTotals, Period, period_before, totals
from tests.conftest import StillClock
from tests.db.queries.figures.world import FIRST, World, by_hand, counted, day
from tests.dispute_makers import days_ago, make_dispute
from tests.land_makers import collect, happen, make_case, make_certificate
from tests.makers import make_household, make_request

LAST = 40  # days of a world; the clock of the tests stands 80 days after its first


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a world does not shrink in bearable time
)
@given(
    seed=st.integers(0, 2**32),
    days=st.lists(st.integers(0, LAST), min_size=25, max_size=70),
    at=st.integers(0, LAST),
)
def test_figures_of_a_past_period_never_change_when_later_records_arrive(
    township: Store, seed: int, days: list[int], at: int
) -> None:
    period = Period(FIRST + timedelta(days=at // 2), FIRST + timedelta(days=at))
    on, since = day(at), day(at // 2)
    with township.write() as session:
        world = World(session, Random(seed)).begin(township.scope)
        for number in sorted(days):
            if number <= at:
                world.happen(number)
        known = by_hand(world, since, on)
    before = totals(township, period, world.village)
    assert counted(before) == known
    with township.write() as session:
        world.session = session
        for rows in world.rows.values():
            rows[:] = [session.merge(row) for row in rows]
        for number in sorted(days):
            if number > at:
                world.happen(number)
        known, today = by_hand(world, since, on), by_hand(world, day(-400), day(400))
    assert totals(township, period, world.village) == before
    assert counted(before) == known
    everything = counted(totals(township, None, world.village))
    if today["households"] is None:  # nobody was ever written down: today that is 0
        today |= {"households": 0, "persons": 0}
    if today["land"] == LandTotals():
        today["land"] = LandTotals(0, 0, 0, 0, 0, 0, 0, 0)
    assert everything == today


def test_a_day_before_the_book_began_is_not_known(village: Store, clock: StillClock) -> None:
    make_case(village)
    found = totals(village, Period(date(2025, 9, 1), date(2025, 9, 30)))
    assert (found.as_of, found.households, found.persons, found.land.due) == ("2025-09-30", None, None, None)
    assert (found.visits, found.requests.total, found.conflicts, found.unsent) == (0, 0, None, None)
    clock.sleep(days=3)
    make_household(village, no="002")
    assert totals(village, Period(until=date(2025, 10, 20))).households == 1
    assert totals(village).households == 2


def test_an_empty_book_counts_nobody_today(village: Store) -> None:
    assert (totals(village).households, totals(village).land.contractors) == (0, 0)


def test_an_answer_of_this_period_does_not_answer_in_the_last_one(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    late = make_request(village, home, received_on=date(2025, 10, 1))
    moved = make_request(village, home, received_on=date(2025, 10, 1))
    clock.sleep(days=5)
    answer_request(village, NewReply(request_id=late, content="修好了。"))
    take_step(
        village,
        NewStep(request_id=moved, step="extended", reason="等料", due_on=date(2025, 11, 30), consent_of_head=True),
    )
    past, now = totals(village, Period(until=date(2025, 10, 20))).requests, totals(village).requests
    assert (past.unanswered, past.overdue) == (2, 2)
    assert (now.unanswered, now.overdue) == (1, 0)


def test_extending_a_request_of_an_older_version_keeps_what_was_promised(village: Store, clock: StillClock) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1), due_on=date(2025, 10, 18))
    with village.write() as session:
        row = session.get_one(Request, request)
        row.first_due_on = None
        session.add(row)
    clock.sleep(days=5)
    overdue = [totals(village, Period(until=date(2025, 10, on))).requests.overdue for on in (17, 18, 19)]
    new = NewStep(request_id=request, step="extended", reason="等料", due_on=date(2025, 11, 30), consent_of_head=True)
    take_step(village, new)
    assert [totals(village, Period(until=date(2025, 10, on))).requests.overdue for on in (17, 18, 19)] == overdue
    assert overdue == [0, 0, 1]


def test_a_reply_that_only_passes_on_answers_nothing(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    with village.write() as session:
        passed = {"request_id": request, "replied_on": "2025-10-02", "outcome": "passed_on"}
        session.add(Reply(id=new_id(), scope=village.scope, **passed))
    assert (totals(village).requests.unanswered, totals(village).requests.overdue) == (1, 1)


def test_refused_then_opened_again_is_open(village: Store) -> None:
    dispute = make_dispute(village)
    for step, ago in (("not_accepted", 30), ("registered", 20)):
        new = NewDisputeStep(dispute_id=dispute, step=step, on_date=days_ago(ago), reason="核对过")
        take_dispute_step(village, new)
    assert (totals(village).disputes.open, totals(village).disputes.closed) == (1, 0)
    past = totals(village, Period(until=days_ago(25))).disputes
    assert (past.open, past.closed) == (0, 1)


def test_a_certificate_collected_this_month_was_not_last_month(village: Store, clock: StillClock) -> None:
    certificate = make_certificate(village, make_case(village))
    happen(village, certificate, "at_village")
    clock.sleep(days=40)
    collect(village, certificate, on_date=date(2025, 11, 20))
    assert totals(village, Period(until=date(2025, 10, 31))).land.uncollected == 1
    assert (totals(village).land.due, totals(village).land.uncollected, totals(village).land.collected) == (1, 0, 1)


@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        ((2025, 9, 1), (2025, 9, 30), ((2025, 8, 1), (2025, 8, 31))),
        ((2025, 1, 1), (2025, 3, 31), ((2024, 10, 1), (2024, 12, 31))),
        ((2025, 1, 1), (2025, 12, 31), ((2024, 1, 1), (2024, 12, 31))),
        ((2024, 2, 1), (2024, 2, 29), ((2024, 1, 1), (2024, 1, 31))),
        ((2025, 10, 1), (2025, 10, 20), ((2025, 9, 11), (2025, 9, 30))),
        ((2025, 10, 6), (2025, 10, 12), ((2025, 9, 29), (2025, 10, 5))),
    ],
)
def test_the_period_before_ends_where_this_one_begins(
    since: tuple[int, int, int], until: tuple[int, int, int], before: tuple[tuple[int, int, int], ...]
) -> None:
    assert period_before(Period(date(*since), date(*until))) == Period(date(*before[0]), date(*before[1]))


def test_an_open_period_has_none_before_it() -> None:
    assert period_before(Period(date(2025, 9, 1))) is None
