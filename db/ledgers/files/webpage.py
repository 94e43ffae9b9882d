"""Web pages with a table, which many county systems hand out under the name .xls."""

from __future__ import annotations

import re
from gettext import gettext as _
from html.parser import HTMLParser
from typing import Final

from db.errors import KnownError
from db.ledgers.files.delimited import decode
from db.ledgers.files.sheets import Merge, Raw, Sheet, square

_CHARSET: Final = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_MAX_SPAN: Final = 5000


class _Tables(HTMLParser):
    """Collects the cells of every table, with their spans, as rows and merged ranges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[dict[tuple[int, int], str]] = []
        self.merges: list[list[Merge]] = []
        self._row = -1
        self._span = (1, 1)
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close_cell()
            self.tables.append({})
            self.merges.append([])
            self._row = -1
        elif tag == "tr" and self.tables:
            self._close_cell()
            self._row += 1
        elif tag in ("td", "th") and self.tables and self._row >= 0:
            self._close_cell()
            values = dict(attrs)
            self._span = (_span(values.get("rowspan")), _span(values.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close_cell(self) -> None:
        if self._text is None:
            return
        cells, merges, row, (down, across) = self.tables[-1], self.merges[-1], self._row, self._span
        column = 0
        while (row, column) in cells:
            column += 1
        for i in range(down):
            for j in range(across):
                cells[row + i, column + j] = ""
        cells[row, column] = "".join(self._text).strip(" \t\r\n")
        if (down, across) != (1, 1):
            merges.append(Merge(row, column, row + down - 1, column + across - 1))
        self._text = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.strip().isdecimal() else 1


def read_webpage(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a web page as sheets; what is not a web page with a table is refused with a sentence."""
    parser = _Tables()
    found = _CHARSET.search(data[:4096])
    try:
        text = data.decode(found[1].decode("ascii")) if found else decode(data)
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    parser.feed(text)
    parser.close()
    sheets = [
        Sheet(name if i == 0 else f"{name}{i + 1}", _rows(cells), tuple(merges))
        for i, (cells, merges) in enumerate(zip(parser.tables, parser.merges, strict=True))
        if cells
    ]
    if not sheets:
        raise KnownError(
            _("“{name}”里没有表格，没有读入。请在 Excel 或 WPS 里打开，另存为 xlsx 再试。").format(name=name),
            code="NOT_A_LEDGER",
        )
    return tuple(sheets)


def _rows(cells: dict[tuple[int, int], str]) -> tuple[tuple[Raw, ...], ...]:
    height = max(row for row, _column in cells) + 1
    width = max(column for _row, column in cells) + 1
    return square([[cells.get((r, c)) for c in range(width)] for r in range(height)])
