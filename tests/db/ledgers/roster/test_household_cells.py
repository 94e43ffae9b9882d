"""What belongs to a household as a whole, judged once, where it stands first."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Raw
from db.ledgers.roster.household_cells import NumberStyle, household_cells, phones_are_personal
from db.ledgers.verdicts import CellVerdict
from tests.db.ledgers.roster.rows import TODAY, household, households


def _cells(*rows: dict[str, Raw], width: int = 3, titles: tuple[str, ...] = ()) -> dict[str, CellVerdict]:
    return household_cells(household(*rows), NumberStyle(width), titles, False, TODAY)


def _kind(cell: CellVerdict) -> str:
    return cell.finding.kind


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (1, "001"), ("12", "012"), ("1234", "1234"), ("A-7", "A-7"), ("'005", "005"), ("12.0", "012"),
        ("", "empty"), ("/", "empty"), ("同上", "ditto"), (4.3e17, "code_float_lost"), ("4.3E+17", "code_float_lost"),
    ],
)  # fmt: skip
def test_household_numbers(written: Raw, made: str) -> None:
    found = _cells({"name": "甲", "household_no": written})["household_no"].finding
    assert (found.value or found.kind or found.outcome.value) == made


def test_a_village_without_leading_zeros_gets_none() -> None:
    assert NumberStyle.of(households(({"household_no": "1"},), ({"household_no": "12"},))).width == 0
    assert NumberStyle.of(households(({"household_no": "001"},), ({"household_no": "012"},), ({},))).width == 3


def test_rows_that_disagree_are_asked_about_and_repeated_cells_are_known() -> None:
    cells = _cells({"address": "一组1号", "phone": "15488160538"}, {"address": "一组2号", "phone": "15488160538"})
    assert _kind(cells["address"]) == "household_disagrees"
    assert cells["phone"].value == "15488160538"
    assert cells["phone"].repeated == (3,)


def test_telephones_of_persons_are_not_the_households() -> None:
    rows: tuple[dict[str, Raw], ...] = ({"name": "甲", "phone": "15488160538"}, {"name": "乙", "phone": "15488160539"})
    assert phones_are_personal(households(rows))
    assert not phones_are_personal(households(({"phone": "1"}, {"phone": "1"}), ({"phone": "2"}, {"phone": None})))
    assert "phone" not in household_cells(household(*rows), NumberStyle(3), (), True, TODAY)


@pytest.mark.parametrize(("written", "kind"), [("2人", ""), (2, ""), (3, "member_count_mismatch"), ("/", "")])
def test_the_number_of_members(written: Raw, kind: str) -> None:
    assert _kind(_cells({"name": "甲", "member_count": written}, {"name": "乙"})["member_count"]) == kind


def test_the_group_is_taken_from_where_it_stands_nearest() -> None:
    named = _cells({"village_group": "第四村民小组", "address": "二组1号"}, titles=("三组花名册",))["village_group"]
    assert named.value == "四组"
    assert _cells({"address": "二组1号"}, titles=("三组花名册",))["village_group"].value == "三组"
    assert _cells({"address": "二组1号"})["village_group"].value == "二组"
    assert _cells({"address": "桃溪村1号"})["village_group"].value is None


def test_an_address_that_says_as_above_is_asked_about() -> None:
    assert _kind(_cells({"name": "甲", "address": "同上"})["address"]) == "address_ditto"


def test_a_head_column_out_of_date_is_asked_about() -> None:
    row: dict[str, Raw] = {"name": "李林峰", "relation": "户主", "head_name": "王老五"}
    cell = _cells(row)["head_name"]
    assert (_kind(cell), cell.finding.proposal) == ("head_column_stale", "李林峰")
    assert _cells({**row, "head_name": "李林峰"})["head_name"].value == "李林峰"
