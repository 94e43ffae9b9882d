"""What is due, by which law, or only by good advice."""

from __future__ import annotations

from datetime import timedelta

from db import Store
from db.actions.disputes import (
    NewExtension,
    NewPerformance,
    NewRevisit,
    NewTermination,
    close_dispute,
    extend_mediation,
    record_performance,
    record_revisit,
    terminate_dispute,
)
from db.queries.disputes import mediation_due
from tests.dispute_makers import TODAY, agree, clauses_of, days_ago, make_accepted, make_clause, make_dispute, sit


def rules_due(store: Store) -> list[tuple[str, int]]:
    """The rules that are due with the days left."""
    return [(line.rule, line.days_left) for line in mediation_due(store)]


def test_nothing_runs_before_acceptance(village: Store) -> None:
    make_dispute(village)
    assert mediation_due(village) == []


def test_the_month_of_mediation_is_law(village: Store) -> None:
    dispute_id = make_accepted(village)
    (line,) = mediation_due(village)
    assert (line.rule, line.kind, line.kind_label, line.days_left) == ("MED-PERIOD", "law", "法律规定", 10)
    assert (line.dispute_id, line.warnings) == (dispute_id, ())
    assert len(line.household_ids) == 2
    (late,) = mediation_due(village, TODAY + timedelta(days=11))
    assert (late.days_left, len(late.warnings)) == (-1, 1)
    extend_mediation(
        village, NewExtension(dispute_id=dispute_id, days=20, applicant_consents=True, respondent_consents=True)
    )
    assert rules_due(village) == [("MED-PERIOD", 30)]


def test_a_failed_sitting_still_wants_an_end(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id, "failed")
    assert rules_due(village) == [("MED-PERIOD", 10)]
    terminate_dispute(village, NewTermination(dispute_id=dispute_id, reason="no_agreement", routes_told="起诉"))
    assert rules_due(village) == []
    close_dispute(village, dispute_id)
    (line,) = mediation_due(village)
    assert (line.rule, line.kind) == ("MED-ARCHIVE", "advice")


def test_after_the_agreement_court_performance_and_revisit(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id)
    late, early = make_clause(due_on=days_ago(-12)), make_clause(who="李林峰", due_on=days_ago(2))
    first, second = clauses_of(village, agree(village, dispute_id, late, early))
    found = {(line.rule, line.clause_id): line for line in mediation_due(village)}
    assert {key: line.days_left for key, line in found.items()} == {
        ("MED-PERFORM", second): -2, ("MED-PERFORM", first): 12, ("MED-REVISIT", ""): 19, ("MED-CONFIRM", ""): 21,
    }  # fmt: skip
    assert [line.kind for line in found.values()] == ["law", "law", "advice", "law"]
    assert found["MED-PERFORM", second].matter == "履行第 2 条：李林峰赔偿损失"
    assert "督促" in found["MED-PERFORM", second].warnings[0]
    assert found["MED-PERFORM", first].warnings == ()
    assert all(line.rule != "MED-CONFIRM" for line in mediation_due(village, TODAY + timedelta(days=22)))
    for clause_id in (first, second):
        record_performance(village, NewPerformance(clause_id=clause_id))
    assert rules_due(village) == [("MED-REVISIT", 19)]
    record_revisit(village, NewRevisit(dispute_id=dispute_id, findings="和好"))
    assert rules_due(village) == []


def test_part_of_a_clause_is_not_the_clause(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id)
    (clause_id,) = clauses_of(village, agree(village, dispute_id))
    record_performance(village, NewPerformance(clause_id=clause_id, amount="100", complete=False))
    assert ("MED-PERFORM", 12) in rules_due(village)


def test_an_unsigned_agreement_has_no_court_clock(village: Store) -> None:
    dispute_id = make_accepted(village)
    sit(village, dispute_id)
    agree(village, dispute_id, parties_signed=False)
    assert "MED-CONFIRM" not in dict(rules_due(village))


def test_the_confirmation_clock_of_excluded_types_never_goes_without_its_warning(village: Store) -> None:
    for kind in ("marriage_family", "forest_land", "house_homestead"):
        dispute_id = make_accepted(village, dispute_type=kind)
        sit(village, dispute_id)
        agree(village, dispute_id)
    lines = [line for line in mediation_due(village) if line.rule == "MED-CONFIRM"]
    assert len(lines) == 3
    assert all(any("不予确认" in warning for warning in line.warnings) for line in lines)


def test_contracted_land_has_its_two_years(village: Store) -> None:
    make_accepted(village, dispute_type="forest_land", known_since=days_ago(700))
    found = dict(rules_due(village))
    assert set(found) == {"MED-PERIOD", "LAND-ARB"}
    assert 29 <= found["LAND-ARB"] <= 31


def test_only_of_one_village(village: Store) -> None:
    make_accepted(village)
    assert len(mediation_due(village, village_id=village.scope)) == 1
    assert mediation_due(village, village_id="elsewhere") == []
