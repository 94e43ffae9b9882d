"""What sorting compares: numbers as numbers, 第 10 次 after 第 2 次, names as they are read, gaps first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_FIGURE = re.compile(r"[^\d]{0,4}?(-?\d+(?:\.\d+)?)[^\d]{0,4}")
_DIGITS = re.compile(r"\d+")
_COMPARED = 20  # characters of a text that are compared
_WIDE = 12  # digits a number is padded to
_NOTHING = {"", "—"}


class _Reading:
    """How words are read; the record book knows pinyin, widgets do not."""

    order: Callable[[str], str] = str


def read_by(order: Callable[[str], str]) -> None:
    """From now on words are ordered by what this makes of them."""
    _Reading.order = order


def words_key(text: str) -> str:
    """The key of words in a table: numbers inside them count as numbers.

    >>> sorted(["第10次", "第2次", "—"], key=words_key)
    ['—', '第2次', '第10次']
    """
    if text in _NOTHING:
        return ""
    key = _Reading.order(text[:_COMPARED])
    return _DIGITS.sub(_padded, key) if _DIGITS.search(key) else key


def figure_key(text: str) -> str:
    """The key of a figure with or without its unit; what is no single number is ordered as words.

    >>> sorted(["1,284", "9 户", "37.5", "-2", "—"], key=figure_key)
    ['—', '-2', '9 户', '37.5', '1,284']
    """
    found = _FIGURE.fullmatch(text.replace(",", ""))
    return f"{float(found[1]) + 10**_WIDE:020.4f}" if found else words_key(text)


def keys_of(texts: Sequence[str], key: Callable[[str], str]) -> list[str]:
    """The keys of many texts; each that stands there often is read once."""
    known = {text: key(text) for text in set(texts)}
    return list(map(known.__getitem__, texts))


def _padded(digits: re.Match[str]) -> str:
    return digits[0].zfill(_WIDE)
