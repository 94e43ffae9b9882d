"""Two months of an invented village: every household once, in order, under a clock that never goes back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

from db import Store
from db.actions.households import add_household
from db.queries.totals import totals
from desktop.demo.records import DemoClock, mediate, record_village
from tests.makers import make_people


def test_the_clock_never_goes_back() -> None:
    clock = DemoClock(datetime(2025, 10, 20, 9, tzinfo=UTC))
    first = clock.now()
    clock.set(date(2025, 10, 1))
    assert clock.now() > first
    clock.set(date(2025, 11, 1), hour=8)
    assert (clock.at.date(), clock.at.hour) == (date(2025, 11, 1), 8)


def test_every_household_is_gone_through_and_something_of_each_kind_is_recorded(village: Store) -> None:
    for home in make_people(8):
        add_household(village, home)
    clock, steps = DemoClock(village.now()), list[tuple[int, int]]()
    village.clock = clock
    record_village(village, clock, Random(7), lambda done, total: steps.append((done, total)))
    assert steps == [(n, 8) for n in range(1, 9)]
    found = totals(village)
    assert found.visits > 0
    assert found.land.contractors > 0
    assert mediate(village)
    assert totals(village).disputes.open + totals(village).disputes.closed == 1
