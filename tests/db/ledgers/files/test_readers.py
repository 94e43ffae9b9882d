"""Files as people hand them over: any format, and broken ones with a sentence for each."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import KnownError
from db.ledgers.files.readers import read_book
from db.ledgers.files.sheets import Merge, text_of
from tests.ledgers.scorer import HERE
from tests.ledgers.villages import Page, to_ods, to_xlsx

ROWS = [["姓名", "民族"], ["李𬭎", "汉"], ["阿依古丽·买买提", "维吾尔"]]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "EMPTY"),
        ("a.xlsx", b"PK\x03\x04 cut off", "DAMAGED"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DAMAGED"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "LOCKED"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "NOT_A_LEDGER"),
        ("a.csv", bytes(range(256)) * 20, "NOT_A_LEDGER"),
        ("a.csv", b"\xff\x81\xfe\x80" * 200, "UNREADABLE"),
        ("a.csv", b"  \r\n \r\n", "EMPTY"),
        ("a.xls", b"<html><body>no table here</body></html>", "NOT_A_LEDGER"),
        ("a.dbf", b"\x03\x19\x0a\x14" + bytes(3), "DAMAGED"),
    ],
)
def test_bad_files_end_in_a_sentence(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnownError) as refused:
        read_book(tmp_path / name)
    assert refused.value.code == code
    assert str(refused.value).endswith("。")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="找不到"):
        read_book(tmp_path / "no.xlsx")
    with pytest.raises(KnownError, match="文件夹"):
        read_book(tmp_path)


def test_a_small_file_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(1000))
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1 << 30)  # what the directory says it unpacks to
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(KnownError) as refused:
        read_book(tmp_path / "a.xlsx")
    assert refused.value.code == "TOO_LARGE"


@given(st.binary(max_size=400))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Every file is read or refused with a sentence."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(data)
        try:
            told = str(read_book(path).sheets and "。")
        except KnownError as refused:
            told = str(refused)
        assert told.endswith("。")


def test_cut_workbooks_never_crash(tmp_path: Path) -> None:
    whole = (HERE / "桃溪村" / "户籍花名册.xlsx").read_bytes()
    for length in range(0, len(whole), len(whole) // 40):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:length])
        with pytest.raises(KnownError):
            read_book(path)


def test_merged_cells_and_dates_of_excel(tmp_path: Path) -> None:
    page = Page("一组", [["标题", None], ["a", 54], ["b", 430499201210228404]], [(0, 0, 0, 1)])
    sheet = read_book(to_xlsx(tmp_path / "a.xlsx", [page])).sheets[0]
    assert sheet.merges == (Merge(0, 0, 0, 1),)
    assert sheet.rows[1:] == (("a", 54), ("b", 4.304992012102284e17))
    assert text_of(sheet.rows[2][1]) == "4.304992012102284e+17"


def test_open_document(tmp_path: Path) -> None:
    book = read_book(to_ods(tmp_path / "a.ods", [Page("一组", ROWS, [])]))  # type: ignore[arg-type]
    assert [list(row) for row in book.sheets[0].rows] == ROWS
