"""Papers that stream in: each is kept once its last byte is right; a bad one never holds up the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.blobs import shelf, standing
from db.blobs.shelf import Incoming, WrongContent
from db.store import Store
from db.sync.envelope.chunk import Chunk, decode

MAX_PAPER: Final = 64 * 1024 * 1024
"""Bytes of a paper; what is kept here is never larger than a third of it."""


@dataclass(slots=True)
class _Open:
    """The paper whose pieces are coming; `into` is None for one that is passed over."""

    sha256: str
    size: int
    into: Incoming | None
    at: int = 0


class Landing:
    """Takes the pieces of papers in the order of a bundle.

    What it kept lies under its name but is seen only where a record in effect names it (db.blobs.standing.settle): so
    a file that is refused brings nothing into effect, and one that breaks off is gone on with where it broke off.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: _Open | None = None
        self._unwanted: frozenset[str] | None = None
        self.new: list[str] = []
        self.known = 0
        self.bad: list[str] = []

    def take(self, payload: bytes) -> None:
        """The next piece; KnownError only where this computer's own disk is full or fails."""
        chunk = decode(payload)
        if chunk is None:
            self._spoilt("")
        elif self._open is None or chunk.sha256 != self._open.sha256:
            self.finish()
            self._begin(chunk)
        else:
            self._go_on(self._open, chunk)

    def finish(self) -> None:
        """No more pieces of the paper come: what is not whole is bad."""
        if self._open is not None:
            self._spoilt(self._open.sha256)

    def close(self) -> None:
        """The reading is over or was broken off: nothing half done stays."""
        if self._open is not None and self._open.into is not None:
            self._open.into.discard()
        self._open = None

    def drop(self) -> None:
        """Forget everything this file newly brought."""
        self.close()
        for sha256 in self.new:
            shelf.drop(self._store, sha256)
        self.new.clear()

    def _begin(self, chunk: Chunk) -> None:
        if chunk.at or chunk.size > MAX_PAPER:
            self._spoilt(chunk.sha256)
            return
        passed_over = self._is_unwanted(chunk.sha256)
        self._open = _Open(chunk.sha256, chunk.size, None if passed_over else Incoming(self._store))
        self.known += passed_over
        self._go_on(self._open, chunk)

    def _is_unwanted(self, sha256: str) -> bool:
        """Here already, or taken away for good."""
        if self._unwanted is None:
            self._unwanted = frozenset(standing.purged(self._store))
        return sha256 in self._unwanted or shelf.is_here(self._store, sha256)

    def _go_on(self, now: _Open, chunk: Chunk) -> None:
        if (chunk.at, chunk.size) != (now.at, now.size):
            self._spoilt(now.sha256)
            return
        if now.into is not None:
            now.into.write(chunk.data)
        now.at += len(chunk.data)
        if now.at == now.size:
            self._end(now)

    def _end(self, now: _Open) -> None:
        if now.into is not None:
            try:
                now.into.keep(now.sha256)
            except WrongContent:
                self._spoilt(now.sha256)
                return
            self.new.append(now.sha256)
        self._open = None

    def _spoilt(self, sha256: str) -> None:
        self.close()
        if sha256 not in self.bad:
            self.bad.append(sha256)
