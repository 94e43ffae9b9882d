"""A value as it is typed, kept and said again: what is understood becomes its code, all else stays for the refusal."""

from __future__ import annotations

from datetime import date

import pytest

from db.rules.values.keeping import NOTHING, day_words, in_words, stored, typed
from db.rules.values.rule import ValueRule


def _rule(kind: str, **more: object) -> ValueRule:
    return ValueRule(label="x", kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("text", " 桃溪村 ", "桃溪村"), ("text", "  ", None), ("yes_no", "是", 1), ("yes_no", "0", 0),
        ("yes_no", "也许", "也许"), ("day", "2025年3月8日", "2025-03-08"), ("day", "2025.3", "2025-03"),
        ("day", "１９４９", "1949"), ("day", "昨天", "昨天"), ("number", "１２", "12"), ("amount", "１.5", "1.5"),
    ],
)  # fmt: skip
def test_typed(kind: str, text: str, kept: object) -> None:
    assert typed(_rule(kind), text) == kept


def test_a_word_of_a_list_becomes_its_code_and_another_stays() -> None:
    sex = _rule("code", codes="GB/T 2261.1")
    assert (typed(sex, "女性"), typed(sex, "不男不女")) == ("2", "不男不女")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("day", date(2025, 3, 8), "2025-03-08"), ("yes_no", True, 1), ("number", "12", 12), ("text", " x ", "x"),
        ("text", " ", None), ("name", "陈　军", "陈军"), ("time", "9:05", "09:05"), ("text", None, None),
    ],
)  # fmt: skip
def test_stored(kind: str, value: object, kept: object) -> None:
    found = stored(_rule(kind), value)
    assert (type(found), found) == (type(kept), kept)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [("text", "", NOTHING), ("yes_no", 0, "否"), ("yes_no", "1", "是"), ("day", "2025-10-21", "2025年10月21日"),
     ("day", "1949-03", "1949-03"), ("text", 5, "5"), ("text", b"\x01", "（看不懂的内容）")],
)  # fmt: skip
def test_in_words(kind: str, value: object, said: str) -> None:
    assert in_words(_rule(kind), value) == said
    assert day_words("2025-13-45") == "2025-13-45"


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("day", "2025年3月8日", "2025-03-08"), ("day", "2025年3月8", "2025-03-08"), ("day", "2025.3", "2025-03"),
        ("day", "1949年", "1949"), ("day", "1949", "1949"), ("day", "２０２５-１-２", "2025-01-02"),
        ("day", "前天", "前天"),
        ("yes_no", "1", 1), ("yes_no", "0", 0), ("yes_no", "是", 1), ("yes_no", "否", 0), ("yes_no", "也许", "也许"),
        ("text", " 2025年3月8日 ", "2025年3月8日"), ("text", "e\u0301", "é"), ("prose", " e\u0301 ", "e\u0301"),
        ("number", "１２", "12"), ("number", "²", "²"), ("text", "１２", "１２"), ("text", "  ", None),
    ],
)  # fmt: skip
def test_how_people_write_a_value(kind: str, written: str, meant: object) -> None:
    assert typed(ValueRule(label="x", kind=kind), written) == meant


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("day", date(2025, 3, 8), "2025-03-08"), ("yes_no", "1", 1), ("yes_no", True, 1), ("number", " 7 ", 7),
        ("time", "9:30", "09:30"), ("name", " 曾  国强 ", "曾国强"), ("amount", "3万元", "30000"),
        ("text", " 话 ", "话"),
        ("text", "2025年", "2025年"), ("text", None, None), ("text", " ", None),
    ],
)  # fmt: skip
def test_how_the_store_keeps_it(kind: str, given: object, kept: object) -> None:
    found = stored(ValueRule(label="x", kind=kind), given)
    assert (found, type(found)) == (kept, type(kept))


def test_how_it_is_said_again() -> None:
    said = [in_words(ValueRule(label="x", kind="yes_no"), value) for value in (1, "1", 0, "0")]
    assert said == ["是", "是", "否", "否"]
    assert in_words(ValueRule(label="x"), "2025-10-21") == "2025-10-21"
    assert in_words(ValueRule(label="x", kind="day"), "2025-10-21") == "2025年10月21日"
