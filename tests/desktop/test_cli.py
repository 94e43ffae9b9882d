"""The command line, to the letter of its design: commands, usage, help."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
