"""The end of a day is midnight in China."""

from datetime import date

from db.queries.figures.days import EVER, as_of

TODAY = date(2025, 10, 20)


def test_what_was_written_down_before_midnight_in_china_was_known() -> None:
    at = as_of(date(2025, 9, 30), TODAY)
    assert "2025-09-30T15:59:59.999Z" < at.written <= "2025-09-30T16:00:00.000Z"
    assert (at.on, at.is_past) == ("2025-09-30", True)


def test_today_and_days_to_come_know_everything() -> None:
    for day in (TODAY, date(2030, 1, 1), None):
        at = as_of(day, TODAY)
        assert (at.day, at.is_past) == (TODAY, False)
        assert at.values == EVER.values
