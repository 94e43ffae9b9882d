"""An identity number: all vectors of the domain reference, and never a crash."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.id_number import (
    CheckedNumber,
    NumberKind,
    Remark,
    Verdict,
    check,
    check_character,
    contradictions,
    normal_form,
    region_name,
    upgrade,
)

TODAY = date(2026, 11, 21)


def number(region: str, birth: str, serial: str = "001") -> str:
    first17 = region + birth + serial
    return first17 + check_character(first17)


@pytest.mark.parametrize(
    "text",
    [
        "350822196803150010",
        "350822200402290011",
        "110101199003071233",
        "11010119900307002x",
        "１１０１０１１９９００３０７１２３３",
        " 110101 19900307 1233 ",
        "110101199003\u200b071233",
        "'110101199003071233",
        '="110101199003071233"',
        "11010119900307002×",
        "110101199003071233\xa0",
        "911124198108030024",
        number("830000", "19800101"),
    ],
)
def test_right_numbers_are_right(text):
    found = check(text, TODAY)
    assert found.verdict is Verdict.OK, found.remarks
    assert len(found.number) == 18
    assert found.birth_on is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35082219650229001X", "date"),
        (number("110101", "19000229"), "date"),
        (number("110101", "20230230"), "date"),
        (number("110101", "20991231"), "date_range"),
        (number("110101", "18000101"), "date_range"),
        ("350822196803150011", "checksum"),
        ("43049919691072970", "length"),
        ("", "empty"),
        ("无", "empty"),
        ("4.30499E+17", "spreadsheet_number"),
        ("4304992O0601154647", "characters"),
        ("35082219680315001044", "disability_certificate"),
        ("C7865575", "characters"),
        ("²²²²²²²²²²²²²²²²²²", "checksum"),
        ("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨", "characters"),
    ],
)
def test_wrong_numbers_say_what_is_wrong(text, code):
    found = check(text, TODAY)
    assert found.verdict is Verdict.ERROR
    assert code in [remark.code for remark in found.remarks]
    assert all(found.messages)


@pytest.mark.parametrize(
    ("old", "new"), [("350822650315001", "350822196503150019"), ("110101900307123", "110101199003071233")]
)
def test_old_numbers_become_new_ones(old, new):
    assert upgrade(old) == new
    found = check(old, TODAY)
    assert (found.kind, found.upgraded, found.verdict) == (NumberKind.OLD_RESIDENT, new, Verdict.HINT)
    assert check(new, TODAY).verdict is Verdict.OK


def test_a_strange_region_is_only_a_hint():
    unknown, younger = check(number("430499", "19900307"), TODAY), check(number("330114", "20000101"), TODAY)
    assert [remark.code for remark in unknown.remarks] == ["region_unknown"]
    assert [remark.code for remark in younger.remarks] == ["region_younger"]
    assert {unknown.verdict, younger.verdict} == {Verdict.HINT}
    assert check(number("512301", "19700101"), TODAY).verdict is Verdict.OK  # old Fuling, long abolished


def test_sex_and_birth_are_compared_with_what_is_stated():
    found = check("110101199003071233", TODAY)
    assert (found.birth_on, found.sex) == (date(1990, 3, 7), "1")
    assert contradictions(found, date(1990, 3, 7), "1") == ()
    assert contradictions(found, None, "9") == ()
    assert len(contradictions(found, date(1990, 3, 8), "2")) == 2
    hers = check(number("110101", "19900307", "122"), TODAY)
    assert [remark.code for remark in contradictions(hers, None, "1")] == ["sex_differs"]
    assert contradictions(hers, None, "2") == ()


def test_a_county_of_the_year_of_birth_is_not_younger_than_the_person():
    """蓟州区 is a district since 2016."""
    assert check(number("120119", "20160101"), TODAY).remarks == ()
    assert [remark.code for remark in check(number("120119", "20151231"), TODAY).remarks] == ["region_younger"]


def test_what_is_wrong_is_said_before_what_is_only_strange():
    strange, wrong = Remark(Verdict.HINT, "region_unknown", "请核对"), Remark(Verdict.ERROR, "checksum", "校验码不对")
    assert CheckedNumber("", NumberKind.UNKNOWN, (strange, wrong)).messages == ("校验码不对", "请核对")
    assert CheckedNumber("", NumberKind.UNKNOWN, (strange, wrong)).verdict is Verdict.ERROR


def test_only_the_last_sign_behind_digits_is_read_as_an_x():
    assert (normal_form("1x"), normal_form("x"), normal_form("12ax")) == ("1X", "x", "12ax")


def test_every_historical_county_and_birth_year_passes_without_error():
    lines = (files("resources") / "codes" / "areacodes.csv").read_text(encoding="utf-8").splitlines()
    counties = sorted({line[:6] for line in lines if line[4:6] != "00"})
    assert len(counties) > 5000
    for place, county in enumerate(counties):
        for year in (1900 + place % 127, 1965):
            found = check(number(county, f"{year}0101"), TODAY)
            assert found.verdict is not Verdict.ERROR
            assert region_name(county)


@given(st.text())
def test_no_text_crashes_the_check(text):
    found = check(text, TODAY)
    assert found.number == normal_form(text)
    assert found.verdict is Verdict.ERROR or found.birth_on is not None or found.kind is NumberKind.FOREIGN_RESIDENT


@given(st.from_regex(r"[0-9]{15}([0-9]{2}[0-9Xx])?", fullmatch=True))
def test_no_row_of_digits_crashes_the_check(text):
    check(text, TODAY)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth, serial, place, shift):
    right = number("110101", birth.strftime("%Y%m%d"), f"{serial:03}")
    if place == 17 and right[17] == "X":
        return
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert "checksum" in [remark.code for remark in check(wrong, TODAY).remarks]


@pytest.mark.parametrize("text", ["", "1101011990030712", "11010119900307123X", "１１０１０１１９９００３０７１２３"])
def test_the_last_character_is_worked_out_of_seventeen_digits_only(text):
    with pytest.raises(ValueError, match="17位"):
        check_character(text)
