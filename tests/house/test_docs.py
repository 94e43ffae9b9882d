"""What there is, is named where people look for it."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.cli import make_parser

TOP = Path(__file__).resolve().parents[2]


def test_every_command_is_named_in_the_readme() -> None:
    told = (TOP / "README.md").read_text(encoding="utf-8")
    parser = make_parser()
    commands = next(a for a in parser._actions if a.dest == "command").choices or {}
    assert [name for name in commands if not re.search(rf"\b{name}\b", told)] == []


def test_every_page_is_named_in_the_desktops_readme() -> None:
    told = (TOP / "desktop" / "README.md").read_text(encoding="utf-8")
    pages = [p.name for p in (TOP / "desktop" / "ui" / "pages").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert [page for page in pages if page not in told] == []


def test_every_resource_folder_says_where_it_comes_from() -> None:
    told = (TOP / "resources" / "README.md").read_text(encoding="utf-8")
    folders = [p.name for p in (TOP / "resources").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert [folder for folder in folders if folder not in told] == []


def test_every_task_of_the_readme_exists() -> None:
    import tomllib

    tasks = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]["tasks"]
    for name in ("app", "demo", "test", "check", "quick", "fix", "bench", "field", "shots", "mutants", "prove"):
        assert name in tasks


def test_every_dependency_is_pinned_and_justified() -> None:
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    for block in ("dependencies = [", "dev = ["):
        body = text.split(block, 1)[1].split("\n]", 1)[0]
        for line in filter(None, (part.strip() for part in body.splitlines())):
            if line.startswith('"'):
                assert "==" in line, line
                assert "#" in line or "PySide6" in line, line
