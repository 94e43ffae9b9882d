"""Commands at the township about its laptops: end one's part, or let it go on for longer."""

from __future__ import annotations

import argparse
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import RuleError
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say


def add_commands(commands: Any) -> None:
    """revoke, renew."""
    revoke = commands.add_parser("revoke", help=_("停用一台电脑：不用了，或丢了"))
    revoke.add_argument("store", type=Path, metavar=_("乡镇的数据库"))
    revoke.add_argument("name", metavar=_("电脑的名称"))
    revoke.add_argument("--lost", action="store_true", help=_("丢失或被偷：以后从它来的一律隔离待审"))
    add_password(revoke)
    revoke.set_defaults(run=revoke_laptop)

    renew = commands.add_parser("renew", help=_("给一台电脑的授权续期"))
    renew.add_argument("store", type=Path, metavar=_("乡镇的数据库"))
    renew.add_argument("name", metavar=_("电脑的名称"))
    renew.add_argument("--until", metavar=_("日期"), help=_("到哪一天，如 2028-12-31；不写是三年"))
    renew.add_argument("--out", type=Path, help=_("授权文件写到这里；不写也行，下次回送会带去"))
    add_password(renew)
    renew.set_defaults(run=renew_laptop)


def revoke_laptop(args: argparse.Namespace) -> int:
    """Ends a laptop's part."""
    from db.bundles import revoke

    with opened(args) as store:
        revoke(store, args.name, lost=args.lost)
    if args.lost:
        say(_("“{name}”已停用。以后从它来的文件一律隔离待审，不会直接生效。").format(name=args.name))
    else:
        say(_("“{name}”已停用，晚交来的盘照收。").format(name=args.name))
    return DONE


def renew_laptop(args: argparse.Namespace) -> int:
    """The same rights for longer."""
    from db.bundles import renew

    try:
        until = date.fromisoformat(args.until) if args.until else None
    except ValueError:
        raise RuleError(_("日期要写成 2028-12-31 这样。"), field="until") from None
    with opened(args) as store:
        done = renew(store, args.name, until)
    say(_("“{name}”的授权续到 {day}。").format(name=done.name, day=done.not_after))
    if args.out:
        args.out.write_text(done.paper, encoding="utf-8")
        say(_("授权文件 {out}。").format(out=args.out.name))
    return DONE
