"""Who uses a name: a mistake in a constant of a module shows in the functions that name it, wherever they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.mutants.record import TOP


def _names(*nodes: ast.AST) -> frozenset[str]:
    found = set()
    for node in nodes:
        for inside in ast.walk(node):
            if isinstance(inside, ast.Name):
                found.add(inside.id)
            elif isinstance(inside, ast.Attribute):
                found.add(inside.attr)
    return frozenset(found)


@cache
def _uses() -> tuple[list[tuple[str, frozenset[str]]], list[tuple[frozenset[str], frozenset[str]]]]:
    """All functions with the names they use, and all constants with the names they are made of."""
    functions: list[tuple[str, frozenset[str]]] = []
    constants: list[tuple[frozenset[str], frozenset[str]]] = []
    for file in sorted((TOP / "db").rglob("*.py")):
        path = str(file.relative_to(TOP))
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                constants.append((_names(*targets), _names(node.value)))
            elif isinstance(node, ast.FunctionDef):
                functions.append((f"{path}::{node.name}", _names(node)))
            elif isinstance(node, ast.ClassDef):
                fields = [part for part in node.body if not isinstance(part, ast.FunctionDef)]
                constants.append((frozenset({node.name}), _names(*fields)))
                functions += [
                    (f"{path}::{node.name}.{part.name}", _names(part))
                    for part in node.body if isinstance(part, ast.FunctionDef)
                ]  # fmt: skip
    return functions, constants


@cache
def users(path: str, names: frozenset[str], depth: int = 2) -> frozenset[str]:
    """The functions of that name, and those in which the name shows, also through constants made of it."""
    functions, constants = _uses()
    shown = set(names)
    for _ in range(depth):
        shown |= {name for targets, used in constants if used & shown for name in targets}
    own = tuple(f"{path}::{name}" for name in names)
    methods = tuple(f"{one}." for one in own)
    return frozenset(f for f, used in functions if used & shown or f in own or f.startswith(methods))


@cache
def _made_at_import() -> list[tuple[str, bool, frozenset[str], frozenset[str], frozenset[str]]]:
    """What each module makes at its import: (path, plain, what, of which names, names the module imports)."""
    found = []
    for file in sorted((TOP / "db").rglob("*.py")):
        path = str(file.relative_to(TOP))
        body = ast.parse(file.read_text(encoding="utf-8")).body
        taken = frozenset(a.asname or a.name for n in body if isinstance(n, ast.ImportFrom) for a in n.names)
        for node in body:
            if isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found.append((path, True, _names(*targets), _names(*filter(None, [node.value])), taken))
            elif isinstance(node, ast.FunctionDef):
                found.append((path, False, frozenset(), _defaults(node), taken))
            elif isinstance(node, ast.ClassDef):
                methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
                rest = [part for part in node.body if not isinstance(part, ast.FunctionDef)]
                used = _names(*rest, *node.decorator_list).union(*map(_defaults, methods))
                found.append((path, False, frozenset({node.name}), used, taken))
    return found


def _defaults(node: ast.FunctionDef) -> frozenset[str]:
    return _names(*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults))


@cache
def is_loose(path: str, names: frozenset[str]) -> bool:
    """Whether a constant can be exchanged while the program runs: only constants of its own module are made of it."""
    shown = set(names)
    for _ in range(3):
        for where, plain, made, used, taken in _made_at_import():
            if not used & shown or (where != path and not (taken & shown & used)):
                continue
            if not plain or where != path:
                return False
            shown |= made
    return True


@cache
def _tests_by_name() -> dict[str, frozenset[str]]:
    """What each test of the mirrors names itself: {"tests/db/rules/test_visits.py::test_x": names}."""
    found = {}
    for file in sorted((TOP / "tests" / "db").rglob("test_*.py")):
        path = str(file.relative_to(TOP))
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[f"{path}::{node.name}"] = _names(node)
    return found


@cache
def namers(names: frozenset[str]) -> frozenset[str]:
    """The tests that hold a constant itself against what they know, whatever functions they run."""
    return frozenset(test for test, used in _tests_by_name().items() if used & names)


def mirrors(path: str) -> tuple[str, ...]:
    """The files in which the tests of a module are expected: its mirror, its parents', and its own doctests."""
    parts = Path(path).with_suffix("").parts
    stem = parts[-2] if parts[-1] == "__init__" else parts[-1]
    folder = "/".join(parts[:-1])
    parents = [f"tests/{'/'.join(parts[:n])}/test_{parts[n]}.py" for n in range(len(parts) - 1, 0, -1)]
    return (f"tests/{folder}/test_{stem}.py", *parents, path)


def chosen(
    path: str,
    functions: Iterable[str],
    tests: dict[str, tuple[float, frozenset[str]]],
    seconds: float,
    names: frozenset[str] = frozenset(),
) -> list[str]:
    """The tests that run one of the functions, or name one of the names: its mirror's first, then the quickest.

    For so many seconds. What no test runs may have run at the import, for a decorator or a class: then its mirror's.
    """
    wanted, direct = frozenset(functions), namers(names)
    near = mirrors(path)
    found = [test for test, (_took, heard) in tests.items() if heard & wanted or test.split("[")[0] in direct]
    found = found or [test for test in tests if test.split("::")[0] in near]
    found.sort(key=lambda test: (test.split("::")[0] not in near, tests[test][0], test))
    kept, sum_ = [], 0.0
    for test in found:
        sum_ += tests[test][0]
        if sum_ > seconds and kept:
            break
        kept.append(test)
    return kept
