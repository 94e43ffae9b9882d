"""Which papers the records name are here, which are missing, which were taken away for good (``sync_blob``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from sqlalchemy import Connection

from db.blobs import shelf
from db.blobs.shelf import Blob
from db.errors import KnownError
from db.store import Store

State = Literal["here", "missing", "purged"]
_UPSERT: Final = (
    "INSERT INTO sync_blob(sha256, size, mime, state) VALUES (?, ?, ?, ?) ON CONFLICT(sha256) DO UPDATE SET"
    " size = coalesce(excluded.size, size), mime = coalesce(excluded.mime, mime), state = excluded.state"
)


def note_here(connection: Connection, blob: Blob, mime: str | None = None) -> None:
    """A paper was taken in, in the caller's transaction."""
    connection.exec_driver_sql(_UPSERT, (blob.sha256, blob.size, mime, "here"))


def settle(store: Store) -> int:
    """Looks which of the papers not known to be here have come; returns how many are missing.

    A file without a record is no harm, a record without its file is a placeholder: so this may run at any moment, and
    after any power cut.
    """
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT a.sha256, max(a.size), max(a.mime), max(b.state) FROM attachment a"
            " LEFT JOIN sync_blob b ON b.sha256 = a.sha256 WHERE a.sha256 IS NOT NULL"
            " AND coalesce(b.state, 'missing') = 'missing' GROUP BY a.sha256"
        ).all()
    found = [
        (sha256, size, mime, "here" if shelf.is_here(store, sha256) else "missing", known)
        for sha256, size, mime, known in rows
        if shelf.is_name(sha256)
    ]
    changed = [row[:4] for row in found if row[3] != row[4]]
    if changed and not store.read_only_reason:
        with store.connection() as connection:
            connection.exec_driver_sql(_UPSERT, changed)
    return sum(row[3] == "missing" for row in found)


def note_missing(store: Store, names: Iterable[str]) -> None:
    """Papers that are not here any more, or do not open: they are asked for at the next hand-over.

    Nothing happens in a store that is only looked at.
    """
    rows = [(sha256, None, None, "missing") for sha256 in names if shelf.is_name(sha256)]
    if not rows or store.read_only_reason:
        return
    for sha256, *_rest in rows:
        shelf.set_aside(store, sha256)
    with store.connection() as connection:
        connection.exec_driver_sql(_UPSERT, rows)


def read(store: Store, sha256: str) -> bytes:
    """The plain content of a paper, verified; one that is missing or damaged is noted as such before the KnownError."""
    try:
        return shelf.content(store, sha256)
    except KnownError:
        note_missing(store, [sha256])
        raise


def purge(store: Store, sha256: str) -> None:
    """Takes a paper away for good: it is neither asked for nor taken in again."""
    with store.connection() as connection:
        connection.exec_driver_sql(_UPSERT, (sha256, None, None, "purged"))
    shelf.drop(store, sha256)


def state_of(connection: Connection, sha256: str) -> State | None:
    """Where a paper stands; None for one no record has named yet."""
    row = connection.exec_driver_sql("SELECT state FROM sync_blob WHERE sha256 = ?", (sha256,)).first()
    return row[0] if row else None


def purged(store: Store) -> list[str]:
    """The names of the papers that were taken away for good."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql("SELECT sha256 FROM sync_blob WHERE state = 'purged'")
        return [row[0] for row in rows]


def known_here(store: Store) -> list[str]:
    """The names of all papers that should be here, in order."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql("SELECT sha256 FROM sync_blob WHERE state = 'here' ORDER BY sha256")
        return [row[0] for row in rows]


def verify_all(store: Store) -> list[str]:
    """Reads every paper that should be here; those that are not whole are noted as missing and returned."""
    bad = [sha256 for sha256 in known_here(store) if not shelf.is_whole(store, sha256)]
    note_missing(store, bad)
    return bad


def tidy(store: Store) -> int:
    """Clears away leftovers of the disk; returns how many files."""
    with store.connection(immediate=False) as connection:
        named = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT sha256 FROM attachment")}
    return shelf.sweep(store, named)
