"""Writes ledgers out: the household roster, one person a row, as xlsx, csv or dbf by the file's ending."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from db.errors import KnownError, RuleError
from db.fields import columns_of, field_words
from db.ledgers.files.dbf import DbfColumn, write_dbf
from db.ledgers.intake.code_words import to_words
from db.ledgers.layout.columns import DECLARED
from db.queries.merged import HOMES, merged
from db.queries.rows import ask
from db.rules.codes import label
from db.rules.values import in_words
from db.store import Store

_PLACED: Final = (
    "household_no", "village_group", "address", "phone", "name", "relation", "sex", "birth_date", "id_type", "id_no",
    "nationality", "education", "political_status", "marital_status", "tags", "note", "village", "head_name",
    "former_name", "name_note", "residence_kind", "whereabouts",
)  # fmt: skip
_SOURCE: Final = ("import_id", "source_file", "source_sheet", "source_row")
_OWN_WORDS: Final = {"village_group": "村民小组", "tags": "标签", "village": "村", "head_name": "户主姓名"}
_FURTHER: Final = {
    name: (table, column) for name, (table, column) in DECLARED.items() if name not in (*_PLACED, "person_phone")
}
"""The other fields that ledgers have (db/models declares their headings): table and column by name."""
NAMES: Final = (*_PLACED, *_FURTHER, *_SOURCE)
_SHORT: Final = {
    "household_no": "HH_NO", "village_group": "GROUP", "birth_date": "BIRTH", "nationality": "NATION",
    "political_status": "POLITICAL", "marital_status": "MARITAL", "former_name": "FORMER",
    "residence_kind": "RESIDENCE",
    "whereabouts": "WHEREABOUT", "source_file": "SRC_FILE", "source_sheet": "SRC_SHEET", "source_row": "SRC_ROW",
}  # fmt: skip
"""Names in a dbf have ten letters."""


def title_of(name: str) -> str:
    """The heading of a column in the words of the screen."""
    if name in _OWN_WORDS:
        return _(_OWN_WORDS[name])
    table = "household" if name in ("household_no", "address", "phone") else "person"
    return field_words(*_FURTHER.get(name, (table, name)))


_HOUSEHOLD: Final = frozenset(
    ["household_no", "village_group", "address", "head_name", "village"]
    + [name for name, (table, _column) in _FURTHER.items() if table == "household"]
)
_CODED: Final = ("sex", "id_type", "nationality", "education", "political_status", "marital_status", "residence_kind")

_ROWS: Final = f"""
{HOMES}
SELECT p.id AS person_id, h.id AS household_id, h.household_no, g.name AS village_group, h.address,
  h.phone AS household_phone, p.phone AS person_phone, p.name, p.relation, p.is_head, p.sex, p.birth_date,
  p.id_type, p.id_no, p.nationality, p.education, p.political_status, p.marital_status, p.note, v.name AS village,
  p.former_name, p.name_note, p.residence_kind, p.whereabouts, p.import_id, p.source_file, p.source_sheet, p.source_row
  {"".join(f', {table[0]}."{column}" AS "{name}"' for name, (table, column) in _FURTHER.items())}
FROM person p
LEFT JOIN home ON home.id = p.household_id
JOIN household h ON h.id = coalesce(home.home, p.household_id) AND h.hidden = 0
LEFT JOIN village_group g ON g.id = h.village_group_id
LEFT JOIN village v ON v.id = h.village_id
WHERE p.hidden = 0 AND p.id NOT IN (SELECT value FROM json_each(:absorbed))
  AND (:village IS NULL OR v.region_code = :village OR v.name = :village)
