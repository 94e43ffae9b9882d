"""A dispute moves as the law lets it: told before, about a month, longer by consent, ended with the routes told."""

from __future__ import annotations

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.disputes import (
    NewDisputeStep,
    NewExtension,
    NewParty,
    NewTermination,
    accept_dispute,
    close_dispute,
    extend_mediation,
    refer_dispute,
    refuse_dispute,
    reopen_dispute,
    take_dispute_step,
    tell_rights,
    terminate_dispute,
)
from db.models import DisputeStep, Sitting
from db.queries.disputes import dispute_case
from tests.dispute_makers import agree, days_ago, make_accepted, make_dispute, sit, two_households


def state(store: Store, dispute_id: str) -> str:
    """Where it stands."""
    return dispute_case(store, dispute_id).line.state


def notes(store: Store) -> list[str]:
    """What was noted beside the steps."""
    with store.read() as session:
        return [n for n in session.exec(select(DisputeStep.note).order_by(DisputeStep.id)) if n]  # type: ignore[arg-type]


def test_from_registered_to_mediation(village: Store) -> None:
    dispute_id = make_dispute(village)
    with pytest.raises(RuleError, match="不能直接"):
        sit(village, dispute_id)
    with pytest.raises(RuleError, match="早于上一步"):
        accept_dispute(village, dispute_id, days_ago(41))
    accept_dispute(village, dispute_id, days_ago(20))
    with pytest.raises(RuleError, match="不能直接"):
        accept_dispute(village, dispute_id)
    sit(village, dispute_id, "continued")
    sit(village, dispute_id, "continued", held_on=days_ago(5))
    case = dispute_case(village, dispute_id)
    assert [(s.number, s.held_on) for s in case.sittings] == [(1, days_ago(10)), (2, days_ago(5))]
    assert (case.line.state, case.line.sittings, case.sittings[0].mediators) == ("mediation", 2, "周建国")


def test_not_accepted_or_passed_on_needs_words(village: Store) -> None:
    households = two_households(village)
    refused, referred = make_dispute(village, households), make_dispute(village, households)
    with pytest.raises(RuleError, match="理由") as caught:
        refuse_dispute(village, refused, "")
    assert caught.value.field == "reason"
    refuse_dispute(village, refused, "已由法院受理")
    with pytest.raises(RuleError, match="哪个单位") as caught:
        refer_dispute(village, referred, " ", "涉嫌治安案件")
    assert caught.value.field == "to_unit"
    refer_dispute(village, referred, "派出所", "涉嫌治安案件")
    assert [state(village, d) for d in (refused, referred)] == ["not_accepted", "referred"]
    reopen_dispute(village, refused, "法院退回")
    reopen_dispute(village, referred, "派出所退回")
    assert [state(village, d) for d in (refused, referred)] == ["registered", "accepted"]
    with pytest.raises(RuleError, match="没有办结"):
        reopen_dispute(village, refused, "再开")


def test_rights_are_told_before_the_first_sitting_or_the_reason_stays(village: Store) -> None:
    dispute_id = make_accepted(village)
    with pytest.raises(RuleError, match="李林峰、王秀兰、赵六") as caught:
        sit(village, dispute_id, notice_told_on=None)
    assert (caught.value.field, caught.value.code) == ("notice_told_on", "MED-NOTICE")
    with pytest.raises(RuleError, match="之前或当天"):
        sit(village, dispute_id, notice_told_on=days_ago(9))
    tell_rights(village, dispute_id, days_ago(9))
    with pytest.raises(RuleError, match="权利和义务"):
        sit(village, dispute_id, notice_told_on=None)
    with village.read() as session:
        assert session.exec(select(Sitting.id)).all() == []
    sit(village, dispute_id, notice_told_on=None, notice_reason="现场紧急劝解")
    assert notes(village) == ["未先告知权利义务：现场紧急劝解"]
    failed = [c.code for c in dispute_case(village, dispute_id).dossier if c.passed is False]
    assert "rights" in failed


def test_nobody_told_at_all_is_noted_twice(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id, notice_told_on=None, notice_reason="电话里来不及")
    assert notes(village) == ["未先告知权利义务：电话里来不及；注意：调解前应告知当事人权利和义务"]


