"""The book of a certificate: who got it, when, with what paper; and whatever was entered can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db import RuleError, Store
from db.actions.certificates import NewCertificate, add_certificate
from db.actions.land import NewTerminal, set_terminal, undo_terminal
from db.models import Certificate, CertificateEvent, ContractorMember
from db.queries.land import GapRow, certificate_gaps
from tests.land_makers import collect, days_ago, happen, make_case, make_certificate, make_contractor


def gap(store: Store, case_id: str) -> GapRow:
    """What the view says of a case."""
    return next(row for row in certificate_gaps(store) if row.case_id == case_id)


def test_a_certificate_belongs_to_its_case_contractor_and_household(village: Store) -> None:
    case_id = make_case(village)
    make_certificate(village, case_id, certificate_code="430499101201010001J", issued_on=days_ago(9))
    with village.read() as session:
        found = session.exec(select(Certificate)).one()
    assert (found.case_id, found.village_id, found.issued_on) == (case_id, village.scope, "2025-10-11")
    assert found.contractor_id
    assert found.household_id
    with pytest.raises(RuleError, match="已经登记过"):
        make_certificate(village, case_id, certificate_code="430499101201010001J")
    with pytest.raises(RuleError, match="另一种证"):
        make_certificate(village, case_id, certificate_kind="LQ")


def test_without_a_case_it_finds_the_only_one(village: Store) -> None:
    contractor_id = make_contractor(village)
    add_certificate(village, NewCertificate(contractor_id=contractor_id))
    with village.read() as session:
        assert session.exec(select(Certificate.case_id)).one() is None
    assert [(row.case_id, row.letter) for row in certificate_gaps(village)] == [("", "A")]


def test_a_certificate_is_handed_to_somebody_on_a_day(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    for given_, field in (
        ({"on_date": days_ago(0)}, "collector_name"),
        ({"collector_name": "李林峰"}, "on_date"),
        ({"collector_name": "李林峰", "on_date": days_ago(-1)}, "on_date"),
        ({"collector_name": "赵六", "on_date": days_ago(0)}, "proxy_paper"),
    ):
        with pytest.raises(RuleError) as caught:
            happen(village, certificate_id, "collected", **given_)
        assert caught.value.field == field
    collect(village, certificate_id, "李 林峰", collector_relation="02")
    with village.read() as session:
        event = session.exec(select(CertificateEvent)).one()
    assert (event.is_proxy, event.on_date, event.by_name) == (0, "2025-10-20", "周建国")
    assert gap(village, case_id).letter == "OK"


def test_a_proxy_needs_a_paper_and_is_marked(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village))
    collect(village, certificate_id, "赵六", proxy_paper="委托书2025-10-18")
    with village.read() as session:
        assert session.exec(select(CertificateEvent.is_proxy)).one() == 1


def test_who_left_the_family_is_no_member(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village, "李林峰", "王秀兰"))
    with village.write() as session:
        member = session.exec(select(ContractorMember).where(ContractorMember.name == "王秀兰")).one()
        member.left_on, member.name = "2020-05-01", "王兰"
        session.add(member)
    with pytest.raises(RuleError, match="委托书"):
        collect(village, certificate_id, "王兰")
    collect(village, certificate_id, "王秀兰")


def test_it_is_not_collected_twice_without_taking_the_first_back(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    happen(village, certificate_id, "at_village", on_date=days_ago(5))
    first = collect(village, certificate_id, on_date=days_ago(2))
    with pytest.raises(RuleError, match="已经领过"):
        collect(village, certificate_id, "王秀兰")
    for given_, field in (
        ({"revokes_id": first}, "reason"),
        ({"revokes_id": "0" * 32, "reason": "错登"}, "revokes_id"),
        ({"revokes_id": first, "reason": "错登", "on_date": days_ago(3)}, "on_date"),
    ):
        with pytest.raises(RuleError) as caught:
            happen(village, certificate_id, "revoked", **given_)
        assert caught.value.field == field
    happen(village, certificate_id, "revoked", revokes_id=first, reason="登错了户")
    row = gap(village, case_id)
    assert (row.letter, row.code, row.stage, row.since) == ("D", "NOT_TOLD", 11, days_ago(5))
    with pytest.raises(RuleError, match="不能再撤"):
        happen(village, certificate_id, "revoked", revokes_id=first, reason="再撤")
    collect(village, certificate_id, "王秀兰")
    assert (gap(village, case_id).letter, gap(village, case_id).stage) == ("OK", 12)


def test_why_nobody_came_is_one_of_six_reasons(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    with pytest.raises(RuleError, match="外出"):
        happen(village, certificate_id, "uncollected", reason="不想要")
    happen(village, certificate_id, "uncollected", reason="AWAY")
    row = gap(village, case_id)
    assert (row.letter, row.label, row.whose_move) == ("D", "外出", "household")


def test_a_wrong_certificate_goes_back_with_what_is_wrong(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    collect(village, certificate_id)
    wrong = {"field_name": "承包方代表", "printed_value": "李林锋", "true_value": "李林峰"}
    for missing in wrong:
        with pytest.raises(RuleError) as caught:
            happen(village, certificate_id, "returned_wrong", **{k: v for k, v in wrong.items() if k != missing})
        assert caught.value.field == missing
    happen(village, certificate_id, "returned_wrong", **wrong)
    row = gap(village, case_id)
    assert (row.letter, row.code, row.whose_move, row.stage) == ("D", "WRONG", "county", 9)
    with pytest.raises(RuleError, match="退回或遗失"):
        collect(village, certificate_id)
    happen(village, certificate_id, "corrected", reason="已更正")
    happen(village, certificate_id, "at_village")
    assert gap(village, case_id).code == "NOT_TOLD"
    collect(village, certificate_id)
    assert gap(village, case_id).letter == "OK"


def test_a_lost_certificate_is_issued_again(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    collect(village, certificate_id, on_date=days_ago(9))
    happen(village, certificate_id, "lost_reported", reason="搬家遗失", on_date=days_ago(3))
    assert gap(village, case_id).code == "LOST"
    with pytest.raises(RuleError, match="委托书"):
        happen(village, certificate_id, "reissued", reason="遗失", collector_name="赵六", on_date=days_ago(1))
    happen(village, certificate_id, "reissued", reason="遗失", collector_name="李林峰", on_date=days_ago(1))
    row = gap(village, case_id)
    assert (row.letter, row.since, row.stage) == ("OK", days_ago(1), 12)


def test_a_cancelled_certificate_says_nothing_more_until_that_is_taken_back(village: Store) -> None:
    case_id = make_case(village)
    certificate_id = make_certificate(village, case_id)
    collect(village, certificate_id)
    before = gap(village, case_id)
    cancelled = happen(village, certificate_id, "cancelled", reason="3")
    assert gap(village, case_id).letter == "A"
    with pytest.raises(RuleError, match="已注销"):
        happen(village, certificate_id, "at_village")
    happen(village, certificate_id, "revoked", revokes_id=cancelled, reason="注销错了")
    assert gap(village, case_id) == before


def test_the_certificate_that_replaces_another_takes_its_place(village: Store) -> None:
    case_id = make_case(village)
    old = make_certificate(village, case_id, certificate_code="J1")
    collect(village, old, on_date=days_ago(30))
    new = make_certificate(village, case_id, certificate_code="J1", replaces_id=old)
    assert (gap(village, case_id).letter, gap(village, case_id).code) == ("A", "A9")
    happen(village, new, "at_village")
    collect(village, new)
    assert gap(village, case_id).letter == "OK"


def test_nobody_signs_for_a_household_that_left_the_work(village: Store) -> None:
    contractor_id = make_contractor(village)
    certificate_id = add_certificate(village, NewCertificate(contractor_id=contractor_id)).id
    set_terminal(
        village, NewTerminal(contractor_id=contractor_id, terminal="extinct", reason="无人", evidence="户口注销证明")
    )
    with pytest.raises(RuleError, match="先撤销终止"):
        collect(village, certificate_id)
    undo_terminal(village, contractor_id, "有继承人")
    collect(village, certificate_id)


_DEEDS = st.lists(
    st.sampled_from(
        [
            "printed",
            "at_village",
            "uncollected",
            "collect",
            "wrong",
            "lost",
            "reissued",
            "cancelled",
            "terminal",
            "undo",
        ]
    ),
    max_size=7,
)


def _do(store: Store, deed: str, case: tuple[str, str, str]) -> str:
    """One deed; returns the id of the event, or '' for a terminal."""
    contractor_id, _case_id, certificate_id = case
    if deed == "terminal":
        new = NewTerminal(contractor_id=contractor_id, terminal="extinct", reason="无人", evidence="证明")
        set_terminal(store, new)
        return ""
    if deed == "undo":
        undo_terminal(store, contractor_id, "撤")
        return ""
    if deed == "collect":
        return collect(store, certificate_id)
    if deed == "wrong":
        return happen(store, certificate_id, "returned_wrong", field_name="姓名", printed_value="锋", true_value="峰")
    reasons = {"uncollected": "AWAY", "lost": "搬家", "reissued": "遗失", "cancelled": "3"}
    event = {"lost": "lost_reported"}.get(deed, deed)
    return happen(store, certificate_id, event, reason=reasons.get(deed))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=_DEEDS, last=st.sampled_from(["terminal", "collect", "reissued", "cancelled", "lost", "wrong"]))
def test_whatever_takes_a_household_off_the_list_has_a_way_back(village: Store, deeds: list[str], last: str) -> None:
    with village.read() as session:
        number = f"{len(session.exec(select(Certificate.id)).all()) + 1:03d}"
    case_id = make_case(village, no=number)
    certificate_id = make_certificate(village, case_id)
    case = (gap(village, case_id).contractor_id, case_id, certificate_id)
    for deed in deeds:
        try:
            _do(village, deed, case)
        except RuleError:
            continue
    before = gap(village, case_id)
    try:
        event_id = _do(village, last, case)
    except RuleError:
        return
    if last == "terminal":
        assert gap(village, case_id).letter == "C"
        undo_terminal(village, case[0], "撤")
    else:
        happen(village, certificate_id, "revoked", revokes_id=event_id, reason="撤")
    assert replace(gap(village, case_id), since=before.since) == before  # since when: taking back is an act of today
