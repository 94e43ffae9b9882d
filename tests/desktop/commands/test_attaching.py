"""Photos and scans by command: hung on a record, listed, taken out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.db.blobs.photographs import notes, opened, saved, scene
from tests.desktop.conftest import Ran

Cli = Callable[..., Ran]


@pytest.fixture
def store(cli: Cli, tmp_path: Path) -> Path:
    """A village's store."""
    path = tmp_path / "taoxi.baijia"
    args = ("--role", "village", "--name", "桃溪村", "--region", "430499101201", "--cadre", "周建国")
    assert cli("init", path, *args).code == 0
    return path


@pytest.fixture
def home(cli: Cli, store: Path) -> str:
    """A household in it."""
    source = store.parent / "record.json"
    source.write_text(json.dumps({"household_no": "001", "persons": [{"name": "李林峰"}]}), encoding="utf-8")
    return str(cli("record", store, "household", "--json", source).json["id"])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "门口.jpg"
    path.write_bytes(saved(scene(900, 600), exif=notes()))
    return path


def test_files_go_in_are_listed_and_come_out(cli: Cli, store: Path, home: str, photo: Path, tmp_path: Path) -> None:
    scan = tmp_path / "户口簿.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    ran = cli(
        "attach", store, photo, scan, "--to", "household", home, "--caption", "门口", "--on", "2025-10-18", "--json"
    )
    assert ran.code == 0, ran.err
    ids = [line["id"] for line in ran.json]
    assert [Path(line["file"]).name for line in ran.json] == ["门口.jpg", "户口簿.pdf"]
    listed = cli("papers", store, "--household", home, "--out", tmp_path / "out", "--json").json
    assert [(p["id"], p["kind"], p["caption"], p["taken_on"], p["state"]) for p in listed] == [
        (paper_id, "photo", "门口", "2025-10-18", "here") for paper_id in ids
    ]
    assert Path(listed[1]["file"]).read_bytes() == scan.read_bytes()
    small = Path(listed[0]["file"]).read_bytes()
    assert len(small) == listed[0]["size"] <= 300 * 1024
    assert not opened(small).getexif()
    again = cli("papers", store, "--id", ids[0], "--out", tmp_path / "out")
    assert (again.code, "已经存在" in again.err) == (1, True)
    told = cli("papers", store, "--of", "household", home)
    assert [line.split("\t")[1:5] for line in told.out.splitlines()] == [["照片", "本户", "2025-10-18", "门口"]] * 2
    assert cli("check", store).code == 0


def test_the_original_only_when_asked(cli: Cli, store: Path, home: str, photo: Path, tmp_path: Path) -> None:
    ran = cli("attach", store, photo, "--to", "household", home, "--kind", "id_card", "--original")
    paper_id = ran.out.strip()
    found = cli("papers", store, "--id", paper_id, "--out", tmp_path / "out", "--json").json[0]
    assert (found["kind"], Path(found["file"]).read_bytes()) == ("id_card", photo.read_bytes())


def test_refusals_are_one_sentence(cli: Cli, store: Path, home: str, photo: Path, tmp_path: Path) -> None:
    table = tmp_path / "表.xlsx"
    table.write_bytes(b"PK\x03\x04")
    for args, words in (
        ((table, "--to", "household", home), "不是照片也不是 PDF"),
        ((photo, "--to", "household", "0" * 32), "已不在"),
        ((photo, "--to", "table", home), "不认识"),
        ((photo, "--to", "household", home, "--kind", "x"), "不认识"),
        ((tmp_path / "没有.jpg", "--to", "household", home), "找不到文件"),
    ):
        ran = cli("attach", store, *args)
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.err
    assert cli("attach", store, photo).code == 2
    empty = cli("papers", store, "--household", home)
    assert (empty.code, empty.out) == (0, "")
    assert "没有材料" in empty.err
