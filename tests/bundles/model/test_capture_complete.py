"""T15: whatever statement writes, the sealed log, merged again from nothing, is what the tables hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlmodel import Session, col, select

from db import Store
from db.identity import new_id
from db.models import Household, Person, Visit, metadata
from db.sync.log import seal
from db.sync.log.proof import Difference, differences

FAST, PROVE = 120, 1_000
KINDS: list[Any] = [Household, Person, Visit]
TEXTS = ["水渠", "", None, "𬭎", "cafe\u0301 ", "x" * 300]


class Script:
    """Random statements of every kind."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.rng = store, random.Random(seed)

    def run(self, statements: int) -> None:
        for _ in range(statements):
            deed: Callable[[Session], None] = self.rng.choice(
                [self.add, self.change, self.remove, self.bulk, self.core, self.raw, self.show_again]
            )
            with self.store.write(screen=deed.__name__) as session:
                for _ in range(self.rng.randint(1, 3)):
                    deed(session)
            if self.rng.random() < 0.2:
                seal.seal_pending(self.store)

    def some(self, session: Session, kind: Any) -> Any:
        return self.rng.choice(session.exec(select(kind).order_by(kind.id)).all() or [None])

    def add(self, session: Session) -> None:
        house = self.some(session, Household)
        if house is None or self.rng.random() < 0.4:
            session.add(Household(household_no=str(self.rng.randrange(99)), address=self.rng.choice(TEXTS)))
        elif self.rng.random() < 0.5:
            session.add(
                Person(household_id=house.id, name=self.rng.choice(TEXTS), is_head=self.rng.choice([0, 1, None]))
            )
        else:
            session.add(Visit(household_id=house.id, talk=self.rng.choice(TEXTS)))

    def change(self, session: Session) -> None:
        for kind, fields in (
            (Household, ["address", "note"]),
            (Person, ["name", "phone"]),
            (Visit, ["talk", "purpose"]),
        ):
            found = self.some(session, kind)
            if found is not None:
                setattr(found, self.rng.choice(fields), self.rng.choice(TEXTS))

    def remove(self, session: Session) -> None:
        found = self.some(session, self.rng.choice(KINDS))
        if found is not None:
            session.delete(found)

    def show_again(self, session: Session) -> None:
        found = self.some(session, self.rng.choice(KINDS))
        if found is not None:
            found.hidden = 0

    def bulk(self, session: Session) -> None:
        rows = [{"id": new_id(), "scope": self.store.scope, "household_no": str(n), "compartment": 0} for n in range(3)]
        session.execute(insert(Household), rows)

    def core(self, session: Session) -> None:
        table, day = self.rng.choice(KINDS), f"2025-01-{self.rng.randint(1, 28)}"
        if self.rng.random() < 0.3:
            session.execute(delete(Visit).where(col(Visit.talk) == self.rng.choice(TEXTS)))
        else:
            session.execute(update(table).where(table.hidden == self.rng.choice([0, 1])).values(recorded_at=day))

    def raw(self, session: Session) -> None:
        statement = self.rng.choice(
            [
                "UPDATE person SET position = coalesce(position, 0) + 1",
                "UPDATE household SET note = note || '改' WHERE note IS NOT NULL",
                "DELETE FROM person WHERE is_head = 0",
                "UPDATE visit SET talk = X'00FF' WHERE talk = ''",
                "UPDATE person SET name = 0.1 WHERE name IS NULL",
                "INSERT INTO person(id, scope, compartment, name) SELECT lower(hex(randomblob(16))), scope, 0, 'raw'"
                " FROM household LIMIT 1",
            ]
        )
        session.execute(text(statement))


def _escaped(store: Store) -> list[tuple[str, str]]:
    """Rows of the tables the log has never heard of."""
    with store.connection() as connection:
        return [
            (kind.__tablename__, row[0])
            for kind in KINDS
            for row in connection.exec_driver_sql(
                f"SELECT id FROM {kind.__tablename__} WHERE id NOT IN (SELECT pk FROM sync_row WHERE tbl = ?)",
                (metadata.tables[kind.__tablename__].info["sync"],),
            )
        ]


def _prove(store: Store, seed: int, statements: int) -> None:
    Script(store, seed).run(statements)
    seal.seal_pending(store)
    assert differences(store) == []
    assert _escaped(store) == []
    with store.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_pending").scalar() == 0


def test_the_log_merged_from_nothing_is_what_the_tables_hold(enrolled: tuple[Store, Store], seed: int) -> None:
    _prove(enrolled[0], seed, FAST)


@pytest.mark.prove
def test_a_long_day_of_every_kind_of_statement(enrolled: tuple[Store, Store], seed: int) -> None:
    _prove(enrolled[0], seed, PROVE)


def test_a_change_behind_the_back_of_capture_is_found(enrolled: tuple[Store, Store], seed: int) -> None:
    """The proof can fail: a value, a deletion and a lost row that no trigger saw."""
    store = enrolled[0]
    ids = [new_id() for _ in range(3)]
    with store.write() as session:
        for pk in ids:
            session.add(Household(id=pk, note="n"))
    seal.seal_pending(store)
    with store.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        connection.exec_driver_sql("UPDATE household SET note = 'forged' WHERE id = ?", (ids[0],))
        connection.exec_driver_sql("UPDATE household SET hidden = 1 WHERE id = ?", (ids[1],))
        connection.exec_driver_sql("DELETE FROM household WHERE id = ?", (ids[2],))
        connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
    expected = [(ids[0], "note"), (ids[1], "hidden"), (ids[2], "missing")]
    assert differences(store) == sorted(Difference("household", *found) for found in expected)
