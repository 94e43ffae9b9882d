"""Commands that ask: figures and the search box."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import RuleError
from db.queries.requests import accusation_list
from db.queries.search import search
from db.queries.totals import Period, Totals, totals
from db.sync.exchange.handover import unsent
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say, show_json


def add_period(parser: argparse.ArgumentParser) -> None:
    """--from and --to."""
    parser.add_argument("--from", dest="since", type=day, metavar="D", help=_("从哪天起，如 2025-01-01"))
    parser.add_argument("--to", dest="until", type=day, metavar="D", help=_("到哪天止"))


def day(text: str) -> date:
    """A day on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("日期写成 2025-10-20 这样")) from None


def period_of(args: argparse.Namespace) -> Period:
    """The period asked for; RuleError where it ends before it begins."""
    if args.since and args.until and args.until < args.since:
        raise RuleError(_("起止日期写反了，请改正。"))
    return Period(args.since, args.until)


def add_commands(commands: Any) -> None:
    """stats, search, accusations."""
    stats = commands.add_parser("stats", help=_("报表用的数字"))
    stats.add_argument("store", type=Path, metavar=_("数据库"))
    stats.add_argument("--json", action="store_true")
    add_period(stats)
    add_password(stats)
    stats.set_defaults(run=show_stats)

    find = commands.add_parser("search", help=_("找人找户"))
    find.add_argument("store", type=Path, metavar=_("数据库"))
    find.add_argument("text", metavar=_("要找的"))
    find.add_argument("--json", action="store_true")
    add_password(find)
    find.set_defaults(run=show_search)

    accused = commands.add_parser("accusations", help=_("检举控告，只在镇里看"))
    accused.add_argument("store", type=Path, metavar=_("乡镇的数据库"))
    accused.add_argument("--json", action="store_true")
    add_password(accused)
    accused.set_defaults(run=show_accusations)


def figure_lines(found: Totals) -> list[str]:
    """The figures in sentences; a stroke stands for what the book could not know that day."""
    requests, land, disputes = found.requests, found.land, found.disputes
    known = {name: "/" if n is None else n for name, n in {**asdict(land), **asdict(found)}.items()}
    return [
        _("截至 {day}").format(day=found.as_of),
        _("农户 {households} 户，{persons} 人").format_map(known),
        _("走访 {n} 户次").format(n=found.visits),
        _("诉求 {total} 件，未答复 {open} 件，其中逾期 {late} 件").format(
            total=requests.total, open=requests.unanswered, late=requests.overdue
        ),
        _("应领证 {due} 户，未领证 {uncollected} 户").format_map(known),
        _(
            "办证 {contractors} 件：已领证 {collected}，A 流程未到 {A}，B 有障碍 {B}，C 不应发 {C}，D 证已到未领 {D}"
        ).format_map(known),
        _("纠纷未结 {open} 件，已结 {closed} 件").format(open=disputes.open, closed=disputes.closed),
        _("有冲突 {conflicts} 处，未交账 {unsent} 条").format_map(known),
    ]


def show_stats(args: argparse.Namespace) -> int:
    """The figures the summaries are made of."""
    period = period_of(args)
    with opened(args) as store:
        found = totals(store, period)
        if found.unsent is not None:
            found = replace(found, unsent=unsent(store))  # the number of the hand-over ledger
    if args.json:
        show_json(found)
    else:
        print("\n".join(figure_lines(found)))
    return DONE


def show_accusations(args: argparse.Namespace) -> int:
    """The one list in which accusations stand."""
    with opened(args) as store:
        lines = accusation_list(store)
    if args.json:
        show_json(lines)
        return DONE
    for line in lines:
        told = (line.number, line.clock, line.state_label, line.requester_name, line.content, line.id)
        print("\t".join(" ".join(text.split()) for text in told))
    if not lines:
        say(_("没有检举控告。"))
    return DONE


def show_search(args: argparse.Namespace) -> int:
    """What the search box finds."""
    with opened(args) as store:
        hits = search(store, args.text)
    if args.json:
        show_json(hits)
        return DONE
    for hit in hits:
        print(f"{hit.label}\t{hit.detail}\t{hit.id}")
    if not hits:
        say(_("没有找到。可以试首字母、姓名、证号后几位或电话。"))
    return DONE
