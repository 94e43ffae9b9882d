"""Tables in dBase III format, as land software and old statistics programs exchange them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Final

from db.errors import KnownError
from db.ledgers.files.sheets import Raw, Sheet, square

_LANGUAGE: Final = 0x4D  # code page 936
_WIDEST: Final = 254
_DELETED: Final = 0x2A


@dataclass(frozen=True, slots=True)
class DbfColumn:
    """A text column; its width follows what is written into it."""

    name: str


def is_dbf(data: bytes) -> bool:
    """The bytes are a dBase table, by its header.

    >>> is_dbf(b"PK\\x03\\x04"), is_dbf(bytes([3, 25, 10, 20, 0, 0, 0, 0, 65, 0, 12, 0]) + bytes(52) + b"\\r")
    (False, True)
    """
    if len(data) < 65 or data[0] not in (0x03, 0x83, 0x8B, 0xF5, 0x30, 0x31):
        return False
    header, record = struct.unpack_from("<HH", data, 8)
    return header >= 65 and record > 1 and header <= len(data) and 1 <= data[2] <= 12


def read_dbf(data: bytes, name: str) -> Sheet:
    """The records as a sheet whose first row are the column names; deleted records become blank rows."""
    try:
        count, header, width = struct.unpack_from("<IHH", data, 4)
        fields = _fields(data, header)
        rows: list[list[Raw]] = [[field for field, _size in fields]]
        for i in range(count):
            record = data[header + i * width : header + (i + 1) * width]
            if len(record) < width:
                break
            rows.append([None] * len(fields) if record[0] == _DELETED else _values(record, fields))
    except struct.error as e:
        raise KnownError(
            _("“{name}”已损坏，没有读入。请从原来的电脑重新拷一份。").format(name=name), code="DAMAGED"
        ) from e
    return Sheet(name, square(rows))


def _fields(data: bytes, header: int) -> list[tuple[str, int]]:
    fields = []
    for at in range(32, header - 1, 32):
        if data[at] == 0x0D:
            break
        fields.append((_text(data[at : at + 11].split(b"\0")[0]), data[at + 16]))
    return fields


def _values(record: bytes, fields: Sequence[tuple[str, int]]) -> list[Raw]:
    values: list[Raw] = []
    at = 1
    for _name, size in fields:
        values.append(_text(record[at : at + size].rstrip(b"\0 ")) or None)
        at += size
    return values


def _text(data: bytes) -> str:
    for encoding in ("ascii", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", errors="replace")


def write_dbf(path: Path, columns: Sequence[DbfColumn], rows: Sequence[Sequence[str]]) -> None:
    """Writes text columns in GB18030; a value wider than 254 bytes is cut at a whole character."""
    cells = [[_cut(value) for value in row] for row in rows]
    widths = [max([1, *(len(row[i]) for row in cells)]) for i in range(len(columns))]
    size = 1 + sum(widths)
    today = date.today()  # noqa: DTZ011 - the header's date of last change, in the computer's own calendar
    with path.open("wb") as file:
        file.write(
            struct.pack("<BBBBI", 3, today.year - 1900, today.month, today.day, len(rows))
            + struct.pack("<HH17xB2x", 33 + 32 * len(columns), size, _LANGUAGE)
        )
        for column, width in zip(columns, widths, strict=True):
            file.write(
                column.name.encode("ascii")[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
            )
        file.write(b"\r")
        for row in cells:
            file.write(b" " + b"".join(value.ljust(width) for value, width in zip(row, widths, strict=True)))
        file.write(b"\x1a")


def _cut(value: str) -> bytes:
    data = value.replace("\n", " ").encode("gb18030", errors="replace")
    return data if len(data) <= _WIDEST else value[: _WIDEST // 4].encode("gb18030", errors="replace")
