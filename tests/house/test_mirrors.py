"""Each module has a test of its own: a mirror that names it, or examples of all it offers, which are run here."""

from __future__ import annotations

import ast
import doctest
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.sources import TOP, Module, modules, origin

TESTS = TOP / "tests"
DECLARED = ("db.models", "db.migrations", "desktop.__main__", "desktop.app")
"""Tables are declared, and every other test stands on them; revisions have tests/db/migrations. Two lines start the
program, and what builds the window is walked by tests/desktop/ui/test_program.py from the first start to the last."""


def _ours() -> list[Module]:
    """Every module that does something: faces only re-export."""
    return [m for m in modules().values() if m.path.name != "__init__.py" and not m.name.startswith(DECLARED)]


def _mirrors(module: Module) -> list[Path]:
    """``tests/db/a/test_b.py`` (or ``test_b_more.py``) of ``db/a/b.py``; the stick's may stand among its stories."""
    inside, stem = module.path.relative_to(TOP), module.path.stem
    patterns = (f"test_{stem}.py", f"test_{stem}_*.py")
    found = [f for pattern in patterns for f in (TESTS / inside.parent).glob(pattern)]
    if module.name.startswith("db.sync."):
        stories = [f for pattern in patterns for f in (TESTS / "bundles").rglob(pattern)]
        found += [f for f in stories if _names_it(f, module.name)]
    return found


def _names_it(test: Path, dotted: str) -> bool:
    """Whether a test imports something of that very module, be it from a face."""
    means = set(Module.of("tests", test, _text(test)).means.values())
    return any(name == dotted or origin(name).startswith(f"{dotted}.") for name in means)


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _public(module: Module) -> set[str]:
    return {name for name, node in module.own.items() if isinstance(node, ast.FunctionDef) and not name.startswith("_")}


def _shown(module: Module) -> set[str]:
    """The public functions that an example of the module calls."""
    examples = " ".join(line for line in _text(module.path).splitlines() if line.lstrip().startswith((">>>", "...")))
    return {name for name in _public(module) if re.search(rf"\b{name}\(", examples)}


def _bare(of: list[Module]) -> list[str]:
    return [m.name for m in of if not _mirrors(m) and not (_public(m) and _public(m) == _shown(m))]


def test_every_module_of_the_book_has_a_test_of_its_own() -> None:
    """That another test imports it, or that its package has tests, is not enough."""
    bare = set(_bare([m for m in _ours() if m.name.startswith("db.")]))
    assert sorted(bare) == []


def test_every_module_of_paper_and_command_line_has_a_test_of_its_own() -> None:
    assert _bare([m for m in _ours() if m.name.startswith("desktop.") and not m.name.startswith("desktop.ui.")]) == []


def test_every_room_of_the_screen_has_its_tests() -> None:
    """A page is one thing, driven by its keys: its pieces keep no promise without it, so the room is mirrored."""
    rooms = {m.path.parent for m in _ours() if m.name.startswith("desktop.ui.")}
    assert sorted(str(r) for r in rooms if not list((TESTS / r.relative_to(TOP)).glob("test_*.py"))) == []


WITH_EXAMPLES = [m.name for m in modules().values() if ">>>" in _text(m.path) and not m.name.startswith("db.rules")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    """Those of db/rules are collected by pytest."""
    tried = doctest.testmod(import_module(name))
    assert tried.attempted
    assert tried.failed == 0
