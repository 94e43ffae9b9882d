"""`baijia`: the same work without a window (design: cli.md). Each command is a thin call of what the window calls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from gettext import gettext as _
from typing import NoReturn

from desktop.commands import (
    asking,
    attaching,
    computers,
    desk,
    erasing,
    ledgers,
    opening,
    printing,
    records,
    sticks,
    stores,
    trying,
)
from desktop.language import speak

DONE, REFUSED, WRONG_USAGE, PARTLY = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command, and how to see what it takes."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage ends with 2."""
        print(_("命令写法不对：{message}。用 {prog} --help 看写法。").format(message=message, prog=self.prog),
              file=sys.stderr)  # fmt: skip
        raise SystemExit(WRONG_USAGE)


def make_parser() -> argparse.ArgumentParser:
    """Every command with its words."""
    parser = _Parser(prog="baijia", description=_("百家：村里的走访、诉求、权证和调解记录。不带命令就打开窗口。"))
    commands = parser.add_subparsers(dest="command", metavar=_("命令"), parser_class=_Parser)
    for part in (trying, stores, computers, ledgers, sticks, desk, erasing, printing, asking, records, attaching):
        part.add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or opens the window; returns the exit code. No traceback reaches a person."""
    speak()
    args = make_parser().parse_args(argv)
    if args.command is None:
        from desktop.app import run

        return run()
    return opening.guarded(args)


if __name__ == "__main__":
    raise SystemExit(main())
