"""Telephone numbers as villages write them."""

from __future__ import annotations

import re
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import EXACT, Raw
from db.ledgers.verdicts import Finding, doubted, nothing, taken

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_WORDS: Final = re.compile(
    r"^(手机号?码?|电话号?码?|联系电话|tel|座机|固话|本人|户主)[:：]?|[(（]?(本人|户主|手机|座机)[)）]?$", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"[、,;/|\n\r\t或和及与]+|\s{1,}(?=1[3-9]\d)|\s+(?=0\d{2,3}[- ]?\d{7})")


def one_number(text: str) -> str | None:
    """A single whole number in its usual form, or nothing.

    >>> [one_number(t) for t in ("154-8816-0538", "0740 8070523", "+86 15488160538", "0740-850381")]
    ['15488160538', '0740-8070523', '15488160538', None]
    """
    digits = re.sub(r"[\s\-.()·]", "", _WORDS.sub("", text.strip()).strip())
    digits = re.sub(r"^(\+|00)86", "", digits)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) == 12 and digits.startswith("01") and _MOBILE.fullmatch(digits[1:]):
        digits = digits[1:]
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    if landline and 10 < len(digits) <= 12:
        return f"{landline[1]}-{landline[2]}"
    return None


def read_phone(value: Raw) -> Finding:
    """A telephone number; two numbers, cut or masked ones are left to a person.

    >>> read_phone("15455137868.0").value, read_phone(15498296517).value, read_phone("空号").outcome.value
    ('15455137868', '15498296517', 'empty')
    >>> read_phone("1541795250").kind, read_phone("15432318124/15410643972").kind
    ('phone_short', 'phone_two_numbers')
    """
    text = bare(value)
    if says_nothing(value):
        return nothing(text)
    if is_ditto(value):
        return doubted("ditto", _("电话写着“同上”，看不出是哪个号码，请补上"))
    if (isinstance(value, float) and abs(value) >= EXACT) or re.search(r"\d[eE]\+?\d", text):
        return doubted("phone_scientific", _("电话被表格软件改成了小数，后几位已丢失，请重填"))
    text = re.sub(r"\.0+$", "", text).lstrip("'`‘’")
    number = one_number(text)
    if number:
        return taken(number, "" if number == str(value) else _("去掉多余的符号"))
    return _spoilt(text)


def _spoilt(text: str) -> Finding:
    """Why a cell is not one whole number, with the number it may mean."""
    parts = [part for part in (one_number(p) for p in _BETWEEN.split(text)) if part]
    if len(parts) > 1:
        return doubted("phone_two_numbers", _("一格里有{n}个电话，请选一个").format(n=len(parts)), parts[0])
    inside = re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    if len(inside) == 1:
        return doubted("phone_with_note", _("电话旁边还写了别的，请核对是谁的号码"), inside[0])
    if "*" in text:
        return doubted("phone_masked", _("电话中间几位被遮住了，请重填"))
    digits = re.sub(r"\D", "", text)
    if len(digits) > 11:
        return doubted("phone_long", _("电话多了数字，请核对"))
    proposal = one_number("0" + digits) if len(digits) in (9, 10, 11) else None
    return doubted("phone_short", _("电话少了数字或缺区号，请核对"), proposal if digits and digits[0] != "1" else None)
