"""What may be wrong at one place of a program: each kind of mistake a hand can make, as a node put for a node."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.mutants.texts import is_sql, pattern_mistakes, sql_mistakes

SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
UNWRAPPED = frozenset({
    "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "removeprefix", "removesuffix", "replace", "translate",
    "zfill",
})  # fmt: skip
TEXT_ASKED = UNWRAPPED | {
    "startswith", "endswith", "split", "rsplit", "partition", "rpartition", "find", "rfind", "count", "get", "pop",
}  # fmt: skip
LAST_KEPT = frozenset({"sub", "normalize", "sorted", "abs"})
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
UNSAID_CALLS = frozenset(
    {"getattr", "hasattr", "field", "asked", "TypeVar", "NewType", "namedtuple", "encode", "decode"}
)


class Change(NamedTuple):
    """A node to be put for another, and both in words."""

    operator: str
    before: str
    after: str
    new: ast.AST


def _change(operator: str, old: ast.AST, new: ast.AST) -> Change:
    return Change(operator, ast.unparse(old), ast.unparse(new), new)


def changes(node: ast.AST, parent: ast.AST, name: str, hot: bool, returns_bool: bool) -> Iterator[Change]:
    """Every mistake that can be made of an expression or of a statement's head."""
    maker = _MAKERS.get(type(node))
    if maker is not None:
        yield from maker(node)
    if isinstance(node, ast.Constant):
        yield from _constants(node, parent, name, hot)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield from _elements(node, parent)
    elif isinstance(node, ast.Return):
        yield from _returned(node, returns_bool)
    if name == "test" and not isinstance(node, ast.Constant) and not isinstance(parent, ast.Assert):
        for constant in (True, False):
            if constant is False or not isinstance(parent, ast.While):
                yield _change("condition", node, ast.Constant(constant))
    if isinstance(parent, ast.comprehension) and name == "ifs":
        yield _change("filter", node, ast.Constant(True))


def removals(node: ast.stmt) -> Iterator[Change]:
    """A statement forgotten."""
    gone = ast.Pass()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await | ast.YieldFrom):
        called = node.value.func if isinstance(node.value, ast.Call) else node.value
        word = getattr(called, "attr", getattr(called, "id", ""))
        if word not in ("debug", "info", "warning", "exception", "error"):
            yield Change("removed", ast.unparse(node), "pass", gone)
    elif isinstance(node, ast.Raise | ast.AugAssign | ast.Delete | ast.Continue | ast.Break):
        yield Change("removed", ast.unparse(node), "pass", gone)


def _compared(node: ast.Compare) -> Iterator[Change]:
    for at, op in enumerate(node.ops):
        ops = [*node.ops]
        ops[at] = SWAPPED[type(op)]()
        yield _change("compare", node, ast.Compare(node.left, ops, node.comparators))


def _joined(node: ast.BoolOp) -> Iterator[Change]:
    empty = isinstance(node.op, ast.Or) and _is_empty(node.values[-1])
    if empty:  # `x or ""` is a type made narrow, not a decision
        return
    yield _change("and-or", node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
    for at in range(len(node.values)):
        rest = node.values[:at] + node.values[at + 1 :]
        yield _change("part", node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))


