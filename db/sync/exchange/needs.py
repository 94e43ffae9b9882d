"""What exchange needs of deeds, which stand above it: handed over by ``db/sync/__init__.py``, never imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from db.store import Store
from db.sync.envelope.header import Header
from db.sync.log.merge import Partition
from db.sync.peers.peers import Peer, Rights


class Snapshot(Protocol):
    """What a new computer begins with instead of the log, measured, to be written into the first file."""

    @property
    def bundle_id(self) -> str:
        """The only file it may stand in."""

    @property
    def frames(self) -> int:
        """How many frames it fills."""

    @property
    def size(self) -> int:
        """How many bytes they take."""

    @property
    def records(self) -> int:
        """How many records it holds."""

    @property
    def hashes(self) -> list[bytes]:
        """The segments it stands for."""

    @property
    def devices(self) -> set[str]:
        """Who wrote them."""

    def covers(self, name: bytes) -> bool:
        """Whether it stands for a segment, which then need not go along itself."""

    def payloads(self) -> Iterable[bytes]:
        """What its frames hold."""


class Offer(Protocol):
    """Decides whether a file begins with a snapshot, and makes it."""

    def __call__(
        self,
        connection: Connection,
        store: Store,
        receiver: Peer,
        parts: Sequence[Partition],
        log_bytes: int,
        *,
        asked: bool,
    ) -> Snapshot | None:
        """The snapshot of those partitions; None where the log goes. ``asked``: somebody wants one."""


class Covering(Protocol):
    """Takes the pieces of the snapshot in one file that comes in: whole, or not at all."""

    @property
    def known(self) -> int:
        """How many of its segments were here already."""

    @property
    def closing(self) -> bytes | None:
        """What must be done once its segments are in effect, to be kept with the verdict on the file."""

    def begin(self) -> None:
        """Before the file is read."""

    def take(self, payload: bytes, sender: Peer, rights: Rights) -> None:
        """The next piece."""

    def finish(self) -> None:
        """The file is at its end."""

    def accept(self, connection: Connection) -> int:
        """The file is whole: in the transaction that keeps the verdict; returns how many segments are new."""

    def drop(self) -> None:
        """Forget everything it brought."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds that are done while sticks are packed and taken in."""

    offer: Offer
    covering: Callable[[Store, Header, str], Covering]
    """Of a store, the header of a file and the name it is kept under."""
    afterwards: tuple[Callable[[Store], object], ...]
    """What is due after every exchange: each may be run at any time, and does nothing where nothing is due."""


deeds: Deeds
"""Set by ``db/sync/__init__.py``, which Python runs before anything in this package."""
