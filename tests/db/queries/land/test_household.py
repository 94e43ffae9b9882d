"""Everything about one household's land on one page."""

from __future__ import annotations

from db import Store
from db.actions.certificates import NewCertificate, add_certificate
from db.actions.land import NewBlocker, NewHolding, add_parcel_holding, open_blocker
from db.models import Certificate
from db.queries.land import household_land
from tests.land_makers import (
    collect,
    days_ago,
    do_stage,
    happen,
    household_of,
    make_case,
    make_certificate,
    make_contractor,
)
from tests.makers import make_household


def test_one_household_and_nobody_elses(village: Store) -> None:
    make_contractor(village, no="001")
    make_contractor(village, "赵六", no="002")
    (land,) = household_land(village, household_of(village))
    assert (land.name, land.issuer_name, land.contractor_type) == ("李林峰", "桃溪村一组", "农户")
    assert [(m.name, m.is_head) for m in land.members] == [("李林峰", True), ("王秀兰", False)]
    areas = {p.name: (p.contract_area_mu, p.measured_area_mu) for p in land.parcels}
    assert areas == {"门前田": ("1.20", "1.23"), "长冲": ("0.93", "0.93")}
    (contract,) = land.contracts
    assert (contract.round, contract.perpetual, contract.end_on.year if contract.end_on else 0) == (
        "二轮承包", False, 2028,
    )  # fmt: skip
    assert household_land(village, make_household(village, "无地户", no="003")) == ()


def test_a_household_with_two_hundred_parcels(village: Store) -> None:
    contractor_id = make_contractor(village)
    for n in range(198):
        add_parcel_holding(village, NewHolding(contractor_id=contractor_id, name=f"田{n}", contract_area_mu="0.1"))
    (land,) = household_land(village, household_of(village))
    assert len(land.parcels) == 200


def test_cases_certificates_and_all_that_happened(village: Store) -> None:
    case_id = make_case(village)
    do_stage(village, case_id, 1, on_date=days_ago(9), by_name="刘干事")
    open_blocker(village, NewBlocker(case_id=case_id, code="BOUND", note="与赵六家田埂"))
    certificate_id = make_certificate(village, case_id, certificate_code="J1", issued_on=days_ago(8))
    happen(village, certificate_id, "at_village", on_date=days_ago(5))
    wrong = collect(village, certificate_id, "赵六", proxy_paper="委托书", on_date=days_ago(4))
    happen(village, certificate_id, "revoked", revokes_id=wrong, reason="不是本人意思", on_date=days_ago(3))
    (land,) = household_land(village, household_of(village))
    (case,) = land.cases
    assert case.id == case_id
    assert (case.gap.letter, case.gap.code) == ("B", "BOUND")
    assert [(b.label, b.note, b.closed_on) for b in case.blockers] == [("四至不清/重叠", "与赵六家田埂", None)]
    assert (case.stages[0].label, case.stages[0].outcome, case.stages[0].by_name) == ("摸底", "完成", "刘干事")
    (certificate,) = land.certificates
    assert (certificate.state, certificate.where, certificate.since) == ("at_village", "已到村未领", days_ago(5))
    assert certificate.collected is None
    book = [(e.label, e.revoked, e.is_proxy) for e in certificate.events]
    assert book == [("到村", False, False), ("已领取签收", True, True), ("撤销某事件", False, False)]
    collect(village, certificate_id, "王秀兰", collector_relation="10")
    signed = household_land(village, household_of(village))[0].certificates[0].collected
    assert signed
    assert (signed.collector_name, signed.collector_relation, signed.is_proxy) == ("王秀兰", "配偶", False)


def test_a_certificate_without_contractor_is_still_shown(village: Store) -> None:
    household_id = make_household(village, "李林峰")
    with village.write() as session:  # as a ledger may bring it
        row = Certificate(scope=village.scope, household_id=household_id, certificate_kind="CBJYQ", serial_no="第001号")
        session.add(row)
    (land,) = household_land(village, household_id)
    assert (land.id, [c.serial_no for c in land.certificates]) == ("", ["第001号"])
    assert [case.gap.letter for case in land.cases] == ["A"]


def test_two_certificates_of_two_kinds(village: Store) -> None:
    contractor_id = make_contractor(village)
    collect(village, add_certificate(village, NewCertificate(contractor_id=contractor_id)).id)
    add_certificate(village, NewCertificate(contractor_id=contractor_id, certificate_kind="LQ"))
    (land,) = household_land(village, household_of(village))
    assert {(c.gap.certificate_kind, c.gap.letter) for c in land.cases} == {("CBJYQ", "OK"), ("LQ", "A")}
    assert {c.certificate_kind for c in land.certificates} == {"土地承包经营权", "林权"}
