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
from db.ledgers.files.dbf import DbfColumn, write_dbf
from db.ledgers.intake.words import to_words
from db.queries.merged import HOMES, merged
from db.queries.rows import ask
from db.store import Store

COLUMNS: Final = (
    ("household_no", "户号"), ("village_group", "村民小组"), ("address", "住址"), ("phone", "联系电话"),
    ("name", "姓名"), ("relation", "与户主关系"), ("sex", "性别"), ("birth_date", "出生日期"), ("id_type", "证件类型"),
    ("id_no", "证件号码"), ("nationality", "民族"), ("education", "文化程度"), ("political_status", "政治面貌"),
    ("marital_status", "婚姻状况"), ("tags", "标签"), ("note", "备注"), ("village", "村"), ("head_name", "户主姓名"),
    ("former_name", "曾用名"), ("name_note", "姓名说明"), ("residence_kind", "居住类别"), ("whereabouts", "去向"),
    ("import_id", "导入编号"), ("source_file", "来源文件"), ("source_sheet", "来源工作表"), ("source_row", "来源行"),
)  # fmt: skip
_DBF_NAMES: Final = (
    "HH_NO", "GROUP", "ADDRESS", "PHONE", "NAME", "RELATION", "SEX", "BIRTH", "ID_TYPE", "ID_NO", "NATION", "EDUCATION",
    "POLITICAL", "MARITAL", "TAGS", "NOTE", "VILLAGE", "HEAD_NAME", "FORMER", "NAME_NOTE", "RESIDENCE", "WHEREABOUT",
    "IMPORT_ID", "SRC_FILE", "SRC_SHEET", "SRC_ROW",
)  # fmt: skip
_HOUSEHOLD: Final = frozenset({"household_no", "village_group", "address", "head_name", "village"})
_CODED: Final = ("sex", "id_type", "nationality", "education", "political_status", "marital_status", "residence_kind")

_ROWS: Final = f"""
{HOMES}
SELECT p.id AS person_id, h.id AS household_id, h.household_no, g.name AS village_group, h.address,
  h.phone AS household_phone, p.phone AS person_phone, p.name, p.relation, p.is_head, p.sex, p.birth_date,
  p.id_type, p.id_no, p.nationality, p.education, p.political_status, p.marital_status, p.note, v.name AS village,
  p.former_name, p.name_note, p.residence_kind, p.whereabouts, p.import_id, p.source_file, p.source_sheet, p.source_row
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
    titles = [name if headers == "codes" else _(label) for name, label in COLUMNS]
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
    values = {name: str(getattr(row, name, None) or "") for name, _label in COLUMNS}
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
    write_dbf(out, [DbfColumn(name) for name in _DBF_NAMES], lines)


EXPORTS: Final[dict[str, Callable[..., int]]] = {"roster": export_roster}
