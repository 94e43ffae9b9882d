"""Text files of rows (csv): which encoding, which separator, which rows."""

from __future__ import annotations

import csv
import io
from gettext import gettext as _
from typing import Final

from db.errors import KnownError
from db.ledgers.files.sheets import Raw, Sheet, square

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAX_LOST: Final = 0.01  # more unreadable characters than this: it is not a text file


def decode(data: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else GB18030; single broken characters become U+FFFD.

    >>> decode("桃溪村".encode("gb18030")) == decode("桃溪村".encode()) == decode("桃溪村".encode("utf-8-sig"))
    True
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:4096]:
        raise KnownError(
            _("这个文件不是表格，没有读入。请在 Excel 或 WPS 里打开，另存为 xlsx 再试。"), code="NOT_A_LEDGER"
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    texts = [data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") > len(best) * _MAX_LOST:
        raise KnownError(
            _("这个文件里的文字读不出来，没有读入。请在 Excel 或 WPS 里打开，另存为 xlsx 再试。"), code="UNREADABLE"
        )
    return best


def _separator(text: str) -> str:
    """The mark that cuts the first lines into the most even pieces."""
    sample = "\n".join(text.splitlines()[:30])
    counts = {mark: len(next(csv.reader(io.StringIO(sample), delimiter=mark), [])) for mark in ",\t;|"}
    whole = {mark: sample.count(mark) for mark in counts}
    return max(counts, key=lambda mark: (whole[mark], counts[mark]))


def read_delimited(data: bytes, name: str = "csv") -> Sheet:
    """The one sheet of a text file; a line break inside quotes does not start a new row."""
    text = decode(data)
    csv.field_size_limit(1 << 20)
    try:
        records: list[list[Raw]] = [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        ]
    except csv.Error as e:
        raise KnownError(
            _("这个文件里的引号不成对，读不下去，没有读入。请在 Excel 里打开，另存为 xlsx 再试。"), code="DAMAGED"
        ) from e
    return Sheet(name, square(records))
