"""The result of an import as a workbook for the people who must look at it."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Any

import xlsxwriter

from db.ledgers.intake.report import ImportReport


def write_workbook(path: Path, reports: Sequence[ImportReport]) -> None:
    """Two sheets: the cells to look at, and what became of every row."""
    outcomes = {
        "new": _("新增"), "changed": _("更新"), "same": _("不变"), "refused": _("没有读入"), "ignored": _("不是人员行"),
    }  # fmt: skip
    cells = [
        (c.file, c.sheet, c.row, c.column, c.cell, c.raw, c.message, c.proposal or "")
        for report in reports
        for c in (*report.refused, *report.flagged)
    ]
    rows = [
        (report.file_name, o.sheet, o.row, outcomes.get(o.outcome, o.outcome), o.name, o.message)
        for report in reports
        for o in report.outcomes
    ]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _sheet(
            book, _("请核对"), cells,
            (_("文件"), _("工作表"), _("行"), _("列"), _("单元格"), _("原来写的"), _("为什么"), _("可能是")),
            (22, 10, 6, 18, 8, 26, 52, 22),
        )  # fmt: skip
        _sheet(
            book, _("逐行结果"), rows, (_("文件"), _("工作表"), _("行"), _("结果"), _("姓名"), _("说明")),
            (22, 10, 6, 12, 14, 70),
        )  # fmt: skip


def _sheet(book: Any, name: str, rows: Sequence[Sequence[Any]], headings: Sequence[str], widths: Sequence[int]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#EDE8DD", "border": 1, "text_wrap": True, "valign": "vcenter"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    sheet = book.add_worksheet(name)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value, plain)
            else:
                sheet.write_string(row, column, value, plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
