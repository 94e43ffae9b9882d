"""Every matter gets an answer: nothing is closed without a reply, whatever order the steps come in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db import RuleError, Store
from db.actions.corrections import correct
from db.actions.drafts import DraftKey, save_draft
from db.actions.places import set_setting
from db.actions.requests import (
    NewJudgement,
    NewReply,
    NewRequest,
    NewStep,
    answer_request,
    close_request,
    evaluate_request,
    record_request,
    take_step,
)
from db.changes import Changes
from db.models import RESTRICTED, Reply, Request, RequestStep, Setting, Village
from db.queries.drafts import latest_drafts
from db.queries.requests import RequestFilter, overdue_requests, reply_days, request_list
from db.queries.totals import totals
from db.rules.codes import RequestState
from tests.makers import make_household, make_request


def test_a_request_is_answered_and_closed(village: Store) -> None:
    request = make_request(village, make_household(village))
    answer_request(
        village,
        NewReply(
            request_id=request, content="路灯已换。", outcome="solved_in_time", satisfaction="satisfied", close=True
        ),
    )
    line = request_list(village)[0]
    assert (line.state, line.replies, line.satisfaction, line.clock) == ("closed", 1, "满意", "已答复")
    assert line.steps == ("triaged", "accepted", "replied", "closed")


def test_nothing_is_closed_without_a_reply(village: Store) -> None:
    request = make_request(village, make_household(village))
    with pytest.raises(RuleError, match="答复"):
        close_request(village, request)
    assert request_list(village)[0].steps == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([s.value for s in RequestState]), max_size=8), st.sets(st.integers(0, 7)))
def test_no_order_of_steps_ends_a_request_without_a_reply(village: Store, steps: list[str], replies: set[int]) -> None:
    request = make_request(village, make_household(village))
    given_replies = 0
    for number, step in enumerate(steps):
        if number in replies:
            answer_request(village, NewReply(request_id=request, content="已办", reason="重新办理"))
            given_replies += 1
        with suppress(RuleError):
            take_step(village, NewStep(request_id=request, step=step, reason="理由", to_unit="镇水利站"))
    line = next(found for found in request_list(village) if found.id == request)
    assert line.replies == given_replies
    assert given_replies or line.state not in ("closed", "final")


def test_an_unsatisfied_requester_needs_a_reason_to_close(village: Store) -> None:
    request = make_request(village, make_household(village))
    answer_request(village, NewReply(request_id=request, content="暂时修不了", satisfaction="dissatisfied"))
    with pytest.raises(RuleError, match="不满意"):
        close_request(village, request)
    close_request(village, request, "已当面说明明年列入计划")
    assert request_list(village)[0].state == "closed"


def test_passing_on_needs_a_unit_and_a_reason_and_is_counted(village: Store) -> None:
    request = make_request(village, make_household(village))
    take_step(village, NewStep(request_id=request, step="accepted"))
    for missing in ({"to_unit": "镇水利站"}, {"reason": "属水利"}):
        with pytest.raises(RuleError):
            take_step(village, NewStep(request_id=request, step="forwarded", **missing))
    for unit in ("镇水利站", "县水利局", "镇水利站"):
        take_step(village, NewStep(request_id=request, step="forwarded", to_unit=unit, reason="不归本单位"))
    assert request_list(village)[0].transfers == 3


def test_days_run_from_the_day_it_came_in_and_the_township_may_set_them(village: Store) -> None:
    home = make_household(village)
    late = make_request(village, home, received_on=date(2025, 10, 1))
    assert [line.id for line in overdue_requests(village)] == [late]
    assert overdue_requests(village)[0].clock == "逾期 12 天"
    set_setting(village, "village_reply_days", "30")
    easy = make_request(village, home, received_on=date(2025, 10, 1))
    assert [line.id for line in overdue_requests(village)] == [late]
    assert next(line for line in request_list(village) if line.id == easy).due_on == date(2025, 10, 31)
    assert totals(village).requests.overdue == 1


def test_an_accusation_lies_apart_and_is_neither_listed_nor_counted_in_the_village(village: Store) -> None:
    home = make_household(village)
    made = record_request(
        village,
        NewRequest(household_id=home, content="举报某人", petition_kind="accusation", accused_unit="桃溪村委会"),
    )
    with village.read() as session:
        assert session.get(Request, made.id).compartment == RESTRICTED
    assert request_list(village) == []
    assert totals(village).requests.total == 0
    assert [line.id for line in request_list(village, RequestFilter(restricted=True))] == [made.id]
    take_step(village, NewStep(request_id=made.id, step="triaged"))
    with pytest.raises(RuleError, match="检举"):
        take_step(
            village,
            NewStep(request_id=made.id, step="forwarded", to_unit="桃溪村委会", reason="转村里"),
        )
    with village.read() as session:
        steps = session.exec(select(RequestStep)).all()
        assert {step.compartment for step in steps} == {RESTRICTED}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": ""}, "content"),
        ({"content": "\n "}, "content"),
        ({"household_id": None}, "household_id"),
        ({"received_on": date(2025, 10, 21)}, "received_on"),
        ({"channel": "鸽子"}, "channel"),
    ],
)
def test_a_wrong_request_is_refused_at_its_field(village: Store, wrong: dict[str, object], field: str) -> None:
    values: dict[str, object] = {"household_id": make_household(village), "content": "修路"}
    with pytest.raises(RuleError) as caught:
        record_request(village, NewRequest(**(values | wrong)))
    assert caught.value.field == field


def test_a_reply_cannot_be_given_before_the_request_or_tomorrow(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 10))
    for on in (date(2025, 10, 9), date(2025, 10, 21)):
        with pytest.raises(RuleError) as caught:
            answer_request(village, NewReply(request_id=request, content="好了", replied_on=on))
        assert caught.value.field == "replied_on"
    with village.read() as session:
        assert session.exec(select(Reply)).all() == []


def test_a_judgement_needs_an_answer_first(village: Store) -> None:
    request = make_request(village, make_household(village))
    with pytest.raises(RuleError):
        evaluate_request(village, NewJudgement(request_id=request, satisfaction="satisfied"))
    answer_request(village, NewReply(request_id=request, content="好了"))
    evaluate_request(village, NewJudgement(request_id=request, satisfaction="dissatisfied", note="还是不亮"))
    assert request_list(village)[0].satisfaction == "不满意"


def test_numbers_never_repeat(village: Store) -> None:
    home = make_household(village)
    numbers = {make_request(village, home) for _n in range(5)}
    assert len({line.number for line in request_list(village)}) == len(numbers) == 5


def test_what_accuses_the_township_is_not_recorded_where_it_would_reach_it(township: Store) -> None:
    with township.write() as session:
        session.add(Village(id="9" * 32, scope=township.scope, name="桃溪村", region_code="430499101201"))
    home = make_household(township, "曾国强", village_id="9" * 32)
    for unit in ("云岭镇", "云岭镇财政所"):
        with pytest.raises(RuleError, match="县纪委"):
            make_request(township, home, "x", petition_kind="accusation", accused_unit=unit)
    told = make_request(township, home, "x", petition_kind="accusation", accused_unit="云岭镇桃溪村村委会")
    with pytest.raises(RuleError, match="县纪委"):
        correct(township, "request", told, {"accused_unit": "云岭镇人民政府"})


def test_accusations_leave_no_gap_in_the_numbers_of_requests(village: Store) -> None:
    home = make_household(village, "曾国强")
    make_request(village, home)
    make_request(village, home, "x", petition_kind="accusation")
    make_request(village, home)
    assert sorted(line.number[-4:] for line in request_list(village)) == ["-001", "-002"]


def test_the_setting_of_this_place_goes_before_one_from_above(village: Store) -> None:
    with village.write() as session:
        session.add(Setting(id="0" * 32, scope="f" * 32, name="village_reply_days", value="20"))
    home = make_household(village)
    make_request(village, home, received_on=date(2025, 10, 1))
    assert reply_days(village) == 20
    set_setting(village, "village_reply_days", "3")
    make_request(village, home, received_on=date(2025, 10, 1))
    assert {line.due_on for line in request_list(village)} == {date(2025, 10, 21), date(2025, 10, 4)}
    assert reply_days(village) == 3


def test_a_request_without_a_limit_has_that_of_the_setting(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    with village.write() as session:
        session.get(Request, request).due_on = None
    set_setting(village, "village_reply_days", "30")
    assert request_list(village)[0].due_on == date(2025, 10, 31)


def passing_on(request: str, **more: str | bool | None) -> NewReply:
    given = {"to_unit": "镇水利站", "reason": "渠首归水利站管"} | more
    return NewReply(request_id=request, content="已转给镇水利站，修好了会告诉您。", outcome="passed_on", **given)


def test_passing_on_is_no_reply_and_the_clock_goes_on(village: Store) -> None:
    home = make_household(village)
    request = make_request(village, home, received_on=date(2025, 10, 1))
    answer_request(village, passing_on(request))
    (line,) = request_list(village, RequestFilter(unanswered=True, overdue=True))
    assert (line.state, line.replies, line.clock, line.outcome) == ("forwarded", 0, "逾期 12 天", "")
    with village.read() as session:
        (step,) = session.exec(select(RequestStep).where(RequestStep.step == "forwarded")).all()
        assert (step.to_unit, step.reason) == ("镇水利站", "渠首归水利站管")
        assert [told.content for told in session.exec(select(Reply)).all()] == ["已转给镇水利站，修好了会告诉您。"]
    with pytest.raises(RuleError, match="答复"):
        close_request(village, request)
    answer_request(village, NewReply(request_id=request, content="修好了。", outcome="solved_in_time", close=True))
    assert [(line.state, line.replies) for line in request_list(village)] == [("closed", 1)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_unit": None}, "to_unit"),
        ({"to_unit": " "}, "to_unit"),
        ({"reason": None}, "reason"),
        ({"reason": " "}, "reason"),
        ({"close": True}, "close"),
        ({"satisfaction": "satisfied"}, "satisfaction"),
    ],
)
def test_passing_on_wants_to_whom_and_why_and_settles_nothing(
    village: Store, wrong: dict[str, Any], field: str
) -> None:
    request = make_request(village, make_household(village))
    with pytest.raises(RuleError) as caught:
        answer_request(village, passing_on(request, **wrong))
    assert caught.value.field == field
    with village.read() as session:
        assert session.exec(select(Reply)).all() == []
        assert session.exec(select(RequestStep)).all() == []


def test_a_request_may_be_passed_on_to_a_person(village: Store) -> None:
    request = make_request(village, make_household(village))
    answer_request(village, passing_on(request, to_unit=None, to_person="驻村干部肖建英"))
    assert request_list(village)[0].transfers == 1


@pytest.mark.parametrize("named", ["to_unit", "to_person"])
def test_a_reply_never_passes_an_accusation_to_the_accused(village: Store, named: str) -> None:
    accused = {"petition_kind": "accusation", "accused_unit": "桃溪村委会"}
    request = make_request(village, make_household(village), "举报某人", **accused)
    with pytest.raises(RuleError, match="检举"):
        answer_request(village, passing_on(request, **({"to_unit": None} | {named: "桃溪村委会"})))


def test_judging_and_closing_is_one_deed(village: Store) -> None:
    request = make_request(village, make_household(village))
    answer_request(village, NewReply(request_id=request, content="好了"))
    judged = NewJudgement(request_id=request, satisfaction="dissatisfied", close=True)
    with pytest.raises(RuleError, match="不满意"):
        evaluate_request(village, judged)
    assert (request_list(village)[0].state, request_list(village)[0].satisfaction) == ("replied", "")
    evaluate_request(village, replace(judged, note="嫌慢，已说明是雨天"))
    assert (request_list(village)[0].state, request_list(village)[0].satisfaction) == ("closed", "不满意")


def test_a_deed_takes_its_draft_away_and_a_refused_one_leaves_it(village: Store) -> None:
    home = make_household(village)
    request = make_request(village, home)
    draft = DraftKey("any", "k1", village.me.id)
    tomorrow = date(2025, 10, 21)

    def told(deed: Callable[..., Changes], wrong: Any, right: Any) -> None:
        save_draft(village, "any", "k1", 1, {"content": "说到一半"})
        with pytest.raises(RuleError):
            deed(village, wrong, draft=draft)
        assert [row.data for row in latest_drafts(village)] == [{"content": "说到一半"}]
        deed(village, right, draft=draft)
        assert latest_drafts(village) == []

    wanted = NewRequest(household_id=home, content="修路")
    told(record_request, replace(wanted, received_on=tomorrow), wanted)
    answer = NewReply(request_id=request, content="好了")
    told(answer_request, replace(answer, replied_on=tomorrow), answer)
    judged = NewJudgement(request_id=request, satisfaction="dissatisfied", close=True)
    told(evaluate_request, judged, replace(judged, note="嫌慢"))
    told(
        take_step,
        NewStep(request_id=request, step="final"),
        NewStep(request_id=request, step="in_progress", reason="又坏"),
    )


def test_a_reply_bears_the_name_of_who_gave_it_and_a_request_out_of_sight_has_none(village: Store) -> None:
    request_id = make_request(village, make_household(village, "李林峰"))
    answer_request(
        village,
        NewReply(request_id=request_id, content="已派人去看。", outcome="solved_in_time", replier_name="李会计"),
    )
    answer_request(village, NewReply(request_id=request_id, content="又去看了一次。", outcome="solved_in_time"))
    with village.read() as session:
        assert sorted(session.exec(select(Reply.replier_name))) == sorted(["李会计", village.me.name])
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE request SET hidden = 1")
    with pytest.raises(RuleError, match="找不到这条诉求"):
        answer_request(village, NewReply(request_id=request_id, content="再答一次。", outcome="solved_in_time"))
