"""Where rows came from: imported files, their rows, and the cells a person must look at."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from db.models.fields import Recorded, field, local, synced


class ImportBatch(Recorded, table=True):
    """One file taken in; the same bytes again change nothing."""

    __tablename__ = "import_batch"
    __table_args__ = synced(91)
    kind: str | None = field("fact", 1)
    file_name: str | None = field("fact", 1)
    sha256: str | None = field("fact", 1, index=True)
    rows: int | None = field("fact", 1)
    new: int | None = field("fact", 1)
    changed: int | None = field("fact", 1)
    same: int | None = field("fact", 1)
    undone_at: str | None = field("fact", 1)


class ImportFlag(Recorded, table=True):
    """A cell that could not be taken over in silence; until it is settled it is exported as it was read."""

    __tablename__ = "import_flag"
    __table_args__ = synced(92)
    batch_id: str | None = field("fact", 1, ref="import_batch", index=True)
    noun: str | None = field("fact", 1)
    record_id: str | None = field("fact", 1, index=True)
    field_name: str | None = field("fact", 1)
    source_sheet: str | None = field("fact", 1)
    source_row: int | None = field("fact", 1)
    source_column: str | None = field("fact", 1)
    source_column_no: int | None = field("fact", 1)
    kind: str | None = field("fact", 1)
    raw: str | None = field("fact", 3)
    message: str | None = field("fact", 2)
    settled_at: str | None = field("fact", 1)
    settled_by: str | None = field("fact", 1)
    settled_value: str | None = field("fact", 3)


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
