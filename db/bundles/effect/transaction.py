"""How bundles write into the book: references unchecked, nothing captured, the log chained, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from db import capture
from db.capture import Db
from db.engine import plain_words
from db.store import Store


@contextmanager
def unguarded(store: Store) -> Iterator[Db]:
    """A connection that does not check references: what comes from elsewhere may come before what it points to."""
    with plain_words():
        pooled = store.engine.raw_connection()
        db: Any = pooled.driver_connection
        db.execute("PRAGMA foreign_keys = OFF")
        try:
            yield db
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
            db.execute("PRAGMA foreign_keys = ON")
            pooled.close()


@contextmanager
def writing(db: Db) -> Iterator[None]:
    """One transaction, given up whole on any error."""
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("UPDATE sync_state SET applying = 1")
        yield
        db.execute("UPDATE sync_state SET applying = 0")
        capture.chain_audit(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
