"""dBase tables: written and read back, deleted records, values too wide."""

from __future__ import annotations

from pathlib import Path

from db.ledgers.files.dbf import DbfColumn, read_dbf, write_dbf
from db.ledgers.files.readers import read_book

ROWS = [["姓名", "民族"], ["李𬭎", "汉"], ["阿依古丽·买买提", "维吾尔"]]


def test_dbase_there_and_back(tmp_path: Path) -> None:
    write_dbf(tmp_path / "a.dbf", [DbfColumn("NAME"), DbfColumn("NATION")], ROWS[1:])
    sheet = read_book(tmp_path / "a.dbf").sheets[0]
    assert sheet.rows == (("NAME", "NATION"), *map(tuple, ROWS[1:]))
    data = bytearray((tmp_path / "a.dbf").read_bytes())
    data[33 + 64] = 0x2A  # the first record is marked deleted
    assert read_dbf(bytes(data), "a").rows[1] == (None, None)


def test_a_value_too_wide_for_dbase_is_cut_at_a_character(tmp_path: Path) -> None:
    write_dbf(tmp_path / "a.dbf", [DbfColumn("NOTE")], [["长" * 300]])
    cell = read_book(tmp_path / "a.dbf").sheets[0].rows[1][0]
    assert isinstance(cell, str)
    assert set(cell) == {"长"}
