"""The declarations by table and column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from db.models.fields import Declared, metadata

_EVERYWHERE: Final = ("recorded_at", "recorded_by", "recorded_on")
_HIDDEN: Final = Declared(label="删除", kind="yes_no", editable=False)


@cache
def columns_of(table: str) -> Mapping[str, Declared]:
    """Every declared field of a table that travels, in the order of the model; empty for a table nobody here knows."""
    found = metadata.tables.get(table)
    if found is None or found.info.get("sync") is None:
        return {}
    every = {str(column.name): column.info.get("declared") for column in found.columns}
    return MappingProxyType({name: one for name, one in every.items() if one is not None})


def declared(table: str, column: str) -> Declared | None:
    """What is declared of one field; None for one that a newer version made."""
    if column == "hidden":
        return _HIDDEN
    return columns_of(table).get(column)


def editable(table: str) -> tuple[str, ...]:
    """The fields a person may put right by hand, in the order of the model."""
    return tuple(name for name, one in columns_of(table).items() if one.editable)


def listed(table: str) -> tuple[str, ...]:
    """The fields that stand among the further facts of dossier and paper, in the order of the model."""
    return tuple(name for name, one in columns_of(table).items() if one.listed)


def own_columns(table: str) -> tuple[str, ...]:
    """The fields that are the table's own: without what every record carries."""
    return tuple(name for name in columns_of(table) if name not in _EVERYWHERE)


def noun_of(table: str) -> str:
    """What people call a record of a table, in Chinese; empty for a table nobody here knows."""
    found = metadata.tables.get(table)
    return str(found.info.get("noun", "")) if found is not None else ""


@cache
def followers(table: str, column: str) -> tuple[tuple[str, str, str], ...]:
    """The fields of other tables whose day may not come before this one: (table, its reference to here, its column)."""
    found = []
    for name, other in metadata.tables.items():
        for later, rule in columns_of(name).items():
            reference, dot, first = rule.after.rpartition(".")
            if dot and first == column and target(name, reference) == table:
                found.append((str(other.name), reference, later))
    return tuple(found)


def target(table: str, column: str) -> str:
    """The table whose record a reference names."""
    (key,) = metadata.tables[table].columns[column].foreign_keys
    return str(key.column.table.name)
