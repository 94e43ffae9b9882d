"""The land page of a household's file: words as they are printed."""

from __future__ import annotations

from db import Store
from db.queries.land import land_rows
from tests.land_makers import collect, days_ago, happen, household_of, make_case, make_certificate


def test_the_page_of_a_household(village: Store) -> None:
    certificate_id = make_certificate(village, make_case(village), certificate_code="J1")
    happen(village, certificate_id, "at_village", on_date=days_ago(5))
    with village.read() as session:
        (row,) = land_rows(session, household_of(village))
    assert (row.contractor_name, row.co_owners) == ("李林峰", ("李林峰", "王秀兰"))
    assert (row.contract_from, row.contract_to, row.signed_on) == ("1998-10-01", "2028-09-30", "1998-10-01")
    assert (row.contract_area_mu, row.measured_area_mu) == ("2.13", "2.16")
    assert (row.gap_letter, row.gap) == ("D", "未通知（村里）")
    assert (row.certificates[0].where, row.certificates[0].where_since) == ("已到村未领", "2025-10-15")
    collect(village, certificate_id, "赵六", proxy_paper="委托书")
    with village.read() as session:
        (row,) = land_rows(session, household_of(village))
    assert (row.gap_letter, row.gap) == ("", "")
    signed = row.certificates[0]
    assert (signed.where, signed.collected_on, signed.collector_name, signed.is_proxy) == (
        "已领取", "2025-10-20", "赵六", True,
    )  # fmt: skip
