"""Commands about ledgers: spreadsheets in and out."""

from __future__ import annotations

import argparse
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db import RuleError, StoreError
from db.ledgers.exports import EXPORTS
from db.ledgers.imports import import_ledger, undo_import, write_import_report
from desktop.commands.opening import DONE, PARTLY, REFUSED, add_password, opened
from desktop.commands.words import as_json, say, show_json


def add_commands(commands: Any) -> None:
    """import, export."""
    take = commands.add_parser("import", help=_("把台账表格收进来"))
    take.add_argument("store", type=Path, metavar=_("数据库"))
    take.add_argument("files", type=Path, nargs="*", metavar=_("表格"))
    take.add_argument("--kind", metavar=_("种类"))
    take.add_argument("--dry-run", action="store_true", help=_("只看结果，不保存"))
    take.add_argument("--report", type=Path, metavar="OUT.xlsx", help=_("逐行结果写成表格"))
    take.add_argument("--undo", metavar=_("导入编号"), help=_("撤回一次导入"))
    take.add_argument("--json", action="store_true")
    add_password(take)
    take.set_defaults(run=import_files)

    give = commands.add_parser("export", help=_("导出台账"))
    give.add_argument("store", type=Path, metavar=_("数据库"))
    give.add_argument("out", type=Path, metavar=_("文件"))
    give.add_argument("--kind", required=True, metavar=_("种类"))
    give.add_argument("--village", metavar=_("代码"))
    give.add_argument("--headers", choices=["labels", "codes"], default="labels")
    give.add_argument("--json", action="store_true")
    add_password(give)
    give.set_defaults(run=export_file)


def import_files(args: argparse.Namespace) -> int:
    """Takes ledgers in; one bad file does not stop the others."""
    if not args.files and not args.undo:
        raise RuleError(_("请给出要收的表格，或用 --undo 撤回一次导入。"))
    reports, refused = [], 0
    with opened(args) as store:
        if args.undo:
            undone = undo_import(store, args.undo)
            show_json(undone) if args.json else say(str(undone.sentence))
            return DONE
        for file in args.files:
            try:
                report = import_ledger(store, file, args.kind, dry_run=args.dry_run)
            except StoreError as error:
                refused += 1
                why = str(error)
                say(why if file.name in why else _("“{name}”没有收：{why}").format(name=file.name, why=why))
                continue
            reports.append(report)
            say(report.sentence)
        if args.report and reports:
            write_import_report(args.report, reports)
            say(_("逐行结果在 {name}。").format(name=args.report.name))
    if args.json:
        documents = [report.document() for report in reports]
        show_json(as_json(documents[0] if len(args.files) == 1 and documents else documents))
    if refused:
        return PARTLY if reports else REFUSED
    return DONE


def export_file(args: argparse.Namespace) -> int:
    """Writes a ledger."""
    make = EXPORTS.get(args.kind)
    if make is None:
        raise RuleError(_("没有“{kind}”这种台账，可以导出：{known}。").format(kind=args.kind, known="、".join(EXPORTS)))
    with opened(args) as store:
        rows = make(store, args.out, village=args.village, headers=args.headers)
    if args.json:
        show_json({"kind": args.kind, "file": str(args.out), "rows": rows})
    say(_("已导出 {n} 行：{name}").format(n=rows, name=args.out.name))
    return DONE
