"""Disputes: what may follow what, what an agreement and a dossier lack."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.codes.cases import AgreementForm, DisputeState, RiskGrade, TerminationReason
from db.rules.disputes import (
    BACKWARD,
    ENDED,
    NEXT,
    AgreementFacts,
    Clause,
    DossierFacts,
    GradeFacts,
    GradeSuggestion,
    StepFacts,
    agreement_gaps,
    clause_gaps,
    copies,
    dossier_checks,
    is_land_contract,
    may_be_land_contract,
    must_be_written,
    next_states,
    oral_refusal,
    procedure_score,
    refusal,
    report_duties,
    step_warnings,
    suggest_grade,
    term_hints,
)

S = DisputeState
ALL_THERE = StepFacts(
    reason="理由", to_unit="镇司法所", clauses=1, termination=TerminationReason.REFUSED, other_routes_told=True
)
WHOLE = Clause("甲方", "支付医药费", Decimal(3000), "转账", "2026-12-01")
SIGNED = AgreementFacts(AgreementForm.WRITTEN, 2, (WHOLE,), "因排水争执", 2, True, True)


def test_every_state_can_be_reached_and_left():
    reached, waiting = {S.FOUND}, [S.FOUND]
    while waiting:
        for state in next_states(waiting.pop()):
            if state not in reached:
                reached.add(state)
                waiting.append(state)
    assert reached == set(S) == set(NEXT)
    assert all(NEXT.values())


ROADS = """
found registered accepted inquiry mediation agreed_written performing performed revisited closed archived closed
registered accepted mediation agreed_written performed closed mediation
registered accepted mediation mediation agreed_oral performed closed not_performed urged performed
registered accepted mediation agreed_oral performing not_performed routes_told closed
registered accepted mediation agreed_oral not_performed urged not_performed performed
registered accepted mediation agreed_written performed
registered accepted mediation agreed_written not_performed urged routes_told revisited not_performed
registered accepted mediation inquiry mediation agreed_written not_performed routes_told performed
registered accepted mediation failed mediation failed terminated closed
registered accepted mediation terminated mediation referred accepted
registered not_accepted closed
registered not_accepted registered
registered referred closed
registered accepted referred
registered accepted terminated
registered accepted inquiry referred
registered accepted inquiry terminated
"""


def test_the_roads_of_a_dispute_and_no_others():
    """mediation.md: what is found, taken on or not, inquired, mediated, performed or urged, looked after and filed."""
    walked = set()
    for road in ROADS.strip().splitlines():
        states = [DisputeState(word) for word in road.split()]
        for state, to in pairwise(states):
            assert refusal(state, to, ALL_THERE) is None, (state, to)
            walked.add((state, to))
    assert walked == {(state, to) for state, following in NEXT.items() for to in following}


@pytest.mark.parametrize(
    "back",
    [
        "not_accepted registered", "referred accepted", "terminated mediation", "closed mediation",
        "closed not_performed", "archived closed",
    ],
)  # fmt: skip
def test_taking_a_matter_up_again_says_why(back):
    state, to = (DisputeState(word) for word in back.split())
    assert refusal(state, to, replace(ALL_THERE, reason=" ")) == "请写明重新办理的理由"


def test_going_forward_needs_no_reason():
    quiet = replace(ALL_THERE, reason="")
    spoken = {S.NOT_ACCEPTED, S.REFERRED}
    for state, following in NEXT.items():
        for to in following:
            refused = refusal(state, to, quiet)
            assert (refused is None) == (to not in spoken and (state, to) not in BACKWARD)
    assert refusal(S.REGISTERED, S.REFERRED, quiet) == "请写明移送的理由"


def test_every_allowed_step_passes_when_all_is_there():
    for state in S:
        for to in NEXT[state]:
            assert refusal(state, to, ALL_THERE) is None


@given(st.lists(st.tuples(st.sampled_from(list(S)), st.sampled_from(["", "理由"])), max_size=40))
def test_a_land_contract_dispute_never_ends_with_an_oral_agreement(moves):
    state, oral = S.FOUND, False
    for to, reason in moves:
        facts = replace(ALL_THERE, land_contract=True, reason=reason)
        if refusal(state, to, facts) is None:
            state, oral = to, oral or to is S.AGREED_ORAL
    assert not oral


def test_what_the_law_forbids_is_refused_in_words():
    assert refusal(S.REGISTERED, S.CLOSED, ALL_THERE) == "“登记”之后不能直接“结案”"
    assert refusal(S.ACCEPTED, S.MEDIATION, StepFacts(party_clearly_refuses=True)) == "一方明确拒绝调解,不能调解"
    assert refusal(S.ACCEPTED, S.MEDIATION, StepFacts(respondents=0)) == "请先登记双方当事人"
    assert refusal(S.MEDIATION, S.AGREED_WRITTEN, StepFacts()) == "协议里还没有条款"
    assert refusal(S.REGISTERED, S.REFERRED, StepFacts(reason="属法院管")) == "请写明移送给哪个单位"
    assert "不予受理的理由" in refusal(S.REGISTERED, S.NOT_ACCEPTED, StepFacts())
    assert oral_refusal(False) is None
    assert may_be_land_contract("forest_land")
    assert not may_be_land_contract("neighbour")


def test_ending_mediation_needs_a_reason_and_the_other_routes():
    assert refusal(S.FAILED, S.TERMINATED, StepFacts()) == "请选择终止调解的原因"
    told = StepFacts(termination=TerminationReason.NO_AGREEMENT)
    assert "其他途径" in refusal(S.FAILED, S.TERMINATED, told)
    assert refusal(S.FAILED, S.TERMINATED, replace(told, other_routes_told=True)) is None


def test_going_back_needs_a_reason():
    assert all(to in NEXT[state] for state, to in BACKWARD)
    for state, to in BACKWARD:
        assert "理由" in refusal(state, to, replace(ALL_THERE, reason=" "))
    assert set(ENDED) <= {state for state, _to in BACKWARD}


def test_missing_steps_warn_without_refusing():
    assert step_warnings(S.MEDIATION, StepFacts(rights_told=False))
    assert step_warnings(S.CLOSED, StepFacts(clauses=1)) == ("达成协议后还没有回访",)
    assert step_warnings(S.CLOSED, StepFacts(clauses=1, revisits=1)) == ()
    assert refusal(S.ACCEPTED, S.MEDIATION, StepFacts(rights_told=False)) is None


def test_a_clause_says_who_what_how_much_how_and_by_when():
    assert clause_gaps(WHOLE) == ()
    assert clause_gaps(Clause()) == ("没写由谁履行", "没写做什么", "没写怎么履行", "没写履行期限")
    assert clause_gaps(Clause("乙方", "拆除围墙", None, "自行拆除", "2026-12-01")) == ()
    assert clause_gaps(replace(WHOLE, amount=None)) == ("没写金额",)


@pytest.mark.parametrize(
    "what",
    [
        "交出三百元", "还钱", "退款", "赔一头猪", "补偿一头猪", "支付三担谷", "付给三担谷", "偿还三担谷", "结清工资",
        "交租金",
    ],
)  # fmt: skip
def test_where_money_is_promised_the_amount_is_asked_for(what):
    assert clause_gaps(replace(WHOLE, what=what, amount=None)) == ("没写金额",)
    assert clause_gaps(replace(WHOLE, what="一个月内拆除围墙", amount=None)) == ()


@pytest.mark.parametrize(
    ("field", "gap"),
    [("who", "没写由谁履行"), ("what", "没写做什么"), ("how", "没写怎么履行"), ("due_on", "没写履行期限")],
)
def test_blanks_are_no_answer_in_a_clause(field, gap):
    assert clause_gaps(replace(WHOLE, **{field: "  "})) == (gap,)


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"parties": 1}, "至少要有两方当事人"),
        ({"clauses": ()}, "没有条款"),
        ({"facts": " "}, "没写纠纷主要事实和争议事项"),
        ({"parties": 4}, "还有2方当事人没有签名"),
        ({"mediator_signed": False}, "调解员没有签名"),
        ({"seal": False}, "没有盖调解委员会印章"),
        ({"clauses": (WHOLE, replace(WHOLE, due_on=""))}, "第2条没写履行期限"),
    ],
)
def test_an_agreement_tells_what_it_lacks(change, gap):
    assert agreement_gaps(SIGNED) == ()
    assert agreement_gaps(replace(SIGNED, **change)) == (gap,)


def test_an_oral_agreement_needs_less_but_never_for_contracted_land():
    oral = AgreementFacts(AgreementForm.ORAL, 2, (WHOLE,), recorder="谢波")
    assert agreement_gaps(oral) == ()
    assert agreement_gaps(replace(oral, recorder="")) == ("没写记录人",)
    assert agreement_gaps(replace(oral, land_contract=True)) == ("农村土地承包纠纷必须写书面调解协议书",)
    assert must_be_written(False, False, False, False)
    assert not must_be_written(False, False, True, False)
    assert [copies(n) for n in (2, 5)] == [3, 6]


@pytest.mark.parametrize(
    ("reasons", "written"),
    [
        ((False, False, True, False), False),
        ((True, False, True, False), True),
        ((False, True, True, False), True),
        ((False, False, True, True), True),
        ((False, False, False, False), True),
    ],
)
def test_only_what_is_small_and_done_at_once_may_stay_oral(reasons, written):
    assert must_be_written(*reasons) is written


def test_whether_contracted_land_is_disputed_may_be_said():
    assert is_land_contract(True, "neighbour")
    assert not is_land_contract(False, "forest_land")
    assert is_land_contract(None, "forest_land")
    assert not is_land_contract(None, "neighbour")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("抚养孩子，赡养老人", "抚养"), ("抚养孩子，扶养妻子", "抚养"), ("扶养妻子，赡养老人", "抚养"),
        ("赔偿车损，补偿误工", "赔偿"), ("定金与订金", "定金"), ("退还订金", "订金"),
    ],
)  # fmt: skip
def test_two_words_of_one_kind_are_pointed_out(text, word):
    (hint,) = term_hints(text)
    assert word in hint


@pytest.mark.parametrize("text", ["抚养孩子", "赡养老人", "扶养妻子", "赔偿车损", "补偿误工", "交定金"])
def test_one_word_of_a_kind_is_no_matter(text):
    assert term_hints(text) == ()


def test_words_easily_mixed_up():
    assert len(term_hints("赔偿医药费,补偿误工费,支付赡养费和抚养费")) == 2
    assert term_hints("支付定金") == ()


def test_the_dossier_score_counts_only_what_applies():
    good = DossierFacts(True, True, True, True, 0, 3, 2, True, 1, True)
    assert procedure_score(dossier_checks(good)) == Decimal("100.0")
    poor = DossierFacts(True, False, None, None, None, None, 2, None, None, None, 1)
    checks = dossier_checks(poor)
    assert [check.code for check in checks if check.passed is False] == ["rights", "terms"]
    assert procedure_score(checks) == Decimal("33.3")
    assert procedure_score(()) is None
    assert [check.passed for check in dossier_checks(replace(good, copies_made=2)) if check.code == "copies"] == [False]
    assert all(check.label for check in checks)


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        (GradeFacts(), RiskGrade.LOW),
        (GradeFacts(people=4), RiskGrade.LOW),
        (GradeFacts(people=5), RiskGrade.MEDIUM),
        (GradeFacts(people=9), RiskGrade.MEDIUM),
        (GradeFacts(times=2), RiskGrade.LOW),
        (GradeFacts(amount=Decimal("99999.99")), RiskGrade.LOW),
        (GradeFacts(people=4, text="动手打架"), RiskGrade.HIGH),
        (GradeFacts(people=5, text="动手打架"), RiskGrade.MAJOR),
        (GradeFacts(land_ownership=True), RiskGrade.MEDIUM),
        (GradeFacts(amount=Decimal(100_000)), RiskGrade.HIGH),
        (GradeFacts(times=3), RiskGrade.HIGH),
        (GradeFacts(minors=True), RiskGrade.HIGH),
        (GradeFacts(people=10), RiskGrade.MAJOR),
        (GradeFacts(death_or_injury=True), RiskGrade.MAJOR),
        (GradeFacts(people=6, text="双方约定械斗"), RiskGrade.MAJOR),
    ],
)
def test_grades_are_suggested_with_reasons(facts, grade):
    found = suggest_grade(facts)
    assert found.grade is grade
    assert bool(found.reasons) == (grade is not RiskGrade.LOW)


@pytest.mark.parametrize(
    "text",
    [
        "约定械斗", "互相斗殴", "打架", "要动手", "持刀", "说要砍人", "带了凶器", "拿刀", "扬言炸房", "要同归于尽",
        "要拼命", "喊杀", "要报复",
    ],
)  # fmt: skip
def test_every_word_of_violence_makes_a_dispute_grave(text):
    assert suggest_grade(GradeFacts(text=text)) == GradeSuggestion(RiskGrade.HIGH, ("提到凶器或暴力",))


def test_a_grade_names_all_its_reasons():
    grave = GradeFacts(12, Decimal(200_000), "持刀", 3, True, True, True)
    assert suggest_grade(grave).reasons == (
        "有人死伤", "涉及10人以上", "提到凶器或暴力", "金额10万元以上", "反复3次以上", "涉及未成年人",
        "涉及土地山林权属",
    )  # fmt: skip
    assert suggest_grade(GradeFacts(people=7)).reasons == ("涉及5人以上",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"application_or_acceptance": False}, "acceptance"),
        ({"rights_told_before_first_sitting": False}, "rights"),
        ({"all_parties_signed": False}, "signed"),
        ({"seal": False}, "seal"),
        ({"incomplete_clauses": 1}, "clauses"),
        ({"copies_made": 2}, "copies"),
        ({"confirmation_warning_settled": False}, "confirmation"),
        ({"revisits": 0}, "revisit"),
        ({"pages_continuous": False}, "pages"),
        ({"unclear_terms": 1}, "terms"),
    ],
)
def test_each_point_of_the_dossier_can_fail(change, code):
    good = DossierFacts(True, True, True, True, 0, 3, 2, True, 1, True)
    checks = dossier_checks(replace(good, **change))
    assert [check.code for check in checks if check.passed is False] == [code]
    assert procedure_score(checks) == Decimal("90.0")


def test_a_mediation_with_no_clause_or_already_looked_after_closes_without_a_word():
    assert step_warnings(S.CLOSED, StepFacts()) == ()
    assert step_warnings(S.MEDIATION, StepFacts()) == ()
    assert step_warnings(S.ARCHIVED, StepFacts(clauses=1, rights_told=False)) == ()


@pytest.mark.parametrize("side", [{"applicants": 0}, {"respondents": 0}])
def test_a_mediation_needs_both_sides(side):
    assert refusal(S.ACCEPTED, S.MEDIATION, StepFacts(**side)) == "请先登记双方当事人"


def test_duties_to_report():
    assert [rule for rule, _text in report_duties(True, False, False)] == ["MED-REPORT"]
    assert [rule for rule, _text in report_duties(False, False, True)] == ["MED-DV"]
    assert [rule for rule, _text in report_duties(True, True, True)] == ["MED-REPORT", "MED-MINOR", "MED-DV"]
    assert report_duties(False, False, False) == ()
