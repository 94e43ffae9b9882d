"""Mistakes inside texts that are programs themselves: SQL and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SQL = re.compile(r"\b(SELECT|WHERE|AND|OR|EXISTS|NOT IN|ORDER BY|JOIN|IS NULL|IS NOT NULL)\b")
_SWAPS = (
    (r"<=", "<"), (r"(?<![<>])<(?![=>])", "<="), (r">=", ">"), (r"(?<![<>])>(?!=)", ">="), (r"<>", "="),
    (r"(?<![<>!=])=(?!=)", "<>"), (r"\bNOT EXISTS\b", "EXISTS"), (r"(?<!NOT )\bEXISTS\b", "NOT EXISTS"),
    (r"\bIS NOT NULL\b", "IS NULL"), (r"\bIS NULL\b", "IS NOT NULL"), (r"\bNOT IN\b", "IN"),
    (r"(?<!NOT )\bIN\b", "NOT IN"),
    (r"\bAND\b", "OR"), (r"\bOR\b", "AND"), (r" DESC\b", ""), (r"\bLEFT JOIN\b", "JOIN"), (r"\bDISTINCT ", ""),
    (r"\bmax\(", "min("), (r"\bmin\(", "max("), (r"(?:\w+\.)?\b(?:hidden|compartment) = 0\b", "1 = 1"),
)  # fmt: skip
SWAPS = tuple((re.compile(pattern), new) for pattern, new in _SWAPS)
_IN_LIST = re.compile(r"\bIN \(((?:'[^']*'|\d+)(?:, ?(?:'[^']*'|\d+))+)\)")
_WHERE_ONE = re.compile(
    r"\bAND ((?:\w+\.)?\w+ (?:=|<>|<=|>=|<|>) (?:'[^']*'|:\w+|\d+|(?:\w+\.)?\w+)|(?:\w+\.)?\w+ IS (?:NOT )?NULL)"
)


def is_sql(text: str) -> bool:
    """Whether a text is a piece of SQL."""
    return bool(_SQL.search(text))


def _around(text: str, start: int, end: int, new: str) -> tuple[str, str, str]:
    left, right = text[max(0, start - 30) : start], text[end : end + 30]
    return f"…{left}{text[start:end]}{right}…", f"…{left}{new}{right}…", text[:start] + new + text[end:]


def sql_mistakes(text: str) -> Iterator[tuple[str, str, str]]:
    """(before, after, the whole text with the mistake) of each mistake in a piece of SQL."""
    for pattern, new in SWAPS:
        for found in pattern.finditer(text):
            yield _around(text, *found.span(), new)
    for found in _IN_LIST.finditer(text):
        items = found[1].split(",")
        for at in range(len(items)):
            yield _around(text, *found.span(1), ",".join(items[:at] + items[at + 1 :]).strip())
    for found in _WHERE_ONE.finditer(text):
        yield _around(text, *found.span(1), "1 = 1")


def pattern_mistakes(text: str) -> Iterator[tuple[str, str, str]]:
    """(before, after, whole) of each mistake in a pattern: an alternative, an end or a repetition dropped."""
    for start, end in _alternatives(text):
        cut = (start, end + 1) if text[end : end + 1] == "|" else (start - 1, end)
        yield _checked(text, *cut, "")
    for found in re.finditer(r"(?<!\\)[$^](?!\])|(?<=[\w)\]])[+?](?![?+])|(?<!\[)\^", text):
        if text[max(0, found.start() - 1) : found.start()] not in ("[", "("):
            yield _checked(text, *found.span(), "")


def _checked(text: str, start: int, end: int, new: str) -> tuple[str, str, str]:
    return _around(text, start, end, new)


def _alternatives(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the alternatives between bars, group by group; brackets hold none."""
    groups: list[list[int]] = [[0]]
    ended: list[list[int]] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            at += 1
        elif letter == "[":
            at = max(text.find("]", at + 2), at)
        elif letter == "(":
            opened = re.match(r"\((?:\?(?::|P<\w+>|<?[=!]))?", text[at:])
            groups.append([at + (opened.end() if opened else 1)])
        elif letter == "|":
            groups[-1] += [at, at + 1]
        elif letter == ")" and len(groups) > 1:
            ended.append([*groups.pop(), at])
        at += 1
    ended.append([*groups[0], len(text)])
    for group in ended:
        if len(group) > 2:
            yield from zip(group[::2], group[1::2], strict=True)
