"""Commands about a store as a whole: make it, join it to its township, check it, back it up, restore it."""

from __future__ import annotations

import argparse
import getpass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import NewStore, RuleError, create_store
from db.backup import back_up, restore
from db.check import check
from db.sync.log.seal import seal_before_leaving
from db.sync.peers.enrol import Wish, enroll, make_card, own_words
from db.sync.peers.succession import enroll_as_new
from desktop.commands.opening import DONE, REFUSED, add_password, around, opened, password_of
from desktop.commands.words import Bar, say, show_json


def add_commands(commands: Any) -> None:
    """init, enroll, check, backup, restore."""
    init = commands.add_parser("init", help=_("建立数据库"))
    init.add_argument("store", type=Path, metavar=_("数据库"))
    init.add_argument("--role", required=True, choices=["village", "township"])
    init.add_argument("--name", required=True, help=_("村或乡镇的名称"))
    init.add_argument("--region", required=True, help=_("区划代码：村 12 位，乡镇 9 位"))
    init.add_argument("--cadre", default=None, help=_("第一位使用人的姓名"))
    init.add_argument("--recovery-file", type=Path, help=_("把恢复密钥写进这个文件，打印后删除"))
    add_password(init)
    init.set_defaults(run=init_store)

    enroll = commands.add_parser("enroll", help=_("把村里的电脑登记到乡镇"))
    enroll.add_argument("store", type=Path, metavar=_("数据库"))
    enroll.add_argument("cards", type=Path, nargs="*", metavar=_("名片或授权文件"))
    enroll.add_argument("--village", action="append", default=[], metavar=_("代码"))
    enroll.add_argument("--no-mediation", action="store_true", help=_("不给调解档案"))
    enroll.add_argument("--replaces", default="", metavar=_("名称"), help=_("接替哪台电脑：权限照旧，原来那台停用"))
    enroll.add_argument("--as-new", action="store_true", help=_("把这份副本登记为新电脑，写出新名片"))
    enroll.add_argument("--out", type=Path, help=_("授权文件（或新名片）写到这里"))
    add_password(enroll)
    enroll.set_defaults(run=enroll_store)

    check = commands.add_parser("check", help=_("检查数据库是否完好"))
    check.add_argument("store", type=Path, metavar=_("数据库"))
    check.add_argument("--json", action="store_true")
    add_password(check)
    check.set_defaults(run=check_store)

    backup = commands.add_parser("backup", help=_("备份到另一个地方，并核对"))
    backup.add_argument("store", type=Path, metavar=_("数据库"))
    backup.add_argument("dest", type=Path, metavar=_("放到哪里"))
    add_password(backup)
    backup.set_defaults(run=backup_store)

    restore = commands.add_parser("restore", help=_("从备份恢复，本机成为一台新登记的电脑"))
    restore.add_argument("backup", type=Path, metavar=_("备份"))
    restore.add_argument("store", type=Path, metavar=_("数据库"))
    add_password(restore)
    restore.set_defaults(run=restore_store)


def _os_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return _("管理员")


def init_store(args: argparse.Namespace) -> int:
    """Makes a store and writes its card beside it; the recovery key is said once."""
    new = NewStore(args.role, args.name, args.region, args.cadre or _os_user(), password_of(args))
    store, recovery_key = create_store(args.store, new, around())
    try:
        card = args.store.with_suffix(".card")
        card.write_text(make_card(store), encoding="utf-8")
    finally:
        store.close()
    if args.recovery_file:
        args.recovery_file.write_text(recovery_key + "\n", encoding="utf-8")
    say(_("已建立 {store}，名片 {card}。").format(store=args.store.name, card=card.name))
    say(_("恢复密钥（只显示这一次，请抄写或打印后锁好）：{key}").format(key=recovery_key))
    return DONE


def enroll_store(args: argparse.Namespace) -> int:
    """Office: cards in, grants out. Laptop: grant in; a copy becomes a computer of its own."""
    if args.as_new:
        return _enroll_as_new(args)
    if not args.cards:
        raise RuleError(_("请给出名片或授权文件；把副本登记为新电脑用 --as-new。"))
    wish = Wish(tuple(args.village), mediation=not args.no_mediation, replaces=args.replaces)
    with opened(args) as store:
        if args.out and len(args.cards) > 1:
            raise RuleError(_("一次登记多台电脑时，不要用 --out，授权文件会放在各自名片旁边。"))
        for card in args.cards:
            done = enroll(store, card, wish)
            if done.paper:
                out = args.out or card.with_suffix(".grant")
                out.write_text(done.paper, encoding="utf-8")
                say(_("已登记“{name}”，核对词 {words}，授权文件 {out}。").format(
                    name=done.name, words=done.words, out=out.name))  # fmt: skip
                if done.proven:
                    say(_("它接替原来的“{name}”，原来的钥匙已为它签名，不用再核对；原来那台停用，晚交的盘照收。").format(
                        name=done.name))  # fmt: skip
                elif done.replaced:
                    say(_("它接替原来的“{name}”，原来那台停用。请打电话核对核对词。").format(name=done.name))
            else:
                say(_("本机已加入“{name}”，核对词 {words}。").format(name=done.name, words=done.words))
    return DONE


def _enroll_as_new(args: argparse.Namespace) -> int:
    if args.cards:
        raise RuleError(_("--as-new 只写出新名片，不收名片或授权文件。"))
    with opened(args) as store:
        enroll_as_new(store, password_of(args))
        card = args.out or args.store.with_suffix(".card")
        card.write_text(make_card(store), encoding="utf-8")
        words = own_words(store)
    say(_("本机已是一台新电脑，可以填写了。把名片 {card} 交乡镇登记一次，核对词 {words}。").format(
        card=card.name, words=words))  # fmt: skip
    return DONE


def check_store(args: argparse.Namespace) -> int:
    """Looks at pages, references, log and attachments."""
    with opened(args) as store:
        findings = check(store)
    if args.json:
        show_json({"ok": not findings, "findings": findings})
    for finding in findings:
        say(f"{finding.kind}: {finding.message} {finding.record}")
    if not findings:
        say(_("检查完毕，一切完好。"))
    return REFUSED if findings else DONE


def backup_store(args: argparse.Namespace) -> int:
    """A verified copy below the folder given."""
    with opened(args) as store:
        seal_before_leaving(store)
        made = back_up(store, args.dest, Bar(_("复制附件")))
    say(_("已备份并核对：{path}（{size} KB）。").format(path=made.path.name, size=made.bytes // 1024))
    if made.damaged:
        say(_("有 {n} 份附件坏了，没有备进去，下次交接时会请对方补发。").format(n=len(made.damaged)))
    print(made.path)
    return DONE


def restore_store(args: argparse.Namespace) -> int:
    """A store from a backup, with a new identity of this computer and a new card."""
    store = restore(args.backup, args.store, password_of(args), around())
    try:
        card = args.store.with_suffix(".card")
        card.write_text(make_card(store), encoding="utf-8")
        words, office, vouched = own_words(store), store.role == "township", bool(store.facts.get("successor_sig"))
    finally:
        store.close()
    if office:
        say(_("已恢复到 {store}，乡镇的钥匙也在。缺的记录，各村下次交接会补回。").format(store=args.store.name))
        return DONE
    say(_("已恢复到 {store}。本机算一台新电脑：把名片 {card} 交乡镇登记一次，缺的记录下次交接会补回。").format(
        store=args.store.name, card=card.name))  # fmt: skip
    if not vouched:
        say(_("原来的钥匙不在本机，登记时请打电话核对核对词 {words}。").format(words=words))
    return DONE
