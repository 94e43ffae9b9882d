"""Records merged into one another: connected components, each shown under one of its ids; children stay where they are.

Readers map, nobody rewrites: a visit of either household counts once, under the household shown, and a merge taken back
leaves everything as it was. A→B on one laptop and B→A on another are one component, never a riddle.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

from sqlmodel import Session

from db.queries.rows import ask
from db.store import Store

HOMES: Final = """
WITH home(id, home) AS MATERIALIZED (SELECT key, value FROM json_each(:homes)),
  same(id, home) AS MATERIALIZED (SELECT key, value FROM json_each(:same))
"""
"""Goes before a SELECT that joins ``home`` (household -> the one shown) or ``same`` (person -> the one shown)."""


@dataclass(frozen=True, slots=True)
class Same:
    """The merged records of one table; whoever was never merged is not in it."""

    homes: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def home(self, record_id: str) -> str:
        """The id under which a record is shown."""
        return self.homes.get(record_id, record_id)

    def ids(self, record_id: str) -> tuple[str, ...]:
        """All ids of a record, the one shown first."""
        home = self.home(record_id)
        return self.members.get(home, (home,))

    @property
    def absorbed(self) -> list[str]:
        """The ids that are not shown themselves."""
        return [record_id for record_id, home in self.homes.items() if record_id != home]


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything that is merged in a store, as SQL and screens need it."""

    households: Same
    persons: Same

    @property
    def values(self) -> dict[str, str]:
        """What ``HOMES`` and ``NOT IN (… json_each(:absorbed))`` ask for."""
        return {
            "homes": json.dumps(self.households.homes),
            "same": json.dumps(self.persons.homes),
            "absorbed": json.dumps(self.persons.absorbed),
        }

    def household_ids(self, household_id: str) -> str:
        """All ids of a household as JSON, for ``IN (SELECT value FROM json_each(?))``."""
        return json.dumps(self.households.ids(household_id))


NOTHING: Final = Merged(Same(), Same())


def household_homes(store: Store) -> Same:
    """The merged households of a store."""
    with store.read() as session:
        return merged(session).households


def merged(session: Session) -> Merged:
    """Everything merged in this store; usually nothing, and then it costs next to nothing."""
    links = {table: _links(session, table) for table in ("household", "person")}
    if not any(links.values()):
        return NOTHING
    households = _households(session, links["household"])
    return Merged(households, _persons(session, links["person"], households))


def _links(session: Session, table: str) -> list[tuple[str, str]]:
    rows = ask(session, f"SELECT id, merged_into FROM {table} WHERE merged_into IS NOT NULL AND merged_into <> ''")
    return [(row[0], row[1]) for row in rows]


def _named(session: Session, sql: str, ids: Iterable[str]) -> Any:
    return ask(session, f"{sql} IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def _households(session: Session, links: list[tuple[str, str]]) -> Same:
    ids = dict.fromkeys(end for link in links for end in link)
    rank = {row.id: (row.hidden, row.id) for row in _named(session, "SELECT id, hidden FROM household WHERE id", ids)}
    return _same(links, lambda found: rank.get(found, (2, found)))


def _persons(session: Session, links: list[tuple[str, str]], households: Same) -> Same:
    """Shown is who is visible, in a household that is, and has not left it; of several the smallest id."""
    ids = dict.fromkeys(end for link in links for end in link)
    rows = _named(session, "SELECT id, hidden, household_id, left_on FROM person WHERE id", ids)
    houses = {row.id: households.home(row.household_id or "") for row in rows}
    shown = {row.id for row in _named(session, "SELECT id FROM household WHERE hidden = 0 AND id", houses.values())}
    rank = {row.id: (row.hidden, houses[row.id] not in shown, bool(row.left_on), row.id) for row in rows}
    return _same(links, lambda found: rank.get(found, (2, True, True, found)))


def filled(rows: Sequence[Any], *keep: str) -> SimpleNamespace:
    """The first row, its empty fields filled from the others; ``keep`` are fields in which each speaks for itself."""
    values = dict(rows[0]._mapping)
    for row in rows[1:]:
        for name, value in row._mapping.items():
            if name not in keep and values[name] in (None, ""):
                values[name] = value
    return SimpleNamespace(**values)


def components(links: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The connected components of undirected links.

    >>> sorted(map(sorted, components([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])))
    [['a', 'b'], ['c', 'd', 'e']]
    """
    found: dict[str, set[str]] = {}
    for one, other in links:
        union = found.get(one, {one}) | found.get(other, {other})
        for member in union:
            found[member] = union
    return list({id(union): union for union in found.values()}.values())


def _same(links: list[tuple[str, str]], rank: Callable[[str], Any]) -> Same:
    homes: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    for union in components(links):
        ordered = tuple(sorted(union, key=rank))
        members[ordered[0]] = ordered
        homes |= dict.fromkeys(ordered, ordered[0])
    return Same(homes, members)
