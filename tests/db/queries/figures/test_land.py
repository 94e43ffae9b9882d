"""应领证 and 未领证 are households; the letters are cases."""

from db import Store
from db.actions.land import NewCase, NewTerminal, open_case, set_terminal
from db.queries.figures.days import EVER
from db.queries.figures.land import due, land_totals, uncollected, uncollected_households
from db.rules.codes import GapLetter
from tests.land_makers import collect, happen, household_of, make_certificate, make_contractor

L = GapLetter


def test_a_household_with_two_cases_is_one() -> None:
    cases = [("a", L.OK), ("a", L.D), ("b", L.OK), ("c", L.C), ("d", L.A), ("d", L.C)]
    assert (due(cases), uncollected(cases)) == ({"a", "b", "d"}, {"a", "d"})


def test_who_still_waits_for_one_of_two_certificates_has_not_collected(village: Store) -> None:
    contractor = make_contractor(village)
    first = make_certificate(village, open_case(village, NewCase(contractor_id=contractor)).id)
    other = NewCase(contractor_id=contractor, certificate_kind="ZJD")
    open_case(village, other)
    happen(village, first, "at_village")
    collect(village, first)
    gone = make_contractor(village, "龙消亡", no="002")
    set_terminal(village, NewTerminal(contractor_id=gone, terminal="extinct", reason="去世", evidence="证明"))
    with village.read() as session:
        found = land_totals(session, EVER)
        assert uncollected_households(session) == {household_of(village)}
    assert (found.contractors, found.collected, found.A, found.C, found.due, found.uncollected) == (3, 1, 1, 1, 1, 1)
