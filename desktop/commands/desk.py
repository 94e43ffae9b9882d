"""Commands of the merge desk: what must be decided, deciding it, duplicates, moves, and what was set aside."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import RuleError, Store
from db.actions import merging
from db.queries.places import village_named
from db.sync.deeds.moving import move_household, reclassify_accusation
from db.sync.log.moves.whereabouts import moved_away
from db.sync.matters import items, quarantine, resolve, take_back
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say, show_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.changes import Changes
    from db.sync.matters import DeskItem
    from db.sync.matters.quarantine import Held
    from db.sync.matters.shown.conflicts import Conflict


def add_commands(commands: Any) -> None:
    """conflicts, resolve, merge, move, moved, reclassify, quarantine."""
    _add_moving(commands)
    conflicts = commands.add_parser("conflicts", help=_("有冲突的地方"))
    conflicts.add_argument("store", type=Path, metavar=_("数据库"))
    conflicts.add_argument("--json", action="store_true")
    add_password(conflicts)
    conflicts.set_defaults(run=show_conflicts)

    settle = commands.add_parser("resolve", help=_("定下一处冲突"))
    settle.add_argument("store", type=Path, metavar=_("数据库"))
    settle.add_argument("id", metavar=_("冲突编号"))
    choice = settle.add_mutually_exclusive_group(required=True)
    choice.add_argument("--keep", choices=["ours", "theirs", "both"])
    choice.add_argument("--value", metavar=_("新的值"))
    choice.add_argument("--undo", action="store_true", help=_("收回定过的：编号是那次定夺的编号"))
    settle.add_argument("--reason", metavar=_("理由"), help=_("会告诉两台电脑的人"))
    settle.add_argument("--json", action="store_true")
    add_password(settle)
    settle.set_defaults(run=settle_conflict)

    merge = commands.add_parser("merge", help=_("把记了两遍的农户或人员合成一个"))
    merge.add_argument("store", type=Path, metavar=_("数据库"))
    merge.add_argument("noun", choices=["household", "person"])
    merge.add_argument("from_id", metavar=_("哪一条"))
    merge.add_argument("into_id", metavar=_("合到哪一条"))
    merge.add_argument("--undo", action="store_true", help=_("拆开，各算各的"))
    merge.add_argument("--reason", metavar=_("理由"))
    add_password(merge)
    merge.set_defaults(run=merge_records)

    quarantine = commands.add_parser("quarantine", help=_("隔离待审的内容：看、收下、退回、打印"))
    quarantine.add_argument("store", type=Path, metavar=_("数据库"))
    quarantine.add_argument("--json", action="store_true")
    word = quarantine.add_mutually_exclusive_group()
    word.add_argument("--release", nargs="+", default=[], metavar="ID", help=_("收下"))
    word.add_argument("--reject", nargs="+", default=[], metavar="ID", help=_("退回，下次回执里告诉对方"))
    word.add_argument("-o", "--out", type=Path, metavar=_("文件.pdf"), help=_("打印清单"))
    quarantine.add_argument("--reason", metavar=_("理由"))
    add_password(quarantine)
    quarantine.set_defaults(run=show_quarantine)


def _add_moving(commands: Any) -> None:
    """move, moved, reclassify."""
    move = commands.add_parser("move", help=_("把一户迁到本镇另一个村（在镇里的电脑上办）"))
    move.add_argument("store", type=Path, metavar=_("数据库"))
    move.add_argument("household_id", metavar=_("哪一户"))
    move.add_argument("--to", required=True, metavar=_("村"), help=_("村名、代码或编号；迁错了再迁回来"))
    move.add_argument("--reason", metavar=_("理由"))
    move.add_argument("--json", action="store_true")
    add_password(move)
    move.set_defaults(run=move_one)

    moved = commands.add_parser("moved", help=_("从这里迁走的户，迁到了哪里"))
    moved.add_argument("store", type=Path, metavar=_("数据库"))
    moved.add_argument("--json", action="store_true")
    add_password(moved)
    moved.set_defaults(run=show_moved)

    other = commands.add_parser("reclassify", help=_("这条诉求其实是检举控告：转入限制区，村里不再看得到"))
    other.add_argument("store", type=Path, metavar=_("数据库"))
    other.add_argument("request_id", metavar=_("哪条诉求"))
    other.add_argument("--reason", metavar=_("理由"))
    add_password(other)
    other.set_defaults(run=reclassify)


# --- what must be decided -------------------------------------------------------------------------------------------


def show_conflicts(args: argparse.Namespace) -> int:
    """Every open matter with all its sides, the largest damage first."""
    with opened(args) as store:
        found = items(store)
    if args.json:
        show_json([conflict_document(matter, item) for item in found for matter in item.matters])
        return DONE
    for item in found:
        for matter in item.matters:
            said = " | ".join(f"{party.letter} {_said(item, matter, at)}" for at, party in enumerate(item.parties))
            print(f"{matter.id}\t{item.title}\t{item.about}\t{said}")
    if not found:
        say(_("没有冲突。"))
    return DONE


def _said(item: DeskItem, matter: Conflict, at: int) -> str:
    party = item.parties[at]
    line = next((line for line in item.lines if not matter.col or line.field == matter.col), None)
    line = line or next(iter(item.lines), None)
    return f"{line.values[at] if line else ''}（{party.device}，{party.cadre}，{party.at}）"


def conflict_document(matter: Conflict, item: DeskItem) -> dict[str, Any]:
    """As `conflicts --json` prints it."""
    names = {party.device_id: party.device for party in item.parties}
    return {
        "id": matter.id,
        "kind": matter.kind,
        "record": f"{matter.table} {matter.pk}",
        "field": matter.col,
        "values": [
            {
                "value": side.value, "cadre": side.cadre, "device": side.device, "at": side.at, "shown": side.shown,
                "device_name": names.get(side.device, ""), "screen": side.screen, "record": side.record,
            }
            for side in matter.sides
        ],
        "before": matter.before,
        "other": list(matter.other),
        "title": item.title,
        "about": item.about,
        "sentence": item.sentence,
        "household_id": item.household_id,
        "rank": item.rank,
    }  # fmt: skip


def settle_conflict(args: argparse.Namespace) -> int:
    """Settles one matter, or takes a decision back."""
    if args.value is not None and not args.value.strip():
        raise RuleError(_("请写出新的值。"))
    with opened(args) as store:
        if args.undo:
            take_back(store, args.id)
            say(_("已收回，下次装盘会告诉对方。"))
            return DONE
        done = resolve(store, args.id, keep=args.keep, value=args.value, reason=args.reason)
    if args.json:
        show_json({"decision": done.id, "record": f"{done.item.table} {done.item.pk}"})
    say(_("已定下，下次装盘会告诉对方。要收回：resolve {id} --undo").format(id=done.id))
    return DONE


# --- duplicates -----------------------------------------------------------------------------------------------------


def merge_records(args: argparse.Namespace) -> int:
    """Merges two entries of one household or person, or takes that back."""
    deeds: dict[tuple[str, bool], Callable[[Store, str, str, str | None], Changes]] = {
        ("household", False): merging.merge_households, ("person", False): merging.merge_persons,
        ("household", True): merging.unmerge_household, ("person", True): merging.unmerge_person,
    }  # fmt: skip
    with opened(args) as store:
        deeds[args.noun, args.undo](store, args.from_id, args.into_id, args.reason)
    say(_("已拆开，各算各的。") if args.undo else _("已合成一个，只计一次；要拆开加 --undo。"))
    return DONE


# --- set aside ------------------------------------------------------------------------------------------------------


def show_quarantine(args: argparse.Namespace) -> int:
    """What was set aside and why; lets it in, refuses it, or prints it."""
    with opened(args) as store:
        if args.release:
            applied = quarantine.release(store, args.release, args.reason)
            said = _("收下了：新增 {new} 条，更新 {changed} 条。").format(new=applied.new, changed=applied.changed)
        elif args.reject:
            quarantine.reject(store, args.reject, args.reason)
            said = _("退回了，下次回执会告诉对方；内容仍留在隔离区。")
        else:
            said = _print_held(store, args.out) if args.out else ""
        found = quarantine.quarantined(store)
        document = [_held_document(store, held) for held in found] if args.json else []
    if args.json:
        show_json(document)
    elif not said:
        for held in found:
            state = _("已退回") if held.rejected else _("待审")
            told = _("{n} 条").format(n=held.deeds)
            print(f"{held.id[:16]}\t{held.device}\t{held.reason_words}\t{held.place}\t{told}\t{state}")
    if said or not found:
        say(said or _("隔离区里什么也没有。"))
    return DONE


def _print_held(store: Store, out: Path) -> str:
    from desktop.commands.printing import keep_paper
    from desktop.papers import held_papers
    from desktop.reports.quarantine import quarantine_report

    pages = keep_paper(out, quarantine_report(held_papers(store)))
    return _("已打印 {n} 页：{name}").format(n=pages, name=out.name)


def _held_document(store: Store, held: Held) -> dict[str, Any]:
    return {
        "id": held.id,
        "device": held.device,
        "device_id": held.device_id,
        "reason": held.reason,
        "reason_words": held.reason_words,
        "place": held.place,
        "file": held.file,
        "at": held.staged_at,
        "status": "rejected" if held.rejected else "held",
        "deeds": [
            {"deed": deed.deed, "noun": deed.noun, "cadre": deed.cadre, "at": deed.at, "fields": dict(deed.fields)}
            for deed in quarantine.content(store, held.id)
        ],
    }


# --- moving -----------------------------------------------------------------------------------------------------------


def move_one(args: argparse.Namespace) -> int:
    """Moves a household with everything that belongs to it."""
    with opened(args) as store:
        village = village_named(store, args.to)
        if village is None:
            raise RuleError(_("没有这个村，请写村名或代码。"), field="to")
        done = move_household(store, args.household_id, village.id, args.reason)
    if args.json:
        show_json(
            {"household": done.household_id, "from": done.came_from, "to": done.went_to, "records": dict(done.records)}
        )
    else:
        told = _("已从{old}迁往{new}，共 {n} 条记录；下次交接两个村都会更新。")
        say(told.format(old=done.came_from, new=done.went_to, n=done.total))
    return DONE


def show_moved(args: argparse.Namespace) -> int:
    """Who moved away, where to, and how much late work followed."""
    with opened(args) as store:
        found = moved_away(store)
    if args.json:
        show_json([asdict(gone) for gone in found])
        return DONE
    for gone in found:
        print(f"{gone.household_id}\t{gone.at[:10]}\t{gone.sentence}")
    if not found:
        say(_("没有迁走的户。"))
    return DONE


def reclassify(args: argparse.Namespace) -> int:
    """A request that is in truth an accusation leaves the village."""
    with opened(args) as store:
        reclassify_accusation(store, args.request_id, args.reason)
    say(_("已转入限制区；下次交接后村里的电脑不再留有内容。"))
    return DONE
