"""依法抹去 on the command line: first what would go and who carries it out, with --yes it goes."""

from __future__ import annotations

import argparse
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.sync.deeds import erasing as deeds
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say, show_json

if TYPE_CHECKING:
    from db import Store
    from db.sync.deeds.erasing import Preview
    from db.sync.log.redaction.finding import Rows

NOUNS = ("person", "household", "visit", "visit_person", "tag_mark", "attachment", "contact_point")


def add_commands(commands: Any) -> None:
    """erase."""
    erase = commands.add_parser("erase", help=_("依法抹去一个人、一户或几条记录（只在镇里的电脑上）"))
    erase.add_argument("store", type=Path, metavar=_("数据库"))
    erase.add_argument("noun", choices=NOUNS)
    erase.add_argument("ids", nargs="+", metavar="ID")
    erase.add_argument("--reason", default="", metavar=_("依据"), help=_("依据哪条规定、为什么；会记入操作日志"))
    erase.add_argument("--yes", action="store_true", help=_("真的抹去；不写就只看会抹去什么"))
    erase.add_argument("--json", action="store_true")
    add_password(erase)
    erase.set_defaults(run=erase_records)


def erase_records(args: argparse.Namespace) -> int:
    """Shows what would go; with --yes it goes, for good and on every computer."""
    with opened(args) as store:
        rows = _rows(store, args.noun, args.ids)
        if args.yes:
            done = deeds.erase(store, rows, args.reason)
            if args.json:
                show_json({"erased": done.records, "segments": done.segments, "computers": done.computers})
            say(done.sentence())
            return DONE
        seen = deeds.preview(store, rows)
    if args.json:
        show_json(_document(seen))
    else:
        for line in seen.lines():
            print(line)
    say(_("还没有抹去。核对无误后加 --yes 和 --reason 再办一次。"))
    return DONE


def _rows(store: Store, noun: str, ids: list[str]) -> Rows:
    if noun not in ("person", "household"):
        return deeds.of_records(store, noun, ids)
    found: dict[str, set[str]] = {}
    for one in ids:
        rows = deeds.of_person(store, one) if noun == "person" else deeds.of_household(store, one)
        for table, pks in rows.items():
            found.setdefault(table, set()).update(pks)
    return found


def _document(seen: Preview) -> dict[str, Any]:
    def counted(records: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
        return [{"noun": noun, "count": count} for noun, count in records]

    return {
        "title": seen.title, "records": counted(seen.records), "total": seen.total, "computers": seen.computers,
        "kept": counted(seen.kept), "mentions": seen.mentions, "set_aside": seen.set_aside, "backups": seen.backups,
        "out_of_reach": seen.out_of_reach,
    }  # fmt: skip
