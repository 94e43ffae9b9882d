"""The parts of a household's file that grow."""

from dataclasses import replace

from db.queries.household_file import CertificateRow, HouseholdFile, LandRow, ReplyRow, StepRow
from desktop.reports.edition import Edition
from desktop.reports.household_records import land_section, request_section, visit_section
from desktop.reports.layout.table import Grid


def said(grid: Grid) -> list[list[str]]:
    """The words of a table, row by row."""
    return [["".join(words for _, words in cell.text.spans) for cell in row.cells] for row in (*grid.head, *grid.rows)]


def test_steps_and_replies_stand_in_the_order_of_their_days(family: HouseholdFile) -> None:
    request = replace(
        family.requests[1],
        steps=(StepRow("2025-07-22", "登记", "甲"), StepRow("2025-07-30", "办结", "甲")),
        replies=(ReplyRow("2025-07-28", "乙", "当面", "修好了。", legal_basis="《办法》第十二条"),),
    )
    _, course = request_section([request], Edition())
    assert isinstance(course, Grid)
    assert [row[:3] for row in said(course)[1:]] == [
        ["2025-07-22", "登记", "甲"],
        ["2025-07-28", "答复（当面）", "乙"],
        ["2025-07-30", "办结", "甲"],
    ]
    assert said(course)[2][3] == "修好了。\n依据　《办法》第十二条"


def test_a_request_without_reply_says_so(family: HouseholdFile) -> None:
    about, course = request_section([family.requests[0]], Edition())
    assert isinstance(about, Grid)
    assert isinstance(course, Grid)
    assert said(about)[0][1] == "办理中，已超过答复期限"
    assert said(course)[-1] == ["未答复。"]


def test_why_there_is_no_certificate_stands_under_it() -> None:
    grid = land_section([LandRow("l", gap_letter="B", gap="有障碍：争议搁置")], Edition())[-1]
    assert isinstance(grid, Grid)
    assert said(grid)[1:] == [["还没有证", "/", "/", "/", "/"], ["为何没领到证", "B 类　有障碍：争议搁置"]]


def test_who_collected_a_certificate_and_for_whom() -> None:
    own = CertificateRow(
        "c", "权证", "J1", where="已领取", collected_on="2025-10-12", collector_name="李𬭎", collector_relation="户主"
    )
    proxy = replace(own, collector_name="王秀英", collector_relation="妻", is_proxy=True)
    grid = land_section([LandRow("l", certificates=(own, proxy))], Edition())[-1]
    assert isinstance(grid, Grid)
    assert [row[4] for row in said(grid)[1:]] == ["李𬭎（户主） 2025-10-12", "王秀英（代领，妻） 2025-10-12"]


def test_contracts_without_end_say_so() -> None:
    (contract, *_) = land_section([LandRow("l", contract_from="2028-10-01", perpetual=True)], Edition())
    assert isinstance(contract, Grid)
    assert said(contract)[2][1] == "2028年10月1日至长久不变"


def test_a_visit_says_whom_it_met_and_what_was_said(family: HouseholdFile) -> None:
    visit = replace(family.visits[0], gifts="大米一袋", next_visit_on="2025-12-01", request_numbers=("0102",))
    (grid,) = visit_section([visit], Edition(masked=True))
    assert isinstance(grid, Grid)
    row = said(grid)[1]
    assert row[:3] == ["2025-09-20", "日常走访\n院坝", "欧阳立军"]
    assert row[3].startswith("见到李𬭎。\n谈了什么　李𬭎说")
    assert "138****2346" in row[3]
    assert row[3].endswith("慰问　大米一袋\n提出诉求　0102\n下次走访　2025年12月1日")


def test_a_request_that_was_only_passed_on_has_no_reply_yet(family: HouseholdFile) -> None:
    told = ReplyRow("2025-07-28", "乙", "当面", "已转给镇水利站。", "转办", answers=False)
    _, course = request_section([replace(family.requests[1], replies=(told,))], Edition())
    assert isinstance(course, Grid)
    assert said(course)[-2][1] == "转办（当面）"
    assert said(course)[-1] == ["未答复。"]
