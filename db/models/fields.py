"""How a table of the record book is declared: every field says how it merges and how private it is."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

Sync = Literal["words", "fact", "clock", "ladder", "local"]
"""words: texts, both always shown; fact: queue; clock: greatest wins; ladder: ordered status; local: stays here."""

GENERAL: Final = 0
MEDIATION: Final = 1
RESTRICTED: Final = 2

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


def field(sync: Sync, privacy: int, default: Any = None, *, index: bool = False, ref: str | None = None) -> Any:
    """A column with its merge class (sync.md §10) and its privacy class 0 public … 3 sensitive (privacy.md P1).

    ``ref`` names the table whose ``id`` it points to; the reference guards local writes only.
    """
    extra: dict[str, Any] = {"foreign_key": f"{ref}.id"} if ref else {}
    return Field(default=default, index=index, sa_column_kwargs={"info": {"sync": sync, "privacy": privacy}}, **extra)


def synced(number: int, **more: Any) -> dict[str, Any]:
    """``__table_args__`` of a table that travels; ``number`` is its permanent number in bundles."""
    return {"info": {"sync": number, **more}}


def local(**more: Any) -> dict[str, Any]:
    """``__table_args__`` of a table that stays on this computer."""
    return {"info": {"sync": None, **more}}


class Recorded(SQLModel):
    """What every synced record carries: its place in the partitions, and who wrote it, when, on which device."""

    __mapper_args__: ClassVar[dict[str, Any]] = {"confirm_deleted_rows": False}  # a deletion only hides: 0 rows go

    id: str = Field(primary_key=True, sa_column_kwargs={"info": {"sync": "fact", "privacy": 0}})
    scope: str = Field(index=True, sa_column_kwargs={"info": {"sync": "key", "privacy": 0}})
    compartment: int = Field(default=GENERAL, sa_column_kwargs={"info": {"sync": "key", "privacy": 0}})
    hidden: int = Field(default=0, sa_column_kwargs={"server_default": "0", "info": {"sync": "key", "privacy": 0}})
    recorded_at: str | None = field("fact", 1)
    recorded_by: str | None = field("fact", 1)
    recorded_on: str | None = field("fact", 1)
