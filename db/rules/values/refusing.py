"""Why a value may not stand in a field, and why two may not stand together."""

import re
from datetime import date
from gettext import gettext as _
from typing import Final

from db.rules.codes import knows, spoken_labels
from db.rules.money import read_amount
from db.rules.values.keeping import stored
from db.rules.values.rule import ValueRule, blank

LONGEST: Final = 64 * 1024
"""Bytes of one text in UTF-8 (sync.md §19): nobody can save what no office may take in."""
_LARGEST: Final = 10**9
_FIRST_YEAR: Final = 1850
_AREA: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_STORED: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refusal(rule: ValueRule, value: object, today: date) -> str | None:
    """Why a value may not stand in a field, in one sentence that says what to do; None if it may.

    >>> met = ValueRule(label="日期", kind="day")
    >>> [refusal(met, text, date(2025, 10, 20)) for text in ("2025-10-20", "昨天", "2099-13-45")]
    [None, '“日期”写成 2025-10-20 这样。', '“日期”写成 2025-10-20 这样。']
    >>> refusal(met, "2025-10-21", date(2025, 10, 20)), refusal(ValueRule(label="姓名", required=True), " ", date.max)
    ('“日期”在今天之后，请改正。', '请填写“姓名”。')
    """
    if blank(value):
        return _("请填写“{label}”。").format(label=rule.words) if rule.required else None
    if isinstance(value, str):
        if len(value.encode("utf-8", "surrogatepass")) > LONGEST:
            told = _("“{label}”太长了，最多约两万字。请分成几条记，或把全文作为附件。")
            return told.format(label=rule.words)
        if _CONTROL.search(value):
            return _("“{label}”里有看不见的控制符，请删去后重写。").format(label=rule.words)
    said = _BY_KIND[rule.kind](rule, value, today) if rule.kind in _BY_KIND else None
    return said.format(label=rule.words) if said else None


def _day_refusal(rule: ValueRule, value: object, today: date) -> str | None:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not _is_day(text.strip(), partial=rule.partial):
        return (
            _("“{label}”写成 2025-10-20 这样；只知道年份就写 1949。")
            if rule.partial
            else _("“{label}”写成 2025-10-20 这样。")
        )
    if not rule.future and text.strip() > today.isoformat()[: len(text.strip())]:
        return _("“{label}”在今天之后，请改正。")
    return None


def _is_day(text: str, *, partial: bool) -> bool:
    found = _STORED.fullmatch(text)
    if not found or not text.isascii():
        return False
    year, month, day = (int(part) if part else None for part in found.groups())
    if not partial and day is None:
        return False
    try:
        return date(year or 0, month or 1, day or 1).year >= _FIRST_YEAR
    except ValueError:
        return False


def _number_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    if isinstance(value, str):
        text = value.strip()
        value = int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return _("“{label}”要填整数。")
    return None if 0 <= value <= _LARGEST else _("“{label}”要填 0 或更大的整数，最多九位。")


def _yes_no_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    return None if value in (0, 1, "0", "1") else _("“{label}”请填是或否。")


def _code_refusal(rule: ValueRule, value: object, _today: date) -> str | None:
    codes, text = rule.codes or "", str(value).strip()
    if rule.free or text in rule.also or knows(codes, text):
        return None
    choices = "、".join(list(spoken_labels(codes).values())[:8])
    told = _("“{label}”不认识“{value}”，请从这些里选：{choices}。")
    return told.format(label=rule.words, value=text[:20], choices=choices).replace("{", "{{").replace("}", "}}")


def _time_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    found = _TIME.fullmatch(str(value).strip())
    right = found and str(value).isascii() and int(found[1]) < 24 and int(found[2]) < 60
    return None if right else _("“{label}”写成 9:30 这样。")


def _amount_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    told = _("“{label}”要填数字，例如 1500 或 1500.50，单位是元。")
    return None if read_amount(str(value)) is not None else told


def _area_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    told = _("“{label}”要填数字，例如 3.25，不要带单位。")
    return None if _AREA.fullmatch(str(value).strip()) else told


def _name_refusal(_rule: ValueRule, value: object, _today: date) -> str | None:
    return None if any(sign.isalpha() or ord(sign) > 0xE000 for sign in str(value)) else _("“{label}”要写名字。")


_BY_KIND: Final = {
    "day": _day_refusal, "number": _number_refusal, "yes_no": _yes_no_refusal, "code": _code_refusal,
    "time": _time_refusal, "amount": _amount_refusal, "area": _area_refusal, "name": _name_refusal,
}  # fmt: skip


def order_refusal(earlier: ValueRule, later: ValueRule, first: object, second: object) -> str | None:
    """Why the second of two days or times may not stand: it comes before the first; None if it may or one is missing.

    >>> found, over = ValueRule(label="立户日期", kind="day"), ValueRule(label="销户日期", kind="day")
    >>> order_refusal(found, over, "2020-05-01", "2019"), order_refusal(found, over, "2020-05-01", "2020")
    ('“销户日期”早于“立户日期”，请改正。', None)
    """
    if blank(first) or blank(second):
        return None
    one, other = (str(stored(rule, value)) for rule, value in ((earlier, first), (later, second)))
    shared = min(len(one), len(other))
    if other[:shared] >= one[:shared]:
        return None
    return _("“{later}”早于“{earlier}”，请改正。").format(later=later.words, earlier=earlier.words)
