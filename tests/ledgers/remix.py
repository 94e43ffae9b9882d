"""The sample rosters with every defect kept and the layout changed: other order, headings, heights, merges, sheets."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from db.ledgers.files.readers import read_book
from db.ledgers.files.sheets import Raw, Sheet
from tests.ledgers.scorer import HERE, Truth

HEADINGS = {
    "village.name": ["村", "行政村", "所在村", "村名"],
    "group.name": ["组", "村民小组", "组别", "所属小组", "村组"],
    "household.no": ["户号", "户编号", "农户编号", "户口编号", "户 号", "家庭编号"],
    "household.head_name": ["户主姓名", "户主", "户主\n姓名", "户主名", "家庭户主姓名"],
    "household.address": ["家庭住址", "住址", "地址", "门牌号", "户籍地址", "详细住址", "家庭详细住址"],
    "household.phone": ["联系电话", "电话", "手机号码", "联系方式", "户主电话"],
    "person.name": ["姓名", "姓 名", "成员姓名", "家庭成员姓名", "人员姓名", "姓名*"],
    "person.rel": ["与户主关系", "关系", "称谓", "与户主\n关系", "家庭关系", "与户主的关系（必填）"],
    "person.sex": ["性别", "性 别", "性别（男/女）"],
    "person.eth": ["民族", "民 族", "族别"],
    "person.birth": ["出生日期", "出生年月", "出生年月日", "生日", "出生时间"],
    "person.id_no": ["身份证号码", "身份证号", "公民身份号码", "证件号码", "身份证", "居民身份证号码", "身份证\n号码"],
    "person.edu": ["文化程度", "学历", "文化", "受教育程度"],
    "person.pol": ["政治面貌", "政治\n面貌", "政治面目"],
    "person.note": ["备注", "备 注", "情况说明", "附注"],
}
OPTIONAL = ("person.edu", "person.pol", "person.eth", "person.note", "household.phone", "household.head_name")


@dataclass
class Remix:
    """How one file is laid out anew; rows shift by ``down``, ``order`` gives the old column of each new one."""

    random: Random
    down: int = 0
    order: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    merged: bool = True
    two_rows: bool = False


def remixed(truth: Truth, path: str, seed: int, out: Path) -> Truth:
    """Writes a remix of one sample file to ``out`` and gives the truth that goes with it, under the same path."""
    random = Random(seed)
    book = read_book(HERE / path)
    changed = copy.copy(truth)
    changed.data = {**truth.data, "files": [], "rows": [], "defects": []}
    sheets: list[dict[str, Any]] = []
    with xlsxwriter.Workbook(str(out)) as new:
        plan: Remix | None = None
        for sheet, (name, columns) in zip(book.sheets, truth.sheets(path), strict=True):
            if plan is None or random.random() < 0.3:
                plan = _plan(random, columns, sheet)
            _write(new, sheet, columns, plan, name)
            sheets.append(
                {"name": name, "columns": [_column(columns, plan, place, old) for place, old in enumerate(plan.order)]}
            )
            changed.data["rows"] += list(_rows(truth, path, name, plan))
            changed.data["defects"].append(_defects(truth, path, name, plan))
    changed.data["files"] = [{"path": path, "sheets": sheets}]
    return changed


def _plan(random: Random, columns: list[list[Any]], sheet: Sheet) -> Remix:
    plan = Remix(random, merged=random.random() < 0.5, two_rows=random.random() < 0.5)
    names = {number - 1: field_name for number, _heading, field_name, *_rest in columns}
    dropped = {name for name in OPTIONAL if random.random() < 0.2}
    plan.order = [
        place
        for place, name in names.items()
        if name not in dropped and not (name == "ignore" and random.random() < 0.5)
    ]
    random.shuffle(plan.order)
    for place in plan.order:
        plan.headings[place] = random.choice(HEADINGS.get(names[place], ["序号", "编号", "No."]))
    plan.down = random.randint(0, 4) if sheet.name == "csv" else random.randint(-2, 4)
    return plan


def _header_rows(columns: list[list[Any]], sheet: Sheet) -> int:
    return 1 if sheet.name == "csv" else 4


def _write(book: Any, sheet: Sheet, columns: list[list[Any]], plan: Remix, name: str) -> None:
    page = book.add_worksheet(name)
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    first = _header_rows(columns, sheet)
    last_header = first + plan.down - 1
    if last_header > 1:
        page.write_string(0, 0, str(sheet.rows[0][0]) if name != "csv" else "花名册")
    for place, old in enumerate(plan.order):
        page.write_string(last_header, place, plan.headings[old])
        if plan.two_rows and last_header > 2:
            page.write_string(last_header - 1, place, "基本信息" if place == 0 else "")
    for number, row in enumerate(sheet.rows[first:], start=first):
        for place, old in enumerate(plan.order):
            _cell(page, number + plan.down, place, row[old], dates)
    if plan.merged:
        _merges(page, sheet, plan, first)


def _cell(page: Any, row: int, column: int, value: Raw, dates: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, dates)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value)
    elif value is not None:
        page.write_string(row, column, str(value))


def _merges(page: Any, sheet: Sheet, plan: Remix, first: int) -> None:
    for merge in sheet.merges:
        if merge.top >= first and merge.left in plan.order and merge.left == merge.right:
            place = plan.order.index(merge.left)
            value = sheet.rows[merge.top][merge.left]
            write = "" if value is None else value
            page.merge_range(merge.top + plan.down, place, merge.bottom + plan.down, place, write)


def _column(columns: list[list[Any]], plan: Remix, place: int, old: int) -> list[Any]:
    name = next(c[2] for c in columns if c[0] == old + 1)
    return [place + 1, f"{old}", name, "text"]


def _rows(truth: Truth, path: str, sheet: str, plan: Remix) -> Iterator[dict[str, Any]]:
    for block in truth.data["rows"]:
        if (block["file"], block["sheet"]) == (path, sheet):
            yield {**block, "runs": [[row + plan.down, first, n] for row, first, n in block["runs"]]}


def _defects(truth: Truth, path: str, sheet: str, plan: Remix) -> dict[str, Any]:
    columns = next(c for name, c in truth.sheets(path) if name == sheet)
    old = {heading: str(number - 1) for number, heading, *_rest in columns}
    keys = ["row", "column", "cell", "kind", "raw", "true", "expect", "ref"]
    rows = [
        [d["row"] + (plan.down if d["row"] else 0), old.get(d["column"], d["column"]), *(d.get(k) for k in keys[2:])]
        for d in truth.defects(path)
        if d["sheet"] == sheet and d["kind"] not in ("total_mismatch", "csv_trailing_empty_columns")
    ]
    return {"file": path, "sheet": sheet, "columns": keys, "rows": rows}
