"""Areas, dates and codes of land files."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.land_values import (
    Area,
    AreaUnit,
    LandCodes,
    areas_agree,
    certificate_code,
    code_warnings,
    contract_code_full,
    mu_of,
    read_area,
    read_date,
    short_code,
    square_metres_of,
)

areas = st.decimals(0, 100_000, places=2)


@given(areas)
def test_an_area_is_the_nearest_hundredth_of_the_exact_value(area):
    exact = Fraction(area) * 3 / 2000
    assert abs(Fraction(mu_of(area)) - exact) <= Fraction(1, 200)
    assert areas_agree(area, mu_of(area))
    assert areas_agree(square_metres_of(area), area)


@given(areas, st.sampled_from(AreaUnit))
def test_the_stated_figure_is_never_changed(area, unit):
    stated = Area(area, unit)
    same = stated.mu if unit is AreaUnit.MU else stated.square_metres
    assert same is area
    assert read_area(f" {area} ", unit) == stated


def test_half_up():
    assert mu_of(Decimal("10")) == Decimal("0.02")  # 0.015
    assert square_metres_of(Decimal("0.03")) == Decimal("20.00")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("1.87亩", "1.87", "mu"), ("1,019.38", "1019.38", "m2"), ("620㎡", "620", "m2"), ("0.5 平方米", "0.5", "m2")],
)
def test_areas_of_ledgers(text, value, unit):
    assert read_area(text, AreaUnit.SQUARE_METRE) == Area(Decimal(value), AreaUnit(unit))


@pytest.mark.parametrize("name", ["平方米", "㎡", "m2", "m²", "平米"])
def test_a_named_unit_beats_the_column(name):
    assert read_area(f"620{name}", AreaUnit.MU) == Area(Decimal("620"), AreaUnit.SQUARE_METRE)
    assert read_area("0.93亩", AreaUnit.SQUARE_METRE) == Area(Decimal("0.93"), AreaUnit.MU)


def test_a_last_digit_apart_is_the_same_area_and_two_are_not():
    assert areas_agree(Decimal("2000"), Decimal("3.01"))
    assert areas_agree(Decimal("2000"), Decimal("2.99"))
    assert not areas_agree(Decimal("2000"), Decimal("3.02"))
    assert not areas_agree(Decimal("2000"), Decimal("2.98"))


@pytest.mark.parametrize("text", ["", "/", "-", "—", "无", "00000000", "0000-00-00"])
def test_many_ways_to_write_no_date(text):
    assert (read_date(text).iso, read_date(text).problem, read_date(text).perpetual) == ("", "", False)


@pytest.mark.parametrize("text", ["9999-99-99", "99999999", "长久不变", "长期", "9999/99/99"])
def test_many_ways_to_write_for_ever(text):
    assert (read_date(text).text, read_date(text).iso) == ("9999-99-99", "9999-99-99")


@pytest.mark.parametrize(
    ("number", "iso"),
    [("10000", "1927-05-18"), ("60000", "2064-04-08"), ("09999", ""), ("60001", ""), ("12345", "1933-10-18")],
)
def test_five_digits_are_the_day_number_of_a_spreadsheet_within_reason(number, iso):
    found = read_date(number)
    assert (found.iso, bool(found.problem)) == (iso, not iso)


def test_units_in_the_wrong_column_are_noticed():
    assert not areas_agree(Decimal("2.82"), Decimal("2.82"))
    assert read_area("约两亩", AreaUnit.MU) is None
    assert read_area("-3", AreaUnit.MU) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20171207", "2017-12-07"),
        ("2017-12-07", "2017-12-07"),
        ("2017/12/7", "2017-12-07"),
        ("1998.10.01", "1998-10-01"),
        ("2017年3月5日", "2017-03-05"),
        ("42716", "2016-12-12"),
        ("9999-99-99", "9999-99-99"),
        ("长久不变", "9999-99-99"),
        ("00000000", ""),
        ("", ""),
    ],
)
def test_dates_of_land_files(text, iso):
    found = read_date(text)
    assert (found.iso, found.problem) == (iso, "")
    assert read_date(found.text) == found
    assert read_date(found.iso) == found


@pytest.mark.parametrize("text", ["20170230", "2017-02-30", "2017", "201703", "明天", "123456"])
def test_what_is_no_date_says_so(text):
    found = read_date(text)
    assert found.problem
    assert (found.day, found.perpetual, found.iso) == (None, False, "")


@given(st.text())
def test_no_text_crashes(text):
    read_date(text)
    read_area(text, AreaUnit.MU)
    code_warnings(LandCodes(text, text, text, text, text, text))


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_every_date_comes_back(day):
    assert read_date(day.strftime("%Y%m%d")).day == read_date(day.isoformat()).day == day


def test_codes_warn_and_never_refuse():
    right = LandCodes(
        "43049910120103",
        "430499101201030006",
        "4304991012010300011",
        "430499101201030006J",
        "430499101201030006J",
        "430499101201030001",
    )
    assert code_warnings(right) == ()
    assert code_warnings(LandCodes(contract="430499101201030006")) == ()
    assert "占位码" in code_warnings(LandCodes(contractor="999999999999990006"))[0]
    assert len(code_warnings(LandCodes("4304991012010A", "43049910120103000"))) == 3
    assert code_warnings(LandCodes()) == ()


@pytest.mark.parametrize(
    ("codes", "warning"),
    [
        (LandCodes(issuer="4304991012010"), "发包方编码的位数或字符不合规则"),
        (LandCodes(contractor="43049910120103000"), "承包方编码的位数或字符不合规则"),
        (LandCodes(parcel="430499101201030001"), "地块编码的位数或字符不合规则"),
        (LandCodes(contract="430499101201030006K"), "承包合同编码的位数或字符不合规则"),
        (LandCodes(certificate="430499101201030006K"), "权证编码的位数或字符不合规则"),
        (LandCodes(transfer="4304991012010300011"), "流转合同编码的位数或字符不合规则"),
        (
            LandCodes(issuer="43049910120103", contractor="430499101201040006"),
            "承包方编码的前14位与发包方编码不一致",
        ),
        (LandCodes(issuer="43049910120103", parcel="4304991012010400001"), "地块编码的前14位与发包方编码不一致"),
        (LandCodes(issuer="43049910120103", transfer="430499101201040001"), "流转合同编码的前14位与发包方编码不一致"),
        (
            LandCodes(contractor="430499101201030006", contract="430499101201030007J"),
            "承包合同编码的前18位与承包方编码不一致",
        ),
        (
            LandCodes(contractor="430499101201030006", certificate="430499101201030007J"),
            "权证编码的前18位与承包方编码不一致",
        ),
        (LandCodes(contractor="999999999999990006"), "承包方编码是别的软件填的占位码"),
    ],
)
def test_each_oddity_of_a_code_is_named(codes, warning):
    assert code_warnings(codes) == (warning,)


@pytest.mark.parametrize("last", ["", "J", "Q"])
def test_contracts_and_certificates_may_end_in_their_letter(last):
    assert code_warnings(LandCodes(contract="430499101201030006" + last)) == ()
    assert code_warnings(LandCodes(certificate="430499101201030006" + last)) == ()
    assert code_warnings(LandCodes(transfer="430499101201030001" + "02")) == ()


def test_codes_made_from_the_contractor():
    assert short_code("430499101201030006") == "0006"
    assert contract_code_full("430499101201030006") == certificate_code("430499101201030006")
    assert contract_code_full("乱码") == "乱码"
