"""A snapshot that streams in: verified piece by piece, kept aside, whole or not at all (db/sync/deeds/snapshots)."""

from __future__ import annotations

from sqlalchemy import Connection

from db.capture import driver
from db.identity import stamp
from db.models import RESTRICTED, metadata
from db.store import Store
from db.sync.deeds.snapshots import pieces, taking
from db.sync.envelope.header import Header
from db.sync.errors import BundleError
from db.sync.log import closing
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.states import OF_A_SNAPSHOT, STAGED
from db.sync.peers import peers
from db.sync.peers.peers import Peer, Rights


class Covering:
    """Takes the pieces of the snapshot in one file."""

    def __init__(self, store: Store, header: Header, key: str) -> None:
        self._store, self._header = store, header
        self._taking = taking.Taking(key, stamp(store.now()))
        self._begun = False

    def begin(self) -> None:
        """Before a file is read: nothing may stand here of a snapshot that a power cut broke off half way."""
        stale = f"SELECT 1 FROM sync_segment WHERE st = {STAGED} AND {OF_A_SNAPSHOT} LIMIT 1"
        with self._store.connection(immediate=False) as connection:
            found = connection.exec_driver_sql(stale).first()
        if found is not None:
            with self._store.connection() as connection:
                taking.forget_stale(Bookkeeping(driver(connection), metadata))

    @property
    def known(self) -> int:
        """How many of its segments were here already."""
        return self._taking.known

    @property
    def closing(self) -> bytes | None:
        """What must be done once its segments are in effect, to be kept with the verdict on the file."""
        return closing.pack(self._taking.closed) if self._begun else None

    def take(self, payload: bytes, sender: Peer, rights: Rights) -> None:
        """The next piece: BAD_SNAPSHOT unless this computer's own office made it, for it, of what it may read."""
        store = self._store
        with store.connection() as connection:
            office = peers.office(connection)
            if office is None or self._header.kind != "snapshot" or sender.status == "revoked":
                raise BundleError("BAD_SNAPSHOT")
            piece = pieces.unseal(payload, office.public)
            scope, compartment = piece.part
            granted = compartment != RESTRICTED and rights.may(store.device_id, scope, compartment, "r")
            if (piece.snapshot, piece.to) != (self._header.bundle_id, store.device_id) or not granted:
                raise BundleError("BAD_SNAPSHOT")
            connection.exec_driver_sql("PRAGMA shrink_memory")  # pages of the one before, never read again
            book = Bookkeeping(driver(connection), metadata)
            self._begun = True
            self._taking.take(book, piece)

    def finish(self) -> None:
        """The file is at its end: the last piece must have come."""
        if (self._header.kind == "snapshot") != (self._begun and self._taking.whole):
            raise BundleError("BAD_SNAPSHOT")

    def accept(self, connection: Connection) -> int:
        """The file is whole: in the transaction that keeps the verdict; returns how many segments are new."""
        return self._taking.accept(Bookkeeping(driver(connection), metadata)) if self._begun else 0

    def drop(self) -> None:
        """Forget everything it brought."""
        if self._begun:
            with self._store.connection() as connection:
                query = f"DELETE FROM sync_segment WHERE bundle_id = ? AND st = {STAGED} AND {OF_A_SNAPSHOT}"
                connection.exec_driver_sql(query, (self._taking.key,))
