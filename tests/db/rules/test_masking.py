"""Masking: never longer, never a birth digit, whatever was typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.id_number import check_character
from db.rules.masking import (
    MaskKind,
    mask,
    mask_account,
    mask_address,
    mask_id_number,
    mask_name,
    mask_phone,
    notice_refusal,
)

NUMBERS = (MaskKind.ID_NUMBER, MaskKind.PHONE, MaskKind.ACCOUNT)


@given(st.sampled_from(MaskKind), st.text())
def test_a_mask_is_never_longer_than_the_value(kind, text):
    masked = mask(kind, text)
    assert len(masked) <= len(text)
    if kind is MaskKind.HIDDEN:
        assert set(masked) <= {"*"}


@given(st.sampled_from(NUMBERS), st.text("0123456789 -Xx", max_size=25))
def test_rows_of_digits_are_never_shown_whole(kind, text):
    masked = mask(kind, text)
    assert len(masked) <= len(text)
    assert "*" in masked or not text.strip()


@given(st.dates(date(1900, 1, 1), date(2026, 11, 21)), st.integers(0, 999))
def test_no_digit_of_the_birth_date_is_shown(birth, serial):
    first17 = f"430499{birth:%Y%m%d}{serial:03}"
    masked = mask_id_number(first17 + check_character(first17))
    assert masked[4:16] == "*" * 12
    assert masked[:4] == "4304"
    old = mask_id_number(f"430499{birth:%y%m%d}{serial:03}")
    assert old[4:13] == "*" * 9 or set(old) == {"*"}


@pytest.mark.parametrize(
    "text", ["43049920090408619", "4304991990030712334", "19900307", "430499199013401234", "1990年3月7日", "X"]
)
def test_malformed_numbers_are_hidden_whole(text):
    assert mask_id_number(text) == "*" * len(text)


def test_spaces_and_wide_digits_do_not_help():
    assert mask_id_number(" 110101 19900307 1233") == "1101************33"
    assert mask_id_number("１１０１０１１９９００３０７１２３３") == "1101************33"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("154-8816-0538", "154****0538"),
        ("0740-8279225", "074****9225"),
        ("+8615488160538", "861******0538"),
        ("12345", "*****"),
        ("123456", "******"),
        ("1234567", "*****67"),
        ("0740827922", "********22"),
        ("", ""),
    ],
)
def test_phones(text, masked):
    assert mask_phone(text) == masked


def test_accounts():
    assert mask_account("6228 4800 1234 5678") == "************5678"
    assert mask_account("12345678") == "********"
    assert mask_account("123456789012") == "********9012"
    assert mask_account("12345678901") == "***********"
    assert mask(MaskKind.ACCOUNT, "6228480012345678901") == "***************8901"


def test_a_number_that_grows_when_it_is_read_is_hidden_whole():
    """One sign may stand for two digits."""
    assert mask_id_number("1⑩101199003071233") == "*" * 17


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("云集县云集镇桃溪村二组28号", "云集县云集镇桃溪村二组"),
        ("桃溪村第3村民小组12号", "桃溪村第3村民小组"),
        ("云集镇桃溪村28号", "云集镇桃溪村"),
        ("云集镇人民路3号", "云集镇"),
        ("城关街道人民路3号", "城关街道"),
        ("新桥居委会3栋", "新桥居委会"),
        ("新桥社区居委会3栋", "新桥社区"),
        ("大山乡5号", "大山乡"),
        ("红组村第3村民小组12号", "红组村第3村民小组"),
        ("人民路3号", "*****"),
    ],
)
def test_addresses_end_at_the_group(text, masked):
    assert mask_address(text) == masked


def test_names():
    assert mask_name("阿依古丽·买买提") == "阿*******"
    assert mask_name("李") == "*"


def test_wall_notices_take_only_names_and_groups():
    allowed = {kind for kind in MaskKind if notice_refusal(kind) is None}
    assert allowed == {MaskKind.NAME, MaskKind.ADDRESS}
    assert notice_refusal(MaskKind.ACCOUNT) == "公示上不能出现银行账号"
    assert notice_refusal(MaskKind.HIDDEN) == "公示上不能出现敏感信息"
