"""After words went by law: nothing of them stays in freed pages of the file, in its own backups, among the papers."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

from db import backup
from db.blobs import standing
from db.engine import connect, plain_words, streaming
from db.errors import KnownError
from db.queries.search import refresh_index
from db.store import BOOK, Store
from db.sync.log.rows.traces import SCRUB_FACT

WHY: Final = "erase"
"""What the backup inside the store is called that replaces those with the words still in them."""
log: Final = logging.getLogger(__name__)


def scrub(store: Store) -> bool:
    """Does nothing where no words went since the last time; what cannot be done now is done at the next start."""
    if store.read_only_reason or not _is_needed(store):
        return False
    try:
        _purge_papers(store)
        refresh_index(store)
        _rewrite(store)
        _renew_backups(store)
    except KnownError as error:  # another window writes, the disk is full: not a word less is gone
        log.warning("scrub: %s", error.code)
        return False
    with store.connection() as connection:
        connection.exec_driver_sql("DELETE FROM store_fact WHERE name = ?", (SCRUB_FACT,))
    store.facts.pop(SCRUB_FACT, None)
    return True


def _is_needed(store: Store) -> bool:
    with store.connection(immediate=False) as connection:
        return connection.exec_driver_sql("SELECT 1 FROM store_fact WHERE name = ?", (SCRUB_FACT,)).first() is not None


def _purge_papers(store: Store) -> None:
    """Papers no record names any more are taken away; they are neither asked for nor taken in again."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT sha256 FROM sync_blob b WHERE state <> 'purged'"
            " AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = b.sha256)"
            " AND NOT EXISTS (SELECT 1 FROM sync_cell c WHERE c.col = 'sha256' AND c.val = b.sha256)"
        ).all()
    for (sha256,) in rows:
        standing.purge(store, sha256)


def _rewrite(store: Store) -> None:
    """The file is written anew, page by page, and what was written ahead of it is cut off."""
    with plain_words():
        book = connect(store.path / BOOK, store.data_key)
        try:
            with streaming(book):
                book.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
                book.execute("VACUUM")
                book.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            book.close()


def _renew_backups(store: Store) -> None:
    """First a new backup that was read back, then the older ones inside the store go."""
    new = backup.inner_backup(store, WHY)
    for old in new.parent.glob("*.db"):
        if old != new:
            with suppress(OSError):
                old.unlink()
