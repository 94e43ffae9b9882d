"""Counting days over the holidays of China, and beyond the data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.working_days import (
    Counted,
    add_days,
    add_working_days,
    add_years,
    next_working_day,
    shipped_holidays,
    working_days_between,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 9), True),  # 除夕 2024 was left to the employers
        (date(2024, 2, 10), False),
        (date(2024, 2, 4), True),
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 23), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 23), True),
    ],
)
def test_known_days(day, works):
    assert shipped_holidays().is_working_day(day) is works


def test_each_year_has_the_statutory_days():
    table = shipped_holidays()
    for year, statutory in ((2023, 11), (2024, 11), (2025, 13), (2026, 13)):
        off = [day for day in table.off if day.year == year]
        weekdays_off = sum(day.weekday() < 5 for day in off)
        weekend_off = len(off) - weekdays_off
        worked = sum(day.year == year for day in table.work)
        # weekdays off = statutory days that fall on weekdays + exchanged weekend days + days for statutory weekend days
        assert weekdays_off - worked <= statutory
        assert weekdays_off - worked + weekend_off >= statutory
        assert all(day.weekday() >= 5 for day in table.work if day.year == year)


def test_working_days_skip_holidays():
    assert add_working_days(date(2026, 2, 13), 1).day == date(2026, 2, 14)
    assert add_working_days(date(2026, 2, 14), 1).day == date(2026, 2, 24)
    assert add_working_days(date(2026, 11, 20), 5).day == date(2026, 11, 27)
    assert add_working_days(date(2026, 11, 20), 0).day == date(2026, 11, 20)


def test_beyond_the_data_the_result_carries_the_flag():
    found = add_working_days(date(2031, 5, 1), 5)
    assert (found.day, found.enough_data, found.note) == (date(2031, 5, 8), False, "节假日数据不足")
    across = add_working_days(date(2026, 12, 31), 1)
    assert not across.enough_data
    assert next_working_day(date(2031, 5, 3)) == Counted(date(2031, 5, 5), False)
    assert working_days_between(date(2026, 12, 30), date(2027, 1, 1))[1] is False


def test_a_new_year_can_arrive_later_and_replace_an_old_one():
    table = shipped_holidays().with_lines(2027, ["2027-01-01;休;元旦", "2027-01-03;班;元旦"])
    assert add_working_days(date(2026, 12, 31), 1, table) == Counted(date(2027, 1, 3), True)
    assert table.with_lines(2027, []).is_working_day(date(2027, 1, 1))
    with pytest.raises(ValueError, match="休"):
        table.with_lines(2027, ["2027-01-01;放假;元旦"])


def test_calendar_days_and_their_two_switches():
    friday = date(2026, 9, 25)
    assert add_days(friday, 30).day == date(2026, 10, 25)
    assert add_days(friday, 30, count_first=True).day == date(2026, 10, 24)
    assert add_days(friday, 30, roll=True).day == date(2026, 10, 26)
    assert add_days(friday, 0, count_first=True).day == friday


def test_years():
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert add_years(date(2025, 3, 1), 2) == date(2027, 3, 1)


@given(st.dates(date(2023, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_counting_forward_and_between_agree(start, days):
    end = add_working_days(start, days).day
    assert working_days_between(start, end)[0] == days
    assert end - start >= timedelta(days=days)
