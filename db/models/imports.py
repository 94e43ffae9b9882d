"""Where rows came from: imported files, their rows, and the cells a person must look at."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from db.models.fields import Recorded, field, local, synced


class ImportBatch(Recorded, table=True):
    """One file taken in; the same bytes again change nothing."""

    __tablename__ = "import_batch"
    __table_args__ = synced(91, "导入")
    kind: str | None = field("fact", 1, "种类", editable=False)
    file_name: str | None = field("fact", 1, "文件名", editable=False)
    sha256: str | None = field("fact", 1, "文件指纹", "system", index=True)
    rows: int | None = field("fact", 1, "行数", "number", editable=False)
    new: int | None = field("fact", 1, "新增", "number", editable=False)
    changed: int | None = field("fact", 1, "改动", "number", editable=False)
    same: int | None = field("fact", 1, "相同", "number", editable=False)
    undone_at: str | None = field("fact", 1, "撤销时间", editable=False)


class ImportFlag(Recorded, table=True):
    """A cell that could not be taken over in silence; until it is settled it is exported as it was read."""

    __tablename__ = "import_flag"
    __table_args__ = synced(92, "导入疑点")
    batch_id: str | None = field("fact", 1, "导入", ref="import_batch", index=True)
    noun: str | None = field("fact", 1, "哪类记录", "system")
    record_id: str | None = field("fact", 1, "哪条记录", "system", index=True)
    field_name: str | None = field("fact", 1, "哪一项", "system")
    source_sheet: str | None = field("fact", 1, "来源工作表", "system")
    source_row: int | None = field("fact", 1, "来源行", "system")
    source_column: str | None = field("fact", 1, "来源列", editable=False)
    source_column_no: int | None = field("fact", 1, "来源列号", "number", editable=False)
    kind: str | None = field("fact", 1, "疑点种类", editable=False)
    raw: str | None = field("fact", 3, "表里写的", editable=False)
    message: str | None = field("fact", 2, "疑点", editable=False)
    settled_at: str | None = field("fact", 1, "处理时间", editable=False)
    settled_by: str | None = field("fact", 1, "处理人", editable=False)
    settled_value: str | None = field("fact", 3, "定成什么", editable=False)


class ImportRow(SQLModel, table=True):
    """The verdict on one row of an imported file; stays on this computer."""

    __tablename__ = "import_row"
    __table_args__ = local()
    seq: int | None = Field(default=None, primary_key=True)
    batch_id: str = Field(index=True)
    sheet: str = ""
    row: int = 0
    outcome: str = ""
    noun: str = ""
    record_id: str | None = None
    made: str | None = None
    raw: str | None = None
    message: str = ""
