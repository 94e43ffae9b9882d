"""Where people sign."""

from collections.abc import Callable
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Spacer

from desktop.reports.layout.page import HEIGHT, WIDTH, Edges, Press
from desktop.reports.layout.signature import signature_block

SIGNERS = [("户主", True), ("走访干部", False), ("村民委员会（盖章）", False)]


def test_rooms_are_large_enough() -> None:
    block = signature_block("以上内容属实。", SIGNERS)
    block.wrap(WIDTH, HEIGHT)
    assert min(block.widths) >= 40 * mm
    assert block.rows[-1].height >= 15 * mm


def test_it_is_never_parted_by_a_page(read_back: Callable[[bytes], Any]) -> None:
    block = signature_block("以上内容属实。", SIGNERS)
    height = block.wrap(WIDTH, HEIGHT)[1]
    for left in range(0, int(height) + 30, 10):
        press = Press("签")
        press.print([Spacer(0, HEIGHT - left), signature_block("以上内容属实。", SIGNERS)], Edges())
        pages = read_back(press.finish().pdf).pages
        signed = [page for page in pages if "户主" in page or "指印" in page or "属实" in page]
        assert len(signed) == 1
        assert all(word in signed[0] for word in ("属实", "户主", "指印", "年"))
