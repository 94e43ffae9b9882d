"""Web pages under the name .xls: cells that span rows and columns."""

from __future__ import annotations

from db.ledgers.files.sheets import Merge
from db.ledgers.files.webpage import read_webpage


def test_a_web_page_with_spans() -> None:
    sheet = read_webpage(
        "<table><tr><td rowspan=2>户</td><td>甲<br>乙</td></tr><tr><td>丙</td></tr></table>".encode(), "x"
    )[0]
    assert sheet.rows == (("户", "甲\n乙"), (None, "丙"))
    assert sheet.merges == (Merge(0, 0, 1, 0),)