def test_no_mediation_without_two_sides_or_against_a_clear_no(village: Store) -> None:
    alone = make_accepted(village, parties=(NewParty(name="甲"),))
    with pytest.raises(RuleError, match="双方当事人"):
        sit(village, alone)
    both = make_accepted(village)
    with pytest.raises(RuleError, match="明确拒绝"):
        sit(village, both, refused_by_party=True)


def test_longer_only_when_both_sides_want_it(village: Store) -> None:
    dispute_id = make_accepted(village)
    assert dispute_case(village, dispute_id).line.last_on == days_ago(-10)
    yes = {"applicant_consents": True, "respondent_consents": True}
    for given in ({"applicant_consents": True}, {"respondent_consents": True}, {}):
        with pytest.raises(RuleError, match="双方"):
            extend_mediation(village, NewExtension(dispute_id=dispute_id, days=15, **given))
    with pytest.raises(RuleError, match="天数"):
        extend_mediation(village, NewExtension(dispute_id=dispute_id, days=0, **yes))
    extend_mediation(village, NewExtension(dispute_id=dispute_id, days=15, **yes))
    assert dispute_case(village, dispute_id).line.last_on == days_ago(-25)
    extend_mediation(village, NewExtension(dispute_id=dispute_id, days=5, **yes))
    case = dispute_case(village, dispute_id)
    assert (case.line.last_on, case.line.days_left, case.line.state) == (days_ago(-30), 30, "accepted")
    registered = make_dispute(village, ("", ""), parties=(NewParty(name="甲"),))
    with pytest.raises(RuleError, match="正在调解"):
        extend_mediation(village, NewExtension(dispute_id=registered, days=5, **yes))


@pytest.mark.parametrize("reason", ["refused", "no_agreement", "impossible", "lawful_other"])
def test_ended_for_one_of_four_reasons_with_the_routes_told(village: Store, reason: str) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id, "failed")
    assert state(village, dispute_id) == "failed"
    with pytest.raises(RuleError, match="其他途径") as caught:
        terminate_dispute(village, NewTermination(dispute_id=dispute_id, reason=reason))
    assert caught.value.field == "routes_told"
    terminate_dispute(village, NewTermination(dispute_id=dispute_id, reason=reason, routes_told="向法院起诉"))
    step = dispute_case(village, dispute_id).steps[-1]
    assert (step.step, step.note) == ("terminated", "已告知：向法院起诉")
    assert step.reason not in ("", reason)
    close_dispute(village, dispute_id)
    assert state(village, dispute_id) == "closed"


def test_there_is_no_fifth_reason(village: Store) -> None:
    with pytest.raises(RuleError) as caught:
        terminate_dispute(
            village, NewTermination(dispute_id=make_accepted(village), reason="拖得太久", routes_told="起诉")
        )
    assert caught.value.field == "reason"


def test_after_a_failure_they_may_sit_again_with_a_reason_once_it_was_ended(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id, "failed")
    sit(village, dispute_id, "failed", held_on=days_ago(8))
    terminate_dispute(village, NewTermination(dispute_id=dispute_id, reason="no_agreement", routes_told="起诉"))
    with pytest.raises(RuleError, match="重新办理"):
        sit(village, dispute_id, held_on=days_ago(0))
    sit(village, dispute_id, held_on=days_ago(0), reason="双方愿意再谈")
    assert state(village, dispute_id) == "mediation"


def test_closing_without_a_revisit_is_noted(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id)
    agree(village, dispute_id)
    with pytest.raises(RuleError, match="不能直接"):
        close_dispute(village, dispute_id)
    take_dispute_step(village, NewDisputeStep(dispute_id=dispute_id, step="performed"))
    close_dispute(village, dispute_id, "卷宗齐全")
    assert notes(village)[-1] == "卷宗齐全；注意：达成协议后还没有回访"
    take_dispute_step(village, NewDisputeStep(dispute_id=dispute_id, step="archived"))
    reopen_dispute(village, dispute_id, "补材料")
    reopen_dispute(village, dispute_id, "又反悔了")
    assert state(village, dispute_id) == "not_performed"


def test_what_has_its_own_form_is_no_bare_step(village: Store) -> None:
    dispute_id = make_accepted(village)
    for step in ("mediation", "agreed_written", "agreed_oral", "terminated"):
        with pytest.raises(RuleError, match="表单"):
            take_dispute_step(village, NewDisputeStep(dispute_id=dispute_id, step=step))
    with pytest.raises(RuleError, match="找不到"):
        accept_dispute(village, "0" * 32)
