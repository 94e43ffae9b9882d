"""No accusation goes to those it accuses: the last look before a file is written (信访工作条例 art. 30)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection

from db.rules.requests import accuses_unit
from db.sync.log import segment
from db.sync.log.segment import Malformed
from db.sync.peers.peers import Peer

_TABLE: Final = "request"
_COLUMN: Final = "accused_unit"


def names_of(connection: Connection, receiver: Peer) -> frozenset[str]:
    """What the unit of a receiver is called: its office, or the village (or township) its grant is for."""
    if receiver.is_office:
        return frozenset({receiver.name, receiver.card.place.name}) - {""}
    unit = receiver.grant.unit
    rows = [
        row[0]
        for table in ("village", "township")
        for row in connection.exec_driver_sql(f"SELECT name FROM {table} WHERE id = ?", (unit,))
    ]
    return frozenset([*filter(None, rows), receiver.name])


def accuses(body: bytes, names: Collection[str]) -> bool:
    """Whether a segment writes down an accusation of one of these."""
    with suppress(Malformed):
        return any(
            accuses_unit(str(write.value), name)
            for op in segment.ops(segment.body_again(body))
            if op.table == _TABLE
            for write in op.writes
            if write.col == _COLUMN and write.value
            for name in names
        )
    return True  # what cannot be read is not given away
