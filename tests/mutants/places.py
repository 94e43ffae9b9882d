"""Where a module can be made wrong: every place of it, walked once, each with a key that does not know its line."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.mutants.operators import Change, changes, removals

SAID: frozenset[str] = frozenset({"_", "N_", "gettext", "ngettext", "warn", "debug", "info", "warning", "exception"})
LONGEST = 110


@dataclass(slots=True)
class Mutant:
    """One way in which a module is wrong."""

    path: str
    scope: str  # the function, the class, or "" for the module itself
    hot: bool  # within the body of a function: its code can be exchanged while the program runs
    operator: str
    words: str
    names: frozenset[str] = frozenset()  # what a statement of the module or class defines
    change: Any = field(repr=False, default=None)
    tree: ast.Module | None = field(repr=False, default=None)

    @property
    def key(self) -> str:
        """What a survivor is called in the list: the place by its words, never by its line."""
        return f"{self.path}::{self.scope}\t{self.operator}\t{self.words}"

    @property
    def lot(self) -> str:
        """The lot it draws: the same in every run, so that the standing sample stands."""
        return hashlib.sha256(self.key.encode()).hexdigest()

    def edited(self) -> ast.Module:
        """The module with this one mistake; for a process that does nothing else with the tree."""
        parent, name, at, new = self.change
        if at is None:
            setattr(parent, name, new)
        else:
            getattr(parent, name)[at] = new
        assert self.tree is not None
        return ast.fix_missing_locations(self.tree)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the walk stands."""

    scope: str = ""
    hot: bool = False
    in_class: bool = False
    names: frozenset[str] = frozenset()
    returns_bool: bool = False


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 12]}…{hashlib.sha256(line.encode()).hexdigest()[:8]}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its text; alike ones in one function are numbered."""
    tree = ast.parse(source)
    made: list[Mutant] = []
    seen: Counter[str] = Counter()
    for spot, parent, name, at, change in _walk(tree, _Spot()):
        words = f"{_short(change.before)} → {_short(change.after)}"
        mutant = Mutant(path, spot.scope, spot.hot, change.operator, words, spot.names)
        seen[mutant.key] += 1
        if seen[mutant.key] > 1:
            mutant.words += f" #{seen[mutant.key]}"
        mutant.change, mutant.tree = (parent, name, at, change.new), tree
        made.append(mutant)
    return made


_Found = tuple[_Spot, ast.AST, str, int | None, Change]


def _walk(parent: ast.AST, spot: _Spot) -> Iterator[_Found]:
    for name, value in ast.iter_fields(parent):
        if _is_silent(parent, name):
            continue
        for at, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_words(parent, name, node):
                yield from _node(parent, name, at, node, _spot_of(parent, name, node, spot))


def _node(parent: ast.AST, name: str, at: int | None, node: ast.AST, spot: _Spot) -> Iterator[_Found]:
    if spot.hot and isinstance(node, ast.stmt):
        yield from ((spot, parent, name, at, change) for change in removals(node))
    for change in changes(node, parent, name, spot.hot, spot.returns_bool):
        yield spot, parent, name, at, change
    yield from _walk(node, spot)


def _spot_of(parent: ast.AST, name: str, node: ast.AST, spot: _Spot) -> _Spot:
    """Where one stands inside a node: functions and classes of the module are scopes, deeper ones are not."""
    if spot.hot:
        return spot
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = f"{spot.scope}.{node.name}" if spot.in_class else node.name
        is_class = isinstance(node, ast.ClassDef)
        names = spot.names if spot.in_class else frozenset({node.name})
        return _Spot(scope, False, is_class, names, not is_class and _says_bool(node))
    if isinstance(parent, ast.FunctionDef) and name == "body":
        return _Spot(spot.scope, True, False, spot.names, spot.returns_bool)
    if isinstance(parent, ast.Module) and isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = frozenset(n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        return _Spot(",".join(sorted(names)), False, False, names)
    return spot


def _says_bool(node: ast.AST) -> bool:
    returns = getattr(node, "returns", None)
    return isinstance(returns, ast.Name) and returns.id == "bool"


def _is_silent(parent: ast.AST, name: str) -> bool:
    """What no test can hear: type hints, decorators, names of parameters, targets."""
    if name in ("annotation", "returns", "decorator_list", "type_params", "ctx", "op", "ops", "targets", "target"):
        return True
    if name == "bases" or (isinstance(parent, ast.Raise) and name == "cause"):
        return True
    return isinstance(parent, ast.ExceptHandler) and name == "type"


def _is_words(parent: ast.AST, name: str, node: ast.AST) -> bool:
    """Docstrings, sentences for people, logs, imports, `__all__`: another wording is not a mistake."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) and not _has_sql(node):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        member = isinstance(parent, ast.ClassDef) and isinstance(node.value, ast.Tuple)  # a code and its words
        return member or node.targets[0].id == "__all__"
    if isinstance(node, ast.Call):
        called = node.func
        said = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        return said in SAID
    return False


def _has_sql(node: ast.AST) -> bool:
    from tests.mutants.texts import is_sql

    return any(is_sql(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))
