"""Visit rules: trips and days are counted apart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.visits import (
    CONTACT_POINT,
    RULES,
    Period,
    Span,
    VisitRule,
    VisitScope,
    next_period,
    period_of,
    previous_span,
    progress,
    quarter_of,
    trips_of,
)

TODAY = date(2026, 11, 21)
a_day = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_two_trips_of_one_and_two_days_satisfy_a_contact_point():
    found = progress(CONTACT_POINT, [date(2026, 10, 8), date(2026, 11, 3), date(2026, 11, 4)], TODAY)
    assert (found.count, found.days, found.met, found.label) == (2, 3, True, "已去2次3天")


def test_three_visits_on_one_day_are_one_day():
    found = progress(CONTACT_POINT, [date(2026, 10, 8)] * 3, TODAY)
    assert (found.count, found.days, found.met) == (1, 1, False)


def test_only_the_quarter_counts_and_nothing_after_today():
    days = [date(2026, 9, 30), date(2026, 11, 22), date(2025, 11, 3)]
    found = progress(CONTACT_POINT, days, TODAY)
    assert (found.count, found.days, found.label) == (0, 0, "已去0次0天,还差1次3天")
    assert found.days_left == 40


def test_days_may_be_counted_per_trip():
    rule = VisitRule(VisitScope.CONTACT_POINT, 1, Period.QUARTER, 3, days_per_trip=True)
    apart = [date(2026, 10, 8), date(2026, 11, 3), date(2026, 11, 4)]
    assert not progress(rule, apart, TODAY).met
    assert progress(rule, [date(2026, 11, day) for day in (3, 4, 5)], TODAY).met


def test_other_rules_count_visits():
    cadre = next(rule for rule in RULES if rule.scope is VisitScope.CADRE)
    found = progress(cadre, [date(2026, 11, 5)] * 19, TODAY)
    assert (found.count, found.met) == (19, False)
    assert progress(cadre, [date(2026, 11, 5)] * 20, TODAY).met


@pytest.mark.parametrize(
    ("day", "period", "first", "last"),
    [
        (date(2026, 1, 31), Period.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), Period.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2024, 2, 29), Period.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 5, 5), Period.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods(day, period, first, last):
    assert period_of(day, period) == Span(first, last)


@given(a_day, st.sampled_from(Period))
def test_periods_follow_each_other_without_a_gap(day, period):
    span = period_of(day, period)
    assert day in span
    assert next_period(span.first, period) == span.last + timedelta(days=1)
    assert previous_span(span, period).last == span.first - timedelta(days=1)
    assert previous_span(span, period, years=1).first.month == span.first.month
    assert quarter_of(span.first)[0] == day.year


@given(st.lists(a_day, max_size=30))
def test_trips_cover_exactly_the_visit_days(days):
    trips = trips_of(days)
    covered = {trip.first + timedelta(days=n) for trip in trips for n in range((trip.last - trip.first).days + 1)}
    assert covered == set(days)
    assert all(later.first - earlier.last > timedelta(days=1) for earlier, later in pairwise(trips))
