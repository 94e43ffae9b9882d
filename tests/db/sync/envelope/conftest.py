"""A small bundle with made-up segments, and a receiver that writes down what it is given."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from db.device_keys import KeyPair, make_pair
from db.sync.envelope import header as hd
from db.sync.envelope.disk import Disk
from db.sync.envelope.read import read_frames, read_head
from db.sync.envelope.write import Draft, Segment, Written, segment_size, write_bundle


@dataclass
class Notebook:
    """Writes down the frames of a bundle."""

    inners: list[tuple[bytes, bytes]] = field(default_factory=list)
    snapshots: list[bytes] = field(default_factory=list)
    segments: list[bytes] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list)
    locks: list[bytes] = field(default_factory=list)
    ends: list[tuple[bytes, bytes, hd.End]] = field(default_factory=list)

    def inner(self, content: bytes, signature: bytes) -> None:
        self.inners.append((content, signature))

    def snapshot(self, payload: bytes) -> None:
        self.snapshots.append(payload)

    def segment(self, payload: bytes) -> None:
        self.segments.append(payload)

    def blob(self, payload: bytes) -> None:
        self.blobs.append(payload)

    def locked(self, payload: bytes) -> None:
        self.locks.append(payload)

    def end(self, content: bytes, signature: bytes, seen: hd.End) -> None:
        self.ends.append((content, signature, seen))


@dataclass
class Post:
    """A sender, a receiver, a folder that stands for the stick."""

    stick: Path
    sender: KeyPair
    receiver: KeyPair

    def segments(self, *lengths: int) -> list[Segment]:
        rng = random.Random(7)
        return [(rng.randbytes(120), rng.randbytes(64), rng.randbytes(n)) for n in lengths]

    def draft(self, segments: Sequence[Segment], *chunks: bytes, **header: Any) -> Draft:
        fields: dict[str, Any] = {
            "bundle_id": "0" * 32, "kind": "up", "sender": self.sender.id, "sender_name": "桃溪村",
            "to": self.receiver.id, "to_name": "云岭镇", "office": self.receiver.id, "card": b"card", "file_no": 17,
            "made_at": "2026-11-21T13:40:08.123Z", "app": "0.1.0", "schema": 1, "n_segments": len(segments),
            "plain_bytes": 0,
        }  # fmt: skip
        return Draft(
            hd.Header(**(fields | header)),
            hd.Inner(bundle_id="", header=b""),
            iter(segments),
            sum(segment_size(len(head), len(body)) for head, _sig, body in segments),
            [self.receiver.public.box],
            iter(chunks),
            len(chunks),
            sum(5 + len(chunk) for chunk in chunks),
        )

    def write(self, *lengths: int, disk: Disk | None = None, **header: Any) -> Written:
        draft = self.draft(self.segments(*lengths), **header)
        return write_bundle(self.stick / "a.bjb", draft, self.sender, disk or Disk())

    def read(self, path: Path, *pairs: KeyPair) -> Notebook:
        notes = Notebook()
        with path.open("rb") as file:
            head = read_head(file, path.stat().st_size)
            read_frames(file, head, pairs or (self.receiver,), notes)
        return notes


@pytest.fixture
def post(tmp_path: Path, two_pairs: tuple[KeyPair, KeyPair]) -> Post:
    stick = tmp_path / "stick"
    stick.mkdir()
    return Post(stick, *two_pairs)


@pytest.fixture(scope="session")
def two_pairs() -> tuple[KeyPair, KeyPair]:
    return make_pair(), make_pair()


@pytest.fixture
def code_of() -> Callable[[Callable[[], object]], str]:
    """The code of the named error a call ends in; "" when it ends well."""
    from db.sync.errors import BundleError

    def code(call: Callable[[], object]) -> str:
        try:
            call()
        except BundleError as error:
            return error.code
        return ""

    return code
