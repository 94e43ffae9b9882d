"""A township with its village enrolled, files made by hand, honest and hostile, and what a store holds, to compare."""

from __future__ import annotations

import io
import shutil
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from db import Store, create_store, open_store, surroundings
from db.device_keys import KeyPair, digest
from db.identity import new_id
from db.models import Household, metadata
from db.store import Surroundings
from db.sync import UnpackReport, pack, unpack
from db.sync.envelope import header as hd
from db.sync.envelope.crypto import seal_stream
from db.sync.envelope.disk import Disk
from db.sync.envelope.write import Draft, frame, segment_size, write_bundle
from db.sync.exchange.taking.unpack import BACKUP_FACT
from db.sync.log import segment as sg
from db.sync.log.segment import Insert, Place, Sealed
from db.sync.peers import enrol, peers
from tests.conftest import CHEAP, PASSWORD, TOWNSHIP, VILLAGE, StillClock

COLUMNS = ["household_no", "address"]


def join(office: Store, laptop: Store, wish: enrol.Wish | None = None) -> enrol.Enrolled:
    """Card up, grant back."""
    granted = enrol.accept_device(office, enrol.make_card(laptop).encode(), wish)
    enrol.accept_grant(laptop, granted.paper.encode())
    return granted


@dataclass
class Forge:
    """Makes segments and bundles with a store's own keys, as its program would or as an enemy would."""

    sender: Store
    receiver: Store
    folder: Path
    seq: int = 0

    @property
    def pair(self) -> KeyPair:
        assert self.sender.pair is not None
        return self.sender.pair

    def segment(
        self, *rows: tuple[str, Sequence[Any]], part: tuple[str, int] | None = None, parents: Sequence[bytes] = (),
        pair: KeyPair | None = None, hlc: int = 1, table: str = "household", body: sg.Body | None = None,
    ) -> Sealed:  # fmt: skip
        """A segment of inserts into the household table."""
        self.seq += 1
        ops = [Insert(0, pk, list(values)) for pk, values in rows] or [Insert(0, new_id(), ["1", "x"])]
        body = body or sg.Body(
            schema=1, cols=[(table, COLUMNS)], ops=list(ops), who=[(len(ops), "周建国", 0, "户", None)]
        )
        place = Place(part or (self.sender.scope, 0), "e", self.seq, list(parents), hlc)
        return sg.encode(place, body, pair or self.pair)

    def bundle(
        self, *segments: Sealed | tuple[bytes, bytes, bytes], name: str = "a.bjb", pair: KeyPair | None = None,
        inner: dict[str, Any] | None = None, header: dict[str, Any] | None = None,
    ) -> Path:  # fmt: skip
        """A bundle file with those segments."""
        triples = [bytes_of(s) for s in segments]
        draft = Draft(
            self.header(len(triples), **(header or {})),
            hd.Inner(**({"bundle_id": "", "header": b""} | (inner or {}))),
            iter(triples),
            sum(segment_size(len(t[0]), len(t[2])) for t in triples),
            [self.recipient().public.box],
        )
        return write_bundle(self.folder / name, draft, pair or self.pair, Disk()).path

    def recipient(self) -> peers.Peer:
        """The office, or the laptop that receives."""
        with self.receiver.connection(immediate=False) as connection:
            card = peers.office(connection)
            found = peers.peer(connection, self.receiver.device_id)
        recipient = card if self.receiver.role == "township" else found
        assert recipient is not None
        return recipient

    def header(self, segments: int, **more: Any) -> hd.Header:
        """A header as the sender's program writes it."""
        recipient = self.recipient()
        fields: dict[str, Any] = {
            "bundle_id": new_id(), "kind": "up", "sender": self.sender.device_id, "sender_name": self.sender.name,
            "to": recipient.id, "to_name": recipient.name, "office": recipient.office_id,
            "card": enrol.device_card(self.sender), "file_no": 1, "made_at": "2026-01-01T00:00:00.000Z", "app": "0.1.0",
            "schema": 1, "n_segments": segments, "plain_bytes": 0,
        }  # fmt: skip
        return hd.Header(**(fields | more))

    def frames(self, header: hd.Header, *segments: Sealed | tuple[bytes, bytes, bytes]) -> list[bytes]:
        """The frames H, S…, E of an honest file."""
        raw = msgspec.msgpack.encode(header)
        inner = msgspec.msgpack.encode(hd.Inner(bundle_id=header.bundle_id, header=digest(raw)))
        frames = [frame("H", self.signed(hd.LABEL_INNER, inner))]
        frames += [frame("S", msgspec.msgpack.encode(bytes_of(s))) for s in segments]
        return [*frames, self.end(raw, frames)]

    def end(self, raw: bytes, frames: Sequence[bytes]) -> bytes:
        """The last frame after those."""
        end = hd.End(segments=len(frames) - 1, frames=len(frames), digest=digest(raw + b"".join(frames)))
        return frame("E", self.signed(hd.LABEL_END, msgspec.msgpack.encode(end)))

    def signed(self, label: str, content: bytes) -> bytes:
        """Content with the sender's signature."""
        return msgspec.msgpack.encode([content, self.pair.sign(label, content)])

    def file(self, header: hd.Header, frames: Sequence[bytes], name: str = "h.bjb") -> Path:
        """A file of any frames at all behind a signed header."""
        return self.raw_file(msgspec.msgpack.encode(header), frames, name)

    def raw_file(self, raw: bytes, frames: Sequence[bytes], name: str = "h.bjb") -> Path:
        """A file of any frames behind any header bytes, signed."""
        out = io.BytesIO()
        seal_stream(io.BytesIO(b"".join(frames)), out, [self.recipient().public.box])
        clear = hd.MAGIC + struct.pack("<I", len(raw)) + raw + self.pair.sign(hd.LABEL_HEADER, raw)
        path = self.folder / name
        path.write_bytes(clear + out.getvalue())
        return path


