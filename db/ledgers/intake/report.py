"""What an import says of itself: counts, the cells to look at, the rows not taken."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any


@dataclass(frozen=True, slots=True)
class FlaggedCell:
    """A cell a person must look at, or a row that was not taken; rows and columns count from 1."""

    file: str
    sheet: str
    row: int
    column: str
    column_no: int
    cell: str
    field: str
    kind: str
    raw: str
    message: str
    proposal: str | None = None
    record_id: str | None = None

    def document(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {name: getattr(self, name) for name in FlaggedCell.__slots__}


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row: new, changed, same, refused or ignored, and why."""

    sheet: str
    row: int
    outcome: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One file taken in."""

    import_id: str | None
    kind: str
    file_name: str
    village: str
    rows: int
    new: int
    changed: int
    same: int
    flagged: tuple[FlaggedCell, ...]
    refused: tuple[FlaggedCell, ...]
    outcomes: tuple[RowOutcome, ...]
    left_out: tuple[str, ...] = ()
    absent: int = 0
    known_file: bool = False
    named_village: str = ""

    @property
    def sentence(self) -> str:
        """The result in one line."""
        if self.known_file:
            return _("“{name}”以前已经收过，没有改动。").format(name=self.file_name)
        text = _("“{name}”：{rows} 人，新增 {new}，更新 {changed}，不变 {same}；{flagged} 处请核对").format(
            name=self.file_name, rows=self.rows, new=self.new, changed=self.changed, same=self.same,
            flagged=len(self.flagged),
        )  # fmt: skip
        if self.refused:
            text += _("，{n} 行没有读入").format(n=len(self.refused))
        text += _("。")
        mine, named = self.village.removesuffix("村"), self.named_village.removesuffix("村")
        if named and named not in mine and mine not in named:
            text += _("注意：表上写的是{named}，收进了{village}。").format(
                named=self.named_village, village=self.village
            )
        return text

    def document(self) -> dict[str, Any]:
        """The JSON document of `baijia import` (cli.md); a dry run has no import_id."""
        shape: dict[str, Any] = {"import_id": self.import_id} if self.import_id else {}
        shape |= {name: getattr(self, name) for name in ("kind", "rows", "new", "changed", "same")}
        shape["flagged"] = [cell.document() for cell in self.flagged]
        shape["refused"] = [cell.document() for cell in self.refused]
        shape |= {
            "file": self.file_name,
            "village": self.village,
            "left_out": list(self.left_out),
            "absent": self.absent,
        }
        return shape


@dataclass(frozen=True, slots=True)
class UndoReport:
    """An import taken back: what went, what stayed because somebody has worked on it since."""

    import_id: str
    file_name: str
    removed: int
    restored: int
    kept: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The result in one line."""
        text = _("“{name}”的导入已撤回：删去 {removed} 条，还原 {restored} 条").format(
            name=self.file_name, removed=self.removed, restored=self.restored
        )
        if self.kept:
            text += _("；{n} 条后来有人改过，保留：{names}").format(n=len(self.kept), names="、".join(self.kept[:5]))
        return text + _("。")
