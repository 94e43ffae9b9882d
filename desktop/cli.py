"""`baijia`: the same work without a window (design: cli.md). Each command is a thin call of what the window calls."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Sequence
from gettext import gettext as _
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from desktop.language import speak
from desktop.paths import BUNDLE, STORE

DONE, REFUSED, WRONG_USAGE, PARTLY = 0, 1, 2, 3

PARTS = {
    "trying": ("demo",),
    "stores": ("init", "enroll", "check", "backup", "restore"),
    "computers": ("revoke", "renew", "card"),
    "ledgers": ("import", "export"),
    "sticks": ("pack", "inspect", "unpack", "handover"),
    "desk": ("move", "moved", "reclassify", "conflicts", "resolve", "merge", "quarantine"),
    "erasing": ("erase",),
    "printing": ("report",),
    "asking": ("stats", "search", "accusations"),
    "records": ("record", "show"),
    "attaching": ("attach", "papers"),
}
"""Where each command lives, in the order of the help: one command reads in one module, the window none."""
_PART_OF = {command: part for part, commands in PARTS.items() for command in commands}


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command, and how to see what it takes."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage ends with 2."""
        print(_("命令写法不对：{message}。用 {prog} --help 看写法。").format(message=message, prog=self.prog),
              file=sys.stderr)  # fmt: skip
        raise SystemExit(WRONG_USAGE)


def make_parser(parts: Iterable[str] = tuple(PARTS)) -> argparse.ArgumentParser:
    """Every command with its words, or those of some parts."""
    parser = _Parser(prog="baijia", description=_("百家：村里的走访、诉求、权证和调解记录。不带命令就打开窗口。"))
    commands = parser.add_subparsers(dest="command", metavar=_("命令"), parser_class=_Parser)
    for part in parts:
        import_module(f"desktop.commands.{part}").add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or opens the window; returns the exit code. No traceback reaches a person."""
    words = list(sys.argv[1:] if argv is None else argv)
    _say_anything()
    speak()
    if not words or words[0].lower().endswith((BUNDLE, STORE)):
        from desktop.app import run

        return run(Path(words[0]) if words else None)
    part = _PART_OF.get(words[0])
    args = make_parser([part] if part else PARTS).parse_args(words)
    from desktop.commands.opening import guarded

    return guarded(args)


def _say_anything() -> None:
    """A name like 李𬭎 is no reason to fail: UTF-8 into pipes and files; a console shows ? for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
