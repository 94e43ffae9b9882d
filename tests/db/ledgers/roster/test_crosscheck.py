"""Persons looked at together: whose number it is, which birth and sex to believe, who stands there twice."""

from __future__ import annotations

import pytest

from db.ledgers.files.sheets import Raw
from db.ledgers.roster.crosscheck import check_persons
from db.ledgers.roster.drafts import Draft
from tests.db.ledgers.roster.rows import TODAY, household, households, number

HIS, HERS = number("19801003", man=True), number("19820511", man=False)


def _checked(*families: tuple[dict[str, Raw], ...]) -> list[Draft]:
    drafts = [draft for members in households(*families) for draft in members]
    check_persons(drafts, TODAY)
    return drafts


def _kind(draft: Draft, field: str) -> str:
    return draft.found[field].kind


def test_what_the_number_says_fills_empty_cells() -> None:
    (draft,) = _checked(({"name": "李林峰", "id_no": HIS, "sex": None, "birth_date": None},))
    assert (draft.value("sex"), draft.value("birth_date")) == ("1", "1980-10-03")


def test_one_number_on_two_names_stays_with_the_one_it_describes() -> None:
    """Her row states another birth and another sex: the number was copied into it."""
    his = {"name": "李林峰", "id_no": HIS, "sex": "男", "birth_date": "1980-10-03"}
    hers = {"name": "陈秀英", "id_no": HIS, "sex": "女", "birth_date": "1982-05-11"}
    one, two = _checked((his, hers))
    assert one.value("id_no") == HIS
    assert _kind(two, "id_no") == "id_copied_from_other"
    assert "李林峰" in two.found["id_no"].message


def test_the_sex_alone_decides_whose_number_it_is() -> None:
    one, two = _checked(({"name": "陈秀英", "id_no": HIS, "sex": "女"}, {"name": "李林峰", "id_no": HIS, "sex": "男"}))
    assert _kind(one, "id_no") == "id_copied_from_other"
    assert two.value("id_no") == HIS


def test_where_nothing_tells_both_are_asked_about() -> None:
    one, two = _checked(({"name": "李林峰", "id_no": HIS}, {"name": "王建平", "id_no": HIS}))
    assert {_kind(one, "id_no"), _kind(two, "id_no")} == {"id_copied_from_other"}


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [
        ({"note": "外嫁"}, {"note": "在家"}, [True, False]),
        ({"relation": "女儿"}, {"relation": "妻"}, [True, False]),
        ({}, {}, [True, True]),
    ],
)
def test_a_person_of_two_households_is_doubted_where_she_left(
    first: dict[str, Raw], second: dict[str, Raw], doubted: list[bool]
) -> None:
    her: dict[str, Raw] = {"name": "陈秀英", "id_no": HERS}
    rows = _checked(({**her, **first},), ({**her, **second},))
    assert [draft.found["id_no"].flagged for draft in rows] == doubted
    assert {_kind(d, "id_no") for d in rows if d.found["id_no"].flagged} == {"dup_person_two_households"}


def test_a_row_twice_in_one_household_is_a_repetition() -> None:
    her: dict[str, Raw] = {"name": "陈秀英", "id_no": HERS}
    rows = _checked((her, her))
    assert [_kind(draft, "id_no") for draft in rows] == ["", "row_repeated"]


@pytest.mark.parametrize(("year", "kind"), [("1981", ""), ("1982", "id_conflicts_row")])
def test_a_birth_two_years_off_makes_the_number_doubtful(year: str, kind: str) -> None:
    """A year is a slip of the pen, which the number mends; two years are another person."""
    (draft,) = _checked(({"name": "李林峰", "id_no": HIS, "birth_date": f"{year}-10-03"},))
    assert _kind(draft, "id_no") == kind


def test_a_slip_in_the_sex_column_is_told_by_the_number() -> None:
    (draft,) = _checked(({"name": "李林峰", "id_no": HIS, "birth_date": "1980-10-03", "sex": "女"},))
    assert _kind(draft, "sex") == "sex_conflicts_id"
    assert draft.found["sex"].proposal == "1"


def test_sex_against_relation_leaves_both_open_without_a_number() -> None:
    (draft,) = _checked(({"name": "陈秀英", "relation": "妻", "sex": "男"},))
    assert (_kind(draft, "relation"), _kind(draft, "sex")) == ("relation_conflicts_sex", "sex_conflicts_relation")
    (draft,) = _checked(({"name": "陈秀英", "relation": "妻", "sex": "男", "id_no": HIS, "birth_date": "1980-10-03"},))
    assert not draft.found["sex"].flagged


def test_namesakes_of_one_birth_are_asked_about_only_without_numbers() -> None:
    his: dict[str, Raw] = {"name": "李林峰", "birth_date": "1980-10-03"}
    one, two = _checked((his,), (his,))
    assert (_kind(one, "name"), _kind(two, "name")) == ("dup_person_two_households",) * 2
    other = number("19801003", man=True, order=55)
    assert not any(d.found["name"].flagged for d in _checked(({**his, "id_no": HIS},), ({**his, "id_no": other},)))


def test_a_draft_says_nothing_by_a_doubted_number() -> None:
    wrong = HIS[:-1] + ("1" if HIS[-1] != "1" else "2")
    (draft,) = household({"name": "李林峰", "id_no": wrong})
    check_persons([draft], TODAY)
    assert "birth_date" not in draft.found
