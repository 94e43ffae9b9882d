"""Where a Chinese line may end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reports.layout.lines import NO_END, NO_START, break_lines, clean


def broken(text: str, room: float) -> list[str]:
    """The lines of a text whose Chinese characters are 2 wide and the others 1."""
    widths = [1.0 if char.isascii() else 2.0 for char in text]
    return [text[start:end] for start, end in break_lines(text, widths, room, room)]


def test_a_line_that_fits_is_left_alone() -> None:
    assert broken("桃溪村三组", 10) == ["桃溪村三组"]
    assert broken("", 10) == [""]


def test_a_mark_moves_to_the_end_of_the_line_by_half_its_width() -> None:
    assert broken("桃溪村，三组", 7) == ["桃溪村，", "三组"]


def test_a_mark_that_does_not_fit_takes_the_character_before_it_along() -> None:
    assert broken("桃溪村，三组", 6) == ["桃溪", "村，三", "组"]


def test_an_opening_bracket_goes_to_the_next_line() -> None:
    assert broken("桃溪（三组）", 6) == ["桃溪", "（三", "组）"]


@pytest.mark.parametrize(
    "word", ["1,280.50", "43049919741003157X", "2025-10-20", "12.5%", "4304************7X", "-3.5", "Straße"]
)
def test_numbers_codes_and_words_stay_in_one_piece(word: str) -> None:
    lines = broken(f"桃溪村三组有{word}的人家", 2 * len(word) + 1)
    assert any(word in line for line in lines)


def test_long_dashes_stay_in_one_piece() -> None:
    assert broken("机耕道——村口", 8) == ["机耕", "道——村", "口"]


def test_what_fits_nowhere_is_cut_where_the_line_is_full() -> None:
    assert broken("A" * 25, 10) == ["A" * 10, "A" * 10, "A" * 5]


def test_spaces_do_not_begin_a_line() -> None:
    assert [line.rstrip() for line in broken("one two six", 4)] == ["one", "two", "six"]


@given(st.text(st.sampled_from("桃溪村，。（）“”《》——……1A.%- 𬭎"), max_size=60), st.integers(8, 40))
def test_no_character_is_lost_and_no_line_is_too_long(text: str, room: int) -> None:
    lines = broken(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        shown = line.rstrip(" ")
        assert sum(1 if char.isascii() else 2 for char in shown) <= room + 1


@given(st.text(st.sampled_from("桃溪村组，。（）“《》12"), max_size=60), st.integers(12, 40))
def test_marks_stand_where_the_standard_allows(text: str, room: int) -> None:
    lines = broken(text, room)
    for before, line in pairwise(lines):
        crowded = all(char in NO_START | NO_END for char in before[1:])  # nothing else to break at
        assert crowded or line[0] not in NO_START
        assert crowded or before[-1] not in NO_END


def test_clean_drops_what_has_no_ink() -> None:
    assert clean("李\u200b明\ufeff\r\n轩\t\x07好\ufe00") == "李明\n轩 好"
    assert clean("plain") == "plain"
