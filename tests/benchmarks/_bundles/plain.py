"""The same tables and rows in plain SQLite files, for contenders that know nothing of our book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from db.models import metadata
from tests.benchmarks._bundles import rows

EDITED, DELETED, FLIPS = 1_000, 200, 300
Tables = Mapping[str, Sequence[tuple[Any, ...]]]


class Db(Protocol):
    """A connection of any driver."""

    def execute(self, sql: str, values: Any = ...) -> Any:
        """One statement."""
        ...

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> Any:
        """One statement for many rows."""
        ...


def create(db: Db) -> None:
    """The four tables with their indexes; references are left out, as every contender does."""
    for name in rows.COLUMNS:
        table = metadata.tables[name]
        db.execute(str(CreateTable(table, include_foreign_key_constraints=[]).compile(dialect=sqlite.dialect())))
        for index in sorted(table.indexes, key=lambda found: str(found.name)):
            db.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))


def transaction(db: Db, deed: Callable[[], object]) -> None:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    deed()
    db.execute("COMMIT")


def insert(db: Db, tables: Tables) -> None:
    """All rows in one transaction."""

    def deed() -> None:
        for table, values in tables.items():
            listed = ", ".join(f'"{name}"' for name in rows.names(table))
            db.executemany(f'INSERT INTO "{table}"({listed}) VALUES ({", ".join("?" * len(values[0]))})', values)

    transaction(db, deed)


def update(db: Db) -> None:
    """Two fields of every visit."""
    transaction(db, lambda: db.execute("UPDATE visit SET place_note = '田间', purpose = '续访'"))


def meanwhile(db: Db) -> None:
    """What the other side did at the same time: other values in some visits, some requests deleted."""

    def deed() -> None:
        db.execute(
            f"UPDATE visit SET purpose = '镇里核对' WHERE id IN (SELECT id FROM visit ORDER BY id LIMIT {EDITED})"
        )
        db.execute(f"DELETE FROM request WHERE id IN (SELECT id FROM request ORDER BY id LIMIT {DELETED})")

    transaction(db, deed)


def reword(db: Db) -> None:
    """New words in the very requests the other side deletes."""
    chosen = f"SELECT id FROM request ORDER BY id LIMIT {DELETED}"
    transaction(db, lambda: db.execute(f"UPDATE request SET content = '新话：' || content WHERE id IN ({chosen})"))


def kept(db: Db) -> int:
    """How many of the new words still stand."""
    return int(db.execute("SELECT count(*) FROM request WHERE content LIKE '新话：%'").fetchone()[0])
