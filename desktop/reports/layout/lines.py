"""Where a Chinese line may end (GB/T 15834-2011, 5.1).

No mark alone at a line's start, no bracket left open at its end, no number, code or foreign word cut in two.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

NO_START = frozenset("。，、；：？！’”）》〉】〕〗」』］｝…—～·‧・％‰℃°′″々〃.,;:?!)]}%/-–~")
NO_END = frozenset("‘“（《〈【〔〖「『［｛([{￥¥$№§")
HALF_AT_END = frozenset("。，、；：？！’”）》〉】〕〗」』］｝")
"""Full-width marks whose ink stands in their left half: at the end of a line they need only that half."""

_WORD = re.compile(r"[-+±]?[^\W_\u2E80-\U0010FFFF]+(?:[-.,:/_+*@&#'~%]+[^\W_\u2E80-\U0010FFFF]+)*%?|\*+|—+|…+")
"""What stays in one piece: numbers with their marks, dates, codes (masked ones too), foreign words, the long dashes."""

_NO_INK = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")


def clean(text: str) -> str:
    """The text as it can stand on paper: line ends as one newline, no control or invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _NO_INK.sub("", text)
    return "".join(
        char if char == "\n" or unicodedata.category(char) != "Cc" else " " if char == "\t" else "" for char in text
    )


def may_break(text: str) -> list[bool]:
    """For each position whether a new line may begin there.

    >>> [i for i, yes in enumerate(may_break("共6.42亩（5块）。")) if yes]
    [1, 5, 6, 8]
    """
    after = [False] + [left not in NO_END for left in text[:-1]]
    breaks = [ok and char not in NO_START and char != " " for ok, char in zip(after, text, strict=True)]
    for word in _WORD.finditer(text):
        for position in range(word.start() + 1, word.end()):
            breaks[position] = False
    return breaks


def break_lines(text: str, widths: Sequence[float], first: float, rest: float) -> list[tuple[int, int]]:
    """Cut one paragraph into lines: (start, end) of each, from each character's width and the room of the first line
    and of the others. What fits nowhere (a code longer than the line) is cut where the line is full.
    """
    sums = [0.0, *accumulate(widths)]
    if sums[-1] <= first:
        return [(0, len(text))]
    breaks = may_break(text)
    lines: list[tuple[int, int]] = []
    start, room = 0, first
    while start < len(text):
        end = _line_end(text, sums, breaks, start, room)
        lines.append((start, end))
        start, room = end, rest
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _line_end(text: str, sums: Sequence[float], breaks: Sequence[bool], start: int, room: float) -> int:
    limit = sums[start] + room + 1e-6
    end, last = start + 1, len(text)
    while end < last and sums[end + 1] <= limit:
        end += 1
    if end < last and _fits_as_half(text, sums, end, limit):
        end += 1
    if end >= last:
        return last
    fitting = end
    while end > start and not (breaks[end] or text[end] == " "):
        end -= 1
    return end if end > start else _cut_in_word(text, start, fitting)


def _cut_in_word(text: str, start: int, end: int) -> int:
    """Where a word longer than the line is cut: not before a mark that may not begin a line."""
    cut = end
    while cut > start + 1 and (text[cut] in NO_START or text[cut - 1] in NO_END):
        cut -= 1
    return cut if cut > start + 1 else end


def _fits_as_half(text: str, sums: Sequence[float], at: int, limit: float) -> bool:
    width = sums[at + 1] - sums[at]
    return text[at] in HALF_AT_END and sums[at] + width / 2 <= limit
