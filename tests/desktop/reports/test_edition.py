"""Which edition of a paper this is: whole or masked, and its footnotes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from db.queries.household_file import ConflictNote, ConflictValue
from desktop.reports.edition import Edition

NOTE = ConflictNote(
    "h1", "phone", "联系电话", (ConflictValue("13973412345", "肖建英", "一号机", "2025-10-18"), ConflictValue(""))
)


def test_the_whole_edition_changes_nothing() -> None:
    whole = Edition()
    assert whole.id_no("430499197410031574") == "430499197410031574"
    assert whole.prose("电话13973412345") == "电话13973412345"
    assert whole.birth_date("1974-10-03") == "1974-10-03"


def test_the_masked_edition_hides_numbers_wherever_they_stand() -> None:
    masked = Edition(masked=True)
    assert masked.id_no("430499197410031574") == "4304************74"
    assert masked.phone("13973412345") == "139****2345"
    assert masked.birth_date("1974-10-03") == "1974-10"
    assert masked.address("云岭镇桃溪村三组31号") == "云岭镇桃溪村三组"
    said = masked.prose("他的证号43049919741003157X，电话13973412345，卡号6228480012345678901，5块6.42亩。")
    assert said == "他的证号4304************7X，电话139****2345，卡号***************8901，5块6.42亩。"


@given(st.lists(st.from_regex(r"[1-9]\d{16}[\dX]|1[3-9]\d{9}|\d{16,19}", fullmatch=True), min_size=1, max_size=4))
def test_no_number_of_a_person_stays_in_a_masked_text(numbers: list[str]) -> None:
    said = Edition(masked=True).prose("，".join(numbers))
    assert not re.search(r"\d{17}[\dX]|1[3-9]\d{9}|\d{16,}", said)


def test_a_field_with_two_values_carries_a_dagger_and_a_footnote() -> None:
    edition = Edition((NOTE,))
    assert edition.mark("13973412345", "h1", "phone") == "13973412345†1"
    assert edition.mark("13973412345", "h2", "phone") == "13973412345"
    assert edition.notes() == [
        "†1　联系电话有 2 种记法，还没有核定：“13973412345”（肖建英，一号机，2025年10月18日）；“空白”。"
    ]


def test_footnotes_are_masked_too() -> None:
    assert "139****2345" in Edition((NOTE,), masked=True).notes()[0]
    birth = ConflictNote("m1", "birth_date", "出生日期", (ConflictValue("1964-10-03"), ConflictValue("1964-10-08")))
    assert "1964-10-0" not in Edition((birth,), masked=True).notes()[0]
