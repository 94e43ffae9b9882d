"""Moving a household to another village, whole, and back again; a request to another compartment (sync.md §13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from db.actions.corrections import NOUNS
from db.changes import Changes
from db.errors import RuleError
from db.models import GENERAL, RESTRICTED
from db.rules.codes.kinds import PetitionKind
from db.store import Store
from db.sync.log.effect.making import Maker
from db.sync.log.merge import Partition
from db.sync.log.moves.carrying import Carrying, Order
from db.sync.log.rows import queues
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.closure import Closure, Rows
from db.sync.log.rows.display import Tally
from db.sync.log.rows.replica import Replica, replica_of, writing
from db.sync.log.seal import seal_here


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved: how many records, by table; from which village to which (empty between compartments)."""

    changes: Changes
    household_id: str
    came_from: str
    went_to: str
    records: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All records."""
        return sum(self.records.values())


def move_household(store: Store, household_id: str, village_id: str, reason: str | None = None) -> Moved:
    """Moves a household with everything that belongs to it to another village of the township.

    Also those it was merged with. Its mediation files stay with the committee that keeps them, and accusations where
    they were handed in. Undone by moving it back. Raises RuleError where it is not here, not allowed, or is there.
    """
    with _office(store) as (replica, book):
        household = _standing(book, "household", household_id)
        came_from = (household["scope"], GENERAL)
        if household["compartment"] != GENERAL or household["hidden"]:
            raise RuleError(_("找不到这一户，请重新选择。"), field="household_id")
        names = _villages(book, [household["scope"], village_id])
        if village_id not in names:
            raise RuleError(_("请选择要迁往的村。"), field="village_id")
        if village_id == household["scope"]:
            raise RuleError(_("这一户已经在这个村了。"), field="village_id")
        order = Order(store.me.name, _("迁户"), (reason or "").strip() or None)
        roots = {"household": _one_household(book, came_from, household_id)}
        rows = _carry(replica, book, order, (came_from, (village_id, GENERAL)), roots)
    changes = Changes(
        frozenset({"households", "bundles"}) | _nouns(rows), (household_id,), frozenset(rows["household"])
    )
    gone = names.get(household["scope"], household["scope"])
    return Moved(changes, household_id, gone, names[village_id], _counted(rows))


def move_record(store: Store, table: str, record_id: str, compartment: int, reason: str | None = None) -> Moved:
    """Moves a record with its steps and replies to another compartment of its village; no mark of it stays behind.

    A request that turns out an accusation (检举控告) goes to the restricted compartment, where only the devices the
    office names can read it. Raises RuleError where it is not here, not allowed, or is there.
    """
    with _office(store) as (replica, book):
        if table not in book.tables:
            raise RuleError(_("这一类记录不能转。"), field="noun")
        record = _standing(book, table, record_id)
        home, goal = (record["scope"], record["compartment"]), (record["scope"], compartment)
        if record["hidden"]:
            raise RuleError(_("找不到这条记录，请重新选择。"), field="id")
        if home == goal:
            raise RuleError(_("这条记录已经在那里了。"), field="compartment")
        order = Order(store.me.name, _("转类"), (reason or "").strip() or None)
        rows = _carry(replica, book, order, (home, goal), {table: {record_id}}, root=table)
    household = record.get("household_id")
    changes = Changes.of(NOUNS.get(table, table), record_id, household=household) | Changes(_nouns(rows))
    return Moved(changes, household or "", "", "", _counted(rows))


def reclassify_accusation(store: Store, request_id: str, reason: str | None = None) -> Moved:
    """A request that is in truth an accusation goes to the restricted compartment (信访工作条例 art. 30)."""
    moved = move_record(store, "request", request_id, RESTRICTED, reason)
    with store.write(_("转类"), reason) as session:
        session.connection().exec_driver_sql(
            "UPDATE request SET petition_kind = ? WHERE id = ?", (PetitionKind.ACCUSATION.value, request_id)
        )
    return moved


@contextmanager
def _office(store: Store) -> Iterator[tuple[Replica, Bookkeeping]]:
    """One transaction at the township, with everything saved so far sealed."""
    if store.role != "township":
        raise RuleError(_("要在镇里的电脑上办：两个村的记录都在那里。"))
    if store.read_only_reason:
        raise RuleError(store.read_only_reason)
    with replica_of(store) as replica:
        if replica.signer is None:
            raise RuleError(_("这台电脑还没有登记，不能迁户。"))
        with writing(replica.db):
            seal_here(replica)
            yield replica, replica.bookkeeping()


def _carry(
    replica: Replica,
    book: Bookkeeping,
    order: Order,
    way: tuple[Partition, Partition],
    roots: Rows,
    root: str = "household",
) -> Rows:
    assert replica.signer is not None  # looked at before
    tally = Tally()
    rows = Closure(book, root).below(way[0], roots)
    maker = Maker(book, replica.signer, replica.now(), tally)
    Carrying(maker, order, book.part_no(way[0]), book.part_no(way[1])).carry(rows)
    queues.refresh(book, tally)
    return rows


def _standing(book: Bookkeeping, table: str, pk: str) -> dict[str, Any]:
    found = book.current(book.tables[table], [pk]).get(pk)
    if found is None:
        raise RuleError(_("找不到这一户，请重新选择。") if table == "household" else _("找不到这条记录，请重新选择。"))
    return found


def _villages(book: Bookkeeping, ids: Iterable[str]) -> dict[str, str]:
    marks = ", ".join("?" for _id in ids)
    rows = book.db.execute(f"SELECT id, name FROM village WHERE hidden = 0 AND id IN ({marks})", tuple(ids))
    return {pk: name or "" for pk, name in rows}


def _one_household(book: Bookkeeping, part: Partition, household_id: str) -> set[str]:
    """All entries that were merged with this one: they are one household."""
    links = book.db.execute(
        "SELECT id, merged_into FROM household WHERE hidden = 0 AND merged_into IS NOT NULL"
        " AND scope = ? AND compartment = ?",
        part,
    ).fetchall()
    found, grown = {household_id}, True
    while grown:
        more = {pk for link in links if set(link) & found for pk in link} - found
        grown = bool(more)
        found |= more
    standing = book.current(book.tables["household"], found)
    return {pk for pk, row in standing.items() if (row["scope"], row["compartment"]) == part}


def _nouns(rows: Rows) -> frozenset[str]:
    return frozenset(NOUNS.get(name, name) for name in rows)


def _counted(rows: Rows) -> dict[str, int]:
    return {name: len(pks) for name, pks in sorted(rows.items()) if pks}
