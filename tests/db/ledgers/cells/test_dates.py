"""Births as villages write them: taken where they are clear, open where they are not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledgers.cells import dates

TODAY = date(2025, 10, 20)


births = st.dates(date(1930, 1, 1), TODAY)


@given(
    births,
    st.sampled_from(
        ["{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0:%Y.%m.%d}", "{0.year}年{0.month}月{0.day}日", "{0:%Y/%m/%d} 0:00:00"]
    ),
)
def test_birth_dates_in_every_habit(day: date, habit: str) -> None:
    text = habit.format(day)
    assert dates.judge_birth(text, None, TODAY).value == day.isoformat()
    assert dates.judge_birth(text, day + timedelta(days=1), TODAY).kind == "birth_conflicts_id"


@given(births)
def test_birth_dates_as_excel_keeps_them(day: date) -> None:
    assert dates.judge_birth(day, None, TODAY).value == day.isoformat()
    assert dates.judge_birth(datetime(day.year, day.month, day.day), None, TODAY).value == day.isoformat()
    assert dates.judge_birth((day - date(1899, 12, 30)).days, None, TODAY).value == day.isoformat()


@given(births)
def test_a_month_alone_is_never_a_day(day: date) -> None:
    for text in (f"{day.year}年{day.month}月", f"{day.year}.{day.month}", day.year, day.year * 100 + day.month):
        found = dates.judge_birth(text, None, TODAY)
        assert found.flagged
        assert dates.judge_birth(text, day, TODAY).value == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("1985.4.31", "date_impossible"),
        ("2031-01-01", "date_impossible"),
        ("1900-1-1", "date_impossible"),
        ("3/4/1985", "birth_ambiguous"),
        ("13/4/1985", "1985-04-13"),
        ("85/4/13", "1985-04-13"),
        ("12/10/05", "birth_ambiguous"),
        ("农历1969年四月二十三", "birth_lunar_text"),
        ("腊月初八", "birth_lunar_text"),
        ("二〇〇三年十月五日", "2003-10-05"),
        ("约1950年", "date_unreadable"),
        ("同上", "ditto"),
        ("不详", "birth_missing"),
        (1985.0403, "1985-04-03"),
    ],
)
def test_odd_birth_dates(cell: object, made: str) -> None:
    found = dates.judge_birth(cell, None, TODAY)  # type: ignore[arg-type]
    assert (found.value or found.kind) == made