def bytes_of(segment: Sealed | tuple[bytes, bytes, bytes]) -> tuple[bytes, bytes, bytes]:
    """Head, signature, body as they travel."""
    return segment[1:] if isinstance(segment, Sealed) else segment


def add_household(store: Store, number: str = "1", **more: Any) -> str:
    """A household with that number; returns its id."""
    with store.write("户") as session:
        household = Household(id=new_id(), household_no=number, **more)
        session.add(household)
        session.flush()
        return household.id


def exchange(sender: Store, receiver: Store, stick: Path, to: str | None = None) -> UnpackReport:
    """One stick from one to the other, taken in."""
    (report,) = unpack(receiver, [pack(sender, stick, to).path])
    return report


def _rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.connection(immediate=False) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def shown(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables show and what is in conflict: two stores with equal segments agree on it byte for byte."""
    tables = {t.name: [c.name for c in t.columns if c.info.get("sync") != "local"] for t in metadata.tables.values()
              if t.info.get("sync") is not None}  # fmt: skip
    found = {n: _rows(store, f"SELECT {', '.join(columns)} FROM {n} ORDER BY id") for n, columns in tables.items()}
    found["conflicts"] = _rows(store, "SELECT id, tbl, pk, col, kind, other FROM sync_conflict ORDER BY id")
    found["heads"] = _rows(
        store, "SELECT scope, compartment, hash FROM sync_head JOIN sync_part ON no = part ORDER BY 1, 2, 3"
    )
    return found


def kept(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a refused file must leave as it was: what is shown, receipts, papers, the log of writes."""
    found = shown(store)
    for table in ("sync_peer", "sync_row", "sync_cell", "sync_del", "sync_gone", "sync_unknown", "sync_pending"):
        found[table] = _rows(store, f"SELECT * FROM {table} ORDER BY 1, 2, 3")
    found["segments"] = _rows(store, "SELECT hash, st FROM sync_segment WHERE st <> 0 ORDER BY hash")
    return found


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village granted by its township, made once; tests get copies."""
    base = tmp_path_factory.mktemp("district")
    around = surroundings(profile=base / "profile", clock=StillClock(), cost=CHEAP)
    stores = []
    for new in (VILLAGE, TOWNSHIP):
        store, recovery = create_store(base / f"{new.role}.baijia", new, around)
        (base / f"{new.role}-recovery.txt").write_text(recovery)
        stores.append(store)
    join(stores[1], stores[0])
    for store in stores:
        with store.connection() as connection:  # the backup of the day is made: tests of it ask for one
            store.set_fact(connection, BACKUP_FACT, store.today().isoformat())
        store.close()
    return base


@contextmanager
def copied(district: Path, folder: Path, around: Surroundings) -> Iterator[tuple[Store, Store]]:
    """Fresh copies of a district's village and township, open; their clock has moved on by an hour."""
    shutil.copytree(district / "profile", around.profile, dirs_exist_ok=True)
    cast("StillClock", around.clock).sleep(hours=1)
    stores = []
    for role in ("village", "township"):
        shutil.copytree(district / f"{role}.baijia", folder / f"{role}.baijia")
        stores.append(open_store(folder / f"{role}.baijia", PASSWORD, around))
    yield stores[0], stores[1]
    for store in stores:
        store.close()


@pytest.fixture
def enrolled(district: Path, tmp_path: Path, around: Surroundings) -> Iterator[tuple[Store, Store]]:
    """(village, township), the village granted."""
    with copied(district, tmp_path, around) as stores:
        yield stores


@pytest.fixture
def forge(enrolled: tuple[Store, Store], tmp_path: Path) -> Forge:
    """Files from the village to the township."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Forge(*enrolled, folder)


@pytest.fixture
def joined() -> Callable[..., enrol.Enrolled]:
    """joined(office, laptop, wish): enrols a laptop."""
    return join
