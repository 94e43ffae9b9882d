"""What stays on this computer: drafts being typed, facts about the store itself, rows the search must look at again."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.models.fields import local


class Draft(SQLModel, table=True):
    """A form half filled in; it keeps the version of the form it was typed in."""

    __table_args__ = local()
    form: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    version: int = 1
    household_id: str | None = None
    data: str = "{}"
    saved_at: str = ""
    cadre_id: str = ""


class StoreFact(SQLModel, table=True):
    """A fact about this store: its id, role, name, village, last backup …"""

    __tablename__ = "store_fact"
    __table_args__ = local()
    name: str = Field(primary_key=True)
    value: str = ""


class SearchDirty(SQLModel, table=True):
    """A record the search index must read again; filled by triggers, whoever wrote."""

    __tablename__ = "search_dirty"
    __table_args__ = local()
    tbl: str = Field(primary_key=True)
    pk: str = Field(primary_key=True)


class SearchPlace(SQLModel, table=True):
    """Where a record stands in the search index."""

    __tablename__ = "search_place"
    __table_args__ = (Index("ix_search_place_tbl_pk", "tbl", "pk"), local())
    place: int | None = Field(default=None, primary_key=True)
    tbl: str = ""
    pk: str = ""
