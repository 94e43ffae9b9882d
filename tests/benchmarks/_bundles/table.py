"""The figures as tables for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap


def show(title: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Prints a table; the first column is words, the others stand to the right."""
    print(f"\n{title}")
    everything = [list(head), *map(list, lines)]
    widths = [max(_width(line[at]) for line in everything) for at in range(len(head))]
    for number, line in enumerate(everything):
        print("  ".join(_padded(text, widths[at], right=at > 0) for at, text in enumerate(line)))
        if number == 0:
            print("  ".join("-" * width for width in widths))


def seconds(value: Any) -> str:
    """Seconds with three digits that mean something."""
    return "–" if value is None else f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def times(value: Any, limit: Any) -> str:
    """How many times the limit."""
    return "–" if value is None or not limit else f"{value / limit:.1f}×"


def megabytes(value: Any, unit: int = 1_000_000) -> str:
    """Bytes (or, with unit 1, megabytes) as megabytes."""
    return "–" if value is None else f"{value / unit:.2f}" if value < 10 * unit else f"{value / unit:.0f}"


def words(value: Any) -> str:
    """Anything, or a dash where the contender knows no such thing."""
    return "–" if value is None else str(value)
