"""Who writes and when: ids that rise and never collide, days of China, stamps that come back."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from db import identity
from db.identity import SystemClock, china_day, instant, new_id, stamp


def test_ids_rise_and_are_uuids_of_version_7() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len({one[:16] for one in made}) == len(made)
    for one in made[:20]:
        assert (uuid.UUID(one).version, uuid.UUID(one).variant) == (7, uuid.RFC_4122)
    assert abs(int(made[0][:12], 16) / 1000 - time.time()) < 60


def test_ids_rise_though_the_clock_stands_or_goes_back() -> None:
    """Many within one microsecond, and after a clock that was put back."""
    before, identity._last = identity._last, time.time_ns() // 1000 + 60_000_000
    try:
        made = [new_id() for _ in range(300)]
    finally:
        identity._last = before
    assert made == sorted(made)
    assert len({one[:16] for one in made}) == len(made)


def test_ids_of_many_threads_never_collide() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: new_id(), range(2000)))
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(15, 59, 20), (16, 0, 21), (0, 0, 20)],
)  # fmt: skip
def test_the_day_in_china_begins_at_16_utc(hour: int, minute: int, day: int) -> None:
    assert china_day(datetime(2025, 10, 20, hour, minute, tzinfo=UTC)) == date(2025, 10, day)


def test_a_stamp_is_utc_to_the_millisecond_and_comes_back() -> None:
    local = datetime(2026, 11, 21, 21, 40, 8, 123999, tzinfo=timezone(timedelta(hours=8)))
    assert stamp(local) == "2026-11-21T13:40:08.123Z"
    assert instant(stamp(local)) == local.replace(microsecond=123000)
    assert stamp(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000Z"


def test_the_clock_of_this_computer_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
