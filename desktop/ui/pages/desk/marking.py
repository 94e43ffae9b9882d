"""Where texts that stand side by side differ, so that the eye need not look for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

_LONG: Final = 1_200
"""Characters from which on texts are compared sentence by sentence: character by character takes seconds."""
_TOUCHING: Final = 2
"""Equal characters between two differences that are swallowed: marks on single letters are confetti."""
_SENTENCE = re.compile(r"[^，。；！？、\n]*[，。；！？、\n]?")

Spans = tuple[tuple[int, int], ...]
"""(start, length) of what others do not say."""


def differences(texts: Sequence[str]) -> tuple[Spans, ...]:
    """For each text what is not in the one before it (for the first: not in the second).

    >>> differences(["晚稻快收了，想清路。", "晚稻快收了，担心机器。"])
    (((6, 3),), ((6, 4),))
    >>> differences(["一样", "一样"]), differences(["只有一段"])
    (((), ()), ((),))
    """
    if len(texts) < 2:
        return tuple(() for _text in texts)
    found = [spans_between(texts[0], texts[1])[0]]
    found += [spans_between(texts[at - 1], text)[1] for at, text in enumerate(texts) if at]
    return tuple(found)


def spans_between(one: str, other: str) -> tuple[Spans, Spans]:
    """What only the one says, and what only the other says.

    >>> spans_between("甲乙丙", "甲丙")
    (((1, 1),), ())
    """
    left, right = _pieces(one, other)
    mine: list[tuple[int, int]] = []
    theirs: list[tuple[int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            mine.append(_reach(left, a, b))
            theirs.append(_reach(right, c, d))
    return _joined(mine), _joined(theirs)


def _pieces(one: str, other: str) -> tuple[list[str], list[str]]:
    if max(len(one), len(other)) <= _LONG:
        return list(one), list(other)
    return [part for part in _SENTENCE.findall(one) if part], [part for part in _SENTENCE.findall(other) if part]


def _reach(pieces: Sequence[str], begin: int, end: int) -> tuple[int, int]:
    return sum(map(len, pieces[:begin])), sum(map(len, pieces[begin:end]))


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for start, length in spans:
        if not length:
            continue
        if found and start - sum(found[-1]) < _TOUCHING:
            found[-1] = (found[-1][0], start + length - found[-1][0])
        else:
            found.append((start, length))
    return tuple(found)
