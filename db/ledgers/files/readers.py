"""From a file to its sheets: xlsx, xls, et, ods, csv, and the web pages some systems call .xls."""

from __future__ import annotations

import hashlib
import io
import zipfile
from gettext import gettext as _
from pathlib import Path
from typing import Final

import python_calamine as calamine

from db.errors import KnownError
from db.ledgers.files.dbf import is_dbf, read_dbf
from db.ledgers.files.delimited import read_delimited
from db.ledgers.files.sheets import Book, Merge, Raw, Sheet, square
from db.ledgers.files.webpage import read_webpage

MAX_BYTES: Final = 64 << 20
MAX_UNPACKED: Final = 512 << 20
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 512
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_book(path: Path) -> Book:
    """Every sheet of a ledger file, told by its content and not by its ending; a KnownError says what to do."""
    data = _bytes(path)
    sheets = _sheets(data, path)
    if not any(sheet.rows for sheet in sheets):
        raise KnownError(_("“{name}”里一行内容也没有，没有读入。").format(name=path.name), code="EMPTY")
    folder = path.resolve().parent.name
    return Book(path.name, folder, hashlib.sha256(data).hexdigest(), sheets)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise KnownError(_("“{name}”是文件夹，请选里面的表格文件。").format(name=path.name), code="NOT_A_FILE")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise KnownError(
                _("“{name}”太大（{size} MB），没有读入。请按组分成几个文件再试。").format(
                    name=path.name, size=size >> 20
                ),
                code="TOO_LARGE",
            )
        data = path.read_bytes()
    except FileNotFoundError as e:
        raise KnownError(_("找不到文件“{name}”，请看看名字和U盘。").format(name=path.name), code="NO_FILE") from e
    except OSError as e:
        raise KnownError(
            _("“{name}”打不开，可能正被别的程序用着。请关掉 Excel 或 WPS 再试。").format(name=path.name),
            code="NO_ACCESS",
        ) from e
    if not data.strip():
        raise KnownError(_("“{name}”是空文件，没有读入。").format(name=path.name), code="EMPTY")
    return data


def _sheets(data: bytes, path: Path) -> tuple[Sheet, ...]:
    if data.startswith((_ZIP, _OLE)):
        return _workbook(data, path)
    if path.suffix.lower() == ".dbf" or is_dbf(data):
        return (read_dbf(data, path.stem),)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf") or head.startswith((b"\xff\xd8", b"\x89png")):
        raise KnownError(_("“{name}”是图片或PDF，不是表格，没有读入。").format(name=path.name), code="NOT_A_LEDGER")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml", b"<style")):
        return read_webpage(data, path.stem)
    return (read_delimited(data),)


def _workbook(data: bytes, path: Path) -> tuple[Sheet, ...]:
    _guard(data, path)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(
                _sheet(book, meta.name, meta.visible == calamine.SheetVisibleEnum.Visible)
                for meta in book.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as e:
        raise _locked(path) from e
    except (calamine.CalamineError, OSError, ValueError) as e:
        raise KnownError(
            _("“{name}”已损坏或者不是表格，没有读入。请在 Excel 或 WPS 里打开看看，另存一份再试。").format(
                name=path.name
            ),
            code="DAMAGED",
        ) from e


def _guard(data: bytes, path: Path) -> None:
    """Refuses what would only harm: a file behind a password, a small file that unpacks to gigabytes."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(path)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError) as e:
        raise KnownError(
            _("“{name}”已损坏，没有读入。请从原来的电脑重新拷一份。").format(name=path.name), code="DAMAGED"
        ) from e
    if size > MAX_UNPACKED:
        raise KnownError(_("“{name}”太大，没有读入。请按组分成几个文件再试。").format(name=path.name), code="TOO_LARGE")


def _locked(path: Path) -> KnownError:
    return KnownError(
        _("“{name}”加了密码，打不开。请在 Excel 或 WPS 里去掉密码，另存一份再试。").format(name=path.name),
        code="LOCKED",
    )


def _sheet(book: calamine.CalamineWorkbook, name: str, visible: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise KnownError(
            _("工作表“{name}”太大（{rows} 行），没有读入。请删掉空白的行和列，或者分成几个文件再试。").format(
                name=name, rows=sheet.total_height
            ),
            code="TOO_LARGE",
        )
    rows: list[list[Raw]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    merges = sheet.merged_cell_ranges or []
    return Sheet(name, square(rows), tuple(Merge(a, b, c, d) for (a, b), (c, d) in sorted(merges)), visible)
