"""The hybrid clock survives clocks that are years off."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.sync.log.hlc import MAX_HLC, absorb, instant_of, is_ahead, next_hlc, wall_ms

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
moments = st.datetimes(datetime(1960, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC))


@given(st.lists(moments, min_size=1))
def test_stamps_rise_whatever_the_wall_clock_does(times: list[datetime]) -> None:
    last = 0
    for at in times:
        new = next_hlc(last, at)
        assert new > last
        last = new


def test_a_computer_ten_years_ahead_does_not_move_ours() -> None:
    mine = next_hlc(0, NOON)
    theirs = next_hlc(0, NOON + timedelta(days=3650))
    assert is_ahead(theirs, NOON)
    assert absorb(mine, theirs, NOON) == mine


def test_a_computer_one_hour_ahead_moves_ours() -> None:
    mine = next_hlc(0, NOON)
    theirs = next_hlc(0, NOON + timedelta(hours=1))
    assert absorb(mine, theirs, NOON) == theirs
    assert next_hlc(theirs, NOON) == theirs + 1


def test_a_slow_computer_does_not_move_ours_back() -> None:
    mine = next_hlc(0, NOON)
    assert absorb(mine, next_hlc(0, NOON - timedelta(days=3650)), NOON) == mine


def test_the_border_is_exactly_one_day() -> None:
    border = wall_ms(NOON + timedelta(hours=24)) << 16
    assert not is_ahead(border, NOON)
    assert is_ahead(border + 1, NOON)


def test_absurd_stamps_still_have_a_date() -> None:
    assert instant_of(MAX_HLC).year > 6000
    assert instant_of(1 << 80).year == 9999
    assert instant_of(next_hlc(0, NOON)) == NOON


def test_the_counter_never_leaves_the_column() -> None:
    assert next_hlc(MAX_HLC, NOON) == MAX_HLC
