"""One dispute whole, with what may come next and what its dossier lacks."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.disputes import NewRevisit, record_revisit
from db.queries.disputes import dispute_case
from tests.dispute_makers import agree, days_ago, make_accepted, make_clause, make_dispute, sit


def test_a_new_case_and_what_may_come_next(village: Store) -> None:
    case = dispute_case(village, make_dispute(village, place="长冲田埂", demands="恢复田埂"))
    assert (case.type_code, case.case_source, case.committee_name) == (
        "neighbour", "依申请调解", "桃溪村人民调解委员会",
    )  # fmt: skip
    assert (case.place, case.demands, case.land_contract, case.arbitration) == ("长冲田埂", "恢复田埂", False, None)
    assert [code for code, _label in case.next_states] == ["accepted", "not_accepted", "referred"]
    assert [(s.step, s.on) for s in case.steps] == [("registered", days_ago(40))]
    with pytest.raises(RuleError, match="找不到"):
        dispute_case(village, "0" * 32)


def test_contracted_land_may_go_to_arbitration_for_two_years(village: Store) -> None:
    case = dispute_case(village, make_dispute(village, dispute_type="forest_land", known_since=date(2024, 1, 20)))
    assert case.arbitration
    assert (case.arbitration.last_on, case.arbitration.days_left) == (date(2026, 1, 20), 92)
    said_not = make_dispute(village, dispute_type="forest_land", land_contract=False, known_since=date(2024, 1, 20))
    assert dispute_case(village, said_not).arbitration is None


def test_the_court_does_not_confirm_title_and_the_case_says_so(village: Store) -> None:
    dispute_id = make_accepted(village, dispute_type="forest_land")
    sit(village, dispute_id)
    agree(village, dispute_id)
    court = dispute_case(village, dispute_id).agreements[0].court_confirmation
    assert court
    assert (court.last_on, court.days_left) == (days_ago(-21), 21)
    assert any("不予确认" in warning for warning in court.warnings)


def test_the_grade_is_suggested_from_what_was_written(village: Store) -> None:
    calm = dispute_case(village, make_dispute(village)).suggestion
    grave = dispute_case(village, make_dispute(village, summary="扬言拿刀", people_count=6, amount="12万")).suggestion
    assert (calm.grade.value, calm.reasons) == ("low", ())
    assert grave.grade.value == "major"
    assert len(grave.reasons) == 3


def test_what_the_dossier_has_and_lacks(village: Store) -> None:
    dispute_id = make_accepted(village)
    before = {c.code: c.passed for c in dispute_case(village, dispute_id).dossier}
    assert (before["acceptance"], before["rights"], before["seal"], before["revisit"]) == (True, None, None, None)
    sit(village, dispute_id)
    agree(village, dispute_id, make_clause(what="退还订金"), sealed=False)
    after = {c.code: c.passed for c in dispute_case(village, dispute_id).dossier}
    wanted = {"rights": True, "signed": True, "seal": False, "clauses": True, "copies": True, "revisit": False}
    assert {code: after[code] for code in wanted} == wanted
    assert after["terms"] is False
    record_revisit(village, NewRevisit(dispute_id=dispute_id, findings="和好"))
    assert {c.code: c.passed for c in dispute_case(village, dispute_id).dossier}["revisit"] is True
