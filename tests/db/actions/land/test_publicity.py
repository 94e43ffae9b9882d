"""Lists on the wall: never passed before the last day, never with an open objection."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.land import (
    NewBatch,
    NewObjection,
    NewPublicity,
    add_batch,
    confirm_publicity,
    handle_objection,
    post_publicity,
    record_objection,
)
from db.models import Publicity
from tests.conftest import StillClock
from tests.land_makers import days_ago, do_stage, make_case
from tests.makers import make_household


def post(store: Store, **more: object) -> str:
    """A first list on the wall; returns its id."""
    values = {"round": "first_list", "place": "村公示栏", **more}
    return post_publicity(store, NewPublicity(**values)).id  # type: ignore[arg-type]


def test_the_last_day_is_reckoned_from_the_day_it_was_hung(village: Store) -> None:
    post(village, posted_on=date(2025, 10, 1))
    with village.read() as session:
        found = session.exec(select(Publicity)).one()
    assert (found.days_required, found.ends_on, found.village_id) == (15, "2025-10-16", village.scope)


def test_a_homestead_list_hangs_fifteen_working_days(village: Store) -> None:
    batch_id = add_batch(village, NewBatch(name="房地一体", certificate_kind="ZJD")).id
    post(village, batch_id=batch_id, posted_on=date(2025, 10, 9))
    with village.read() as session:
        ends_on = session.exec(select(Publicity.ends_on)).one()
    assert ends_on is not None
    assert ends_on > "2025-10-27"


def test_fewer_days_than_the_batch_sets_are_refused(village: Store) -> None:
    batch_id = add_batch(village, NewBatch(name="延包", publicity_days=20)).id
    with pytest.raises(RuleError, match="20 天"):
        post(village, batch_id=batch_id, days_required=15)
    with pytest.raises(RuleError, match="15 天"):
        post(village, days_required=14)
    with pytest.raises(RuleError, match="今天之后"):
        post(village, posted_on=days_ago(-1))
    post(village, days_required=30)


def test_a_list_is_confirmed_on_its_last_day_and_not_before(village: Store, clock: StillClock) -> None:
    publicity_id = post(village, posted_on=days_ago(14))
    with pytest.raises(RuleError, match="2025-10-21才满") as caught:
        confirm_publicity(village, publicity_id)
    assert caught.value.field == "confirmed_on"
    clock.sleep(days=1)
    confirm_publicity(village, publicity_id)
    with pytest.raises(RuleError, match="已经确认"):
        confirm_publicity(village, publicity_id)


def test_an_open_objection_holds_the_list(village: Store) -> None:
    publicity_id = post(village, posted_on=days_ago(20))
    household_id = make_household(village, "李林峰")
    with pytest.raises(RuleError, match="早于张贴"):
        record_objection(village, NewObjection(publicity_id=publicity_id, text="少一块田", received_on=days_ago(21)))
    objection = record_objection(
        village, NewObjection(publicity_id=publicity_id, household_id=household_id, text="少登一块田")
    )
    assert objection.households == {household_id}
    with pytest.raises(RuleError, match="1条异议"):
        confirm_publicity(village, publicity_id)
    with pytest.raises(RuleError, match="结果"):
        handle_objection(village, objection.id, "")
    with pytest.raises(RuleError, match="早于收到"):
        handle_objection(village, objection.id, "已补登", days_ago(1))
    handle_objection(village, objection.id, "已补登")
    with pytest.raises(RuleError, match="处理过"):
        handle_objection(village, objection.id, "再补")
    confirm_publicity(village, publicity_id)


def test_the_stage_waits_for_the_list(village: Store) -> None:
    case_id = make_case(village)
    for stage in (1, 2, 3):
        do_stage(village, case_id, stage, on_date=days_ago(30))
    with pytest.raises(RuleError, match="先登记公示"):
        do_stage(village, case_id, 4)
    publicity_id = post(village, posted_on=days_ago(15))
    with pytest.raises(RuleError, match="才满"):
        do_stage(village, case_id, 4, on_date=days_ago(1))
    objection_id = record_objection(village, NewObjection(publicity_id=publicity_id, text="四至不对")).id
    with pytest.raises(RuleError, match="异议"):
        do_stage(village, case_id, 4)
    handle_objection(village, objection_id, "现场指界无误")
    do_stage(village, case_id, 4)
    do_stage(village, case_id, 5)
    with pytest.raises(RuleError, match="先登记公示"):
        do_stage(village, case_id, 6)


def test_the_list_of_another_batch_does_not_count(village: Store) -> None:
    batch_id = add_batch(village, NewBatch(name="延包")).id
    case_id = make_case(village, batch_id=batch_id)
    for stage in (1, 2, 3):
        do_stage(village, case_id, stage, on_date=days_ago(30))
    post(village, posted_on=days_ago(20))
    with pytest.raises(RuleError, match="先登记公示"):
        do_stage(village, case_id, 4)
    post(village, posted_on=days_ago(20), batch_id=batch_id)
    do_stage(village, case_id, 4)


def test_a_list_hung_again_counts_from_the_new_day(village: Store) -> None:
    case_id = make_case(village)
    for stage in (1, 2, 3):
        do_stage(village, case_id, stage, on_date=days_ago(30))
    post(village, posted_on=days_ago(20))
    post(village, posted_on=days_ago(3))
    with pytest.raises(RuleError, match="才满"):
        do_stage(village, case_id, 4)
