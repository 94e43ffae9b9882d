"""No word of ours prints as 〓: every sentence, every code's label and every region has glyphs in the faces used."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.reports.layout.fonts import HEI, SONG, SONG_BOLD, font
from desktop.reports.layout.lines import clean

TOP = Path(__file__).resolve().parents[2]


def said_in_code() -> Iterator[str]:
    """What is marked as words for people: the arguments of _() and N_()."""
    for room in ("desktop", "db"):
        for file in (TOP / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                    yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def said_in_lists() -> Iterator[str]:
    yield from (file.read_text(encoding="utf-8") for file in (TOP / "resources" / "codes").glob("*.[cj]s*"))


@pytest.mark.parametrize("face", [SONG, SONG_BOLD, HEI])
def test_every_character_of_ours_is_drawn(face: str) -> None:
    words = "".join((*said_in_code(), *said_in_lists()))
    chars = {char for char in clean(words) if char != "\n" and not "\ue000" <= char <= "\uf8ff"}
    assert len(chars) > 1500
    assert {char for char in chars if not font(face).has(char)} == set()
