"""A bundle opened the way anybody with the key can: the standard age tool, then frames (README.txt on the stick)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage
from backports import zstd

from db import Store
from db.bundles import segment as sg
from db.bundles.envelope import header as hd
from db.bundles.stick.stage import pairs_of


@dataclass
class Opened:
    """Everything a receiver can read."""

    clear: bytes
    inner: hd.Inner
    heads: list[sg.Head]
    plain: bytes

    @property
    def parts(self) -> set[tuple[str, int]]:
        """The partitions of its segments."""
        return {head.part for head in self.heads}


def open_bundle(path: Path, store: Store) -> Opened:
    """Opens a bundle with the age identities of a store and nothing else of ours."""
    content = path.read_bytes()
    at = content.rindex(b"age-encryption.org/v1")
    identities = [pyrage.x25519.Identity.from_str(pair.age) for pair in pairs_of(store)]
    stream = pyrage.decrypt(content[at:], identities)
    inner, heads, plain = None, [], [stream]
    while stream:
        length, kind = struct.unpack_from("<IB", stream)
        payload, stream = stream[5 : 5 + length], stream[5 + length :]
        if kind == ord("H"):
            inner = msgspec.msgpack.decode(msgspec.msgpack.decode(payload)[0], type=hd.Inner)
        elif kind == ord("S"):
            raw, _sig, body = msgspec.msgpack.decode(payload)
            heads.append(sg.read_head(raw))
            plain.append(zstd.decompress(body))
    assert inner is not None
    return Opened(content[:at], inner, heads, b"".join(plain))
