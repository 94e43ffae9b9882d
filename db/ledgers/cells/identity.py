"""Identity numbers as spreadsheets keep and spoil them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from gettext import gettext as _
from typing import Final

from db.ledgers.cells.dates import StatedBirth
from db.ledgers.cells.marks import bare, is_ditto, says_nothing
from db.ledgers.files.sheets import EXACT, Raw, text_of
from db.ledgers.verdicts import Finding, doubted, nothing, taken
from db.rules import id_number

_LOOKALIKES: Final = str.maketrans("OoQDlIiZzSsBb", "0000111225588")
_NUMBER: Final = re.compile(r"(?<![0-9A-Z])([0-9]{17}[0-9X]|[0-9]{15})(?![0-9X])")
_HARMLESS: Final = re.compile(
    r"身份证件?号?码?|公民身份号码|证件号码?|号码|(居民)?身份证|[(\[]?([新旧老]|一代|二代|第[一二]代|新证|旧证|补办)[)\]]?|id(no)?|[:：#\s.,、]",
    re.IGNORECASE,
)
_PASSPORT: Final = re.compile(r"[A-Z]{1,2}[0-9]{6,9}|[A-Z][0-9]{8}[A-Z0-9]?")


_check: Final = lru_cache(maxsize=65536)(id_number.check)


def read_id_number(value: Raw, today: date, stated: StatedBirth) -> Finding:
    """An 18-digit number that can be believed, or what is wrong; ``stated`` is the birth the row states.

    >>> day, none = date(2025, 10, 20), StatedBirth()
    >>> read_id_number("=\\"430499198010036753\\"", day, none).value, read_id_number("430499730802867", day, none).value
    ('430499198010036753', '430499197308028671')
    >>> [read_id_number(v, day, none).kind for v in (4.30499201210228e17, "4.30499E+17", "43049919691072970")]
    ['id_float_lost', 'id_scientific_text', 'id_17digits']
    """
    if says_nothing(value):
        return nothing(bare(value))
    if is_ditto(value):
        return doubted("ditto", _("身份证号写着“同上”，每人一个号，请补上"))
    if isinstance(value, float) and abs(value) >= EXACT:
        return doubted("id_float_lost", _("身份证号存成了数字，后几位已丢失，请对照证件重填"))
    text = _folded(value)
    if re.fullmatch(r"\d(\.\d+)?E\+?\d{1,2}", text):
        return doubted("id_scientific_text", _("身份证号被表格软件改成了小数，后几位已丢失，请对照证件重填"))
    number = id_number.normal_form(text)
    if re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number):
        return _whole(number, text_of(value), today, stated)
    return _embedded(number, today, stated) or _spoilt(number, today, stated)


def _folded(value: Raw) -> str:
    text = bare(value)
    wrapped = re.fullmatch(r'=\s*"(.*)"', text)
    text = wrapped[1] if wrapped else text
    return re.sub(r"^(\d+)\.0$", r"\1", text).upper()


def _whole(number: str, raw: str, today: date, stated: StatedBirth) -> Finding:
    checked = _check(number, today)
    if len(number) == 15:
        return _old(checked, stated)
    if number.endswith("000"):
        return doubted("id_text_trailing_zeros", _("末三位都是0，像是表格软件丢了尾数，请对照证件核对"))
    if checked.verdict == id_number.Verdict.ERROR:
        return doubted("id_bad_checksum", checked.messages[0])
    return taken(number, "" if number == raw else _("去掉多余的符号"))


def _old(checked: id_number.CheckedNumber, stated: StatedBirth) -> Finding:
    if checked.upgraded is None or checked.birth_on is None:
        return doubted("id_15_digits", _("只有15位，又不是老号码，请对照证件重填"))
    if checked.number[12:] in ("996", "997", "998", "999"):
        return doubted("id_15_digits", _("老号码末三位是百岁老人专用的，请对照证件核对"))
    # 430499 2001 05 04 3 is also what is left of a number that lost its last three digits
    if checked.birth_on.year == 1920 and checked.birth_on not in stated.days:
        return doubted("id_15_digits", _("可能是丢了后三位的18位号码，请对照证件核对"))
    return taken(checked.upgraded, _("15位老号码换成18位"))


def _embedded(text: str, today: date, stated: StatedBirth) -> Finding | None:
    """One sound number with words around it, or the 20 digits of a disabled person's certificate."""
    if re.fullmatch(r"[0-9]{17}[0-9X][0-9]{2}[0-9B]?", text):
        inner = _whole(text[:18], text, today, stated)
        return inner if inner.flagged else taken(text[:18], _("残疾人证号的前18位"), remark=text)
    found = _NUMBER.findall(text)
    if len(found) > 1:
        return doubted("id_two_numbers", _("一格里有{n}个号码，请选一个").format(n=len(found)))
    if not found:
        return None
    inner = _whole(found[0], text, today, stated)
    if inner.flagged:
        return inner
    rest = text.replace(found[0], "")
    if _HARMLESS.sub("", rest).strip("()[]"):
        return doubted("id_with_note", _("身份证号旁边还写了别的，请核对是谁的号码"), inner.value)
    return taken(inner.value or "", _("去掉号码旁边的字"), remark=rest.strip("()[]:："))


def _spoilt(text: str, today: date, stated: StatedBirth) -> Finding:
    if "*" in text:
        return doubted("id_masked", _("身份证号有几位被遮住了，请对照证件补全"))
    swapped = text[:17].translate(_LOOKALIKES) + text[17:].replace("O", "0").replace("o", "0")
    if len(text) == 18 and swapped != text and re.fullmatch(r"[0-9]{17}[0-9X]", swapped):
        return _lookalike(swapped, today, stated)
    if _PASSPORT.fullmatch(text):
        return doubted("passport_in_id_column", _("这不是身份证号，像是护照或通行证，请填证件类型"), text)
    digits = len(re.sub(r"\D", "", text))
    if re.fullmatch(r"[0-9]{16}[0-9X]", text):
        return doubted("id_17digits", _("身份证号只有17位，少了一位，请对照证件重填"))
    if re.fullmatch(r"[0-9]+X?", text):
        return doubted("id_length", _("身份证号应为18位，现在是{n}位，请对照证件重填").format(n=len(text)))
    if digits < 6:
        return doubted("id_words", _("这里写的不是身份证号，请核对"))
    return doubted("id_characters", _("身份证号里有不该有的字，请对照证件重填"))


def _lookalike(number: str, today: date, stated: StatedBirth) -> Finding:
    checked = _check(number, today)
    if checked.verdict == id_number.Verdict.ERROR or checked.birth_on is None:
        return doubted("id_letter_for_digit", _("身份证号里混进了字母，请对照证件重填"))
    if checked.birth_on in stated.days or (checked.birth_on.year, checked.birth_on.month) in stated.months:
        return taken(number, _("字母O换成数字0，校验码和出生日期都对"))
    return doubted("id_letter_for_digit", _("身份证号里混进了字母，请对照证件核对"), number)


def birth_and_sex(number: str | None, today: date) -> tuple[date | None, str | None]:
    """Birth date and sex (GB/T 2261.1) that a sound number states.

    >>> birth_and_sex("430499198010036753", date(2025, 10, 20))
    (datetime.date(1980, 10, 3), '1')
    """
    if not number:
        return None, None
    checked = _check(number, today)
    return checked.birth_on, checked.sex
