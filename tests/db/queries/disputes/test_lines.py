"""The list of disputes: what runs out first stands first."""

from __future__ import annotations

from db import Store
from db.actions.disputes import NewTermination, close_dispute, refuse_dispute, terminate_dispute
from db.queries.disputes import DisputeFilter, dispute_list, household_dispute_marker
from tests.conftest import StillClock
from tests.dispute_makers import days_ago, make_accepted, make_dispute, sit, two_households
from tests.makers import make_household


def test_the_nearest_last_day_first_the_finished_last(village: Store) -> None:
    households = two_households(village)
    ended = make_accepted(village, households)
    terminate_dispute(village, NewTermination(dispute_id=ended, reason="refused", routes_told="起诉"))
    close_dispute(village, ended)
    waiting = make_dispute(village, households)
    running = make_accepted(village, households)
    sit(village, running, "continued")
    refused = make_dispute(village, households, found_on=days_ago(50))
    refuse_dispute(village, refused, "已起诉")
    lines = dispute_list(village)
    assert [line.id for line in lines] == [running, waiting, ended, refused]
    assert [(line.state_label, line.is_open) for line in lines] == [
        ("调解中", True), ("登记", True), ("结案", False), ("不予受理", False),
    ]  # fmt: skip
    first = lines[0]
    assert (first.accepted_on, first.last_on, first.days_left, first.sittings) == (days_ago(20), days_ago(-10), 10, 1)
    assert (first.applicants, first.respondents, first.household_ids) == (("李林峰", "王秀兰"), ("赵六",), households)
    assert [line.id for line in dispute_list(village, DisputeFilter(open_only=True))] == [running, waiting]
    assert [line.id for line in dispute_list(village, DisputeFilter(state="closed"))] == [ended]


def test_of_one_household_or_one_village(village: Store) -> None:
    first, second = two_households(village)
    third = make_household(village, "王五", no="003")
    make_dispute(village, (first, second))
    other = make_dispute(village, (third, third))
    assert [line.id for line in dispute_list(village, DisputeFilter(household_id=third))] == [other]
    assert len(dispute_list(village, DisputeFilter(village_id=village.scope))) == 2
    assert dispute_list(village, DisputeFilter(village_id="elsewhere")) == []


def test_days_run_down(village: Store, clock: StillClock) -> None:
    make_accepted(village)
    clock.sleep(days=12)
    assert dispute_list(village)[0].days_left == -2


def test_the_marker_survives_where_the_disputes_may_not_be_seen(village: Store) -> None:
    first, _second = two_households(village)
    make_dispute(village, (first, first))
    with village.connection() as connection:  # as on a laptop that was never sent the mediation compartment
        connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        for table in ("party", "dispute_step", "dispute"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
    assert dispute_list(village) == []
    assert household_dispute_marker(village, first)
