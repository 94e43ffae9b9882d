"""The command line, to the letter of its design: commands, usage, help."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import cli as entry
from desktop.cli import PARTS, make_parser
from tests.desktop.conftest import Ran

Cli = Callable[..., Ran]


COMMANDS = """
demo init enroll import export pack inspect unpack handover conflicts resolve merge quarantine report stats
search check backup restore record show
"""


@pytest.mark.parametrize(
    "args",
    [
        ("stats",),
        ("nothing",),
        ("init", "a.baijia"),
        ("init", "a.baijia", "--role", "county", "--name", "x", "--region", "1"),
        ("stats", "a.baijia", "--from", "昨天"),
        ("resolve", "a.baijia", "x"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(cli: Cli, args: tuple[str, ...]) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.err


def test_help_names_every_command(cli: Cli) -> None:
    told = cli("--help").out
    for command in COMMANDS.split():
        assert command in told
        assert cli(command, "--help").code == 0


def test_each_command_lives_where_the_table_says() -> None:
    assert {part: _commands_of(part) for part in PARTS} == PARTS


def _commands_of(part: str) -> tuple[str, ...]:
    parsers = [a for a in make_parser([part])._actions if isinstance(a, argparse._SubParsersAction)]
    return tuple(parsers[0].choices)


@pytest.mark.parametrize("word", ["a.bjb", "A.BJB", "taoxi.baijia"])
def test_a_file_or_folder_of_ours_opens_the_window(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import desktop.app

    opened: list[Path | None] = []
    monkeypatch.setattr(desktop.app, "run", lambda word=None: opened.append(word) or 0)
    assert entry.main([word]) == 0
    assert entry.main([]) == 0
    assert opened == [Path(word), None]


class _Stream(io.TextIOWrapper):
    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="gbk", write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    @property
    def written(self) -> bytes:
        found: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]
        return found


def test_a_rare_name_ends_no_command_whatever_the_system_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, console = _Stream(terminal=False), _Stream(terminal=True)
    monkeypatch.setattr(sys, "stdout", pipe)
    monkeypatch.setattr(sys, "stderr", console)
    entry._say_anything()
    print("李𬭎")
    print("李𬭎", file=sys.stderr)
    assert pipe.written == "李𬭎\n".encode()
    assert console.written == "李?\n".encode("gbk")
