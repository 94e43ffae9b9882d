"""Tables of a form."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop.reports.layout.page import HEIGHT, WIDTH, Edges, Press
from desktop.reports.layout.table import Cell, Column, Grid, Row, centred, label, narrative, number, records, words
from desktop.reports.layout.text import CELL, Text

COLUMNS = (Column("序", 12, centred), Column("户主", 60), Column("面积（亩）", 40, number))


def printed(grid: Grid) -> bytes:
    press = Press("表")
    press.print([grid], Edges())
    return press.finish().pdf


def heights(grid: Grid) -> list[float]:
    grid.wrap(WIDTH, 0)
    return [row.height for row in grid.rows]


def test_five_hundred_rows_repeat_their_head_on_every_page_and_none_is_lost(read_back: Callable[[bytes], Any]) -> None:
    back = read_back(printed(records(COLUMNS, [(str(n), f"户主{n}甲", "1.65") for n in range(500)])))
    assert len(back.pages) > 10
    assert all("面积（亩）" in page for page in back.pages)
    assert [back.text.count(f"户主{n}甲") for n in range(500)] == [1] * 500


def test_what_is_not_known_is_a_stroke() -> None:
    assert words("").text.spans[0][1] == "/"


def test_a_short_row_moves_over_whole_and_a_long_one_is_cut() -> None:
    short = Grid((60.0, 60.0), [Row([words("桃溪"), words("三组" * 8)]) for _ in range(3)])
    row = heights(short)[0]
    first, rest = short.split(WIDTH, row * 1.5)
    assert (len(first.rows), len(rest.rows)) == (1, 2)
    long = Grid((60.0, 60.0), [Row([words("桃溪"), narrative("三组" * 200)])])
    whole = heights(long)[0]
    first, rest = long.split(WIDTH, whole / 2)
    assert heights(first)[0] <= whole / 2
    assert len(rest.rows) == 1
    assert rest.rows[0].cells[0].text.spans[0][1] == "桃溪"  # says on the next page what the row is about


def test_tied_rows_are_not_parted() -> None:
    rows = [Row([words(str(n))], tied=n == 1) for n in range(4)]
    grid = Grid((60.0,), rows)
    row = heights(grid)[0]
    first, rest = grid.split(WIDTH, row * 2.5)
    assert (len(first.rows), len(rest.rows)) == (1, 3)
    assert grid.split(WIDTH, row * 0.5) == []


@pytest.mark.parametrize("tied", [True, False])
def test_a_row_higher_than_a_page_goes_on_over_pages(read_back: Callable[[bytes], Any], tied: bool) -> None:
    long = "李𬭎说收割机进不了门口田。" * 600
    grid = Grid((60.0, WIDTH - 60), [Row([label("谈话"), narrative(long)], tied=tied), Row([words("完"), words("了")])])
    back = read_back(printed(grid))
    assert len(back.pages) >= 3
    assert back.joined.count("李𬭎说收割机进不了门口田。") == 600


def test_tied_rows_higher_than_a_page_are_parted_all_the_same() -> None:
    press = Press("表")
    assert press.print([Grid((60.0,), [Row([words(str(n))], tied=True) for n in range(100)])], Edges()) == 3


def test_an_empty_table_has_its_head(read_back: Callable[[bytes], Any]) -> None:
    assert "户主" in read_back(printed(records(COLUMNS, []))).text


def test_sums_stay_with_the_last_row() -> None:
    total = Row([Cell(Text("合计", CELL), 2), number("3.30")])
    grid = records(COLUMNS, [("1", "李𬭎", "1.65"), ("2", "王秀英", "1.65")], total=total)
    row = heights(grid)[0]
    first, rest = grid.split(WIDTH, row * 3.2)
    assert (len(first.rows), len(rest.rows)) == (1, 2)


def test_a_deep_cell_has_no_line_below_but_the_table_is_closed() -> None:
    drawn: list[tuple[float, float, float, float]] = []

    class Paper:
        lines = staticmethod(drawn.extend)

    grid = Grid((30.0, 30.0), [Row([Cell(Text("农户", CELL), deep=True), words("户数")]) for _ in range(2)])
    grid.wrap(WIDTH, HEIGHT)
    grid.canv = Paper()
    grid._draw_lines()
    level = sorted({(y1, x1, x2) for x1, y1, x2, y2 in drawn if y1 == y2}, reverse=True)
    half = grid.height / 2
    assert level == [(grid.height, 0.0, 60.0), (half, 30.0, 60.0), (0.0, 0.0, 60.0)]


def test_cells_may_take_several_columns() -> None:
    grid = Grid((30.0, 30.0, 40.0), [Row([words("一"), words("二", span=2)])])
    assert [(x, width) for _, x, width in grid._across(grid.rows[0])] == [(0.0, 30.0), (30.0, 70.0)]
    assert grid.wrap(WIDTH, HEIGHT)[0] == 100
