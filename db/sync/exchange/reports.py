"""What packing and unpacking tell the clerk, and through which exit code they tell a script (cli.md, sync.md §20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from typing import Any, Literal

from db.sync.errors import WHOLE

Result = Literal["taken", "known", "waiting", "refused"]


@dataclass(frozen=True, slots=True)
class PackReport:
    """A bundle that lies on the stick, read back and found whole: it can be pulled out.

    A large one is several ``files``, of which ``path`` is the first; ``left`` more had no room on the stick.
    ``papers`` went along; those in ``damaged`` did not open here and were asked for.
    """

    path: Path
    bundle_id: str
    to: str
    file_no: int
    records: int
    segments: int
    size: int
    sha256: str
    files: tuple[Path, ...] = ()
    papers: int = 0
    left: int = 0
    damaged: tuple[str, ...] = ()
    snapshot: bool = False

    def document(self) -> dict[str, Any]:
        """As ``baijia pack --json`` prints it."""
        return {
            "file": str(self.path), "bundle_id": self.bundle_id, "to": self.to, "records": self.records,
            "segments": self.segments, "bytes": self.size, "file_no": self.file_no, "sha256": self.sha256,
            "files": [str(file) for file in self.files or (self.path,)], "papers": self.papers, "left": self.left,
            "damaged": list(self.damaged), "snapshot": self.snapshot,
        }  # fmt: skip

    def sentence(self) -> str:
        """What stands on the screen."""
        what = _("{count} 项修改").format(count=self.records)
        if self.snapshot:
            what = _("新电脑的起始数据，{count} 条记录").format(count=self.records)
        if self.papers:
            what += _("和 {count} 份附件").format(count=self.papers)
        told = _("已校验，可以拔出：{file}，{what}给{to}。").format(file=self._named(), what=what, to=self.to)
        if self.left:
            told += _("U 盘放不下，还有 {n} 份没有装；等对方收下这些、带回回执后再装。").format(n=self.left)
        if self.damaged:
            told += _("有 {n} 份附件坏了，没有装，已请对方补发：{names}。").format(
                n=len(self.damaged), names=listed(self.damaged)
            )
        return told

    def _named(self) -> str:
        if len(self.files) < 2:
            return self.path.name
        return _("{file} 等 {n} 个文件").format(file=self.path.name, n=len(self.files))


@dataclass(frozen=True, slots=True)
class UnpackReport:
    """What became of one file; ``code`` is the gravest of the ``notes`` (code, sentence), empty where all is well."""

    file: Path
    result: Result
    code: str = ""
    message: str = ""
    sender: str = ""
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    waiting: int = 0
    quarantined: int = 0
    bad: int = 0
    papers: int = 0
    papers_bad: int = 0
    papers_missing: int = 0
    erased: int = 0
    notes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether everything in it that could be taken in was taken in."""
        return self.result != "refused" and self.code in WHOLE

    def document(self) -> dict[str, Any]:
        """As ``baijia unpack --json`` prints it."""
        return {
            "file": str(self.file), "result": self.result, "code": self.code, "message": self.message, "new": self.new,
            "changed": self.changed, "conflicts": self.conflicts, "waiting": self.waiting, "from": self.sender,
            "quarantined": self.quarantined, "bad": self.bad, "notes": [list(note) for note in self.notes],
            "papers": self.papers, "papers_bad": self.papers_bad, "papers_missing": self.papers_missing,
            "erased": self.erased,
        }  # fmt: skip


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names in a sentence.

    >>> listed(["照片", "户口簿"]), listed(["一", "二", "三", "四"])
    ('照片、户口簿', '一、二、三等')
    """
    return "、".join(names[:most]) + (_("等") if len(names) > most else "")


def exit_code(reports: Iterable[UnpackReport]) -> int:
    """0 when every file was taken in, known or waits for an earlier one; 3 when at least one was not taken whole."""
    return 0 if all(report.whole for report in reports) else 3
