"""Commands that print: PDF files."""

from __future__ import annotations

import argparse
import os
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import RuleError, Store
from db.queries.households import HouseholdFilter, household_list
from db.queries.merged import household_homes
from db.queries.places import village_named
from db.sync.matters.shown.household import standing_file
from desktop.commands.asking import add_period, period_of
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import Bar, say, show_json

if TYPE_CHECKING:
    from desktop.reports.layout.page import Printed


def add_commands(commands: Any) -> None:
    """report."""
    report = commands.add_parser("report", help=_("打印成 PDF"))
    report.add_argument("store", type=Path, nargs="?", metavar=_("数据库"))
    report.add_argument("kind", nargs="?", metavar=_("种类"))
    report.add_argument("-o", "--out", type=Path, metavar=_("文件"))
    report.add_argument("--list", action="store_true", help=_("有哪些种类"))
    report.add_argument("--household", metavar="ID", help=_("一户：编号或户号"))
    report.add_argument("--bundle", default="", metavar="ID", help=_("交接单：哪次交接，编号或文件；不写是最近一次"))
    report.add_argument("--village", metavar=_("代码"))
    report.add_argument("--all", action="store_true", help=_("全部农户，按户号排"))
    report.add_argument("--masked", action="store_true", help=_("遮盖证件号码和电话"))
    report.add_argument("--json", action="store_true")
    add_period(report)
    add_password(report)
    report.set_defaults(run=print_report)


def kinds() -> dict[str, str]:
    """What can be printed here: code name and title."""
    from desktop import reports

    return {
        kind: title for kind, title in reports.kinds().items() if kind in ("household", "diary", "summary", "handover")
    }


def print_report(args: argparse.Namespace) -> int:
    """Writes a PDF, or says which kinds there are."""
    if args.list:
        if args.json:
            show_json([{"kind": kind, "title": title} for kind, title in kinds().items()])
        else:
            print("\n".join(f"{kind}\t{title}" for kind, title in kinds().items()))
        return DONE
    if not (args.store and args.kind and args.out):
        raise RuleError(_("写法：baijia report 数据库 种类 -o 文件.pdf --household 编号；--list 看有哪些种类。"))
    if args.kind not in kinds():
        raise RuleError(_("没有“{kind}”这种报表，可以打印：{known}。").format(kind=args.kind, known="、".join(kinds())))
    makers = {"household": _households, "diary": _diary, "summary": _summary, "handover": _slip}
    with opened(args) as store:
        pages = makers[args.kind](store, args)
    if args.json:
        show_json({"kind": args.kind, "files": [str(args.out)], "pages": pages})
    say(_("已打印 {n} 页：{name}").format(n=pages, name=args.out.name))
    return DONE


def chosen_households(store: Store, args: argparse.Namespace) -> list[str]:
    """The households a report is asked for, in house order; RuleError where none fits."""
    lines = household_list(store)
    if args.household:
        wanted = household_homes(store).home(args.household)  # one that was merged prints as the one it is shown under
        found = [line.id for line in lines if wanted in (line.id, line.household_no)]
        if len(found) > 1:
            raise RuleError(_("户号“{no}”有不止一户，请用编号。").format(no=args.household))
    elif args.village:
        village = village_named(store, args.village)
        if village is None:
            raise RuleError(_("没有代码或名称是“{code}”的村。").format(code=args.village))
        found = [line.id for line in household_list(store, HouseholdFilter(village_id=village.id))]
    elif args.all:
        found = [line.id for line in lines]
    else:
        raise RuleError(_("请说明打印哪一户：--household 编号，或 --village 代码，或 --all。"))
    if not found:
        raise RuleError(_("没有找到要打印的农户。"))
    return found


def _households(store: Store, args: argparse.Namespace) -> int:
    from desktop.reports.household import household_batch

    chosen = chosen_households(store, args)
    bar = Bar(_("打印"))
    printed = household_batch(
        (standing_file(store, household_id) for household_id in chosen),
        lambda done, _number: bar(done, len(chosen)),
        lambda: False,
        masked=args.masked,
    )
    assert printed is not None  # nobody can cancel here
    return keep_paper(args.out, printed)


def _diary(store: Store, args: argparse.Namespace) -> int:
    from desktop.papers import diary_of
    from desktop.reports.diary import diary_report

    return keep_paper(args.out, diary_report(diary_of(store, period_of(args)), masked=args.masked))


def _summary(store: Store, args: argparse.Namespace) -> int:
    from desktop.papers import summary_of
    from desktop.reports.summary import summary_report

    village = None
    if args.village:
        village = village_named(store, args.village)
        if village is None:
            raise RuleError(_("没有代码或名称是“{code}”的村。").format(code=args.village))
    return keep_paper(args.out, summary_report(summary_of(store, period_of(args), village)))


def _slip(store: Store, args: argparse.Namespace) -> int:
    from desktop.papers import slip_of
    from desktop.reports.handover_slip import handover_report

    return keep_paper(args.out, handover_report(slip_of(store, args.bundle)))


def keep_paper(path: Path, printed: Printed) -> int:
    """Writes a paper where it was asked for; returns its pages."""
    for sign in printed.missing:
        say(_("有一个字打印不出来：{sign}（U+{code:X}），纸上以〓代替。").format(sign=sign, code=ord(sign[0])))
    write_file(path, printed.pdf)
    return printed.pages


def write_file(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
