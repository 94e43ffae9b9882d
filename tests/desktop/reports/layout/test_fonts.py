"""Every character is printed by the first face that has it, and copied out as itself."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.layout.fonts import GETA, HEI, SONG, SONG_BOLD, font, take_missing, to_unicode_map

GB_18030 = st.sampled_from(
    [
        chr(code)
        for first, last in (
            (0x4E00, 0x9FEF),
            (0x3400, 0x4DB5),
            (0x20000, 0x2A6D6),
            (0x2A700, 0x2B734),
            (0x2B820, 0x2CEA1),
        )
        for code in range(first, last + 1)
    ]
)
NAMES = st.text(GB_18030, min_size=1, max_size=50) | st.text(
    st.sampled_from("·阿〇A1") | GB_18030, min_size=1, max_size=9
)


def drawn(words: str, name: str = SONG) -> tuple[bytes, tuple[str, ...]]:
    import io

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(font(name).fontName, 12)
    for row in range(0, len(words), 20):
        canvas.drawString(40, 800 - row, words[row : row + 20])
    canvas.showPage()
    missing = take_missing(canvas._doc)
    canvas.save()
    return out.getvalue(), missing


@pytest.mark.parametrize("face", [SONG, SONG_BOLD, HEI])
@pytest.mark.parametrize("name", ["李𬭎", "䶮", "𠮷", "𬱖", "𬎆", "𪚥", "古丽巴哈尔·买买提依明", "㛃㼆", "𡐓𣒍𤧛"])
def test_a_rare_name_is_copied_out_of_the_pdf_as_itself(
    read_back: Callable[[bytes], Any], face: str, name: str
) -> None:
    pdf, missing = drawn(name, face)
    assert read_back(pdf).text == name
    assert missing == ()
    assert all(embedded for _, embedded in read_back(pdf).fonts)


@settings(max_examples=40, deadline=None)
@given(NAMES)
def test_no_name_has_a_character_without_glyph(name: str) -> None:
    chain = font(SONG)
    doc = Canvas(None)._doc
    assert all(chain.has(char) for char in name)
    for (_, subset), codes in chain.splitString(name, doc):
        assert subset >= 0
        assert b"\0" not in codes  # code 0 is the empty box of every subset
    assert take_missing(doc) == ()


@settings(max_examples=15, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=12))
def test_many_names_in_one_document_are_copied_out_as_they_went_in(
    read_back: Callable[[bytes], Any], names: list[str]
) -> None:
    words = "".join(names)
    assert "".join(read_back(drawn(words)[0]).text.split()) == words


def test_a_character_no_face_has_is_printed_as_geta_and_told(read_back: Callable[[bytes], Any]) -> None:
    pdf, missing = drawn("赵𰻝钱")
    assert read_back(pdf).text == f"赵{GETA}钱"
    assert missing == ("𰻝",)
    assert not font(SONG).has("𰻝")


def test_missing_characters_belong_to_their_document_and_are_told_once() -> None:
    one, other = Canvas(None)._doc, Canvas(None)._doc
    font(SONG).splitString("𰻝", one)
    assert take_missing(other) == ()
    assert take_missing(one) == ("𰻝",)
    assert take_missing(one) == ()


def test_the_width_is_the_sum_of_the_faces_own_widths() -> None:
    chain = font(SONG)
    assert chain.stringWidth("中𪚥", 10) == pytest.approx(20)
    assert chain.stringWidth("0123456789", 10) == pytest.approx(50)


def test_to_unicode_rows_are_utf_16_in_blocks_of_at_most_a_hundred() -> None:
    table = to_unicode_map("ABC+Test", [0x2CB4E, *range(0x4E00, 0x4E00 + 150)])
    assert "<00> <D872DF4E>" in table
    assert "<01> <4E00>" in table
    assert [line for line in table.splitlines() if "beginbfchar" in line] == ["100 beginbfchar", "51 beginbfchar"]
