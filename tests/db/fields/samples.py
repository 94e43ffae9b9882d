"""Values that a field must take and values it must refuse, made from what is declared of it."""

from __future__ import annotations

from collections.abc import Iterator

from db.rules.codes import labels
from db.rules.values import ValueRule

RIGHT = {
    "day": "2025-01-01", "time": "09:30", "number": 1, "yes_no": 1, "amount": "1500", "area": "3.25", "name": "李林峰",
    "id_no": "430499198010036753", "phone": "13800000001", "text": "甲", "prose": "甲",
}  # fmt: skip
OTHER = {
    "day": "2025-01-02", "time": "10:30", "number": 2, "yes_no": 0, "amount": "1600", "area": "4.25", "name": "罗冬林",
    "id_no": "430499198203151227", "phone": "13800000002", "text": "乙", "prose": "乙",
}  # fmt: skip
_WRONG = {
    "day": ("昨天", "2099-13-45", "2025-2", "20250101", "0001-01-01"), "time": ("早上", "25:00", "9:5"),
    "number": ("²", "第三", "-1", "1e3", "9" * 30), "yes_no": ("也许", "2"), "amount": ("若干", "1.234"),
    "area": ("三亩", "-1"), "name": ("……", "123"),
}  # fmt: skip


def right(rule: ValueRule, of: dict[str, str | int] = RIGHT) -> str | int:
    """A value that may stand there; another one with ``OTHER``."""
    if rule.kind == "code":
        codes = list(labels(rule.codes or ""))
        return codes[0 if of is RIGHT else -1]
    return of[rule.kind]


def wrong(rule: ValueRule) -> Iterator[str]:
    """Values that may not."""
    yield "铃\x07铃"
    yield "长" * 22_000
    if rule.required:
        yield from ("", " \u3000 ")
    if rule.kind == "code" and not rule.free:
        yield "没有的码"
    if rule.kind == "day" and not rule.future:
        yield "2099-01-01"
    if rule.kind == "id_no" and getattr(rule, "proved", False):
        yield "430499198010036750"
    yield from (
        text for text in _WRONG.get(rule.kind, ()) if not (rule.kind == "day" and rule.partial and text == "2025-2")
    )
