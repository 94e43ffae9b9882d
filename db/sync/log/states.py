"""Where a segment stands in the log of this computer (``st`` in sync_segment), and marks to be asked for in SQL."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Final

from msgspec import UNSET, UnsetType


class State(IntEnum):
    """The numbers are kept in every book: none is ever given another meaning."""

    STAGED = 0
    """Came in a file of which it is not known yet whether it is whole."""
    APPLIED = 1
    """In effect: its ops were integrated into the rows."""
    WAITING = 2
    """Of a whole file, to come into effect: perhaps a segment it builds on is missing."""
    QUARANTINED = 3
    """Set aside, with a reason: its author may not write that, or it cannot be read."""
    REDACTED = 4
    """In effect, and words of it went by law."""
    DEPOSITED = 5
    """In effect elsewhere: deposited at the office, its rows forgotten here, its body sealed to the office."""
    COVERED = 6
    """In effect: came with a snapshot, which holds only what has a say; it has no body to give away."""


class Kind(IntFlag):
    """What a segment is besides writes (``kind`` in sync_segment); worked out of its head when it is kept.

    >>> kind_of(reader=2), kind_of(reader=UNSET, compacted=True)
    (1, 2)
    """

    WRITES = 0
    SPECIAL = 1
    """Its head asks for a newer reader, as every segment with a move or a redaction does; others may be among them."""
    COMPACTED = 2
    """It came in a snapshot. The office signed the whole of it, its author's signature did not come along."""


def kind_of(*, reader: int | UnsetType, compacted: bool = False) -> int:
    """The kind to be kept of a segment: ``reader`` as its head has it, UNSET where any reader will do."""
    special = Kind.WRITES if reader is UNSET else Kind.SPECIAL
    return int(special | (Kind.COMPACTED if compacted else Kind.WRITES))


STAGED, APPLIED, WAITING, QUARANTINED, REDACTED, DEPOSITED, COVERED = State

EFFECTIVE: Final = f"{APPLIED}, {REDACTED}, {DEPOSITED}, {COVERED}"
"""The states, for SQL, of segments that were integrated into the rows, whatever became of their words since."""
OF_A_SNAPSHOT: Final = f"(kind & {Kind.COMPACTED:d}) <> 0"
"""SQL: the segment came in a snapshot."""
ASKS_FOR_A_READER: Final = f"(kind & {Kind.SPECIAL:d}) <> 0"
"""SQL: the segment may hold a move or a redaction."""
REJECTED: Final = "REJECTED"
"""The reason of a segment set aside that a clerk refused; its sender reads it in the next receipt."""
