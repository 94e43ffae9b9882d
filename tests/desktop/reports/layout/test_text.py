"""A paragraph that breaks its lines as Chinese print does."""

import pytest

from desktop.reports.layout.fonts import HEI, SONG
from desktop.reports.layout.text import BODY, CELL, CELL_NUMBER, PLAIN, Text, width_of

LONG = "收割机进不了门口田，机耕道口有石头，想请村里清一清。" * 20


def lines_of(text: Text) -> list[str]:
    return ["".join(words for _, words in line.spans) for line in text.lines]


def test_height_is_lines_times_leading() -> None:
    text = Text("桃溪村\n三组", PLAIN)
    assert text.wrap(200, 0) == (200, 2 * PLAIN.leading)
    assert Text("", PLAIN).wrap(200, 0) == (200, 0)


def test_first_line_is_indented_two_characters() -> None:
    text = Text(LONG, BODY)
    text.wrap(210, 0)
    assert text.lines[0].x == pytest.approx(21)
    assert text.lines[1].x == 0


def test_both_edges_are_even_but_for_the_last_line() -> None:
    text = Text(LONG, BODY.but(indent=0))
    text.wrap(212, 0)
    assert all(0 <= line.spread <= 0.18 * 10.5 for line in text.lines)
    assert any(line.spread for line in text.lines)
    assert text.lines[-1].spread == 0


def test_numbers_end_at_the_right_edge() -> None:
    text = Text("6.42", CELL_NUMBER)
    text.wrap(100, 0)
    assert text.lines[0].x + width_of("6.42", CELL_NUMBER) == pytest.approx(100)


def test_a_split_loses_nothing_and_leaves_no_single_line() -> None:
    text = Text(LONG, BODY)
    text.wrap(200, 0)
    whole = lines_of(text)
    for room in range(0, int(text.height) + 20, 7):
        parts = text.split(200, room)
        if len(parts) == 2:
            assert lines_of(parts[0]) + lines_of(parts[1]) == whole
            assert min(len(part.lines) for part in parts) >= 2
            assert parts[0].wrap(200, 0)[1] <= room
        elif parts:
            assert text.height <= room


def test_spans_keep_their_fonts_across_lines() -> None:
    text = Text([(HEI, "困难　"), (SONG, LONG)], CELL)
    text.wrap(120, 0)
    assert [name for name, _ in text.lines[0].spans] == [HEI, SONG]
    assert "".join(lines_of(text)) == "困难　" + LONG
