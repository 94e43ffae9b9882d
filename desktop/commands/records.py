"""Commands about one record: add it from JSON, show it whole with its history."""

from __future__ import annotations

import argparse
import json
import sys
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import RuleError
from db.actions.inputs import fields_of, from_json
from db.actions.registry import KINDS, kind_named
from db.queries.records import record
from db.sync import standings
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say, show_json


def add_commands(commands: Any) -> None:
    """record, show."""
    put = commands.add_parser("record", help=_("照 JSON 记一条"))
    put.add_argument("store", type=Path, nargs="?", metavar=_("数据库"))
    put.add_argument("kind", nargs="?", metavar=_("种类"))
    put.add_argument("--json", metavar=_("文件或-"))
    put.add_argument("--fields", metavar=_("种类"), help=_("这一种要填什么"))
    add_password(put)
    put.set_defaults(run=put_record)

    show = commands.add_parser("show", help=_("看一条记录和它的来龙去脉"))
    show.add_argument("store", type=Path, metavar=_("数据库"))
    show.add_argument("kind", metavar=_("种类"))
    show.add_argument("id", metavar=_("编号"))
    show.add_argument("--json", action="store_true")
    add_password(show)
    show.set_defaults(run=show_record)


def _read(source: str) -> object:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except FileNotFoundError:
        raise RuleError(_("找不到文件“{name}”。").format(name=Path(source).name)) from None
    except (OSError, UnicodeDecodeError):
        raise RuleError(_("读不了文件“{name}”，请用 UTF-8 保存后再试。").format(name=Path(source).name)) from None
    except (json.JSONDecodeError, RecursionError):
        raise RuleError(_("这不是 JSON，请检查引号、逗号和括号。")) from None


def put_record(args: argparse.Namespace) -> int:
    """Adds one record with the same checks as the form; prints its id."""
    if args.fields:
        show_json(fields_of(kind_named(args.fields).input))
        return DONE
    if not (args.store and args.kind and args.json):
        raise RuleError(
            _("写法：baijia record 数据库 种类 --json 文件；种类有 {kinds}。").format(kinds="、".join(KINDS))
        )
    kind = kind_named(args.kind)
    new: Any = from_json(kind.input, _read(args.json))
    with opened(args) as store:
        changes = kind.deed(store, new)
    show_json({"id": changes.id, "kind": args.kind})
    return DONE


def show_record(args: argparse.Namespace) -> int:
    """One record with all its fields under their code names, its history and where it stands."""
    with opened(args) as store:
        found = record(store, args.kind, args.id)
        found["sync_state"] = standings(store, found.pop("table"), [args.id]).get(args.id, "local")
    if args.json:
        show_json(found)
        return DONE
    for name, value in found.items():
        if name != "history" and value not in (None, ""):
            print(f"{name}: {value}")
    say(_("改动："))
    for change in found["history"]:
        what = change["field"] or _("建立")
        print(f"{change['at']} {change['cadre']} {what}: {change['old'] or ''} → {change['new'] or ''}")
    return DONE
