"""What villages and groups there are."""

from __future__ import annotations

from dataclasses import dataclass

from db.queries.merged import HOMES, merged
from db.queries.rows import ask
from db.store import Store


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village with what is known of its size."""

    id: str
    name: str
    region_code: str
    households: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A village group."""

    id: str
    name: str
    village_id: str
    households: int


def villages(store: Store) -> list[VillageRow]:
    """The villages of this store in the order of their codes."""
    sql = (
        f"{HOMES} SELECT v.id, v.name, v.region_code, (SELECT count(*) FROM household h"
        " LEFT JOIN home ON home.id = h.id WHERE h.village_id = v.id AND h.hidden = 0"
        " AND coalesce(home.home, h.id) = h.id) FROM village v WHERE v.hidden = 0 ORDER BY v.region_code, v.id"
    )
    with store.read() as session:
        rows = ask(session, sql, merged(session).values)
    return [VillageRow(i, n or "", c or "", h) for i, n, c, h in rows]


def village_groups(store: Store, village_id: str | None = None) -> list[GroupRow]:
    """The groups, of one village or of all, in their own order."""
    sql = (
        f"{HOMES} SELECT g.id, g.name, g.village_id, (SELECT count(*) FROM household h"
        " LEFT JOIN home ON home.id = h.id WHERE h.village_group_id = g.id AND h.hidden = 0"
        " AND coalesce(home.home, h.id) = h.id) FROM village_group g"
        " WHERE g.hidden = 0 AND (:v IS NULL OR g.village_id = :v) ORDER BY g.village_id, g.number, g.name, g.id"
    )
    with store.read() as session:
        rows = ask(session, sql, merged(session).values | {"v": village_id})
    return [GroupRow(i, n or "", v or "", h) for i, n, v, h in rows]


def village_named(store: Store, text: str) -> VillageRow | None:
    """The village of that region code, name or id."""
    return next((v for v in villages(store) if text in (v.region_code, v.name, v.id)), None)