ORDER BY v.region_code, g.number, g.name, h.household_no, h.id, p.position, p.id
"""


def export_roster(store: Store, out: Path, *, village: str | None = None, headers: str = "labels") -> int:
    """The roster, one person a row; an open cell as it was read. Returns the number of rows.

    ``headers`` is "labels" (Chinese) or "codes" (code names, and relations as GB/T 4761 codes).
    """
    with store.read() as session:
        rows = ask(session, _ROWS, merged(session).values | {"village": village})
        heads = {row.household_id: row.name or "" for row in rows if row.is_head == 1}
        beside = _Beside(_open_cells(session), _head_columns(session), _tags(session), heads, headers == "codes")
    if village and not rows:
        raise RuleError(_("没有“{village}”这个村，或者村里还没有人。").format(village=village), field="village")
    lines = [_line(row, beside) for row in rows]
    titles = [name if headers == "codes" else title_of(name) for name in NAMES]
    _write(out, titles, lines)
    return len(lines)


def _open_cells(session: Any) -> dict[tuple[str, str], str]:
    sql = "SELECT record_id, field_name, raw FROM import_flag WHERE settled_at IS NULL AND hidden = 0 ORDER BY id DESC"
    return {(row.record_id, row.field_name): row.raw or "" for row in ask(session, sql)}


def _head_columns(session: Any) -> dict[str, tuple[str, str]]:
    """Head columns that named somebody else: the import and what it read, by household."""
    sql = (
        "SELECT record_id, batch_id, raw FROM import_flag WHERE settled_at IS NULL AND hidden = 0"
        " AND field_name = 'head_name' ORDER BY id DESC"
    )
    return {row.record_id: (row.batch_id, row.raw or "") for row in ask(session, sql)}


def _tags(session: Any) -> dict[str, list[str]]:
    sql = "SELECT person_id, tag FROM tag_mark WHERE hidden = 0 AND to_on IS NULL AND person_id IS NOT NULL ORDER BY id"
    found: dict[str, list[str]] = {}
    for row in ask(session, sql):
        found.setdefault(row.person_id, []).append(row.tag)
    return found


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the rows: open cells, tags, the heads' names, and whether codes are wanted."""

    flags: dict[tuple[str, str], str]
    head_columns: dict[str, tuple[str, str]]
    tags: dict[str, list[str]]
    heads: dict[str, str]
    codes: bool

    def open_cell(self, row: Any, name: str) -> str | None:
        """What stood in the cell when nobody has settled it yet."""
        own, shared = (row.person_id, name), (row.household_id, name)
        if name == "phone":
            return self.flags.get(own, self.flags.get(shared))
        return self.flags.get(shared if name in _HOUSEHOLD else own)


def _line(row: Any, beside: _Beside) -> list[str]:
    values = {name: str(getattr(row, name, None) or "") for name in NAMES}
    values |= {name: _further(table, column, getattr(row, name)) for name, (table, column) in _FURTHER.items()}
    values |= {name: to_words(name, getattr(row, name)) for name in _CODED}
    if not beside.codes:
        values["relation"] = to_words("relation", row.relation)
    values["phone"] = row.person_phone or row.household_phone or ""
    values["head_name"] = beside.heads.get(row.household_id, "")
    values["tags"] = "；".join(dict.fromkeys(beside.tags.get(row.person_id, ())))
    for name, value in values.items():
        if not value:
            values[name] = beside.open_cell(row, name) or ""
    stale = beside.head_columns.get(row.household_id)
    if stale and stale[0] == row.import_id:
        values["head_name"] = stale[1]
    return list(values.values())


def _further(table: str, column: str, value: Any) -> str:
    rule = columns_of(table)[column]
    if value is not None and rule.kind == "code":
        return label(rule.codes or "", str(value))
    return "" if value is None else in_words(rule, value) if rule.kind == "yes_no" else str(value)


def _write(out: Path, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    writers: dict[str, Callable[[Path, Sequence[str], Sequence[Sequence[str]]], None]] = {
        ".xlsx": _write_xlsx, ".csv": _write_csv, ".dbf": _write_dbf,
    }  # fmt: skip
    write = writers.get(out.suffix.lower())
    if write is None:
        raise RuleError(_("文件名要以 .xlsx、.csv 或 .dbf 结尾。"), field="out")
    try:
        write(out, titles, lines)
    except (OSError, FileCreateError) as e:
        raise KnownError(
            _("“{name}”写不进去，可能正开着或者磁盘满了。请关掉再试。").format(name=out.name), code="NO_ACCESS"
        ) from e


def _write_csv(out: Path, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([titles, *lines])


def _write_xlsx(out: Path, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("户籍花名册"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 14)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                sheet.write_string(row, column, value, text)


def _write_dbf(out: Path, titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    del titles  # names in a dbf have ten letters
    write_dbf(out, [DbfColumn(_SHORT.get(name, name.upper()[:10])) for name in NAMES], lines)


EXPORTS: Final[dict[str, Callable[..., int]]] = {"roster": export_roster}
