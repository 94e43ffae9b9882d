"""Where a record stands between this computer and the township, together with everything recorded under it.

The least advanced decides: a visit is 仅本机 while one of its cadres is, a household while one of its visits is; a
conflict beats all. What counts under a record is what belongs to it in the same compartment: an accusation says
nothing about the household it names (privacy.md P5).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Connection

from db.capture import synced_tables
from db.models import metadata
from db.queries.merged import Same, household_homes
from db.store import Store
from db.sync.exchange.handover import Standing, rank_segments
from db.sync.log.rows.closure import HOME, homes

Standings = Mapping[str, Standing]
"""By id of a record how far it is; one that is not in it is confirmed."""
_STANDING: Final[dict[int, Standing]] = {-1: "conflict", 0: "local", 1: "packed"}
_OWN: Final = {"publicity": {"objection": (("publicity_id", "publicity"),)}}
"""What hangs on a record that no household owns."""
_ALL: Final = """
INSERT INTO temp.unsettled SELECT tbl, pk, min(rank) FROM (
    SELECT r.tbl, r.pk, f.rank FROM temp.fresh f CROSS JOIN sync_row r ON r.seg = f.seg
    UNION ALL SELECT c.tbl, c.pk, f.rank FROM temp.fresh f CROSS JOIN sync_cell c ON c.seg = f.seg
    UNION ALL SELECT d.tbl, d.pk, f.rank FROM sync_del d JOIN temp.fresh f ON f.seg = d.seg
    UNION ALL SELECT tbl, pk, 0 FROM sync_pending
    UNION ALL SELECT tbl, pk, -1 FROM sync_conflict
) GROUP BY tbl, pk
"""
_WANTED: Final = """
INSERT INTO temp.unsettled SELECT tbl, pk, min(rank) FROM (
    SELECT w.tbl, w.pk, f.rank FROM temp.wanted w CROSS JOIN sync_part p
        CROSS JOIN sync_row r ON r.part = p.no AND r.tbl = w.tbl AND r.pk = w.pk JOIN temp.fresh f ON f.seg = r.seg
    UNION ALL SELECT w.tbl, w.pk, f.rank FROM temp.wanted w CROSS JOIN sync_part p
        CROSS JOIN sync_cell c ON c.part = p.no AND c.tbl = w.tbl AND c.pk = w.pk JOIN temp.fresh f ON f.seg = c.seg
    UNION ALL SELECT w.tbl, w.pk, f.rank FROM temp.wanted w CROSS JOIN sync_part p
        CROSS JOIN sync_del d ON d.part = p.no AND d.tbl = w.tbl AND d.pk = w.pk JOIN temp.fresh f ON f.seg = d.seg
    UNION ALL SELECT w.tbl, w.pk, 0 FROM sync_pending x CROSS JOIN temp.wanted w ON w.tbl = x.tbl AND w.pk = x.pk
    UNION ALL SELECT w.tbl, w.pk, -1 FROM temp.wanted w CROSS JOIN sync_conflict c ON c.tbl = w.tbl AND c.pk = w.pk
) GROUP BY tbl, pk
"""


def standings_of(store: Store, root: str) -> Standings:
    """Every record of a kind that is not confirmed, in one go: for a list."""
    with store.connection(immediate=False) as connection:
        _begin(connection, store)
        connection.exec_driver_sql(_ALL)
        _climb(connection, root)
        found = _found(connection, root)
        _end(connection)
    return _least(found, household_homes(store).home) if root == "household" else found


def standings_in(store: Store, record_id: str, root: str = "household") -> Standings:
    """A record, and of everything recorded under it what is not confirmed."""
    same = household_homes(store) if root == "household" else Same()
    with store.connection(immediate=False) as connection:
        _begin(connection, store)
        _descend(connection, root, same.ids(record_id))
        connection.exec_driver_sql(_WANTED)
        _climb(connection, root)
        found = {pk: standing for table in _order(root) for pk, standing in _found(connection, table).items()}
        _end(connection)
    mine = {pk: found[pk] for pk in same.ids(record_id) if pk in found}
    return {**found, **_least(mine, lambda _pk: same.home(record_id))}


def _least(found: Standings, home: Callable[[str], str]) -> Standings:
    """The least advanced of the records that are shown as one."""
    ranks = {standing: rank for rank, standing in _STANDING.items()}
    least: dict[str, Standing] = {}
    for pk, standing in found.items():
        kept = least.setdefault(home(pk), standing)
        least[home(pk)] = min(kept, standing, key=ranks.__getitem__)
    return least


def _begin(connection: Connection, store: Store) -> None:
    rank_segments(connection, store)
    for name in ("fresh", "wanted", "unsettled"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{name}")
    connection.exec_driver_sql("CREATE TEMP TABLE fresh(seg INTEGER PRIMARY KEY, rank INTEGER NOT NULL)")
    connection.exec_driver_sql("INSERT INTO temp.fresh SELECT seg, rank FROM temp.standing WHERE rank < 2")
    connection.exec_driver_sql("CREATE TEMP TABLE wanted(tbl, pk TEXT, PRIMARY KEY (tbl, pk)) WITHOUT ROWID")
    connection.exec_driver_sql("CREATE TEMP TABLE unsettled(tbl, pk TEXT NOT NULL, rank INTEGER NOT NULL)")
    connection.exec_driver_sql("CREATE INDEX temp.ix_unsettled ON unsettled(tbl)")


def _end(connection: Connection) -> None:
    for name in ("standing", "fresh", "wanted", "unsettled"):
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")


@cache
def _homes(root: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each table under a kind of record the columns that say what a row belongs to, the deciding one first."""
    tables = synced_tables(metadata)
    found = {**homes(tables, root), **_OWN.get(root, {})}
    if root == "household":
        return found
    return {name: tuple(one for one in cols if one[0] != HOME) for name, cols in found.items()}


