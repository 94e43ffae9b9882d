"""Raw cells: as text, blank, tidied, made square."""

from __future__ import annotations

from datetime import date

from db.ledgers.files.sheets import is_blank, square, text_of


def test_raw_cells_as_text() -> None:
    assert [text_of(v) for v in (True, date(1985, 4, 3), 1981.5, None)] == ["TRUE", "1985-04-03", "1981.5", ""]
    assert is_blank("\u200b \n")
    assert square([["a", "", ""], []]) == (("a",), (None,))
