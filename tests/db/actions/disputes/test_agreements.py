"""An agreement: every clause complete, written where the law says so, then performed and visited."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.disputes import (
    NewDisputeStep,
    NewPerformance,
    NewRevisit,
    record_performance,
    record_revisit,
    sign_agreement,
    take_dispute_step,
)
from db.models import Agreement
from db.queries.disputes import DisputeCase, dispute_case
from tests.dispute_makers import agree, clauses_of, days_ago, make_accepted, make_clause, sit


def mediated(store: Store, **more: object) -> str:
    """A dispute whose sitting ended well."""
    dispute_id = make_accepted(store, **more)
    sit(store, dispute_id)
    return dispute_id


def case_of(store: Store, dispute_id: str) -> DisputeCase:
    """The whole case."""
    return dispute_case(store, dispute_id)


def test_a_written_agreement(village: Store) -> None:
    dispute_id = mediated(village)
    agree(
        village, dispute_id, make_clause(amount="1,500.50元"), make_clause(who="李林峰", what="恢复田埂", amount=None)
    )
    (agreement,) = case_of(village, dispute_id).agreements
    assert (agreement.copies, agreement.agreed_on, agreement.effective_on) == (4, days_ago(9), days_ago(9))
    assert [(c.position, c.who, c.amount) for c in agreement.clauses] == [(1, "赵六", "1500.50"), (2, "李林峰", "")]
    assert agreement.facts == "田埂被挖，两家争吵。"
    assert agreement.number.startswith("草稿-")
    assert case_of(village, dispute_id).line.state == "agreed_written"


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        ({"who": ""}, "由谁履行"),
        ({"what": None}, "做什么"),
        ({"amount": None}, "金额"),
        ({"how": " "}, "怎么履行"),
        ({"due_on": None}, "期限"),
        ({"amount": "若干"}, "数字"),
    ],
)
def test_every_clause_is_complete(village: Store, gap: dict[str, object], says: str) -> None:
    dispute_id = mediated(village)
    with pytest.raises(RuleError, match=says) as caught:
        agree(village, dispute_id, make_clause(), make_clause(**gap))
    assert caught.value.field == ("amount" if "若干" in gap.values() else "clauses")
    with village.read() as session:
        assert session.exec(select(Agreement.id)).all() == []


def test_the_copies_are_one_more_than_the_parties(village: Store) -> None:
    dispute_id = mediated(village)
    for wrong in (0, 3, 5):
        with pytest.raises(RuleError, match="4 份"):
            agree(village, dispute_id, copies=wrong)
    agree(village, dispute_id, copies=4)


def test_contracted_land_is_never_agreed_orally(village: Store) -> None:
    for given in ({"dispute_type": "contract", "land_contract": True}, {"dispute_type": "forest_land"}):
        dispute_id = mediated(village, **given)
        with pytest.raises(RuleError, match="书面") as caught:
            agree(village, dispute_id, agreement_form="oral")
        assert caught.value.field == "agreement_form"
        agree(village, dispute_id)


def test_other_quarrels_may_be_settled_by_word(village: Store) -> None:
    for given in ({}, {"dispute_type": "forest_land", "land_contract": False}):
        dispute_id = mediated(village, **given)
        agree(village, dispute_id, agreement_form="oral", parties_signed=False, mediator_signed=False, sealed=False)
        case = case_of(village, dispute_id)
        assert (case.line.state, case.agreements[0].effective_on) == ("agreed_oral", days_ago(9))


def test_no_agreement_without_a_sitting(village: Store) -> None:
    dispute_id = make_accepted(village)
    with pytest.raises(RuleError, match="不能直接"):
        agree(village, dispute_id)


def test_it_binds_when_all_signed_and_the_seal_is_on(village: Store) -> None:
    dispute_id = mediated(village)
    agreement_id = agree(village, dispute_id, sealed=False)
    assert case_of(village, dispute_id).agreements[0].effective_on is None
    assert case_of(village, dispute_id).agreements[0].court_confirmation is None
    with pytest.raises(RuleError, match="早于达成"):
        sign_agreement(village, agreement_id, days_ago(10))
    sign_agreement(village, agreement_id, days_ago(8))
    with pytest.raises(RuleError, match="已经生效"):
        sign_agreement(village, agreement_id)
    agreement = case_of(village, dispute_id).agreements[0]
    assert agreement.effective_on == days_ago(8)
    assert agreement.court_confirmation
    assert agreement.court_confirmation.days_left == 22


def test_performed_clause_by_clause(village: Store) -> None:
    dispute_id = mediated(village)
    first, second = clauses_of(village, agree(village, dispute_id, make_clause(), make_clause(who="李林峰")))
    with pytest.raises(RuleError, match="早于达成"):
        record_performance(village, NewPerformance(clause_id=first, performed_on=days_ago(10)))
    record_performance(village, NewPerformance(clause_id=first, performed_on=days_ago(5), amount="200", complete=False))
    assert case_of(village, dispute_id).line.state == "performing"
    record_performance(village, NewPerformance(clause_id=first, performed_on=days_ago(4), amount="300"))
    clause = case_of(village, dispute_id).agreements[0].clauses[0]
    assert (clause.performed_amount, clause.complete, clause.performed_on) == ("500", True, days_ago(4))
    assert case_of(village, dispute_id).line.state == "performing"
    record_performance(village, NewPerformance(clause_id=second, performed_on=days_ago(3)))
    assert case_of(village, dispute_id).line.state == "performed"
    with pytest.raises(RuleError, match="找不到"):
        record_performance(village, NewPerformance(clause_id="0" * 32))


def test_who_does_not_perform_is_urged_and_may_still_do_it(village: Store) -> None:
    dispute_id = mediated(village)
    (clause_id,) = clauses_of(village, agree(village, dispute_id))
    for step in ("performing", "not_performed", "urged", "routes_told"):
        take_dispute_step(village, NewDisputeStep(dispute_id=dispute_id, step=step, on_date=days_ago(2)))
    record_performance(village, NewPerformance(clause_id=clause_id, performed_on=days_ago(5)))
    assert case_of(village, dispute_id).line.state == "performed"


def test_a_revisit_leads_to_closing(village: Store) -> None:
    dispute_id = mediated(village)
    (clause_id,) = clauses_of(village, agree(village, dispute_id))
    record_revisit(village, NewRevisit(dispute_id=dispute_id, revisited_on=days_ago(7), findings="还没付。"))
    assert case_of(village, dispute_id).line.state == "agreed_written"
    record_performance(village, NewPerformance(clause_id=clause_id))
    with pytest.raises(RuleError, match="满意度"):
        record_revisit(village, NewRevisit(dispute_id=dispute_id, findings="和好。", satisfaction="开心"))
    record_revisit(village, NewRevisit(dispute_id=dispute_id, findings="和好。", satisfaction="satisfied"))
    case = case_of(village, dispute_id)
    assert case.line.state == "revisited"
    assert [(r.revisited_on, r.revisited_by, r.satisfaction) for r in case.revisits] == [
        (days_ago(7), "周建国", ""), (date(2025, 10, 20), "周建国", "满意"),
    ]  # fmt: skip
