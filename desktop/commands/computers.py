"""Commands at the township about its laptops: end one's part, or let it go on for longer."""

from __future__ import annotations

import argparse
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

from db import RuleError
from db.sync import make_card, own_words, renew, revoke
from db.sync.errors import BundleError, of_os
from db.sync.peers.escrow import end_escrow, name_escrow
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say

READS: Final = {"mediation": 1, "restricted": 2}


def add_commands(commands: Any) -> None:
    """revoke, renew, card."""
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

    card = commands.add_parser("card", help=_("再写一份本机的名片；乡镇可以指定县里的托管密钥"))
    card.add_argument("store", type=Path, metavar=_("数据库"))
    card.add_argument("--out", type=Path, help=_("名片写到这里"))
    card.add_argument("--escrow", type=Path, metavar=_("县里的名片"), help=_("村里交来的盘，县里的密钥也能打开"))
    card.add_argument("--escrow-reads", nargs="+", choices=tuple(READS), default=(), metavar=_("内容"),
                      help=_("县里要看的：mediation 调解，restricted 检举控告；不写就只有一般记录"))  # fmt: skip
    card.add_argument("--no-escrow", action="store_true", help=_("不再用托管密钥"))
    add_password(card)
    card.set_defaults(run=write_card)


def revoke_laptop(args: argparse.Namespace) -> int:
    """Ends a laptop's part."""
    with opened(args) as store:
        revoke(store, args.name, lost=args.lost)
    if args.lost:
        say(_("“{name}”已停用。以后从它来的文件一律隔离待审，不会直接生效。").format(name=args.name))
    else:
        say(_("“{name}”已停用，晚交来的盘照收。").format(name=args.name))
    return DONE


def renew_laptop(args: argparse.Namespace) -> int:
    """The same rights for longer."""
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


def write_card(args: argparse.Namespace) -> int:
    """This store's card again; at a township with the county's key named in it, or taken out."""
    with opened(args) as store:
        if args.escrow:
            reads = [READS[name] for name in args.escrow_reads]
            name, words = name_escrow(store, _content(args.escrow), reads)
            say(_("“{name}”的密钥也能打开以后交来的盘，核对词 {words}。").format(name=name, words=words))
        elif args.no_escrow:
            end_escrow(store)
            say(_("以后交来的盘只有镇里自己的密钥能打开。"))
        if args.escrow or args.no_escrow:
            say(_("下次给各村回送时，各村的电脑就知道了。"))
        if args.out:
            args.out.write_text(make_card(store), encoding="utf-8")
            say(_("名片 {out}，核对词 {words}。").format(out=args.out.name, words=own_words(store)))
        elif not (args.escrow or args.no_escrow):
            say(_("核对词 {words}。").format(words=own_words(store)))
    return DONE


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BundleError("NO_FILE", name=path.name) from None
    except OSError as error:
        raise of_os(error) from error
