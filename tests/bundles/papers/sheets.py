"""Papers for tests of bundles: any size, quickly made, told apart by their caption."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import pyrage

from db import Store
from db.actions.papers import NewPaper, attach_paper
from db.blobs import shelf
from db.queries.papers import paper, paper_content
from db.sync.envelope import chunk
from db.sync.envelope import header as hd
from db.sync.envelope.chunk import CHUNK, Chunk
from db.sync.exchange.taking.stage import pairs_of
from tests.makers import make_household


def paper_of(seed: int, size: int) -> bytes:
    """A content of that many bytes."""
    return b"%PDF-1.7\n" + Random(seed).randbytes(size - 9)


def hang(store: Store, folder: Path, content: bytes, *, noun: str = "household", record_id: str = "",
         caption: str | None = None) -> str:  # fmt: skip
    """Hangs a paper on a record (a new household where none is given); returns its id."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    record_id = record_id or make_household(store, no=content[-4:].hex())
    return attach_paper(store, NewPaper(noun=noun, record_id=record_id, caption=caption), path).id


def states(store: Store, ids: Sequence[str]) -> list[str]:
    """How each paper stands here; absent where its record has not come."""
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT id FROM attachment WHERE hidden = 0").all()
    known = {row[0] for row in rows}
    return [paper(store, one).state if one in known else "absent" for one in ids]


def contents(store: Store, ids: Sequence[str]) -> list[bytes]:
    """What each paper holds here."""
    return [paper_content(store, one) for one in ids]


def spoil(store: Store, paper_id: str) -> None:
    """One wrong byte on the disk."""
    path = shelf.blob_path(store, paper(store, paper_id).sha256)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def lose(store: Store, paper_id: str) -> None:
    """The file of a paper is gone from the disk."""
    shelf.drop(store, paper(store, paper_id).sha256)


def chunks_of(sha256: str, content: bytes) -> list[bytes]:
    """The payloads of the B frames an honest program makes."""
    cuts = range(0, max(1, len(content)), CHUNK)
    return [chunk.encode(Chunk(sha256, len(content), at, content[at : at + CHUNK])) for at in cuts]


def frames_in(path: Path, receiver: Store) -> tuple[str, hd.Inner, dict[str, bytes]]:
    """The kinds of frames in order, the first frame, and the papers in a bundle, as its receiver can read them."""
    content = path.read_bytes()
    at = content.rindex(b"age-encryption.org/v1")
    stream = pyrage.decrypt(content[at:], [pyrage.x25519.Identity.from_str(pair.age) for pair in pairs_of(receiver)])
    kinds, papers, inner = "", dict[str, bytes](), None
    while stream:
        length, kind = struct.unpack_from("<IB", stream)
        payload, stream = stream[5 : 5 + length], stream[5 + length :]
        kinds += chr(kind)
        if kind == ord("B"):
            found = chunk.decode(payload)
            assert found is not None
            papers[found.sha256] = papers.get(found.sha256, b"") + found.data
        elif kind == ord("H"):
            inner = hd.unpressed(msgspec.msgpack.decode(msgspec.msgpack.decode(payload)[0], type=hd.Inner))
    assert inner is not None
    return kinds, inner, papers
