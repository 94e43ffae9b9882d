"""The sheet: running head, page numbers of each document, headings that never stand alone."""

from collections.abc import Callable
from typing import Any

from reportlab.platypus.flowables import Spacer

from desktop.reports.layout.page import HEIGHT, Edges, Heading, MissingNote, Press
from desktop.reports.layout.text import BODY, PLAIN, Text

LONG = "收割机进不了门口田，机耕道口有石头，想请村里清一清。" * 120


def test_every_document_counts_its_own_pages(read_back: Callable[[bytes], Any]) -> None:
    press = Press("两份")
    assert press.print([Text(LONG, BODY)], Edges(left="甲户")) == 2
    assert press.print([Text("短", BODY)], Edges(left="乙户")) == 1
    printed = press.finish()
    back = read_back(printed.pdf)
    assert printed.pages == len(back.pages) == 3
    assert ["第 1 页" in back.pages[0], "第 2 页" in back.pages[1], "第 1 页" in back.pages[2]] == [True] * 3
    assert ["共 2 页" in back.pages[0], "共 2 页" in back.pages[1], "共 1 页" in back.pages[2]] == [True] * 3
    assert "甲户" in back.pages[1]
    assert "乙户" not in back.text  # the running head stands from the second page on


def test_the_foot_stands_on_every_page(read_back: Callable[[bytes], Any]) -> None:
    press = Press("脚")
    press.print([Text(LONG, BODY)], Edges(foot="截至 2025年10月20日"))
    assert all("截至 2025年10月20日" in page for page in read_back(press.finish().pdf).pages)


def test_a_heading_goes_over_with_what_it_heads(read_back: Callable[[bytes], Any]) -> None:
    press = Press("题")
    press.print([Spacer(0, HEIGHT - 50), Heading("二、土地"), Text("一\n二\n三\n四", PLAIN)], Edges())
    first, second = read_back(press.finish().pdf).pages
    assert "二、土地" not in first
    assert "二、土地" in second


def test_missing_characters_are_told_on_their_own_document_only(read_back: Callable[[bytes], Any]) -> None:
    press = Press("缺字")
    press.print([Text("赵𰻝", PLAIN), MissingNote(press)], Edges())
    press.print([Text("钱", PLAIN), MissingNote(press)], Edges())
    printed = press.finish()
    first, second = read_back(printed.pdf).pages
    assert printed.missing == ("𰻝",)
    assert "U+30EDD" in first
    assert "U+30EDD" not in second


def test_the_same_rows_give_the_same_bytes() -> None:
    def once() -> bytes:
        press = Press("同")
        press.print([Text("李𬭎", PLAIN)], Edges(outline="003-031"))
        return press.finish().pdf

    assert once() == once()