@cache
def _order(root: str) -> tuple[str, ...]:
    """The kind of record and all that may lie under it, what lies deepest last."""
    left, order = dict(_homes(root)), [root]
    del left[root]
    while left:
        ready = [name for name, cols in left.items() if all(of in order for _col, of in cols if of)]
        loose = [name for name in ready if any(not of for _col, of in left[name])]
        chosen = [name for name in ready if name not in loose] or loose
        order += sorted(chosen, key=lambda name: (name == "decision", name))
        left = {name: cols for name, cols in left.items() if name not in order}
    return tuple(order)


def _links(root: str) -> Iterator[tuple[str, str, str, str]]:
    """Each way up: the child, its column, the parent, and what else must hold; what lies deepest first."""
    tables = synced_tables(metadata)
    order = _order(root)
    at_home = {name for name, cols in homes(tables, "household").items() if cols[:1] == ((HOME, "household"),)}
    for child in reversed(order):
        cols = _homes(root)[child]
        first = f' AND t."{HOME}" IS NULL' if child in at_home and root != "household" else ""
        for at, (col, of) in enumerate(cols):
            before = first + "".join(f' AND t."{other}" IS NULL' for other, _of in cols[:at])
            for parent in (of,) if of else order:
                if of or (parent != child and "noun" in tables[child].columns):
                    yield child, col, parent, before + ("" if of else f" AND t.noun = '{parent}'")


def _climb(connection: Connection, root: str) -> None:
    """What is not settled is not settled above either."""
    tables = synced_tables(metadata)
    for child, col, parent, more in _links(root):
        connection.exec_driver_sql(
            f"INSERT INTO temp.unsettled SELECT {tables[parent].number}, p.id, u.rank FROM temp.unsettled u"
            f' CROSS JOIN "{child}" t ON t.id = u.pk CROSS JOIN "{parent}" p ON p.id = t."{col}"'
            f" WHERE u.tbl = {tables[child].number} AND p.compartment = t.compartment{more}"
        )


def _descend(connection: Connection, root: str, ids: Collection[str]) -> None:
    """What lies under a record, hidden ones too: their removal may not be handed over yet."""
    tables = synced_tables(metadata)
    connection.exec_driver_sql(
        "INSERT INTO temp.wanted SELECT ?, value FROM json_each(?)",
        (tables[root].number, msgspec.json.encode(list(ids)).decode()),
    )
    for child, col, parent, more in reversed(list(_links(root))):
        connection.exec_driver_sql(
            f"INSERT OR IGNORE INTO temp.wanted SELECT {tables[child].number}, t.id FROM temp.wanted w"
            f' CROSS JOIN "{child}" t ON t."{col}" = w.pk WHERE w.tbl = {tables[parent].number}{more}'
        )


def _found(connection: Connection, table: str) -> Standings:
    query = "SELECT pk, min(rank) FROM temp.unsettled WHERE tbl = ? GROUP BY pk"
    rows = connection.exec_driver_sql(query, (synced_tables(metadata)[table].number,))
    return {pk: _STANDING[rank] for pk, rank in rows}
