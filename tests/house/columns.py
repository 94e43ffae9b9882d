"""Which stored columns the sources read by name: in SQL by the table they are selected from, in code by the record.

SQL: ``v.note`` belongs to the table of the alias; a bare ``note`` to the tables of its own SELECT that have it. What an
INSERT or UPDATE writes is not read. ``SELECT *`` reads nothing by itself: the module must name the column of a row.
Code: ``person.note`` belongs to the model the name is annotated or made with.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from tests.house.sources import Module, at_work

Column = tuple[str, str]
_WORD = re.compile(r"'[^']*'|:?[A-Za-z_]\w*(?:\s*\.\s*(?:[A-Za-z_]\w*|\*))?|[(),*]")
_FROM = {"from", "join"}
_ENDS_A_LIST = {"on", "where", "group", "order", "limit", "select", "using", "(", ")"}
_NO_ALIAS = {
    "on", "where", "left", "join", "group", "order", "limit", "inner", "cross", "union", "using", "as", "set", "and",
    "not", "indexed",
}  # fmt: skip


@dataclass
class Scope:
    """One SELECT: its tables by alias, the names in it, and whether it asks for whole rows of which tables."""

    outer: Scope | None
    aliases: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def table(self, alias: str) -> str | None:
        """The table of an alias, of this SELECT or one around it."""
        return self.aliases.get(alias) or (self.outer.table(alias) if self.outer else None)

    def around(self) -> Iterator[Scope]:
        """This SELECT and those around it, from within."""
        yield self
        if self.outer:
            yield from self.outer.around()


def scopes(sql: str, tables: Iterable[str]) -> list[Scope]:
    """The SELECTs of a statement (or of a piece of one), each with its own tables."""
    known, here = set(tables), Scope(None)
    found, depth = [here], [here]
    before, listing, expects = "", False, False
    for match in _WORD.finditer(sql):
        word = match.group()
        low = word.lower()
        if word == "(":
            here = Scope(here)
            found.append(here)
            depth.append(here)
        elif word == ")":
            if len(depth) > 1:
                depth.pop()
            here = depth[-1]
        elif expects and low in known:
            here.aliases[low] = low
        elif before in here.aliases and low not in _NO_ALIAS and "." not in low and here.aliases[before] == before:
            here.aliases[low] = before
        elif low != "as":
            here.words.append(low)
        listing = low in _FROM or (listing and low not in _ENDS_A_LIST)
        expects = low in _FROM or (word == "," and listing)
        before = before if low == "as" else low
    return [_without_brackets(scope) for scope in found]


def _without_brackets(scope: Scope) -> Scope:
    """Brackets without tables of their own (``max(x)``, ``(a OR b)``) speak of the SELECT they stand in."""
    while not scope.aliases and scope.outer:
        scope.outer.words += scope.words
        scope.words, scope = [], scope.outer
    return scope


def read_in_sql(sql: str, tables: dict[str, Table]) -> tuple[set[Column], set[str]]:
    """The columns a statement reads by name, and the tables it takes whole rows of."""
    read: set[Column] = set()
    whole: set[str] = set()
    for scope in scopes(_reading(sql), tables):
        for word in scope.words:
            alias, dot, name = (part.strip() for part in word.partition("."))
            if dot and (table := scope.table(alias)):
                if name == "*":
                    whole.add(table)
                else:
                    read.add((table, name))
            elif word == "*":
                whole |= set(scope.aliases.values())
            elif not dot:
                read |= _bare(scope, word, tables)
    return {(t, c) for t, c in read if c in tables[t].c}, whole


def _bare(scope: Scope, word: str, tables: dict[str, Table]) -> set[Column]:
    for around in scope.around():
        having = {(t, word) for t in around.aliases.values() if word in tables[t].c}
        if having:
            return having
    return set()


def _reading(sql: str) -> str:
    """A statement without what it writes."""
    sql = re.sub(r"count\(\*\)|\b\d+\s*\*|\*\s*\d+", " ", sql)
    sql = re.sub(r"(?is)\bINSERT\s+(OR\s+\w+\s+)?INTO\s+\w+\s*\([^)]*\)", " ", sql)
    return re.sub(r"(?is)\bUPDATE\s+\w+\s+SET\b.*?(?=\bWHERE\b|$)", " ", sql)


# --- code -----------------------------------------------------------------------------------------------------------


def texts(module: Module) -> Iterator[str]:
    """The SQL in a module: each string, put together where it is made of pieces or holds names of other strings."""
    inside: set[int] = set()
    for node in at_work(module.tree):
        if isinstance(node, ast.JoinedStr | ast.BinOp) and id(node) not in inside:
            inside |= {id(n) for n in at_work(node)}
            yield _text(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else " "


def read_of_rows(module: Module) -> set[str]:
    """The names a module takes from rows: attributes of what has no class of ours, and names in plain strings."""
    found = set()
    for function in (n for n in at_work(module.tree) if isinstance(n, ast.FunctionDef)):
        typed = {a.arg for a in (*function.args.args, *function.args.kwonlyargs) if _class(a.annotation)}
        found |= {node.attr for node in _taken(function) if node.value.id not in typed}
    plain = {t for t in texts(module) if t.isidentifier()}
    return found | plain


def _taken(function: ast.FunctionDef) -> Iterator[Any]:
    """Each ``name.attribute`` that is read."""
    for node in at_work(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
            yield node


def _class(hint: ast.expr | None) -> str:
    """The class in a hint: ``Person``, ``Person | None``; Any is none."""
    if isinstance(hint, ast.BinOp):
        return _class(hint.left) or _class(hint.right)
    return hint.id if isinstance(hint, ast.Name) and hint.id != "Any" else ""


def read_of_records(module: Module, models: dict[str, str]) -> set[Column]:
    """The columns read from records whose model is known: annotated, got by id, selected, or named in a query."""
    found: set[Column] = set()
    for function in (n for n in at_work(module.tree) if isinstance(n, ast.FunctionDef)):
        of = {a.arg: models[_class(a.annotation)] for a in function.args.args if _class(a.annotation) in models}
        for node in at_work(function):
            of |= _made(node, models)
        for node in _taken(function):
            table = of.get(node.value.id) or models.get(node.value.id)
            if table:
                found.add((table, node.attr))
    return found


def _made(node: ast.AST, models: dict[str, str]) -> dict[str, str]:
    """What an assignment, a loop or a comprehension gets out of the book: the name and its table."""
    if isinstance(node, ast.Assign):
        target, source = node.targets[0], node.value
    elif isinstance(node, ast.For | ast.comprehension):
        target, source = node.target, node.iter
    else:
        return {}
    if not isinstance(target, ast.Name):
        return {}
    asked = [n for n in at_work(source) if isinstance(n, ast.Call) and n.args and isinstance(n.args[0], ast.Name)]
    names = [models[n.args[0].id] for n in asked if isinstance(n.args[0], ast.Name) and n.args[0].id in models]
    return {target.id: names[0]} if names else {}
