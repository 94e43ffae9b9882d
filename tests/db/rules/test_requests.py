"""Requests: no way through the states ends without a reply."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.codes.kinds import PetitionKind, RequestOutcome, RequestState, Satisfaction
from db.rules.requests import (
    ANSWERED,
    ENDED,
    LIMITS,
    NEXT,
    NOT_ANSWERING,
    Colour,
    StepFacts,
    accuses_unit,
    answers,
    clock_of,
    clock_on,
    field_refused,
    is_answered,
    next_states,
    refusal,
    reply_due_on,
    shirking,
    state_after,
    suggested_path,
    transfer_refusal,
)

S = RequestState
EVERYTHING = StepFacts(replies=1, reason="不属本村", to_unit="镇水利站", consent_of_head=True)


@given(st.lists(st.tuples(st.sampled_from(list(S)), st.booleans(), st.sampled_from(["", "理由"])), max_size=30))
def test_nothing_ends_without_a_reply(moves):
    state, replies = S.REGISTERED, 0
    for to, with_reply, reason in moves:
        facts = StepFacts(replies + with_reply, reason, None, None, "镇政府", "", True)
        if refusal(state, to, facts) is None:
            state, replies = to, replies + with_reply
    assert state not in ENDED or replies >= 1


def test_every_state_can_be_reached_and_left():
    for state in S:
        assert suggested_path(state)[-1] is state
        assert next_states(state)


ROADS = """
registered triaged answered_at_once evaluated closed in_progress replied closed review closed
registered triaged answered_at_once closed
registered triaged answered_at_once in_progress extended in_progress extended replied evaluated review replied
registered triaged accepted in_progress forwarded in_progress assigned in_progress
registered triaged accepted extended forwarded replied in_progress
registered triaged accepted extended assigned extended replied review in_progress
registered triaged accepted replied review second_review replied
registered triaged accepted forwarded forwarded accepted
registered triaged accepted assigned assigned accepted
registered triaged forwarded assigned replied
registered triaged forwarded triaged
registered triaged assigned forwarded
registered triaged assigned triaged
registered triaged redirected evaluated in_progress
registered triaged redirected closed
registered triaged redirected triaged
registered triaged not_accepted evaluated
registered triaged not_accepted closed
registered triaged not_accepted triaged
registered triaged accepted replied review second_review closed
registered triaged accepted replied review second_review final in_progress
registered triaged accepted replied review second_review in_progress
"""


def test_the_roads_of_a_request_and_no_others():
    """visits-requests.md: heard, sorted, answered at once or taken on, passed on, answered, looked at again."""
    walked = set()
    for road in ROADS.strip().splitlines():
        states = [RequestState(word) for word in road.split()]
        for state, to in pairwise(states):
            assert refusal(state, to, EVERYTHING) is None, (state, to)
            walked.add((state, to))
    assert walked == {(state, to) for state, following in NEXT.items() for to in following}


def test_every_allowed_step_passes_when_all_is_there():
    for state in S:
        for to in NEXT[state]:
            assert refusal(state, to, EVERYTHING) is None


def test_a_jump_is_refused_in_words():
    assert refusal(S.REGISTERED, S.CLOSED, EVERYTHING) == "“登记”之后不能直接“办结”"


@pytest.mark.parametrize("end", ENDED)
def test_explaining_and_not_supporting_need_a_reply_too(end):
    before = S.SECOND_REVIEW
    assert refusal(before, end, StepFacts(replies=0, reason="解释说明")) == f"还没有答复,不能{end.words}"
    assert refusal(before, end, StepFacts(replies=1)) is None


def test_reply_states_need_the_reply_itself():
    assert "先填写答复" in (refusal(S.ACCEPTED, S.REPLIED, StepFacts()) or "")
    assert "先填写答复" in (refusal(S.TRIAGED, S.ANSWERED_AT_ONCE, StepFacts()) or "")
    assert "先填写答复" in (refusal(S.NOT_ACCEPTED, S.EVALUATED, StepFacts()) or "")
    assert clock_on(date(2026, 11, 1), date(2026, 11, 9), S.NOT_ACCEPTED).colour is Colour.RED


def test_a_dissatisfied_requester_is_closable_with_a_reason():
    unhappy = StepFacts(replies=1, satisfaction=Satisfaction.DISSATISFIED)
    assert "理由" in (refusal(S.EVALUATED, S.CLOSED, unhappy) or "")
    assert refusal(S.EVALUATED, S.CLOSED, StepFacts(1, "已多次解释政策", Satisfaction.DISSATISFIED)) is None


def test_passing_on_needs_a_reason_and_a_unit():
    assert refusal(S.TRIAGED, S.FORWARDED, StepFacts(to_unit="镇政府")) == "请写明转送或交办的理由"
    assert refusal(S.TRIAGED, S.ASSIGNED, StepFacts(reason="属镇里职责")) == "请写明转给哪个单位或哪个人"
    assert shirking(3)
    assert not shirking(2)


def test_an_accusation_never_goes_to_the_accused():
    facts = StepFacts(0, "转办", None, PetitionKind.ACCUSATION, "石桥村委会", "石桥村委会 ")
    assert refusal(S.TRIAGED, S.FORWARDED, facts) == "检举控告不能转给被检举的单位"
    assert transfer_refusal(StepFacts(0, "转办", None, PetitionKind.ACCUSATION, "镇纪委", "石桥村委会")) is None


def test_an_extension_needs_the_head_and_a_reason():
    assert refusal(S.ACCEPTED, S.EXTENDED, StepFacts(reason="情况复杂")) == "延期须经负责人批准"
    assert refusal(S.ACCEPTED, S.EXTENDED, StepFacts(consent_of_head=True)) == "请写明延期的理由"


def test_opening_again_needs_a_reason():
    assert refusal(S.CLOSED, S.IN_PROGRESS, StepFacts(replies=1)) == "请写明重新办理的理由"


@pytest.mark.parametrize(
    ("day", "colour", "words"),
    [
        (1, "green", "还剩 7 天"),
        (4, "green", "还剩 4 天"),
        (5, "yellow", "还剩 3 天"),
        (8, "yellow", "今天到期"),
        (9, "red", "逾期 1 天"),
    ],
)
def test_the_clock_turns_yellow_then_red(day, colour, words):
    clock = clock_of(date(2026, 11, 1), date(2026, 11, day), S.ACCEPTED)
    assert (clock.colour.value, clock.label) == (colour, words)


def test_a_reply_stops_the_clock_and_an_extension_moves_it():
    assert clock_on(date(2026, 1, 1), date(2026, 11, 1), S.REPLIED).colour is Colour.STOPPED
    assert reply_due_on(date(2026, 11, 1), 60, 30) == date(2026, 11, 1) + timedelta(days=90)
    assert all(state in ANSWERED for state in ENDED)


def test_steps_decide_the_state():
    assert state_after([S.TRIAGED, S.ACCEPTED]) is S.ACCEPTED
    assert not is_answered(0)
    assert is_answered(1)


def test_passing_on_is_no_answer_and_every_other_outcome_is_one():
    assert [outcome for outcome in RequestOutcome if not answers(outcome)] == [RequestOutcome.PASSED_ON]
    assert NOT_ANSWERING == (RequestOutcome.PASSED_ON,)
    assert answers(None)
    assert answers("")


def test_a_step_of_answering_without_an_answer_does_not_count():
    """Older versions wrote 答复 for 转办 too."""
    passed_on = [S.TRIAGED, S.ACCEPTED, S.REPLIED]
    assert state_after(passed_on, replies=0) is S.ACCEPTED
    assert state_after([S.ANSWERED_AT_ONCE], replies=0) is S.REGISTERED
    assert state_after([*passed_on, S.EVALUATED], replies=0) is S.EVALUATED
    assert state_after(passed_on, replies=1) is S.REPLIED
    assert clock_on(date(2026, 11, 1), date(2026, 11, 9), state_after(passed_on, replies=0)).colour is Colour.RED


def test_the_days_of_the_limits_are_those_of_the_regulation():
    """信访工作条例: 15 days to pass on and tell, 60 to finish and 30 more, 30 for each review, at once to register."""
    assert {limit.rule: limit.days for limit in LIMITS if limit.days is not None} == {
        "R1": 0, "R2": 15, "R3": 15, "R4": 15, "R5": 5, "R6": 60, "R7": 30, "R8": 30, "R9": 30,
    }  # fmt: skip
    assert [limit.rule for limit in LIMITS if limit.unit == "working"] == ["R5"]


def test_the_nineteen_limits_are_all_there():
    assert [limit.rule for limit in LIMITS] == [f"R{n}" for n in range(1, 20)]
    assert all(limit.label and limit.articles for limit in LIMITS)
    assert next(limit for limit in LIMITS if limit.rule == "R5").unit == "working"


@pytest.mark.parametrize(
    "unit", ["桃溪村", "桃溪村委会", "桃溪村村委会", "桃溪村民委员会", "桃溪村村民委员会", "桃溪村党支部"]
)
@pytest.mark.parametrize(
    "accused",
    [
        "桃溪村",
        "桃溪村委会",
        "桃溪村委",
        "桃溪村民委员会",
        "云岭镇桃溪村村委会",
        "桃溪村三组",
        "桃溪村支书王某",
        "桃 溪 村",
    ],
)
def test_a_village_is_accused_by_whatever_name_its_committee_bears(accused, unit):
    assert accuses_unit(accused, unit)
    assert not accuses_unit(accused, "石桥村村委会")
    assert not accuses_unit(accused, "云岭镇人民政府")


@pytest.mark.parametrize("unit", ["新桥社区", "新桥社区居委会", "新桥居委会", "新桥社区居民委员会"])
@pytest.mark.parametrize("accused", ["新桥社区", "新桥居委会", "云岭镇新桥社区居民委员会", "新桥社区党总支"])
def test_a_community_is_accused_by_whatever_name_its_committee_bears(accused, unit):
    assert accuses_unit(accused, unit)
    assert not accuses_unit(accused, "云岭镇")


@pytest.mark.parametrize(
    "unit", ["云岭镇", "云岭镇人民政府", "云岭镇政府", "云岭镇党委", "云岭镇党工委", "云岭镇人大", "云岭镇纪委"]
)
def test_a_township_is_accused_with_its_offices_but_not_with_its_villages(unit):
    assert accuses_unit("云岭镇党委政府", unit)
    assert accuses_unit("云岭镇财政所", unit)
    assert not accuses_unit("云岭镇新桥社区", unit)
    assert not accuses_unit("云岭镇桃溪村委会", unit)
    assert not accuses_unit("", unit)
    assert not accuses_unit("谁也没有写", "")


def test_a_street_office_is_a_unit_like_a_township():
    assert accuses_unit("城关街道党工委", "城关街道办事处")
    assert accuses_unit("城关街道办事处", "城关街道党支部")
    assert accuses_unit("城关街道城管中队", "城关街道支部委员会")


def test_an_accusation_is_not_passed_to_the_accused_under_another_name():
    accused = StepFacts(
        petition_kind=PetitionKind.ACCUSATION, to_unit="桃溪村民委员会", accused_unit="云岭镇桃溪村委会"
    )
    assert transfer_refusal(accused) == "检举控告不能转给被检举的单位"
    assert transfer_refusal(replace(accused, to_unit="云岭镇纪委")) is None
    assert transfer_refusal(replace(accused, petition_kind=PetitionKind.CLAIM)) is None


@pytest.mark.parametrize(
    ("state", "to", "sentence"),
    [
        (S.TRIAGED, S.FORWARDED, "请写明转送或交办的理由"),
        (S.TRIAGED, S.NOT_ACCEPTED, "请写明不予受理的理由"),
        (S.TRIAGED, S.REDIRECTED, "请写明告知了哪条途径"),
        (S.IN_PROGRESS, S.EXTENDED, "请写明延期的理由"),
    ],
)
def test_each_step_asks_for_its_own_reason_at_its_own_field(state, to, sentence):
    assert refusal(state, to, StepFacts(replies=1, to_unit="镇水利站", consent_of_head=True)) == sentence
    assert field_refused(state, to, StepFacts(replies=1)) == "reason"
    assert refusal(state, to, StepFacts(replies=1, reason="已说明", to_unit="镇水利站", consent_of_head=True)) is None


def test_a_step_that_may_not_come_now_is_refused_at_the_step_itself():
    assert field_refused(S.CLOSED, S.TRIAGED, StepFacts(replies=1, reason="x")) == "step"
    for state, to in ((S.TRIAGED, S.ANSWERED_AT_ONCE), (S.IN_PROGRESS, S.REPLIED), (S.REPLIED, S.CLOSED)):
        assert field_refused(state, to, StepFacts(replies=0, reason="x")) == "step"
        assert field_refused(state, to, StepFacts(replies=1, reason="x")) != "step"
