"""The house stays small enough to live in: sizes, names, mirrors, contracts."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import TOP, parsed, statements

ROOMS = ("db", "desktop", "resources", "tests")
FILES = sorted(f for room in ROOMS for f in (TOP / room).rglob("*.py") if "__pycache__" not in f.parts)
BANNED = {"utils", "util", "misc", "helpers", "helper", "common", "manager", "base", "core", "logic"}
LINES, FUNCTION, FOLDER = 400, 50, 14


def _names(files: list[Path]) -> list[str]:
    return [str(f.relative_to(TOP)) for f in files]


OURS_TO_IGNORE = {"demo-out", "dist", "build", "uv.lock", "__pycache__"}


@cache
def _tracked() -> tuple[str, ...]:
    """The files of the project: as git knows them, or (from an archive, without git) as they lie there."""
    command = ["git", "-c", "core.quotepath=off", "ls-files", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git") and (TOP / ".git").exists():
        listed = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True)
        return tuple(listed.stdout.splitlines())
    found = []
    for top in TOP.iterdir():
        if not top.name.startswith(".") and top.name not in OURS_TO_IGNORE:
            inside = top.rglob("*") if top.is_dir() else [top]
            found += [str(f.relative_to(TOP)) for f in inside if f.is_file() and "__pycache__" not in f.parts]
    return tuple(found)


def test_the_top_level_holds_only_what_the_card_names() -> None:
    tops = {name.split("/")[0] for name in _tracked()}
    allowed = {*ROOMS, "pyproject.toml", "build_installer.spec", "README.md"}
    assert {t for t in tops if not t.startswith(".")} <= allowed


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {n: c for f, n in zip(FILES, _names(FILES), strict=True) if (c := len(f.read_text().splitlines())) > LINES}
    assert long == {}


def test_every_module_says_what_it_is_for_and_no_function_is_longer_than_a_screen() -> None:
    silent, long = [], []
    for file in FILES:
        tree = parsed(file)
        if not ast.get_docstring(tree, clean=False):
            silent.append(str(file.relative_to(TOP)))
        functions = (n for n in statements(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        for node in functions:
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION:
                long.append(f"{file.relative_to(TOP)}:{node.lineno} {node.name} {length}")
    assert silent == []
    assert long == []


def test_no_folder_holds_more_than_a_shelf() -> None:
    crowded = {}
    for room in ROOMS:
        for folder in [TOP / room, *(p for p in (TOP / room).rglob("*") if p.is_dir())]:
            count = len(list(folder.glob("*.py")))
            if count > FOLDER and "versions" not in folder.parts:
                crowded[str(folder.relative_to(TOP))] = count
    assert crowded == {}


def test_no_name_says_nothing() -> None:
    bad = [n for f, n in zip(FILES, _names(FILES), strict=True) if BANNED & {f.stem, *f.relative_to(TOP).parts[:-1]}]
    assert bad == []


def test_nothing_is_left_half_done() -> None:
    mark = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]) + r")\b")
    assert [n for f, n in zip(FILES, _names(FILES), strict=True) if mark.search(f.read_text())] == []


@pytest.mark.slow
def test_the_walls_stand() -> None:
    checked = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_figures_are_asked_for_as_int_reads_them() -> None:
    """ "²".isdigit() is true and int("²") an error: a cell or a box with it once ended the program."""
    product = [f for f in FILES if f.relative_to(TOP).parts[0] in ("db", "desktop")]
    assert [n for f, n in zip(product, _names(product), strict=True) if ".isdigit()" in f.read_text()] == []


def test_mocks_are_rare() -> None:
    texts = [t.read_text() for t in (TOP / "tests").rglob("test_*.py") if t.name != Path(__file__).name]
    mocks = sum(len(re.findall(r"\b(?:MagicMock|mocker\.|monkeypatch)\b", t)) for t in texts)
    tests = sum(len(re.findall(r"^\s*def test_", t, re.M)) for t in texts)
    assert mocks <= 0.05 * tests


def test_no_host_or_path_of_a_machine_is_written_down() -> None:
    mark = re.compile("index-" + "url|/wor" + "k/|/roo" + "t/|file:///o" + "pt")
    bad = []
    for name in _tracked():
        file = TOP / name
        if file.suffix in (".py", ".toml", ".md", ".spec", ".json", "") and file.is_file():
            text = file.read_text(errors="ignore")
            if mark.search(text):
                bad.append(name)
    assert bad == []
    assert "uv.lock" not in _tracked()
