"""Inputs check themselves: the form, the file and the command line are told the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from db import RuleError
from db.actions.counters import next_number, short_sign
from db.actions.inputs import asked, asks, check, fields_of, from_json, plain
from db.actions.registry import KINDS, kind_named
from db.store import Store

TODAY = date(2025, 10, 20)


@asks()
@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """Something inside."""

    words: str = asked("话", required=True)


@asks()
@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """Something to be given."""

    name: str = asked("名称", required=True)
    on: date | None = asked("日期")
    kind: str | None = asked("类型", codes="visit_kind")
    yes: bool = asked("是否", default=False)
    inner: tuple[Inner, ...] = asked("里面的", default=())


def test_an_input_is_made_from_json_and_laid_into_columns() -> None:
    made = from_json(Outer, {"name": " 甲 ", "on": "2025-10-20", "yes": True, "inner": [{"words": "好"}]})
    assert made.inner == (Inner(words="好"),)
    assert plain(made) == {"name": "甲", "on": "2025-10-20", "kind": None, "yes": 1}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "甲", "on": "2025-02-30"}, "on"),
        ({"name": "甲", "yes": "maybe"}, "yes"),
        ({"name": "甲", "other": 1}, "other"),
        ({"name": 5}, "name"),
        ({"name": "甲", "inner": [{"words": 3}]}, "inner[0].words"),
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError) as caught:
        from_json(Outer, wrong)
    assert caught.value.field == field


def test_a_code_no_list_knows_is_refused_with_the_choices() -> None:
    check(Outer(name="甲", kind="daily_visit"), TODAY)
    with pytest.raises(RuleError, match="日常走访"):
        check(Outer(name="甲", kind="sightseeing"), TODAY)


def test_a_text_too_long_to_travel_is_refused_before_it_is_saved() -> None:
    check(Outer(name="长" * 21_000), TODAY)
    with pytest.raises(RuleError, match="太长") as caught:
        check(Outer(name="长" * 22_000), TODAY)
    assert caught.value.field == "name"


def test_fields_are_told_with_their_lists() -> None:
    told = {f.name: f for f in fields_of(Outer)}
    assert (told["name"].type, told["name"].required, told["on"].type) == ("text", True, "date")
    assert told["inner"].type == "list"
    assert told["inner"].fields[0].label == "话"
    assert told["kind"].codes is not None
    assert "phone" in told["kind"].codes


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_tells_its_fields(kind: str) -> None:
    assert fields_of(kind_named(kind).input)
    with pytest.raises(RuleError):
        kind_named(kind + "x")


def test_numbers_carry_the_sign_of_the_computer(village: Store) -> None:
    with village.write() as session:
        numbers = [next_number(session, village, "request", 2025) for _n in range(3)]
    assert numbers == [f"2025-{short_sign(village)}-{n:03d}" for n in (1, 2, 3)]
