"""A bundle opened the way anybody with the key can: the standard age tool, then frames (README.txt on the stick)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyrage

from db import Store
from db.device_keys import KeyPair
from db.sync.envelope import chunk
from db.sync.envelope import header as hd
from db.sync.exchange.taking.stage import pairs_of
from db.sync.log import press
from db.sync.log import segment as sg


@dataclass
class Opened:
    """Everything a receiver can read; ``told`` are all its H frames, the first one and those of compartments."""

    clear: bytes
    told: list[hd.Inner] = field(default_factory=list)
    heads: list[sg.Head] = field(default_factory=list)
    kinds: str = ""
    skipped: int = 0
    pieces: list[bytes] = field(default_factory=list)
    papers: dict[str, bytes] = field(default_factory=dict)

    @property
    def inner(self) -> hd.Inner:
        """What the first frame says."""
        return self.told[0]

    @property
    def plain(self) -> bytes:
        """Every byte that can be read."""
        return b"".join(self.pieces)

    @property
    def parts(self) -> set[tuple[str, int]]:
        """The partitions of its segments."""
        return {head.part for head in self.heads}

    def take(self, kind: str, payload: bytes, identities: Sequence[pyrage.x25519.Identity]) -> None:
        """One frame."""
        self.kinds += kind
        if kind == "H":
            self.told.append(hd.unpressed(msgspec.msgpack.decode(msgspec.msgpack.decode(payload)[0], type=hd.Inner)))
        elif kind in "SD":
            raw, _sig, body = msgspec.msgpack.decode(payload)
            self.heads.append(sg.read_head(raw))
            body = pyrage.decrypt(body, identities) if kind == "D" else body
            self.pieces.append(press.inflate(body, sg.MAX_INFLATED))
        elif kind == "B":
            found = chunk.decode(payload)
            assert found is not None
            self.papers[found.sha256] = self.papers.get(found.sha256, b"") + found.data
        elif kind == "C":
            self._locked(msgspec.msgpack.decode(payload)[1], identities)

    def _locked(self, sealed: bytes, identities: Sequence[pyrage.x25519.Identity]) -> None:
        try:
            frame = pyrage.decrypt(sealed, identities)
        except pyrage.DecryptError:
            self.skipped += 1
            return
        self.pieces.append(frame)
        self.take(chr(frame[4]), frame[5:], identities)


def open_bundle(path: Path, store: Store | Sequence[KeyPair]) -> Opened:
    """Opens a bundle with the age identities of a store (or with those keys) and nothing else of ours."""
    content = path.read_bytes()
    at = content.rindex(b"age-encryption.org/v1")
    pairs = pairs_of(store) if isinstance(store, Store) else store
    identities = [pyrage.x25519.Identity.from_str(pair.age) for pair in pairs]
    stream = pyrage.decrypt(content[at:], identities)
    opened = Opened(content[:at], pieces=[stream])
    while stream:
        length, kind = struct.unpack_from("<IB", stream)
        payload, stream = stream[5 : 5 + length], stream[5 + length :]
        opened.take(chr(kind), payload, identities)
    return opened
