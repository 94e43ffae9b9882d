"""Whether a file for somebody begins with a snapshot instead of the log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from db import own_device
from db.capture import driver
from db.identity import new_id
from db.models import metadata
from db.store import Store
from db.sync.deeds.snapshots import making
from db.sync.deeds.snapshots.making import Address, Snapshot
from db.sync.errors import BundleError
from db.sync.log.merge import Partition
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.peers.peers import Peer


def offer(
    connection: Connection, store: Store, receiver: Peer, parts: Sequence[Partition], log_bytes: int, *, asked: bool
) -> Snapshot | None:
    """The snapshot of those partitions, measured; None where the log goes.

    ``asked``: somebody wants one; else it must be worth it. Raises NO_SNAPSHOT where none was asked for that can be
    made: only an office makes them, for a computer.
    """
    office = own_device.office_pair(connection, store)
    if office is None or receiver.is_office or not parts:
        if asked:
            raise BundleError("NO_SNAPSHOT")
        return None
    if not asked and log_bytes < making.LEAST:
        return None
    address = Address(new_id(), receiver.id, office)
    made = Snapshot(Bookkeeping(driver(connection), metadata), address, parts).measure()
    return made if asked or making.worthwhile(log_bytes, made) else None
