"""Text files of rows: any encoding, any separator, a byte that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.ledgers.files.delimited import decode, read_delimited
from db.ledgers.files.readers import read_book
from tests.ledgers.villages import Page, to_text

ROWS = [["姓名", "民族"], ["李𬭎", "汉"], ["阿依古丽·买买提", "维吾尔"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_in_any_encoding(encoding: str, separator: str, tmp_path: Path) -> None:
    path = to_text(tmp_path / "a.csv", Page("x", ROWS, []), separator=separator, encoding=encoding)  # type: ignore[arg-type]
    assert [list(row) for row in read_book(path).sheets[0].rows] == ROWS


def test_a_line_break_inside_quotes_is_no_new_row() -> None:
    sheet = read_delimited('姓名,备注\n李,"长期在外,联系不上\n（由亲属代办）"\n'.encode())
    assert sheet.rows[1] == ("李", "长期在外,联系不上\n（由亲属代办）")


def test_one_broken_byte_does_not_cost_the_file() -> None:
    good = ("花名册" * 200).encode("gb18030")
    assert decode(good[:300] + b"\xff" + good[300:]).count("\ufffd") == 1
