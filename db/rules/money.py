"""Amounts of money: read from text, and written in the capital figures of receipts and agreements (大写)."""

import re
from decimal import Decimal
from gettext import gettext as _

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL_UNITS = ("", "拾", "佰", "仟")
LARGE_UNITS = ("", "万", "亿", "万亿")
LIMIT = Decimal(10) ** 16


def read_amount(text: str) -> Decimal | None:
    """An amount in 元 as people write it; None if it is no amount of whole 分.

    >>> read_amount("￥10,500.50元"), read_amount("3万元"), read_amount("很多")
    (Decimal('10500.50'), Decimal('30000'), None)
    """
    wanted = "".join(text.replace("，", ",").split()).lstrip("¥￥")
    found = re.fullmatch(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?(万)?元?整?", wanted)
    if not found:
        return None
    amount = Decimal(found[1].replace(",", "") + (found[2] or ""))
    if found[3]:
        amount *= 10000
    if amount >= LIMIT or amount * 100 != int(amount * 100):
        return None
    return amount.quantize(Decimal(1)) if amount == int(amount) and found[3] else amount


def _four_digits(group: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + SMALL_UNITS[place]
        zero = digit == 0
    return words


def _whole(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        group = number // 10000**place % 10000
        if not group:
            gap = bool(words)
            continue
        needs_zero = words and (gap or group < 1000)
        words += ("零" if needs_zero else "") + _four_digits(group) + LARGE_UNITS[place]
        gap = False
    return words


def in_capitals(amount: Decimal | str) -> str:
    """An amount in capital figures; ValueError when it is negative, too large, or not whole 分.

    >>> in_capitals("10500.5"), in_capitals(Decimal("1000000.07")), in_capitals("100"), in_capitals("0")
    ('壹万零伍佰元伍角', '壹佰万元零柒分', '壹佰元整', '零元整')
    """
    value = Decimal(amount) if isinstance(amount, str) else amount
    if not value.is_finite() or not 0 <= value < LIMIT:
        raise ValueError(_("金额不能是负数,也不能太大"))
    cents = value * 100
    if cents != int(cents):
        raise ValueError(_("金额最多写到分"))
    whole, rest = divmod(int(cents), 100)
    ten, one = divmod(rest, 10)
    words = _whole(whole) + "元" if whole else ""
    if not rest:
        return (words or "零元") + "整"
    if ten:
        words += DIGITS[ten] + "角"
    elif words:
        words += "零"
    return words + (DIGITS[one] + "分" if one else "")
