"""Land: stages, publicity, and the one-glance answer why a household has no certificate."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.certificates import CertificateEvent, CollectionFacts
from db.rules.codes.cases import (
    BlockerCode,
    CertificateEventKind,
    GapLetter,
    LandStage,
    LandTerminal,
    StageOutcome,
    UncollectedCode,
    WhoseMove,
)
from db.rules.land import (
    Blocker,
    StageEvent,
    StageFacts,
    Terminal,
    current_stage,
    gap,
    stage_refusal,
    terminal_refusal,
)

K = CertificateEventKind
DAY = date(2026, 3, 1)
DONE, RETURNED, WAIVED = StageOutcome.DONE, StageOutcome.RETURNED, StageOutcome.WAIVED


def done(upto):
    return [StageEvent(n, DONE, DAY + timedelta(days=n), f"{n:02}") for n in range(1, upto + 1)]


def event(kind, number=0, **more):
    return CertificateEvent("c1", kind, DAY + timedelta(days=30 + number), f"{50 + number}", **more)


def test_stages_follow_each_other():
    assert current_stage([]) == 1
    assert current_stage(done(3)) == 4
    assert current_stage([*done(3), StageEvent(3, WAIVED, DAY)]) == 4
    assert current_stage(done(11)) == 12
    assert "不能跳步" in stage_refusal(2, 5, DONE, StageFacts(DAY))
    assert stage_refusal(2, 2, DONE, StageFacts(DAY)) is None


def test_a_return_goes_one_step_back_and_needs_a_reason():
    assert current_stage([*done(4), StageEvent(5, RETURNED, DAY + timedelta(9))]) == 4
    assert "理由" in stage_refusal(5, 5, RETURNED, StageFacts(DAY))
    assert stage_refusal(5, 5, RETURNED, StageFacts(DAY, reason="四至有误")) is None
    assert "没有上一步" in stage_refusal(1, 1, RETURNED, StageFacts(DAY, reason="四至有误"))


def test_waiving_needs_the_batch_and_a_reason():
    assert "不允许免办" in stage_refusal(3, 3, WAIVED, StageFacts(DAY, reason="无变化"))
    assert "理由" in stage_refusal(3, 3, WAIVED, StageFacts(DAY, batch_may_waive=True))
    assert stage_refusal(3, 3, WAIVED, StageFacts(DAY, reason="无变化", batch_may_waive=True)) is None
    assert stage_refusal(11, 11, WAIVED, StageFacts(DAY, reason="无变化", batch_may_waive=True)) is not None


@pytest.mark.parametrize("stage", [4, 6])
def test_publicity_is_not_passed_early_or_over_an_objection(stage):
    ends = DAY + timedelta(days=15)
    assert "张贴日期" in stage_refusal(stage, stage, DONE, StageFacts(DAY))
    assert "才满" in stage_refusal(stage, stage, DONE, StageFacts(ends - timedelta(1), publicity_ends_on=ends))
    assert "1条异议" in stage_refusal(stage, stage, DONE, StageFacts(ends, publicity_ends_on=ends, open_objections=1))
    assert stage_refusal(stage, stage, DONE, StageFacts(ends, publicity_ends_on=ends)) is None


def test_the_last_step_needs_a_collector():
    assert stage_refusal(11, 11, DONE, StageFacts(DAY)) == "请填写领证人"
    facts = StageFacts(DAY, collection=CollectionFacts(DAY, "曾国强", DAY))
    assert stage_refusal(11, 11, DONE, facts) is None


def test_leaving_for_good_needs_reason_evidence_and_successor():
    assert "理由" in terminal_refusal(LandTerminal.EXTINCT, "", 1, 0)
    assert "证明" in terminal_refusal(LandTerminal.EXTINCT, "全户去世", 0, 0)
    assert "并入或分出" in terminal_refusal(LandTerminal.SPLIT, "分家", 1, 0)
    assert terminal_refusal(LandTerminal.EXTINCT, "全户去世", 1, 0) is None


@pytest.mark.parametrize("stage", range(10))
def test_letter_a_names_the_stage_that_is_missing(stage):
    found = gap(done(stage), [], [])
    assert (found.letter, found.code) == (GapLetter.A, f"A{stage + 1}")
    assert found.label == f"{LandStage(stage + 1).words}未完成"
    assert found.since == (DAY + timedelta(days=stage) if stage else None)
    assert found.whose_move in (WhoseMove.VILLAGE, WhoseMove.TOWNSHIP, WhoseMove.COUNTY)


def test_letters_in_their_order():
    blocker = Blocker(BlockerCode.HEAD_DEAD, DAY)
    at_village, collected = event(K.AT_VILLAGE), event(K.COLLECTED, 1)
    assert gap(done(10), [blocker], [at_village]).letter is GapLetter.B
    assert gap(done(10), [Blocker(BlockerCode.HEAD_DEAD, DAY, DAY)], [at_village]).letter is GapLetter.D
    assert gap(done(10), [blocker], [at_village, collected]).letter is GapLetter.OK
    terminal = Terminal(LandTerminal.SURRENDERED, DAY)
    gone = gap(done(10), [blocker], [at_village, collected], terminal)
    assert (gone.letter, gone.code, gone.whose_move) == (GapLetter.C, "URBAN", WhoseMove.NOBODY)
    assert gap(done(9), [], [event(K.PRINTED)]).code == "A10"


def test_d_says_why_it_lies_there():
    away = event(K.UNCOLLECTED, 1, reason=UncollectedCode.AWAY)
    assert gap(done(10), [], [event(K.AT_VILLAGE)]).code == "NOT_TOLD"
    assert gap(done(10), [], [event(K.AT_VILLAGE), away]).code == "AWAY"
    assert gap(done(10), [], [event(K.COLLECTED), event(K.RETURNED_WRONG, 1)]).code == "WRONG"
    assert gap(done(10), [], [event(K.COLLECTED), event(K.LOST_REPORTED, 1)]).label == "遗失待补"
    assert gap(done(10), [], []).letter is GapLetter.D


def test_several_blockers_are_all_told_the_oldest_first():
    found = gap([], [Blocker(BlockerCode.AWAY, DAY), Blocker(BlockerCode.DISPUTE, DAY - timedelta(1))], [])
    assert (found.code, found.codes, found.since) == ("DISPUTE", ("DISPUTE", "AWAY"), DAY - timedelta(1))


def test_revoking_the_collection_brings_the_household_back_to_the_work_list():
    undo = event(K.REVOKED, 2, revokes="51")
    assert gap(done(11), [], [event(K.AT_VILLAGE), event(K.COLLECTED, 1), undo]).letter is GapLetter.D
    assert gap(done(11), [], [event(K.COLLECTED, 1), undo]).letter is GapLetter.D
    assert gap(done(11), [], []).letter is GapLetter.OK


stage_events = st.lists(
    st.builds(StageEvent, st.integers(1, 11), st.sampled_from(StageOutcome), st.just(DAY), st.text("01", max_size=4)),
    max_size=15,
)
certificate_events = st.lists(
    st.builds(
        CertificateEvent,
        st.sampled_from(["c1", "c2"]),
        st.sampled_from(K),
        st.dates(DAY, DAY + timedelta(9)),
        st.sampled_from("abcdef"),
        st.sampled_from(["", "a", "b", "c"]),
        st.just(""),
        st.none() | st.sampled_from(UncollectedCode),
    ),
    max_size=10,
)
a_blocker = st.builds(Blocker, st.sampled_from(BlockerCode), st.just(DAY), st.none() | st.just(DAY))
blockers = st.lists(a_blocker, max_size=3)
terminals = st.none() | st.builds(Terminal, st.sampled_from(LandTerminal), st.just(DAY))


@given(stage_events, blockers, certificate_events, terminals)
def test_every_household_gets_exactly_one_letter_in_any_order_of_arrival(stages, obstacles, events, terminal):
    found = gap(stages, obstacles, events, terminal)
    assert found.label
    by_id = {(one.on, one.id): one for one in events}
    unique = list(by_id.values())
    assert gap(stages, obstacles, unique, terminal) == gap(stages, obstacles[::-1], unique[::-1], terminal)
    if terminal is not None:
        assert gap(stages, obstacles, events).letter is not GapLetter.C
