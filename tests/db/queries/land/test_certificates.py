"""What waits at the village for the issuing desk, and what two laptops handed out twice."""

from __future__ import annotations

from sqlmodel import select

from db import Store
from db.identity import new_id
from db.models import CertificateEvent
from db.queries.land import certificates_at_village, double_collections
from tests.land_makers import collect, days_ago, happen, make_case, make_certificate


def test_only_what_lies_at_the_village_waits(village: Store) -> None:
    cases = [make_case(village, name, "王秀兰", no=f"{n:03d}") for n, name in enumerate("甲乙丙丁", 1)]
    ids = [make_certificate(village, case, certificate_code=f"J{n}") for n, case in enumerate(cases)]
    happen(village, ids[0], "at_village", on_date=days_ago(4))
    happen(village, ids[1], "at_village", on_date=days_ago(4))
    happen(village, ids[1], "uncollected", reason="AWAY", on_date=days_ago(2))
    happen(village, ids[2], "at_village")
    collect(village, ids[2], "丙")
    happen(village, ids[3], "printed")
    found = certificates_at_village(village)
    assert [(w.certificate_id, w.household_no, w.since, w.reason) for w in found] == [
        (ids[0], "001", days_ago(4), "未通知"),
        (ids[1], "002", days_ago(2), "外出"),
    ]
    assert found[0].receivers == ("甲", "王秀兰")
    assert (found[0].contractor_name, found[0].certificate_code) == ("甲", "J0")
    assert certificates_at_village(village, "elsewhere") == []


def test_one_that_was_sent_back_and_came_again_waits(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village))
    happen(village, certificate_id, "at_village")
    happen(village, certificate_id, "returned_wrong", field_name="姓名", printed_value="锋", true_value="峰")
    assert certificates_at_village(village) == []
    happen(village, certificate_id, "at_village")
    assert [w.certificate_id for w in certificates_at_village(village)] == [certificate_id]


def test_two_signatures_for_one_certificate_are_shown_and_settled_by_revoking(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village), certificate_code="J1")
    first = collect(village, certificate_id, on_date=days_ago(3))
    assert double_collections(village) == []
    with village.write() as session:  # as a bundle brings it: the rules of this laptop were not asked
        row = session.exec(select(CertificateEvent)).one()
        second = CertificateEvent(
            id=new_id(), scope=row.scope, certificate_id=certificate_id, event="collected", on_date="2025-10-18",
            collector_name="王秀兰",
        )  # fmt: skip
        session.add(second)
        second_id = second.id
    (double,) = double_collections(village)
    assert (double.certificate_code, double.contractor_name, double.village) == ("J1", "李林峰", "桃溪村")
    assert (double.event_ids, double.collectors) == ((first, second_id), ("李林峰", "王秀兰"))
    assert double.days == (days_ago(3), days_ago(2))
    happen(village, certificate_id, "revoked", revokes_id=second_id, reason="登重了")
    assert double_collections(village) == []
