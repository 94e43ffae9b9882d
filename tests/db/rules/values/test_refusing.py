"""At the limits: what just may stand in a field, and what just may not."""

from __future__ import annotations

from datetime import date

import pytest

from db.rules.values import LONGEST, ValueRule, order_refusal, refusal

TODAY = date(2025, 10, 20)


def rule(kind: str, **more: object) -> ValueRule:
    return ValueRule(label="这一项", kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "may", "may_not"),
    [
        (rule("day"), ("2025-10-20", "1850-01-01", date(2025, 10, 20), " 2024-02-29 "),
         ("2025-10-21", "1849-12-31", "2023-02-29", "2025-10", "２０２５-10-20", date(2025, 10, 21))),
        (rule("day", partial=True), ("1949", "1949-03", "2025", "2025-10"), ("2026", "2025-11", "1949-13", "0000")),
        (rule("day", future=True), ("2099-12-31",), ("2099-02-30",)),
        (rule("time"), ("0:00", "23:59", " 9:30 "), ("24:00", "23:60", "9:3", "９：30", "9.30")),
        (rule("number"), (0, "0", 10**9, "1000000000", " 7 "), (-1, 10**9 + 1, True, 1.5, "1.5", "²", "१")),
        (rule("yes_no"), (0, 1, True, False, "0", "1"), (2, "2", "是不是")),
        (rule("amount"), ("0", "1500.50", "3万元"), ("1.234", "若干")),
        (rule("area"), ("0", "3.25"), ("3.", "三亩", "-1", "3亩")),
        (rule("name"), ("李", "\ue863", "A"), ("……", "123", "\ue000\u0007")),
        (rule("code", codes="GB/T 2261.1"), ("1", "9"), ("3", "女")),
        (rule("code", codes="GB/T 2261.3", free=True), ("1", "腿脚不便"), ()),
        (rule("code", codes="GB/T 4658-2006", also=("文盲",)), ("文盲", "70"), ("识字", "文 盲")),
        (rule("text"), ("", None, "任何话\n换行", "长" * (LONGEST // 3)), ("响\x07铃", "长" * (LONGEST // 3 + 1))),
        (rule("text", required=True), ("话",), (None, "", " \u3000", ())),
    ],
)  # fmt: skip
def test_what_may_stand_and_what_may_not(
    asked: ValueRule, may: tuple[object, ...], may_not: tuple[object, ...]
) -> None:
    assert [value for value in may if refusal(asked, value, TODAY)] == []
    said = [refusal(asked, value, TODAY) for value in may_not]
    assert all(sentence and "这一项" in sentence and sentence.endswith("。") for sentence in said), said


def test_the_longest_text_there_is() -> None:
    assert LONGEST == 65_536  # sync.md §19
    assert refusal(rule("prose"), "a" * 65_536, TODAY) is None
    assert refusal(rule("prose"), "a" * 65_537, TODAY) is not None


def test_the_first_eight_words_of_the_list_are_offered_and_braces_stay_as_they_are() -> None:
    said = refusal(rule("code", codes="GB/T 4761-2008"), "{0}观光", TODAY)
    assert said is not None
    assert "“{0}观光”" in said
    assert said.count("、") == 7


def test_no_value_at_all_is_out_of_order_with_nothing() -> None:
    first, second = rule("day"), rule("day", future=True)
    assert order_refusal(first, second, None, "2020-01-01") is None
    assert order_refusal(first, second, "2020-01-02", "2020-01-02") is None
    assert order_refusal(first, second, date(2020, 1, 2), date(2020, 1, 1)) == "“这一项”早于“这一项”，请改正。"
    assert order_refusal(rule("time"), rule("time"), "9:30", "10:00") is None
    assert order_refusal(rule("time"), rule("time"), "10:00", "9:30") is not None
