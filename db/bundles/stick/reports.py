"""What packing and unpacking tell the clerk, and through which exit code they tell a script (cli.md, sync.md §20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from typing import Any, Literal

from db.bundles.errors import WHOLE

Result = Literal["taken", "known", "waiting", "refused"]


@dataclass(frozen=True, slots=True)
class PackReport:
    """A bundle that lies on the stick, read back and found whole: it can be pulled out."""

    path: Path
    bundle_id: str
    to: str
    file_no: int
    records: int
    segments: int
    size: int
    sha256: str

    def document(self) -> dict[str, Any]:
        """As ``baijia pack --json`` prints it."""
        return {
            "file": str(self.path), "bundle_id": self.bundle_id, "to": self.to, "records": self.records,
            "segments": self.segments, "bytes": self.size, "file_no": self.file_no, "sha256": self.sha256,
        }  # fmt: skip

    def sentence(self) -> str:
        """What stands on the screen."""
        return _("已校验，可以拔出：{file}，{count} 项修改给{to}。").format(
            file=self.path.name, count=self.records, to=self.to
        )


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
        }  # fmt: skip


def exit_code(reports: Iterable[UnpackReport]) -> int:
    """0 when every file was taken in, known or waits for an earlier one; 3 when at least one was not taken whole."""
    return 0 if all(report.whole for report in reports) else 3
