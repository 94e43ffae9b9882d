"""What people call a field: in the language of the screen; what is never typed, and what is nothing."""

from __future__ import annotations

import pytest

from db.rules.values.rule import ValueRule, blank


@pytest.mark.parametrize(("kind", "typed"), [("text", True), ("id_no", True), ("ref", False), ("system", False)])
def test_references_and_what_the_program_keeps_are_never_typed(kind: str, typed: bool) -> None:
    assert ValueRule(label="x", kind=kind).typed_by_people is typed  # type: ignore[arg-type]


def test_a_label_is_shown_in_the_language_of_the_screen() -> None:
    assert ValueRule(label="姓名").words == "姓名"


@pytest.mark.parametrize("value", [None, "", " \u3000", ()])
def test_nothing_stands_there(value: object) -> None:
    assert blank(value)


@pytest.mark.parametrize("value", [0, False, "0", "无", ("a",), b""])
def test_something_stands_there(value: object) -> None:
    assert not blank(value)
