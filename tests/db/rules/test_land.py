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


@pytest.mark.parametrize(
    ("move", "codes"),
    [
        (WhoseMove.TOWNSHIP, "AREA BOUND MISSING ID_ERR OCCUPIED"),
        (WhoseMove.HOUSEHOLD, "HEAD_DEAD SPLIT MERGE DOCS MORTGAGE"),
        (WhoseMove.VILLAGE, "DISPUTE PERSON AWAY REFUSE SHARE OLD_CONTRACT OTHER"),
    ],
)
def test_each_obstacle_says_whose_move_it_is(move, codes):
    for code in codes.split():
        found = gap(done(3), [Blocker(BlockerCode(code), DAY)], [])
        assert (found.letter, found.code, found.whose_move, found.codes) == (GapLetter.B, code, move, (code,))
        assert found.label == BlockerCode(code).label


@pytest.mark.parametrize(
    ("reason", "move"),
    [
        ("NOT_TOLD", WhoseMove.VILLAGE),
        ("REFUSE", WhoseMove.VILLAGE),
        ("AWAY", WhoseMove.HOUSEHOLD),
        ("PROXY", WhoseMove.HOUSEHOLD),
        ("WRONG", WhoseMove.COUNTY),
        ("LOST", WhoseMove.COUNTY),
    ],
)
def test_each_reason_why_it_lies_there_says_whose_move_it_is(reason, move):
    found = gap(done(10), [], [event(K.UNCOLLECTED, reason=UncollectedCode(reason))])
    assert (found.letter, found.code, found.whose_move, found.codes) == (GapLetter.D, reason, move, (reason,))
    assert (found.since, found.label) == (DAY + timedelta(30), UncollectedCode(reason).label)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("extinct", "EXTINCT"),
        ("merged", "MERGED"),
        ("split", "SPLIT"),
        ("cancelled", "CANCELLED"),
        ("surrendered", "URBAN"),
        ("no_land", "NO_LAND"),
    ],
)
def test_each_way_to_leave_for_good_is_letter_c(kind, code):
    found = gap([], [], [], Terminal(LandTerminal(kind), DAY))
    assert (found.letter, found.code, found.since, found.codes) == (GapLetter.C, code, DAY, (code,))
    assert found.label


@pytest.mark.parametrize(
    ("stage", "move"),
    [(n, WhoseMove.VILLAGE) for n in (1, 2, 3, 4, 5, 6, 7)]
    + [(8, WhoseMove.COUNTY), (9, WhoseMove.COUNTY), (10, WhoseMove.TOWNSHIP)],
)
def test_each_stage_says_whose_move_it_is(stage, move):
    found = gap(done(stage - 1), [], [])
    assert (found.whose_move, found.codes) == (move, (f"A{stage}",))


def test_a_certificate_on_its_way_is_the_townships_move_whatever_the_stage():
    for kind in (K.PRINTED, K.SENT_TO_TOWNSHIP):
        found = gap(done(3), [], [event(kind)])
        assert (found.letter, found.code, found.whose_move) == (GapLetter.A, "A10", WhoseMove.TOWNSHIP)
        assert found.since == DAY + timedelta(3)


def test_a_stage_book_at_the_last_step_without_any_certificate_waits_in_the_village():
    found = gap(done(10), [], [])
    assert (found.code, found.since, found.whose_move, found.codes) == (
        "NOT_TOLD", DAY + timedelta(10), WhoseMove.VILLAGE, ("NOT_TOLD",),
    )  # fmt: skip
    assert gap(done(11), [], []).since == DAY + timedelta(11)


def test_the_first_of_several_collected_certificates_counts_and_a_cancelled_one_does_not():
    first, second = event(K.COLLECTED, 1), CertificateEvent("c2", K.COLLECTED, DAY + timedelta(40), "90")
    assert gap(done(11), [], [second, first]).since == DAY + timedelta(31)
    cancelled = gap(done(10), [], [event(K.CANCELLED)])
    assert (cancelled.letter, cancelled.code) == (GapLetter.D, "NOT_TOLD")
    assert gap(done(11), [], [event(K.CANCELLED)]).letter is GapLetter.D


def test_of_several_waiting_certificates_the_oldest_is_told():
    old = event(K.AT_VILLAGE)
    young = CertificateEvent("c2", K.UNCOLLECTED, DAY + timedelta(40), "90", reason=UncollectedCode.AWAY)
    assert gap(done(10), [], [young, old]).code == "NOT_TOLD"
    assert gap(done(10), [], [old, young]).since == DAY + timedelta(30)


def test_two_obstacles_of_one_kind_are_told_once():
    found = gap([], [Blocker(BlockerCode.AWAY, DAY), Blocker(BlockerCode.AWAY, DAY + timedelta(1))], [])
    assert (found.codes, found.since) == (("AWAY",), DAY)


def test_the_sentence_about_a_skipped_step_names_the_step_to_do():
    assert stage_refusal(2, 5, DONE, StageFacts(DAY)) == "现在办到“权属调查”,不能跳步"
    assert stage_refusal(12, 5, DONE, StageFacts(DAY)) == "现在办到“领取签收”,不能跳步"
    assert stage_refusal(5, 2, DONE, StageFacts(DAY)) == "现在办到“异议/勘误处理”,不能跳步"


def test_only_the_two_lists_hang_on_the_wall():
    for stage in (1, 2, 3, 5, 7, 8, 9, 10):
        assert stage_refusal(stage, stage, DONE, StageFacts(DAY)) is None


def test_a_return_from_the_first_step_stays_at_the_first():
    assert current_stage([StageEvent(1, RETURNED, DAY)]) == 1
    assert current_stage([StageEvent(3, RETURNED, DAY)]) == 2


@pytest.mark.parametrize("kind", [LandTerminal.MERGED, LandTerminal.SPLIT])
def test_who_merged_or_split_names_the_other_household(kind):
    assert terminal_refusal(kind, "分家", 1, 0) == "请选择并入或分出的户"
    assert terminal_refusal(kind, "分家", 1, 1) is None
    assert terminal_refusal(kind, "分家", 0, 1) == "请附上证明材料"


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
