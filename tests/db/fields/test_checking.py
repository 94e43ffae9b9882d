"""Fields of one record that must agree: days in their order, and an identity number with its check character."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.corrections import correct
from db.actions.requests import NewReply, answer_request
from db.fields import declared, kept, kept_together
from tests.db.fields.test_doors import put, row
from tests.makers import make_household, make_request, overwrite


@pytest.mark.parametrize(
    ("table", "earlier", "later"),
    [
        ("household", {"founded_on": "2020"}, {"ended_on": "2019-12-31"}),
        ("person", {"birth_date": "1949-03"}, {"died_on": "1949-02"}),
        ("visit", {"time_from": "10:00"}, {"time_to": "9:30"}),
        ("visit", {"visited_on": "2025-10-01"}, {"next_visit_on": "2025-09-30"}),
        ("contract", {"start_on": "2020-01-01"}, {"end_on": "2019-12-31"}),
    ],
)
def test_a_day_never_comes_before_the_one_it_follows_whichever_is_corrected(
    village: Store, table: str, earlier: dict[str, str], later: dict[str, str]
) -> None:
    record_id = put(village, table)
    correct(village, table, record_id, earlier)
    with pytest.raises(RuleError, match="早于") as caught:
        correct(village, table, record_id, later)
    assert caught.value.field == next(iter(later))
    other = put(village, table)
    correct(village, table, other, later)
    with pytest.raises(RuleError, match="早于") as caught:
        correct(village, table, other, earlier)
    assert caught.value.field == next(iter(earlier))
    correct(village, table, other, {**earlier, **{name: row(village, table, record_id)[name] for name in earlier}} | {
        name: "2025-10-02" if name.endswith("_on") else "10:30" for name in later
    })  # fmt: skip


def test_a_reply_is_not_corrected_to_a_day_before_the_request(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=village.today())
    reply = answer_request(village, NewReply(request_id=request, content="已经修好。")).id
    with pytest.raises(RuleError, match="早于“收到日期”") as caught:
        correct(village, "reply", reply, {"replied_on": "2025-10-19"})
    assert caught.value.field == "replied_on"


def test_a_wrong_identity_number_wants_a_reason_and_another_paper_does_not(village: Store) -> None:
    person = put(village, "person")
    with pytest.raises(RuleError, match="写明原因") as caught:
        correct(village, "person", person, {"id_no": "430499198010036750"})
    assert caught.value.field == "id_no"
    correct(village, "person", person, {"id_no": "430499198010036750"}, reason="证件就是这样")
    other = put(village, "person")
    correct(village, "person", other, {"id_type": "X1"})
    correct(village, "person", other, {"id_no": "430499198010036750"})


def test_what_is_kept_is_in_the_stores_own_words(village: Store) -> None:
    today = village.today()
    assert kept("person", "name", " 曾  国强 ", today) == "曾国强"
    assert kept("person", "sex", "女", today) == "2"
    assert kept("person", "birth_date", "1949年3月8日", today) == "1949-03-08"
    assert kept("visit", "time_from", "９：05", today) == "09:05"
    assert kept("dispute", "amount", "￥1,500元", today) == "1500"
    assert kept("household", "note", "  ", today) is None
    with pytest.raises(RuleError):
        kept("household", "merged_into", "x", today)


def test_every_order_that_is_declared_names_a_field_there_is() -> None:
    assert declared("reply", "replied_on").after == "request_id.received_on"  # type: ignore[union-attr]
    for table, column in (("reply", "replied_on"), ("household", "ended_on")):
        kept_together(table, {column: "2025-10-20"}, {column: "2025-10-20"}, lambda *_where: None)


def test_a_request_is_not_received_after_what_was_done_about_it(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    answer_request(village, NewReply(request_id=request, content="已经修好。", replied_on=date(2025, 10, 5)))
    with pytest.raises(RuleError, match="2025年10月5日的") as caught:
        correct(village, "request", request, {"received_on": "2025-10-06"})
    assert caught.value.field == "received_on"
    correct(village, "request", request, {"received_on": "2025-10-05"})


def test_a_correction_gives_no_request_more_time(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 10))
    for later in ("2025-10-18", ""):
        with pytest.raises(RuleError, match="用延期") as caught:
            correct(village, "request", request, {"due_on": later})
        assert caught.value.field == "due_on"
    correct(village, "request", request, {"due_on": "2025-10-16"})


def test_a_code_is_not_given_twice_but_to_the_one_that_replaces_it(village: Store) -> None:
    one, other = put(village, "contractor"), put(village, "contractor")
    correct(village, "contractor", one, {"contractor_code": "430499101201010001"})
    with pytest.raises(RuleError, match="已经登记过") as caught:
        correct(village, "contractor", other, {"contractor_code": "430499101201010001"})
    assert caught.value.field == "contractor_code"
    old, new = put(village, "certificate"), put(village, "certificate")
    overwrite(village, "certificate", new, replaces_id=old)
    correct(village, "certificate", old, {"certificate_code": "430499101201010001J"})
    correct(village, "certificate", new, {"certificate_code": "430499101201010001J"})
    with pytest.raises(RuleError, match="已经登记过"):
        correct(village, "certificate", put(village, "certificate"), {"certificate_code": "430499101201010001J"})
