"""What a store is made of, as SQLite understands it, whatever words made it; and example stores opened by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from db import capture
from db.engine import connect
from db.keyring import Keyring
from tests.conftest import PASSWORD

STORES = Path(__file__).resolve().parents[2] / "stores"
REVISIONS = Path(__file__).resolve().parents[3] / "db" / "migrations" / "versions"


class Table(NamedTuple):
    """One table: columns (name, type, not null, default, key, hidden), references, indexes, and how it keeps rows."""

    columns: frozenset[tuple[Any, ...]]
    references: frozenset[tuple[Any, ...]]
    indexes: frozenset[tuple[Any, ...]]
    kept: tuple[Any, ...]


def released() -> list[Path]:
    """The example stores, oldest first."""
    return sorted(path for path in STORES.iterdir() if path.is_dir() and not path.name.startswith("__"))


def taken_out(kept: Path, into: Path) -> Path:
    """A copy of an example store with its profile keys; the path of the store."""
    shutil.copytree(kept, into)
    return into / "book.baijia"


@contextmanager
def raw(path: Path) -> Iterator[Any]:
    """The book of a store without the program: no upgrade, no check."""
    connection = connect(path / "book.db", Keyring.read(path).unlock(PASSWORD)[1])
    try:
        yield connection
    finally:
        connection.close()


def shape(db: Any) -> dict[str, Any]:
    """Tables by columns, keys and indexes, the search index and the triggers by their words.

    The order of columns does not count: a column added later stands last.
    """
    db = capture.driver(db)
    tables = db.execute("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    found: dict[str, Any] = {
        name: _table(db, name, kind, *more)
        for name, kind, *more in tables
        if kind == "table" and not name.startswith("sqlite_")
    }
    said = db.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for name, kind, sql in said:
        words = re.sub(r"\s+", " ", sql).strip()
        if kind in ("trigger", "view") or words.upper().startswith("CREATE VIRTUAL"):
            found[f"{kind} {name}"] = words
        elif kind == "index" and " WHERE " in words.upper():
            found[f"{kind} {name}"] = words  # which rows a partial index holds, only its words say
        elif kind == "table" and "AUTOINCREMENT" in words.upper():
            found[f"{kind} {name}"] = "AUTOINCREMENT"
    return found


def _table(db: Any, name: str, *kept: Any) -> Table:
    columns = db.execute('SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)', (name,))
    references = db.execute(
        'SELECT "table", "from", "to", on_update, on_delete, match FROM pragma_foreign_key_list(?)', (name,)
    )
    listed = db.execute('SELECT name, "unique", origin, partial FROM pragma_index_list(?)', (name,)).fetchall()
    indexes = [
        (None if index.startswith("sqlite_autoindex") else index, *more, tuple(_index(db, index)))
        for index, *more in listed
    ]
    return Table(*(frozenset(map(tuple, rows)) for rows in (columns.fetchall(), references.fetchall(), indexes)), kept)


def _index(db: Any, name: str) -> list[tuple[Any, ...]]:
    rows = db.execute('SELECT seqno, name, "desc", coll, key FROM pragma_index_xinfo(?)', (name,)).fetchall()
    return [tuple(row) for row in rows]
