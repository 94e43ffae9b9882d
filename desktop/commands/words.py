"""How the command line shows figures and progress."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping
from typing import Any


def as_json(value: Any) -> Any:
    """Dataclasses, dates and sets as JSON knows them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(v) for v in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def show_json(value: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    print(json.dumps(as_json(value), ensure_ascii=False, indent=2))


def say(sentence: str) -> None:
    """A sentence to the person at the keyboard: standard error, so that output can be piped."""
    print(sentence, file=sys.stderr, flush=True)


class Bar:
    """A line of progress that rewrites itself on a terminal and stays quiet in a pipe."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Shows how far it is."""
        if self._terminal:
            end = "\n" if done >= total else ""
            print(f"\r{self._words} {done}/{total}", end=end, file=sys.stderr, flush=True)
