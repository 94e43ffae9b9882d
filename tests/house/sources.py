"""The sources read once: which name in them means which function of the house, and what each function uses."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
OURS = ("db", "desktop")


@dataclass(frozen=True)
class Module:
    """A module: its dotted name, its tree, what its imported names mean, and its own top-level definitions."""

    name: str
    path: Path
    tree: ast.Module
    means: dict[str, str]
    own: dict[str, ast.stmt]

    @classmethod
    def of(cls, name: str, path: Path, text: str) -> Module:
        """A module read from its text."""
        return cls.made(name, path, ast.parse(text))

    @classmethod
    def made(cls, name: str, path: Path, tree: ast.Module) -> Module:
        """A module from its tree."""
        return cls(name, path, tree, dict(_imported(tree)), dict(_defined(tree)))

    def said(self, node: ast.AST) -> str:
        """The dotted origin of a name or an attribute (``desk.settle`` → ``db.sync.matters.settle``), or nothing."""
        if isinstance(node, ast.Name):
            return f"{self.name}.{node.id}" if node.id in self.own else self.means.get(node.id, "")
        if isinstance(node, ast.Attribute):
            before = self.said(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""


@cache
def parsed(file: Path) -> ast.Module:
    """The tree of a file, made once; the collector is not to walk through all trees again at every further one."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    gc.freeze()
    return tree


@cache
def modules() -> dict[str, Module]:
    """Every module of the two packages, by its dotted name."""
    found = {}
    for file in sorted(f for room in OURS for f in (TOP / room).rglob("*.py")):
        parts = file.relative_to(TOP).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module.made(name, file, parsed(file))
    return found


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement, however deep; expressions hold none, and are not looked into (ten times as fast)."""
    for inside in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(tree, inside, ()):
            yield node
            yield from statements(node)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in OURS:
                    yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, node


@cache
def origin(dotted: str) -> str:
    """Where a name is really defined: faces of packages and re-exports are looked through; '' for nothing of ours."""
    owner, _dot, leaf = dotted.rpartition(".")
    module = modules().get(owner)
    if module is None:
        return origin(owner) if owner else ""  # an attribute of a class or function stands for the class or function
    if leaf in module.own:
        return dotted
    return origin(module.means[leaf]) if leaf in module.means and module.means[leaf] != dotted else ""


@cache
def used_by(dotted: str) -> frozenset[str]:
    """The definitions of ours which one top-level definition calls, passes on, or builds on."""
    owner, _dot, leaf = dotted.rpartition(".")
    module = modules()[owner]
    return frozenset(names(module, at_work(module.own[leaf]))) - {dotted}


def at_work(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all within it but type hints, which use nothing."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        for name in here._fields:
            value = getattr(here, name, None)
            if name in ("annotation", "returns", "ctx"):
                continue
            if isinstance(value, ast.AST):
                waiting.append(value)
            elif isinstance(value, list):
                waiting += [inside for inside in value if isinstance(inside, ast.AST)]


def names(module: Module, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The definitions of ours that some nodes of a module name, type hints aside."""
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            found = origin(said) if (said := module.said(node)) else ""
            if found:
                yield found


def reached(roots: Iterable[str], within: tuple[str, ...]) -> set[str]:
    """All definitions that roots use, directly or through definitions of the packages ``within``."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        if here.split(".")[0] in within:
            waiting += used_by(here)
    return seen
