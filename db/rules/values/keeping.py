"""How a value is read as people write it, kept in the store, and said again in words."""

import re
import unicodedata
from datetime import date
from gettext import gettext as _
from typing import Final

from db.rules.codes import code_of, spoken
from db.rules.money import read_amount
from db.rules.names import clean_name
from db.rules.values.rule import ValueRule, blank

NOTHING: Final = "—"
"""How an empty field is written."""
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width figures and signs, as Chinese input writes them."""
_WRITTEN: Final = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?)?月?)?年?")


def typed(rule: ValueRule, text: str) -> str | int | None:
    """What a person or a ledger writes, as the field keeps it: a word of its list as code, 是 and 否 as 1 and 0.

    What is not understood stays as it is written, for `refusal` to say.

    >>> typed(ValueRule(label="与户主关系", kind="code", codes="GB/T 4761-2008"), "户主")
    '02'
    >>> typed(ValueRule(label="日期", kind="day"), "2025年3月8日"), typed(ValueRule(label="户主", kind="yes_no"), "否")
    ('2025-03-08', 0)
    """
    text = text.strip() if rule.kind == "prose" else unicodedata.normalize("NFC", text).strip()
    if not text:
        return None
    if rule.kind == "yes_no":
        return {_("是"): 1, "1": 1, _("否"): 0, "0": 0}.get(text, text)
    if rule.kind == "code":
        return code_of(rule.codes or "", text) or text
    if rule.kind in ("day", "time", "number", "amount", "area"):
        text = text.translate(_WIDE)
    if rule.kind == "day" and (found := _WRITTEN.fullmatch(text)):
        return "-".join(part.zfill(2) for part in found.groups() if part)
    return text


def stored(rule: ValueRule, value: object) -> str | int | None:
    """A value that was not refused, as the store keeps it: days as text, yes and no as 1 and 0, names cleaned."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return int(value)
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if rule.kind in ("number", "yes_no"):
        return int(text)
    if rule.kind == "name":
        return clean_name(text).name
    if rule.kind == "amount":
        return str(read_amount(text))
    return text.zfill(5) if rule.kind == "time" else text


def in_words(rule: ValueRule, value: object) -> str:
    """A value as people write it: words for codes, 是 and 否, days as 2025年10月21日; nothing at all is a dash.

    >>> in_words(ValueRule(label="性别", kind="code", codes="GB/T 2261.1"), "2"), in_words(ValueRule(label="x"), None)
    ('女', '—')
    """
    if blank(value):
        return NOTHING
    if isinstance(value, bytes):
        return _("（看不懂的内容）")
    if rule.kind == "yes_no":
        return _("是") if value in (1, "1") else _("否")
    if rule.kind == "code":
        return spoken(rule.codes or "", str(value))
    return day_words(str(value)) if rule.kind == "day" else str(value)


def day_words(text: str) -> str:
    """A stored day in prose.

    >>> day_words("2025-10-21"), day_words("1949-03"), day_words("去年")
    ('2025年10月21日', '1949-03', '去年')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)
