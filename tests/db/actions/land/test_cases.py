"""The way to a certificate: no stage skipped, every one can be returned, obstacles beside it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.land import (
    NewBatch,
    NewBlocker,
    NewCase,
    NewPublicity,
    NewStage,
    NewTerminal,
    add_batch,
    close_blocker,
    open_blocker,
    open_case,
    post_publicity,
    record_stage,
    set_terminal,
)
from db.models import Contractor, LandBatch, LandCase, StageEvent
from db.queries.land import GapRow, certificate_gaps
from tests.land_makers import collect, days_ago, do_stage, happen, make_case, make_certificate, make_contractor
from tests.makers import make_household


def gap(store: Store) -> GapRow:
    """The one gap of a store with one case."""
    (row,) = certificate_gaps(store)
    return row


def test_a_case_knows_whose_it_is(village: Store) -> None:
    case_id = make_case(village)
    with village.read() as session:
        case = session.exec(select(LandCase)).one()
        contractor = session.exec(select(Contractor)).one()
    assert (case.id, case.contractor_id, case.household_id) == (case_id, contractor.id, contractor.household_id)
    assert (case.village_id, case.certificate_kind, case.scope) == (village.scope, "CBJYQ", contractor.scope)


def test_a_household_without_contractor_gets_one_with_its_case(village: Store) -> None:
    household_id = make_household(village, "陈福生")
    open_case(village, NewCase(household_id=household_id, certificate_kind="ZJD"))
    assert (gap(village).contractor_name, gap(village).certificate_kind) == ("陈福生", "ZJD")


def test_the_same_case_is_not_opened_twice_but_another_kind_or_batch_is(village: Store) -> None:
    contractor_id = make_contractor(village)
    batch_id = add_batch(village, NewBatch(name="2027延包")).id
    open_case(village, NewCase(contractor_id=contractor_id))
    with pytest.raises(RuleError, match="不用再开"):
        open_case(village, NewCase(contractor_id=contractor_id))
    open_case(village, NewCase(contractor_id=contractor_id, certificate_kind="LQ"))
    open_case(village, NewCase(contractor_id=contractor_id, batch_id=batch_id))
    with pytest.raises(RuleError, match="另一种证"):
        open_case(village, NewCase(contractor_id=contractor_id, batch_id=batch_id, certificate_kind="LQ"))
    assert len(certificate_gaps(village)) == 3


def test_a_new_case_takes_in_what_was_never_collected(village: Store) -> None:
    contractor_id = make_contractor(village)
    from db.actions.certificates import NewCertificate, add_certificate

    waiting = add_certificate(village, NewCertificate(contractor_id=contractor_id)).id
    happen(village, waiting, "at_village")
    signed = add_certificate(village, NewCertificate(contractor_id=contractor_id, certificate_code="J1")).id
    collect(village, signed)
    case_id = open_case(village, NewCase(contractor_id=contractor_id)).id
    found = {(row.case_id, row.letter) for row in certificate_gaps(village)}
    assert found == {(case_id, "D"), ("", "OK")}


def test_stages_follow_one_another(village: Store) -> None:
    case_id = make_case(village)
    do_stage(village, case_id, 1, on_date=days_ago(3))
    with pytest.raises(RuleError, match="不能跳步") as caught:
        do_stage(village, case_id, 3)
    assert caught.value.field == "stage"
    do_stage(village, case_id, 2, on_date=days_ago(3))
    assert (gap(village).code, gap(village).since) == ("A3", days_ago(3))
    with pytest.raises(RuleError, match="早于上一步"):
        do_stage(village, case_id, 3, on_date=days_ago(4))
    with pytest.raises(RuleError, match="今天之后"):
        do_stage(village, case_id, 3, on_date=days_ago(-1))
    for stage in (0, 12):
        with pytest.raises(RuleError, match="1 到 11"):
            do_stage(village, case_id, stage)


def test_a_stage_is_returned_with_a_reason(village: Store) -> None:
    case_id = make_case(village)
    with pytest.raises(RuleError, match="没有上一步"):
        do_stage(village, case_id, 1, outcome="returned", reason="重来")
    do_stage(village, case_id, 1)
    with pytest.raises(RuleError, match="理由"):
        do_stage(village, case_id, 2, outcome="returned")
    do_stage(village, case_id, 2, outcome="returned", reason="户主没签字")
    assert gap(village).code == "A1"
    with village.read() as session:
        event = session.exec(select(StageEvent).where(StageEvent.outcome == "returned")).one()
    assert (event.reason, event.by_name) == ("户主没签字", "周建国")


def test_a_stage_is_waived_only_where_the_batch_allows_and_with_a_reason(village: Store) -> None:
    batch_id = add_batch(village, NewBatch(name="2027延包", waivable_stages="3，2")).id
    with village.read() as session:
        assert session.exec(select(LandBatch.waivable_stages)).one() == "2,3"
    case_id = make_case(village, batch_id=batch_id)
    with pytest.raises(RuleError, match="不允许免办"):
        do_stage(village, case_id, 1, outcome="waived", reason="没有变化")
    do_stage(village, case_id, 1)
    with pytest.raises(RuleError, match="免办的理由"):
        do_stage(village, case_id, 2, outcome="waived")
    do_stage(village, case_id, 2, outcome="waived", reason="没有变化")
    assert gap(village).code == "A3"


@pytest.mark.parametrize("text", ["11", "0", "三", "3;4", "-1"])
def test_only_stages_before_collection_can_be_waivable(village: Store, text: str) -> None:
    with pytest.raises(RuleError) as caught:
        add_batch(village, NewBatch(name="2027延包", waivable_stages=text))
    assert caught.value.field == "waivable_stages"


def test_signing_for_a_certificate_is_no_stage_to_be_ticked(village: Store) -> None:
    case_id = make_case(village)
    for stage in (1, 2, 3):
        do_stage(village, case_id, stage)
    with pytest.raises(RuleError, match="发证台"):
        do_stage(village, case_id, 11)


def test_certificates_carry_the_case_to_its_end(village: Store) -> None:
    case_id = make_case(village)
    for stage in (1, 2, 3):
        do_stage(village, case_id, stage, on_date=days_ago(60))
    for round_ in ("first_list", "second_list"):
        post_publicity(village, NewPublicity(round=round_, place="村公示栏", posted_on=days_ago(50)))
    for stage in range(4, 9):
        do_stage(village, case_id, stage, on_date=days_ago(30))
    assert (gap(village).code, gap(village).whose_move) == ("A9", "county")
    certificate_id = make_certificate(village, case_id)
    happen(village, certificate_id, "printed", on_date=days_ago(20))
    assert (gap(village).code, gap(village).whose_move) == ("A10", "township")
    happen(village, certificate_id, "at_village", on_date=days_ago(10))
    assert (gap(village).letter, gap(village).code, gap(village).since) == ("D", "NOT_TOLD", days_ago(10))
    collect(village, certificate_id)
    assert (gap(village).letter, gap(village).stage) == ("OK", 12)


def test_an_obstacle_shows_until_it_is_solved_and_may_come_back(village: Store) -> None:
    case_id = make_case(village)
    do_stage(village, case_id, 1)
    with pytest.raises(RuleError, match="什么障碍"):
        open_blocker(village, NewBlocker(case_id=case_id, code="OTHER"))
    first = open_blocker(village, NewBlocker(case_id=case_id, code="AREA", opened_on=days_ago(2))).id
    with pytest.raises(RuleError, match="还没有解除"):
        open_blocker(village, NewBlocker(case_id=case_id, code="AREA"))
    open_blocker(village, NewBlocker(case_id=case_id, code="AWAY"))
    row = gap(village)
    assert (row.letter, row.code, row.codes, row.since, row.stage) == ("B", "AREA", ("AREA", "AWAY"), days_ago(2), 2)
    do_stage(village, case_id, 2)
    assert gap(village).stage == 3
    with pytest.raises(RuleError, match="怎样解决"):
        close_blocker(village, first, " ")
    with pytest.raises(RuleError, match="早于登记"):
        close_blocker(village, first, "重测一致", days_ago(3))
    close_blocker(village, first, "重测一致")
    assert gap(village).code == "AWAY"
    with pytest.raises(RuleError, match="已经解除"):
        close_blocker(village, first, "重测一致")
    open_blocker(village, NewBlocker(case_id=case_id, code="AREA"))
    assert set(gap(village).codes) == {"AREA", "AWAY"}


def test_what_is_not_there_is_named(village: Store) -> None:
    with pytest.raises(RuleError, match="办证事项"):
        record_stage(village, NewStage(case_id="0" * 32, stage=1))
    with pytest.raises(RuleError, match="批次"):
        open_case(village, NewCase(contractor_id=make_contractor(village), batch_id="0" * 32))
    with pytest.raises(RuleError, match="这一户"):
        open_case(village, NewCase())
    with pytest.raises(RuleError, match="承包方"):
        set_terminal(village, NewTerminal(contractor_id="0" * 32, terminal="extinct"))
