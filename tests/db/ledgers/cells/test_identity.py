"""Identity numbers: no wrong one is believed, no cut one completed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledgers.cells import dates, identity
from db.rules.id_number import check_character

TODAY = date(2025, 10, 20)


NOTHING = dates.StatedBirth()


births = st.dates(date(1930, 1, 1), TODAY)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A sound identity number of the fictional county."""
    first = f"430499{draw(births):%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first + check_character(first)


def _number(value: object, stated: dates.StatedBirth = NOTHING) -> object:
    found = identity.read_id_number(value, TODAY, stated)  # type: ignore[arg-type]
    return found.value or found.kind or found.outcome.value


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_never_believed(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert identity.read_id_number(wrong, TODAY, NOTHING).flagged


@given(numbers(), st.integers(0, 15))
def test_two_digits_changed_over_are_never_believed(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    found = identity.read_id_number(wrong, TODAY, NOTHING)
    assert found.flagged or found.value == number


@given(numbers(), st.integers(1, 12))
def test_a_cut_number_is_never_completed(number: str, lost: int) -> None:
    """What is left of a number after its tail got lost is not an old number of fifteen digits."""
    stated = dates.stated_birth(f"{number[6:10]}-{number[10:12]}-{number[12:14]}", TODAY)
    assert identity.read_id_number(number[:-lost], TODAY, stated).flagged
    assert identity.read_id_number(number[:-lost], TODAY, NOTHING).flagged


@given(numbers())
def test_a_number_kept_as_a_number_has_lost_its_tail(number: str) -> None:
    if number[-1] != "X":
        assert identity.read_id_number(float(number), TODAY, NOTHING).kind == "id_float_lost"
        assert identity.read_id_number(f"{float(number):.5E}", TODAY, NOTHING).kind == "id_scientific_text"


@given(
    numbers(),
    st.sampled_from(["{}", " {}", "{}\u00a0", "'{}", '="{}"', "\ufeff{}", "身份证号：{}", "{}（新）", "\t{}\n"]),
)
def test_what_stands_around_a_number_does_not_matter(number: str, around: str) -> None:
    found = identity.read_id_number(around.format(number), TODAY, NOTHING)
    assert found.value == number or (found.flagged and number.endswith("000"))


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("43049919801003675３", "430499198010036753"),
        ("430499 19801003 6753", "430499198010036753"),
        ("65319819860423095×", "65319819860423095X"),
        ("43049919801003675363", "430499198010036753"),
        (430499730802867, "430499197308028671"),
        ("430499198010036753/430499195708057771", "id_two_numbers"),
        ("430499198010036753父亲的", "id_with_note"),
        ("430499********6753", "id_masked"),
        ("4304991980I0036753", "id_letter_for_digit"),
        ("C7865575", "passport_in_id_column"),
        ("正在派出所", "id_words"),
        ("12345号", "id_words"),
        ("430499某19801003", "id_characters"),
        ("43049919801003675X3号某人", "id_characters"),
        ("〃", "ditto"),
        ("未办", "empty"),
        ("", "empty"),
        ("430499205010036754", "id_bad_checksum"),
    ],
)
def test_identity_numbers(cell: object, made: str) -> None:
    assert _number(cell) == made


def test_letters_for_digits_need_the_birth_beside_them() -> None:
    number, stated = "4304992O0601154647", dates.stated_birth("2006-01-15", TODAY)
    assert _number(number, stated) == "430499200601154647"
    assert _number(number, dates.stated_birth("1986-01-15", TODAY)) == "id_letter_for_digit"
