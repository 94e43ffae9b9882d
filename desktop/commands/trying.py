"""The command that shows the whole job with invented people."""

from __future__ import annotations

import argparse
import os
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import RuleError
from desktop.commands.asking import figure_lines
from desktop.commands.opening import DONE, add_password, around, password_of
from desktop.commands.words import Bar, say, show_json

DEMO_PASSWORD = "baijia-demo"  # noqa: S105 - printed, and guards only people who do not exist
_LEAST, _MOST = 3, 5000  # two families to quarrel in one village, one in the other


def add_commands(commands: Any) -> None:
    """demo."""
    demo = commands.add_parser("demo", help=_("从头到尾演示一遍，人和事都是编的"))
    demo.add_argument("folder", type=Path, metavar=_("文件夹"))
    demo.add_argument("--households", type=int, default=40, metavar="N")
    demo.add_argument("--seed", type=int, default=7, metavar="S")
    demo.add_argument("--json", action="store_true")
    demo.add_argument("--again", action="store_true", help=_("先删掉上次演示在这个文件夹里做的"))
    demo.add_argument("--window", action="store_true", help=_("做完打开窗口（有显示器时）"))
    add_password(demo)
    demo.set_defaults(run=run_demo)


def run_demo(args: argparse.Namespace) -> int:
    """Makes the stores, does the work, and ends with the figures and every file made."""
    from desktop.demo.story import Demo

    if not _LEAST <= args.households <= _MOST:
        raise RuleError(_("--households 请填 {least} 到 {most} 之间的数。").format(least=_LEAST, most=_MOST))
    given = args.password_file or "BAIJIA_PASSWORD" in os.environ
    password = password_of(args) if given else DEMO_PASSWORD
    demo = Demo(args.folder, args.households, args.seed, password, around(), say, lambda words: Bar("   " + words))
    if args.again:
        demo.clear()
    demo.run()
    if args.json:
        show_json({"figures": demo.figures, "files": demo.files})
    else:
        for name, found in demo.figures.items():
            print(f"\n{name}")
            print("\n".join("  " + line for line in figure_lines(found)))
        print("\n" + _("做出的文件："))
        for file in demo.files:
            print(f"  {file}")
    if not given:
        say(_("密码都是 {password}。").format(password=DEMO_PASSWORD))
    if args.window and _has_display():
        from desktop.app import run

        return run(args.folder / "taoxi.baijia")
    return DONE


def _has_display() -> bool:
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
