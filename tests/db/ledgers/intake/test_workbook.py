"""The result of an import as a workbook: refused rows first, nothing becomes a formula."""

from __future__ import annotations

from pathlib import Path

from db.ledgers.files.readers import read_book
from db.ledgers.intake.report import FlaggedCell, ImportReport, RowOutcome
from db.ledgers.intake.workbook import write_workbook


def test_cells_to_look_at_and_every_row(tmp_path: Path) -> None:
    cell = FlaggedCell("册.xlsx", "一组", 2, "身份证号", 5, "E2", "id_no", "k", "=1+1", "校验码不对", "43")
    row = FlaggedCell("册.xlsx", "一组", 7, "", 0, "", "", "not_understood", "？", "看不出是谁")
    outcomes = (RowOutcome("一组", 2, "new", "李林峰", ""), RowOutcome("一组", 3, "ignored", "", "合计"))
    report = ImportReport("i", "roster", "册.xlsx", "桃溪村", 1, 1, 0, 0, (cell,), (row,), outcomes)
    write_workbook(tmp_path / "结果.xlsx", [report, report])
    look, every = read_book(tmp_path / "结果.xlsx").sheets
    assert (look.name, every.name) == ("请核对", "逐行结果")
    assert look.rows[1] == ("册.xlsx", "一组", 7, None, None, "？", "看不出是谁", None)
    assert look.rows[2][4:] == ("E2", "=1+1", "校验码不对", "43")
    assert [line[3] for line in every.rows[1:]] == ["新增", "不是人员行"] * 2
