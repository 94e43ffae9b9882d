"""A row at its first reading: each cell by itself, and what one cell says of another."""

from __future__ import annotations

import pytest

from db.ledgers.roster.drafts import draft_of, drafts_of, empty_or
from db.ledgers.verdicts import Outcome, taken
from tests.db.ledgers.roster.rows import TODAY, household, line, number

HIS = number("19801003", man=True)


def test_the_document_is_the_resident_card_when_the_number_is_one() -> None:
    (draft,) = household({"name": "李林峰", "id_no": HIS})
    assert draft.value("id_type") == "01"
    (draft,) = household({"name": "李林峰", "id_no": HIS[:-3]})
    assert draft.value("id_type") is None


def test_a_passport_is_no_wrong_number_where_the_file_says_so() -> None:
    (draft,) = household({"name": "李林峰", "id_no": "E12345678", "id_type": None})
    assert draft.found["id_no"].flagged
    (draft,) = household({"name": "李林峰", "id_no": "E12345678", "id_type": "护照"})
    assert draft.value("id_no") == "E12345678"
    (draft,) = household({"name": "李林峰", "id_no": HIS, "id_type": "什么证"})
    assert draft.found["id_type"].kind == "word_unknown"


def test_a_ditto_takes_the_word_above_and_is_asked_about_where_nothing_stands_there() -> None:
    rows = drafts_of([[line(2, name="甲", education="〃")], [line(3, name="乙", education="初中")],
                      [line(4, name="丙", education="〃")]], TODAY)  # fmt: skip
    assert [draft.value("education") for (draft,) in rows] == [None, "初中", "初中"]
    assert rows[0][0].found["education"].kind == "ditto"


def test_what_stands_behind_a_name_is_another_name_or_a_note() -> None:
    (draft,) = household({"name": "唐秋林(小名毛伢)"})
    assert (draft.value("name"), draft.value("former_name")) == ("唐秋林", "毛伢")
    (draft,) = household({"name": "邓洁（已迁）"})
    assert (draft.value("name"), draft.value("name_note"), draft.value("former_name")) == ("邓洁", "已迁", None)


@pytest.mark.parametrize(("people", "name"), [("藏族", "次仁·卓玛"), ("汉族", None)])
def test_a_space_in_a_name_is_a_dot_only_with_peoples_that_write_one(people: str, name: str | None) -> None:
    (draft,) = household({"name": "次仁 卓玛", "nationality": people})
    assert draft.value("name") == name


def test_a_death_without_its_year_is_asked_about() -> None:
    (draft,) = household({"name": "李林峰", "note": "已去世"})
    assert draft.found["note"].kind == "note_death_without_year"
    (draft,) = household({"name": "李林峰", "note": "2021年去世"})
    assert not draft.found["note"].flagged


def test_tags_have_columns_of_their_own_and_a_missing_name_is_told() -> None:
    draft = draft_of(line(2, **{"tag:低保": "是", "id_no": HIS}), 0, None, TODAY)
    assert draft.value("tag:低保") == "低保"
    assert draft.found["name"].kind == "name_missing"
    assert draft.has("id_no")
    assert not draft.has("name")


def test_nothing_found_is_empty() -> None:
    assert empty_or(None).outcome is Outcome.EMPTY
    assert empty_or(taken("x")).value == "x"
