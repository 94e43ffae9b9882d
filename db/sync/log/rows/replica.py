"""This computer's copy, opened for merging: references unchecked, nothing captured, the log chained, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData

from db import capture
from db.capture import Db
from db.device_keys import Signer
from db.engine import plain_words, streaming
from db.identity import stamp
from db.models import metadata
from db.store import Store
from db.sync.log.rows.bookkeeping import Bookkeeping


@dataclass(frozen=True, slots=True)
class Replica:
    """This computer's copy of the records: a connection, the tables that travel, the time, the key that signs."""

    db: Db
    metadata: MetaData
    now: Callable[[], datetime]
    signer: Signer | None
    office: bool = False
    """Whether late work about what moved is carried after it here (sync.md §13)."""

    def bookkeeping(self) -> Bookkeeping:
        """The bookkeeping, read afresh: one for each transaction."""
        return Bookkeeping(self.db, self.metadata, stamp(self.now()))


@contextmanager
def replica_of(store: Store) -> Iterator[Replica]:
    """A store's replica; references are not checked: what comes from elsewhere may come before what it points to.

    Before enrolment there is no signer: nothing is sealed.
    """
    with plain_words():
        pooled = store.engine.raw_connection()
        db: Any = pooled.driver_connection
        db.execute("PRAGMA foreign_keys = OFF")
        try:
            with streaming(db):
                yield Replica(db, metadata, store.now, store.pair if store.enrolled else None, store.role == "township")
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
