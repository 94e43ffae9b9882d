"""Which tests run which function: asked of the tests themselves once, kept until a test or the product changes."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

TOP = Path(__file__).resolve().parents[2]
KEPT = TOP / ".mutants"
ROOTS = ("tests/db", "tests/bundles/model", "db/rules")
SLOWEST = 3.0  # seconds; a test that takes longer hunts for something else
UNNEEDED = ("cacheprovider", "randomly", "xdist", "pytest-qt", "pytest-bdd", "benchmark", "hypothesispytest")
FLAGS = (
    "-q", "-s", "-o", "addopts=", "-o", "filterwarnings=error\nignore::pytest.PytestWarning", "--doctest-modules",
    "--import-mode=importlib", "-m", "not prove", "--seed=7", "--tb=no",
    *(f"-pno:{plugin}" for plugin in UNNEEDED),
)  # fmt: skip
Kept = dict[str, dict[str, Any]]  # by file of tests: its mark and {test: [seconds, [functions]]}


def function_of(code: CodeType) -> str:
    """The function of a module in whose text this code stands."""
    return code.co_qualname.split(".<locals>")[0]


class Listener:
    """Hears every call of a function of the product and knows for which test it was made."""

    def __init__(self, hearing: str = "") -> None:
        self.hearing = hearing
        self.heard: dict[str, set[CodeType]] = {}
        self.ours = str(TOP / "db")

    def on(self) -> None:
        """From now on."""
        sys.settrace(self._call)

    def _call(self, frame: FrameType, event: str, arg: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self.ours):
            self.heard.setdefault(self.hearing, set()).add(code)

    def functions(self, test: str) -> set[str]:
        """What was called for a test, as `path::function`."""
        return {f"{c.co_filename[len(str(TOP)) + 1 :]}::{function_of(c)}" for c in self.heard.get(test, ())}


class Recorder:
    """A plugin: each test with its seconds and its functions; only what passes is kept."""

    def __init__(self) -> None:
        self.listener = Listener()
        self.tests: dict[str, list[Any]] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Listens while a test runs."""
        self.listener.hearing = item.nodeid
        self.listener.on()
        before = time.process_time()
        try:
            return (yield)
        finally:
            sys.settrace(None)
            took = round(time.process_time() - before, 3)
            self.tests[item.nodeid] = [took, sorted(self.listener.functions(item.nodeid))]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails without any mistake kills nothing."""
        if report.failed or report.skipped:
            self.failed.append(report.nodeid)


def quietly(seeded: bool = True) -> None:
    """Random properties draw the same examples in every run and are not made smaller when they fail."""
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutants", derandomize=seeded, phases=(Phase.explicit, Phase.generate), database=None, deadline=None
    )
    settings.load_profile("mutants")


def _mark(paths: Sequence[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def test_files() -> list[Path]:
    """Every file that holds tests which may kill a mutant."""
    return sorted(
        path for root in ROOTS for path in (TOP / root).rglob("*.py")
        if path.name.startswith("test_") or root == "db/rules"
    )  # fmt: skip


def known(fresh: bool, forked: Callable[[list[list[str]]], list[str]]) -> dict[str, tuple[float, frozenset[str]]]:
    """{test: (seconds, functions)} of all tests; files that changed since the last time are run again.

    What is a little out of date can only make a mutant live that a test would kill; `--fresh` asks everything again.
    """
    KEPT.mkdir(exist_ok=True)
    kept: Kept = {}
    if (KEPT / "tests.json").exists() and not fresh:
        kept = json.loads((KEPT / "tests.json").read_text(encoding="utf-8"))
    marks = {str(f.relative_to(TOP)): _mark([f, *_reached(f)]) for f in test_files()}
    stale = [name for name, mark in marks.items() if kept.get(name, {}).get("mark") != mark]
    if stale:
        print(f"which test runs what: asking {len(stale)} files", flush=True)
        for text in forked([stale[0::2], stale[1::2]]):
            found = json.loads(text)
            for name in stale:
                tests = {test: seen for test, seen in found["tests"].items() if test.split("::")[0] == name}
                if tests:
                    kept[name] = {"mark": marks[name], "tests": tests}
            for test in found["failed"]:
                print(f"fails without any mistake, so it counts for nothing: {test}")
        for name in stale:
            kept.setdefault(name, {"mark": marks[name], "tests": {}})
            kept[name]["mark"] = marks[name]
    kept = {name: kept[name] for name in marks}
    (KEPT / "tests.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return {
        test: (float(seconds), frozenset(functions))
        for one in kept.values()
        for test, (seconds, functions) in one["tests"].items()
        if seconds <= SLOWEST
    }


def _reached(file: Path) -> list[Path]:
    """The modules of the product that a file of tests names itself; a change in them may change what it runs."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("db"):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = [TOP / (name.replace(".", "/") + ".py") for name in names]
    return [path for path in paths if path.is_file()]


def record(files: list[str]) -> str:
    """Runs the files and answers with what was heard; for a process of its own."""
    quietly()
    recorder = Recorder()
    pytest.main([*FLAGS, *(str(TOP / file) for file in files)], plugins=[recorder])
    tests = {test: seen for test, seen in recorder.tests.items() if test not in recorder.failed}
    return json.dumps({"tests": tests, "failed": sorted(set(recorder.failed))}, ensure_ascii=False)