def _is_empty(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return not node.value
    return isinstance(node, ast.Tuple | ast.List | ast.Dict) and not ast.unparse(node).strip("()[]{}")


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield _change("not" if isinstance(node.op, ast.Not) else "sign", node, node.operand)


def _counted(node: ast.BinOp) -> Iterator[Change]:
    texts = [n for n in (node.left, node.right) if isinstance(n, ast.JoinedStr | ast.Tuple | ast.List)]
    texts += [n for n in (node.left, node.right) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    if not texts and type(node.op) in COUNTED:
        yield _change("arithmetic", node, ast.BinOp(node.left, COUNTED[type(node.op)](), node.right))


def _called(node: ast.Call) -> Iterator[Change]:
    word = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute) and word in UNWRAPPED:
        yield _change("unwrapped", node, node.func.value)
    if word in LAST_KEPT and node.args:
        yield _change("unwrapped", node, node.args[-1])
    if isinstance(node.func, ast.Name) and word in OTHER_CALL:
        yield _change("call", node, ast.Call(ast.Name(OTHER_CALL[word]), node.args, node.keywords))
    if word == "add_years" and len(node.args) == 2:  # a year is not 365 days
        wrong = ast.parse("0 + __import__('datetime').timedelta(days=365 * 1)", mode="eval").body
        assert isinstance(wrong, ast.BinOp)
        wrong.left = node.args[0]
        assert isinstance(wrong.right, ast.Call)
        assert isinstance(wrong.right.keywords[0].value, ast.BinOp)
        wrong.right.keywords[0].value.right = node.args[1]
        yield Change("years", ast.unparse(node), "365 days a year", wrong)
    if word in UNSAID_CALLS:
        return
    for at, keyword in enumerate(node.keywords):
        if keyword.arg not in (None, "encoding") and not (
            isinstance(keyword.value, ast.Call) and _is_said(keyword.value)
        ):
            yield _change("keyword", node, ast.Call(node.func, node.args, node.keywords[:at] + node.keywords[at + 1 :]))


def _is_said(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in ("_", "N_")


def _mapped(node: ast.Dict) -> Iterator[Change]:
    if len(node.keys) < 2:
        return
    for at, key in enumerate(node.keys):
        new = ast.Dict(node.keys[:at] + node.keys[at + 1 :], node.values[:at] + node.values[at + 1 :])
        words = ast.unparse(key) if key is not None else "**" + ast.unparse(node.values[at])
        yield Change("dropped", f"{words} of a dict", "nothing", new)


def _elements(node: ast.Tuple | ast.List | ast.Set, parent: ast.AST) -> Iterator[Change]:
    """One of several left out: of a set, a list, or a tuple that is looked through (not one that is taken apart)."""
    looked_through = isinstance(
        parent, ast.Compare | ast.Assign | ast.AnnAssign | ast.Dict | ast.For | ast.comprehension
    )
    called = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in ("frozenset", "set", "tuple", "dict")
    asked = isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") in ("startswith", "endswith", "update")
    if len(node.elts) < 2 or (isinstance(node, ast.Tuple) and not (looked_through or called or asked)):
        return
    for at, element in enumerate(node.elts):
        rest = node.elts[:at] + node.elts[at + 1 :]
        new: ast.AST = ast.Set(rest) if isinstance(node, ast.Set) else type(node)(rest, ast.Load())
        yield Change("dropped", f"{ast.unparse(element)} of {_kind(node)}", "nothing", new)


def _kind(node: ast.AST) -> str:
    return f"a {type(node).__name__.lower()}"


def _returned(node: ast.Return, returns_bool: bool) -> Iterator[Change]:
    if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
        return
    if returns_bool:
        if not isinstance(node.value, ast.Constant):
            yield _change("return", node, ast.Return(ast.UnaryOp(ast.Not(), node.value)))
        return
    yield _change("return", node, ast.Return(ast.Constant(None)))


def _constants(node: ast.Constant, parent: ast.AST, name: str, hot: bool) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield _change("bool", node, ast.Constant(not value))
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            yield Change("number", _near(node, parent), _near(ast.Constant(other), parent), ast.Constant(other))
    elif isinstance(value, str):
        yield from _texts(value, node, parent, hot)


def _near(node: ast.Constant, parent: ast.AST) -> str:
    """A number with the word before it, so that its key says which number it is."""
    if isinstance(parent, ast.keyword):
        return f"{parent.arg}={node.value}"
    return str(node.value)


def _texts(value: str, node: ast.Constant, parent: ast.AST, hot: bool) -> Iterator[Change]:
    if is_sql(value):
        for before, after, whole in sql_mistakes(value):
            yield Change("sql", before, after, ast.Constant(whole))
        return
    word = ""
    if isinstance(parent, ast.Call):
        word = getattr(parent.func, "attr", getattr(parent.func, "id", ""))
        if word in ("compile", "fullmatch", "search", "match") and parent.args and parent.args[0] is node:
            for before, after, whole in _patterns(value):
                yield Change("pattern", before, after, ast.Constant(whole))
            return
    if isinstance(parent, ast.Compare) or word in TEXT_ASKED or (hot and CODE.match(value) and _is_code(parent, word)):
        yield _change("text", node, ast.Constant(value + "~"))


def _is_code(parent: ast.AST, word: str) -> bool:
    """Whether a small English word there decides something: it is handed on, given back or chosen."""
    if isinstance(parent, ast.keyword):
        return parent.arg != "key"
    return isinstance(parent, ast.Call | ast.Return | ast.IfExp | ast.Assign) and word not in UNSAID_CALLS


def _patterns(text: str) -> Iterator[tuple[str, str, str]]:
    for before, after, whole in pattern_mistakes(text):
        try:
            re.compile(whole)
        except re.error:
            continue
        yield before, after, whole


_MAKERS: dict[type[ast.AST], Callable[..., Iterator[Change]]] = {
    ast.Compare: _compared, ast.BoolOp: _joined, ast.UnaryOp: _unary, ast.BinOp: _counted, ast.Call: _called,
    ast.Dict: _mapped,
}  # fmt: skip
