"""Papers by command: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.book import Cli, household


def test_a_household_is_printed(cli: Cli, store: Path, tmp_path: Path) -> None:
    home = household(cli, store)
    out = tmp_path / "paper" / "x.pdf"
    ran = cli("report", store, "household", "-o", out, "--household", home, "--json")
    assert ran.code == 0, ran.err
    assert ran.json == {"kind": "household", "files": [str(out)], "pages": ran.json["pages"]}
    assert out.read_bytes().startswith(b"%PDF")
    assert "household" in cli("report", "--list").out
    for wrong in (("--household", "999"), ("--village", "1"), ()):
        assert cli("report", store, "household", "-o", tmp_path / "y.pdf", *wrong).code == 1
    assert not (tmp_path / "y.pdf").exists()
