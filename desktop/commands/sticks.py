"""Commands about the USB stick: pack, look, take in, see what is where."""

from __future__ import annotations

import argparse
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.sync import Plan, exit_code, handover, inspect, pack, unpack
from db.sync.exchange.safety import back_up_beside
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import Bar, say, show_json
from desktop.paths import user_places
from desktop.settings import SettingsFile

if TYPE_CHECKING:
    pass


def add_commands(commands: Any) -> None:
    """pack, inspect, unpack, handover."""
    pack = commands.add_parser("pack", help=_("装盘：写一个数据包"))
    pack.add_argument("store", type=Path, metavar=_("数据库"))
    pack.add_argument("out", type=Path, metavar=_("文件或文件夹"))
    pack.add_argument("--to", metavar=_("给谁"), help=_("收件电脑的名称；村里默认给乡镇"))
    pack.add_argument("--snapshot", action="store_true", help=_("给新电脑：装现在的全部记录，不装历史"))
    pack.add_argument("--no-backup", action="store_true", help=_("不在 U 盘上顺带备份"))
    pack.add_argument("--json", action="store_true")
    add_password(pack)
    pack.set_defaults(run=pack_store)

    look = commands.add_parser("inspect", help=_("看数据包外面写的：谁给谁、什么时候"))
    look.add_argument("bundle", type=Path, metavar=_("数据包"))
    look.add_argument("--json", action="store_true")
    look.set_defaults(run=inspect_bundle)

    unpack = commands.add_parser("unpack", help=_("收盘：把数据包收进来"))
    unpack.add_argument("store", type=Path, metavar=_("数据库"))
    unpack.add_argument("bundles", type=Path, nargs="+", metavar=_("数据包"))
    unpack.add_argument("--salvage", action="store_true", help=_("损坏的文件先收下完好的部分"))
    unpack.add_argument("--json", action="store_true")
    add_password(unpack)
    unpack.set_defaults(run=unpack_bundles)

    handover = commands.add_parser("handover", help=_("交账：什么在本机、在盘上、在镇里"))
    handover.add_argument("store", type=Path, metavar=_("数据库"))
    handover.add_argument("--json", action="store_true")
    add_password(handover)
    handover.set_defaults(run=show_handover)


def pack_store(args: argparse.Namespace) -> int:
    """Writes a bundle and reads it back."""
    with opened(args) as store:
        made = pack(store, args.out, args.to, Bar(_("装盘")), plan=Plan(snapshot=args.snapshot))
        wanted = args.out.is_dir() and not args.no_backup and _stick_backup_wanted()
        beside = back_up_beside(store, args.out, Bar(_("顺带备份"))) if wanted else None
    if args.json:
        show_json(made.document() | {"backup": str(beside.path) if beside and beside.path else None})
    if beside is not None:
        say(beside.sentence)
    say(made.sentence())
    return DONE


def _stick_backup_wanted() -> bool:
    return SettingsFile(user_places().settings).now.stick_backup


def inspect_bundle(args: argparse.Namespace) -> int:
    """What a bundle says of itself without being opened."""
    found = inspect(args.bundle)
    if args.json:
        show_json(found)
        return DONE
    for name, value in found.items():
        print(f"{name}: {value}")
    return DONE


def unpack_bundles(args: argparse.Namespace) -> int:
    """Takes bundles in; 3 when one was refused."""
    with opened(args) as store:
        found = unpack(store, args.bundles, salvage=args.salvage, progress=Bar(_("收盘")))
    if args.json:
        show_json({"bundles": [report.document() for report in found]})
    for report in found:
        say(f"{report.file.name}: {report.message}")
    return exit_code(found)


def show_handover(args: argparse.Namespace) -> int:
    """The hand-over ledger."""
    with opened(args) as store:
        found = handover(store).document()
    if args.json:
        show_json(found)
        return DONE
    records = found["records"]
    print(_("仅本机 {local} 条，已装盘 {packed} 条，镇里已确认 {confirmed} 条，有冲突 {conflict} 条").format(**records))
    for device in found["devices"]:
        gaps = "、".join(str(n) for n in device["gaps"])
        line = _("{name}：最近一份 {last}").format(name=device["name"], last=device["last_bundle"] or _("还没有"))
        print(line + (_("，缺第 {gaps} 号").format(gaps=gaps) if gaps else ""))
    return DONE
