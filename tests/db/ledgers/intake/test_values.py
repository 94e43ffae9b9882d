"""What a row that was read has for the book, field by field."""

from __future__ import annotations

from datetime import date

from db.ledgers.intake.values import (
    flagged_of,
    household_tags_of,
    household_values,
    person_values,
    raws_of,
    stored_name,
    tags_of,
)
from db.ledgers.verdicts import CellVerdict, Finding, HouseholdRead, PersonRead, Where, doubted, nothing, taken

TODAY = date(2025, 10, 20)


def _person(**cells: tuple[str, Finding]) -> PersonRead:
    made = {
        n: CellVerdict(Where("册", 2, at, n), n, raw, finding) for at, (n, (raw, finding)) in enumerate(cells.items())
    }
    return PersonRead("册", 2, 0, made)


def _values(**cells: tuple[str, Finding]) -> dict[str, object]:
    return person_values(_person(**cells), TODAY)


def test_codes_are_stored_and_words_no_list_knows_stay() -> None:
    values = person_values(
        _person(education=("中专", taken("中专")), nationality=("汉", taken("汉")), x=("1", taken("1"))), TODAY
    )
    assert values == {"education": "41", "nationality": "01"}


def test_a_head_is_marked_and_its_word_kept_but_not_a_code() -> None:
    head = _values(relation=("户 主", taken("02")))
    assert (head["is_head"], head["relation_text"]) == (1, "户主")
    coded = _values(relation=("22", taken("22")))
    assert "is_head" not in coded
    assert "relation_text" not in coded


def test_a_birth_known_in_part_is_kept_in_its_words() -> None:
    part = _values(birth_date=(" 1974年3月 ", doubted("birth_year_month", "请核对")))
    assert part == {"birth_stated": "1974年3月"}
    assert _values(birth_date=("1974.2.30", doubted("date_impossible", "请核对"))) == {}


def test_why_there_is_no_number() -> None:
    assert _values(id_no=("未上户", nothing()))["no_id_reason"] == "未上户"
    assert "no_id_reason" not in _values(id_no=("/", nothing()))


def test_the_telephone_of_a_person_and_the_facts_of_a_note() -> None:
    assert stored_name("person_phone") == "phone"
    values = person_values(
        _person(person_phone=("1", taken("15488160538")), note=("务工（深圳）", taken("务工（深圳）"))), TODAY
    )
    assert (values["phone"], values["whereabouts"]) == ("15488160538", "深圳")
    own = person_values(
        _person(whereabouts=("长沙", taken("长沙")), note=("务工（深圳）", taken("务工（深圳）"))), TODAY
    )
    assert own["whereabouts"] == "长沙"


def test_tags_of_columns_and_notes_each_once() -> None:
    person = _person(**{"tag:低保": ("是", taken("低保")), "note": ("农村低保 党员；低保户", taken("x"))})
    assert tags_of(person) == ("低保", "党员")
    assert household_tags_of((person,)) == household_tags_of({0: person}) == ("低保",)


def test_open_cells_by_their_column_and_the_row_as_it_stood() -> None:
    person = _person(person_phone=("85", doubted("phone_short", "请核对")), name=("甲", taken("甲")))
    assert [(name, cell.raw) for name, cell in flagged_of(person)] == [("phone", "85")]
    assert raws_of(person) == {"person_phone": "85", "name": "甲"}


def test_a_household_keeps_its_own_four_fields() -> None:
    cells = {
        n: CellVerdict(Where("册", 2, 1, n), n, "x", taken("x")) for n in ("household_no", "village_group", "address")
    }
    assert household_values(HouseholdRead("册", 2, cells, ())) == {"household_no": "x", "address": "x"}


def test_a_death_to_come_is_not_taken_out_of_a_note() -> None:
    note = {"note": ("2030年去世", taken("2030年去世"))}
    assert "died_on" not in _values(**note)
    assert person_values(_person(**note), date(2031, 1, 1))["died_on"] == "2030"
