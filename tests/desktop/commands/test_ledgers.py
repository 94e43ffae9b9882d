"""Spreadsheets in and out by command: one bad file does not stop the others, a trial keeps nothing."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.book import Cli
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import id_number

ROWS = [["户号", "姓名", "与户主关系", "身份证号"], ["001", "李林峰", "户主", id_number()]]


def _roster(folder: Path) -> Path:
    return to_xlsx(folder / "册.xlsx", [Page("一组", ROWS, [])])  # type: ignore[arg-type]


def test_taken_in_written_out_and_taken_back(cli: Cli, store: Path, tmp_path: Path) -> None:
    ran = cli("import", store, _roster(tmp_path), "--json")
    assert ran.code == 0, ran.err
    (file,) = ran.json["files"] if isinstance(ran.json, dict) and "files" in ran.json else [ran.json]
    assert (file["rows"], file["new"]) == (1, 1)
    out = tmp_path / "出.csv"
    assert cli("export", store, out, "--kind", "roster", "--json").json["rows"] == 1
    assert "李林峰" in out.read_text(encoding="utf-8-sig")
    assert cli("import", store, "--undo", file["import_id"]).code == 0
    assert cli("stats", store, "--json").json["persons"] == 0


def test_a_trial_keeps_nothing_and_writes_its_report(cli: Cli, store: Path, tmp_path: Path) -> None:
    ran = cli("import", store, _roster(tmp_path), "--dry-run", "--report", tmp_path / "结果.xlsx")
    assert ran.code == 0
    assert (tmp_path / "结果.xlsx").exists()
    assert cli("stats", store, "--json").json["persons"] == 0


def test_a_bad_file_does_not_stop_the_good_one(cli: Cli, store: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut off")
    assert cli("import", store, bad, _roster(tmp_path)).code == 3
    assert cli("stats", store, "--json").json["persons"] == 1
    assert cli("import", store, bad).code == 1


def test_an_unknown_kind_is_told_with_those_there_are(cli: Cli, store: Path, tmp_path: Path) -> None:
    ran = cli("export", store, tmp_path / "x.xlsx", "--kind", "nothing")
    assert ran.code == 1
    assert "roster" in ran.err
    assert not (tmp_path / "x.xlsx").exists()
