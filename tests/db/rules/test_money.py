"""Money in capital figures and from text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.money import DIGITS, in_capitals, read_amount

SMALL = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> Decimal:
    """An independent reader of capital figures."""
    total = group = digit = 0
    cents = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in SMALL:
            group, digit = group + digit * SMALL[sign], 0
        elif sign in "万亿":
            section = total + group + digit if sign == "亿" and words.count("万亿") == 0 else group + digit
            total = section * (10**8 if sign == "亿" else 10**4) + (0 if section == total + group + digit else total)
            group = digit = 0
        elif sign == "元":
            total, group, digit = total + group + digit, 0, 0
        elif sign == "角":
            cents, digit = cents + digit * 10, 0
        elif sign == "分":
            cents, digit = cents + digit, 0
    return Decimal(total) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("10500.5", "壹万零伍佰元伍角"),
        ("1000000.07", "壹佰万元零柒分"),
        ("100", "壹佰元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("10", "壹拾元整"),
        ("1001", "壹仟零壹元整"),
        ("10010", "壹万零壹拾元整"),
        ("100000001", "壹亿零壹元整"),
        ("120034005.60", "壹亿贰仟零叁万肆仟零伍元陆角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("1000100000000", "壹万亿零壹亿元整"),
    ],
)
def test_capital_figures(amount, words):
    assert in_capitals(amount) == words
    assert in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("11000", "壹万壹仟元整"),
        ("10999", "壹万零玖佰玖拾玖元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capital_figures_where_a_zero_is_easily_forgotten(amount, words):
    assert in_capitals(amount) == words


def test_the_largest_amount_has_sixteen_digits():
    with pytest.raises(ValueError, match="太大"):
        in_capitals(Decimal(10) ** 16)
    assert read_amount("9999999999999999") == 9_999_999_999_999_999
    assert read_amount("10000000000000000") is None
    assert read_amount("1000000000000万") is None


@given(st.decimals(0, 99_999_999, places=2))
def test_capital_figures_can_be_read_back(amount):
    words = in_capitals(amount)
    assert read_back(words) == amount
    assert "零零" not in words
    assert words.endswith(("整", "角", "分"))


@pytest.mark.parametrize("amount", ["-1", "0.001", "1e20", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="金额"):
        in_capitals(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("￥10,500.50元", "10500.50"),
        ("3万元", "30000"),
        ("1.25万", "12500"),
        ("800元整", "800"),
        (" 1 000 ", "1000"),
        ("0.001", None),
        ("1,00", None),
        ("1，234，567.8元", "1234567.8"),
        ("¥88", "88"),
        ("十元", None),
        ("-5", None),
        ("", None),
    ],
)
def test_amounts_are_read(text, amount):
    assert read_amount(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "shown"), [("1.25万", "12500"), ("1.23456万", "12345.60000"), ("3.50", "3.50"), ("200", "200")]
)
def test_an_amount_is_shown_as_it_was_said_and_ten_thousands_without_empty_cents(text, shown):
    assert str(read_amount(text)) == shown


@given(st.text())
def test_no_text_crashes(text):
    found = read_amount(text)
    assert found is None or in_capitals(found)
