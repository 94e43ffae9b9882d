"""How the command line shows figures and progress: one JSON document on one stream, sentences on the other."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desktop.commands.words import Bar, as_json, say, show_json


@dataclass(frozen=True)
class Figure:
    """Something with a day in it."""

    on: date
    parts: tuple[object, ...]


def test_everything_of_ours_becomes_json() -> None:
    found = as_json({"a": Figure(date(2025, 10, 20), (1, None, True, {"x"})), 2: Path("x")})
    assert found == {"a": {"on": "2025-10-20", "parts": [1, None, True, ["x"]]}, "2": "x"}
    assert as_json(Figure) == str(Figure)  # a class is no record


def test_the_document_and_the_sentence_never_meet(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"name": "李𬭎"})
    say("完毕。")
    told = capsys.readouterr()
    assert json.loads(told.out) == {"name": "李𬭎"}
    assert "李𬭎" in told.out
    assert told.err == "完毕。\n"


class _Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    terminal = True

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(("terminal", "shown"), [(True, "\r装盘 1/2\r装盘 2/2\n"), (False, "")])
def test_progress_rewrites_its_line_and_is_quiet_in_a_pipe(terminal: bool, shown: str) -> None:
    screen, before = _Screen(), sys.stderr
    screen.terminal, sys.stderr = terminal, screen
    try:
        bar = Bar("装盘")
        bar(1, 2)
        bar(2, 2)
    finally:
        sys.stderr = before
    assert screen.getvalue() == shown
