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


def test_how_often_whom():
    """The numbers of the source documents, before a township sets its own."""
    month, quarter, year = Period.MONTH, Period.QUARTER, Period.YEAR
    numbers = {rule.scope: (rule.min_count, rule.period, rule.distinct_days) for rule in RULES}
    assert numbers == {
        VisitScope.CONTACT_POINT: (1, quarter, 3),
        VisitScope.CADRE: (20, month, 0),
        VisitScope.HARDSHIP: (1, quarter, 0),
        VisitScope.GROUP_LEADER: (1, quarter, 0),
        VisitScope.CONTACT_HOUSEHOLD: (2, year, 0),
        VisitScope.LEADING_GROUP: (1, month, 0),
        VisitScope.GRID_ORDINARY: (2, year, 0),
        VisitScope.GRID_FOCUS: (1, month, 0),
        VisitScope.OPINION_MEETING: (1, month, 0),
    }
    assert len(RULES) == len(VisitScope)
    assert CONTACT_POINT.scope is VisitScope.CONTACT_POINT
    assert not any(rule.days_per_trip for rule in RULES)


@pytest.mark.parametrize(
    ("visits", "label"),
    [
        ([], "已去0次0天,还差1次3天"),
        ([8], "已去1次1天,还差2天"),
        ([8, 9, 10], "已去1次3天"),
        ([8, 20, 21], "已去2次3天"),
    ],
)
def test_what_is_missing_at_a_contact_point_is_said_in_trips_and_days(visits, label):
    assert progress(CONTACT_POINT, [date(2026, 10, day) for day in visits], TODAY).label == label


def test_what_is_missing_of_a_cadres_round_is_said_in_visits():
    cadre = next(rule for rule in RULES if rule.scope is VisitScope.CADRE)
    assert progress(cadre, [date(2026, 11, 5)] * 19, TODAY).label == "已去19次1天,还差1次"
    assert progress(cadre, [date(2026, 11, 5)] * 20, TODAY).label == "已去20次1天"


def test_the_visit_of_today_counts_and_the_last_day_has_none_left():
    assert progress(CONTACT_POINT, [TODAY], TODAY).count == 1
    assert progress(CONTACT_POINT, [], date(2026, 12, 31)).days_left == 0


@pytest.mark.parametrize(("month", "number"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)])
def test_the_number_of_the_quarter(month, number):
    assert quarter_of(date(2026, month, 15)) == (2026, number)


def test_the_period_before_and_the_same_one_of_years_ago():
    quarter = period_of(date(2026, 1, 31), Period.QUARTER)
    assert previous_span(quarter, Period.QUARTER) == Span(date(2025, 10, 1), date(2025, 12, 31))
    assert previous_span(quarter, Period.QUARTER, years=1) == Span(date(2025, 1, 1), date(2025, 3, 31))
    assert previous_span(quarter, Period.QUARTER, years=2) == Span(date(2024, 1, 1), date(2024, 3, 31))


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


def test_the_rules_as_they_stand_where_nothing_is_set():
    """visits-requests.md §2: at least so many in each period; a contact point also on so many different days."""
    month, quarter, year = Period.MONTH, Period.QUARTER, Period.YEAR
    assert {rule.scope.value: (rule.min_count, rule.period, rule.distinct_days) for rule in RULES} == {
        "contact_point": (1, quarter, 3),
        "cadre": (20, month, 0),
        "hardship": (1, quarter, 0),
        "group_leader": (1, quarter, 0),
        "contact_household": (2, year, 0),
        "leading_group": (1, month, 0),
        "grid_ordinary": (2, year, 0),
        "grid_focus": (1, month, 0),
        "opinion_meeting": (1, month, 0),
    }


def test_progress_names_only_what_is_missing():
    today = date(2026, 11, 21)
    assert progress(CONTACT_POINT, [], today).label == "已去0次0天,还差1次3天"
    three = [date(2026, 11, day) for day in (3, 4, 5)]
    assert progress(CONTACT_POINT, three, today).label == "已去1次3天"
    assert progress(CONTACT_POINT, three[:2], today).label == "已去1次2天,还差1天"


def test_days_of_the_longest_trip_count_where_a_rule_says_so():
    rule = VisitRule(VisitScope.CONTACT_POINT, 1, Period.QUARTER, 3, days_per_trip=True)
    assert progress(rule, [], date(2026, 11, 21)).days == 0
    days = [date(2026, 11, day) for day in (1, 3, 4, 5)]
    assert (progress(rule, days, date(2026, 11, 21)).days, progress(rule, days, date(2026, 11, 21)).met) == (3, True)


def test_the_year_before_a_leap_year_s_month():
    february = period_of(date(2025, 2, 10), Period.MONTH)
    assert previous_span(february, Period.MONTH, years=1) == Span(date(2024, 2, 1), date(2024, 2, 29))
