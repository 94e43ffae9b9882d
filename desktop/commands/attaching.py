"""Commands about papers and photos: hang one on a record, see what hangs there, take one out."""

from __future__ import annotations

import argparse
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

from db import RuleError
from db.actions.papers import NewPaper, attach_paper
from db.engine import plain_words
from db.queries.papers import KeptPaper, paper, paper_content, papers_of_household, papers_of_record
from db.rules.codes import labels
from desktop.commands.asking import day
from desktop.commands.opening import DONE, add_password, opened
from desktop.commands.words import say, show_json

_ENDINGS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}


def add_commands(commands: Any) -> None:
    """attach, papers."""
    hang = commands.add_parser("attach", help=_("把照片或扫描件放进一条记录"))
    hang.add_argument("store", type=Path, metavar=_("数据库"))
    hang.add_argument("files", type=Path, nargs="+", metavar=_("文件"), help=_("JPG、PNG、WebP 或 PDF"))
    hang.add_argument("--to", required=True, nargs=2, metavar=(_("种类"), _("编号")), help=_choices("paper_owner"))
    hang.add_argument("--kind", default="photo", metavar=_("材料种类"), help=_choices("paper_kind"))
    hang.add_argument("--household", metavar=_("农户"), help=_("不能从记录找到农户时写"))
    hang.add_argument("--caption", metavar=_("说明"))
    hang.add_argument("--on", type=day, metavar="D", help=_("哪天的，如 2025-10-20"))
    hang.add_argument("--original", action="store_true", help=_("照片不缩小，原样保存（拍摄地点也会留下）"))
    hang.add_argument("--json", action="store_true")
    add_password(hang)
    hang.set_defaults(run=attach_files)

    look = commands.add_parser("papers", help=_("看一户或一条记录的材料，或取出来"))
    look.add_argument("store", type=Path, metavar=_("数据库"))
    which = look.add_mutually_exclusive_group(required=True)
    which.add_argument("--household", metavar=_("农户"))
    which.add_argument("--of", nargs=2, metavar=(_("种类"), _("编号")), help=_choices("paper_owner"))
    which.add_argument("--id", metavar=_("编号"), help=_("一份材料"))
    look.add_argument("--out", type=Path, metavar=_("文件夹"), help=_("取出来放到这里"))
    look.add_argument("--json", action="store_true")
    add_password(look)
    look.set_defaults(run=show_papers)


def _choices(codes: str) -> str:
    return "、".join(f"{code} {words}" for code, words in labels(codes).items())


def attach_files(args: argparse.Namespace) -> int:
    """Hangs each file on the record; prints the ids. The first that is refused ends it, those before it stay."""
    kind, record_id = args.to
    new = NewPaper(
        noun=kind.replace("-", "_"), record_id=record_id, household_id=args.household, paper_kind=args.kind,
        caption=args.caption, taken_on=args.on,
    )  # fmt: skip
    ids = []
    with opened(args) as store:
        for file in args.files:
            ids.append(attach_paper(store, new, file, keep_original=args.original).id)
            say(_("已放入：{name}").format(name=file.name))
    if args.json:
        show_json([{"id": paper_id, "file": str(file)} for paper_id, file in zip(ids, args.files, strict=True)])
    else:
        print("\n".join(ids))
    return DONE


def show_papers(args: argparse.Namespace) -> int:
    """Lists papers, and takes their files out where asked."""
    with opened(args) as store:
        if args.id:
            found: tuple[KeptPaper, ...] = (paper(store, args.id),)
        elif args.household:
            found = papers_of_household(store, args.household)
        else:
            found = papers_of_record(store, args.of[0].replace("-", "_"), args.of[1])
        taken = {}
        if args.out:
            for one in found:
                if one.state == "here":
                    taken[one.id] = _take_out(args.out, one, paper_content(store, one.id))
    if args.json:
        show_json([_document(one, taken.get(one.id)) for one in found])
        return DONE
    for one in found:
        where = taken.get(one.id) or ("" if one.state == "here" else _("（还没有到，下次交接会补来）"))
        print(f"{one.id}\t{one.kind_label}\t{one.belongs_to}\t{one.taken_on}\t{one.caption}\t{where}")
    if not found:
        say(_("没有材料。"))
    return DONE


def _take_out(folder: Path, one: KeptPaper, content: bytes) -> Path:
    path = folder / (one.id + _ENDINGS.get(one.mime, ".bin"))
    with plain_words():
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise RuleError(_("“{name}”已经存在，没有改动它。").format(name=path.name))
        path.write_bytes(content)
    return path


def _document(one: KeptPaper, path: Path | None) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.paper_kind, "noun": one.noun, "record_id": one.record_id,
        "household_id": one.household_id, "caption": one.caption, "taken_on": one.taken_on, "mime": one.mime,
        "size": one.size, "sha256": one.sha256, "state": one.state, "file": str(path) if path else None,
    }  # fmt: skip
