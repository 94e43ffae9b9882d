"""How a table of the record book is declared: once for each field, what people call it, what may stand in it, how it
merges, how private it is, and where else it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

from db.rules.values import Kind, ValueRule

Sync = Literal["words", "fact", "clock", "ladder", "local"]
"""words: texts, both always shown; fact: queue; clock: greatest wins; ladder: ordered status; local: stays here."""

GENERAL: Final = 0
MEDIATION: Final = 1
RESTRICTED: Final = 2
SENSITIVE: Final = 3
"""The highest privacy class (privacy.md P1): health, religion, children's data, numbers of identity and telephone."""

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(ValueRule):
    """All that is said of a field but its column: forms, correction, merge desk, ledgers, search and paper read it.

    ``after``: the column (of this record, or ``reference.column``) whose day it may not come before. ``editable``:
    a person may put it right by hand; where not, a deed of its own changes it. ``listed``: it stands among the further
    facts of the dossier and the printed household file. ``searched``: the search box finds the record by it.
    ``proved``: a number whose check character must be right unless a reason is given. ``once``: no two records of the
    table hold the same (but one that replaces the other); two computers may still do it, and the merge desk asks.
    ``heads``: the headings under which ledgers have it (the first is written by exports), ``ledger`` its name there.
    """

    after: str = ""
    editable: bool = True
    listed: bool = False
    searched: bool = False
    proved: bool = False
    once: bool = False
    heads: tuple[str, ...] = ()
    ledger: str = ""
    sync: Sync = "fact"
    privacy: int = 1


def field(
    sync: Sync,
    privacy: int,
    label: str,
    kind: Kind | None = None,
    *,
    index: bool = False,
    ref: str | None = None,
    **facts: Any,
) -> Any:
    """A column with its merge class (sync.md §10), its privacy class 0 public … 3 sensitive (privacy.md P1), what
    people call it, what may stand in it (`db.rules.values.Kind`) and the further facts of `Declared`.

    ``ref`` names the table whose ``id`` it points to; the reference guards local writes only.
    """
    kind = kind or ("ref" if ref else "code" if "codes" in facts else "prose" if sync == "words" else "text")
    facts |= {name: tuple(facts.get(name, "").split()) for name in ("heads", "also")}
    facts["editable"] = facts.get("editable", True) and kind not in ("ref", "system")
    declared = Declared(label=label, kind=kind, sync=sync, privacy=privacy, **facts)
    extra: dict[str, Any] = {"foreign_key": f"{ref}.id"} if ref else {}
    info = {"sync": sync, "privacy": privacy, "declared": declared}
    return Field(default=None, index=index, sa_column_kwargs={"info": info}, **extra)


def synced(number: int, noun: str, **more: Any) -> dict[str, Any]:
    """``__table_args__`` of a table that travels; ``number`` is its permanent number in bundles, ``noun`` what people
    call one of its records."""
    return {"info": {"sync": number, "noun": noun, **more}}


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
    recorded_at: str | None = field("fact", 1, "记录时间", "system")
    recorded_by: str | None = field("fact", 1, "记录人", "system")
    recorded_on: str | None = field("fact", 1, "记录的电脑", "system")
