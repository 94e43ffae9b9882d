"""T6 for snapshots: signed by the wrong hand, for somebody else, out of scope, out of sense. Named, nothing changed."""

from __future__ import annotations

import io
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from db import Store, own_device
from db.device_keys import KeyPair, digest
from db.identity import new_id
from db.sync import UnpackReport, unpack
from db.sync.deeds.snapshots import pieces
from db.sync.deeds.snapshots.pieces import Covered, Piece
from db.sync.envelope import header as hd
from db.sync.envelope.crypto import seal_stream
from db.sync.envelope.write import frame
from db.sync.log import segment as sg
from db.sync.peers import enrol, peers
from tests.bundles.post import kept

SECONDS = 5
HASH = b"h" * 32


@dataclass
class Mint:
    """Makes snapshots at the office's computer, honest and otherwise, for the village's laptop."""

    office: Store
    laptop: Store
    folder: Path

    @property
    def seal(self) -> KeyPair:
        """The office's own key."""
        with self.office.connection(immediate=False) as connection:
            pair = own_device.office_pair(connection, self.office)
        assert pair is not None
        return pair

    def piece(self, snapshot: str, **changed: Any) -> dict[str, Any]:
        """What is in an honest piece: one household, as plain data."""
        body = sg.Body(
            schema=1, cols=[("household", ["household_no", "address"])], ops=[sg.Insert(0, "e" * 32, ["1", "桃溪村"])],
            who=[(1, "周建国", 0, "户", None)],
        )  # fmt: skip
        covered = [HASH, 0, 1, 1 << 16, 1, [], msgspec.msgpack.encode(body)]
        return {
            "snapshot": snapshot, "to": self.laptop.device_id, "no": 0, "part": [self.laptop.scope, 0],
            "devices": [self.laptop.device_id], "covered": [covered], "gone": [], "last": True,
        } | changed  # fmt: skip

    def payload(self, piece: Any, pair: KeyPair | None = None) -> bytes:
        """Any content at all behind a right signature."""
        content = pieces.press.press(msgspec.msgpack.encode(piece))
        return msgspec.msgpack.encode([content, (pair or self.seal).sign(pieces.LABEL, content)])

    def file(self, payloads: Callable[[str], list[bytes]], **header: Any) -> Path:
        """A snapshot file of those pieces; its header, its first and its last frame are right."""
        assert self.office.pair is not None
        with self.office.connection(immediate=False) as connection:
            receiver = peers.peer(connection, self.laptop.device_id)
        assert receiver is not None
        fields: dict[str, Any] = {
            "bundle_id": new_id(), "kind": "snapshot", "sender": self.office.device_id, "sender_name": self.office.name,
            "to": self.laptop.device_id, "to_name": "x", "office": self.office.township_id,
            "card": enrol.device_card(self.office), "file_no": 1, "made_at": "2026-01-01T00:00:00.000Z", "app": "0.1.0",
            "schema": 1, "min_reader": 2, "n_segments": 0, "plain_bytes": 0,
        }  # fmt: skip
        head = hd.Header(**(fields | header))
        raw = msgspec.msgpack.encode(head)
        inner = msgspec.msgpack.encode(hd.Inner(bundle_id=head.bundle_id, header=digest(raw)))
        frames = [frame("H", self._signed(hd.LABEL_INNER, inner))]
        frames += [frame("N", payload) for payload in payloads(head.bundle_id)]
        end = hd.End(segments=0, frames=len(frames), digest=digest(raw + b"".join(frames)))
        frames.append(frame("E", self._signed(hd.LABEL_END, msgspec.msgpack.encode(end))))
        out = io.BytesIO()
        seal_stream(io.BytesIO(b"".join(frames)), out, [receiver.grant.box])
        path = self.folder / "forged.bjb"
        clear = hd.MAGIC + struct.pack("<I", len(raw)) + raw + self.office.pair.sign(hd.LABEL_HEADER, raw)
        path.write_bytes(clear + out.getvalue())
        return path

    def _signed(self, label: str, content: bytes) -> bytes:
        assert self.office.pair is not None
        return msgspec.msgpack.encode([content, self.office.pair.sign(label, content)])

    def take(self, path: Path) -> UnpackReport:
        """Taken in: never a bug, never for long; what is refused leaves nothing."""
        before, begun = kept(self.laptop), time.monotonic()
        (report,) = unpack(self.laptop, [path])
        assert time.monotonic() - begun < SECONDS
        assert report.code != "BUG", report
        if report.result == "refused":
            assert kept(self.laptop) == before
            with self.laptop.connection(immediate=False) as connection:
                left = connection.exec_driver_sql("SELECT count(*) FROM sync_segment WHERE sig = x''").scalar_one()
            assert left == 0
        return report


@pytest.fixture
def mint(enrolled: tuple[Store, Store], tmp_path: Path) -> Mint:
    return Mint(enrolled[1], enrolled[0], tmp_path)


def covered(**changed: Any) -> Callable[[Mint, dict[str, Any]], None]:
    """Changes the fields of the one segment of a piece."""

    def change(_mint: Mint, piece: dict[str, Any]) -> None:
        for name, value in changed.items():
            piece["covered"][0][Covered.__struct_fields__.index(name)] = value

    return change


def fields(**changed: Any) -> Callable[[Mint, dict[str, Any]], None]:
    """Changes the fields of a piece."""
    return lambda _mint, piece: piece.update(changed)


def ops(*wire: Any, refs: Any = (), cols: Any = None) -> Callable[[Mint, dict[str, Any]], None]:
    """Puts other ops into the compacted segment."""
    body = {
        "v": 1, "schema": 1, "app": "x", "cols": cols or [["household", ["household_no", "address"]]],
        "refs": list(refs), "ops": list(wire), "who": [[len(wire), "敌", 0, None, None]], "blobs": [],
    }  # fmt: skip
    return covered(n=max(1, min(len(wire), sg.MAX_OPS)), compacted=msgspec.msgpack.encode(body))


PK = "e" * 32
FORGED: dict[str, tuple[Callable[[Mint, dict[str, Any]], None], str]] = {
    "another receiver": (fields(to="f" * 32), "BAD_SNAPSHOT"),
    "another file": (fields(snapshot="0" * 32), "BAD_SNAPSHOT"),
    "not the first": (fields(no=1), "BAD_SNAPSHOT"),
    "not the last": (fields(last=False), "BAD_SNAPSHOT"),
    "another village": (fields(part=["a" * 32, 0]), "BAD_SNAPSHOT"),
    "accusations": (lambda m, p: p.update(part=[m.laptop.scope, 2]), "BAD_SNAPSHOT"),
    "no such compartment": (lambda m, p: p.update(part=[m.laptop.scope, 77]), "BAD_SNAPSHOT"),
    "no device": (fields(devices=[]), "BAD_SNAPSHOT"),
    "wrong types": (fields(covered={"a": 1}), "BAD_SNAPSHOT"),
    "a number for a name": (fields(to=7), "BAD_SNAPSHOT"),
    "twice the same segment": (lambda m, p: p["covered"].append(p["covered"][0]), "BAD_SNAPSHOT"),
    "a parent that is not there": (covered(parents=[7]), "BAD_SNAPSHOT"),
    "itself as a parent": (covered(parents=[HASH]), ""),  # waits for nothing
    "many parents": (covered(parents=[b"p" * 32] * 2_000), "BAD_SNAPSHOT"),
    "a short hash": (covered(hash=b"x"), "BAD_SNAPSHOT"),
    "a negative number": (covered(seq=-1), "BAD_SNAPSHOT"),
    "a huge number": (covered(hlc=1 << 63), "BAD_SNAPSHOT"),
    "no ops": (covered(n=0), "BAD_SNAPSHOT"),
    "far future": (covered(hlc=(1 << 63) - 1), ""),
    "nonsense": (covered(compacted=b"nonsense"), "BAD_SNAPSHOT"),
    "deep nesting": (covered(compacted=b"\x91" * 100_000), "BAD_SNAPSHOT"),
    "huge count": (covered(compacted=b"\xdd\xff\xff\xff\xff"), "BAD_SNAPSHOT"),
    "too many ops": (ops(*[[0, 0, PK, ["1", "x"]]] * 6_000), "BAD_SNAPSHOT"),
    "more ops than it had": (lambda m, p: (ops([0, 0, PK, ["1", "x"]], [2, 0, PK, []])(m, p),
                                           covered(n=1)(m, p))[0], "BAD_SNAPSHOT"),
    "long text": (ops([0, 0, PK, ["1", "x" * 100_000]]), "LIMIT"),
    "a map as value": (ops([0, 0, PK, [{"a": 1}, "x"]]), "BAD_SNAPSHOT"),
    "table by SQL": (ops([0, 0, PK, ["1"]], cols=[['x"; DROP TABLE household; --', ["a"]]]), "BAD_SNAPSHOT"),
    "no such table index": (ops([0, 9, PK, ["1", "x"]]), "BAD_SNAPSHOT"),
    "dot out of range": (ops([1, 0, PK, {0: ["1", 7, 0]}]), "BAD_SNAPSHOT"),
    "unknown op": (ops([31, 0, PK]), "BAD_SNAPSHOT"),
    "bookkeeping table": (ops([0, 0, PK, [1]], cols=[["sync_state", ["applying"]]]), "NEWER_FIELDS"),
    "a redaction of nothing": (ops([7, b"x", bytes(64), [], b""]), "BAD_SNAPSHOT"),
    "gone by SQL": (lambda m, p: p.update(gone=[['x"; --', PK, HASH, 0, ""]]), "BAD_SNAPSHOT"),
    "an honest one": (fields(), ""),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_snapshot_behind_right_signatures(what: str, mint: Mint) -> None:
    change, code = FORGED[what]

    def payloads(snapshot: str) -> list[bytes]:
        piece = mint.piece(snapshot)
        change(mint, piece)
        return [mint.payload(piece)]

    report = mint.take(mint.file(payloads))
    assert report.code == code, report
    with mint.laptop.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT applying FROM sync_state").scalar() == 0
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'household'").scalar()
    assert tables == 1


def test_the_wrong_hands_and_the_wrong_files(mint: Mint) -> None:
    assert mint.office.pair is not None
    assert mint.laptop.pair is not None
    for pair in (mint.office.pair, mint.laptop.pair):  # the computer's own key is not the office's
        report = mint.take(mint.file(lambda snapshot, by=pair: [mint.payload(mint.piece(snapshot), by)]))
        assert report.code == "BAD_SNAPSHOT"
        assert "起始数据" in report.message
    honest = lambda snapshot: [mint.payload(mint.piece(snapshot))]  # noqa: E731
    assert mint.take(mint.file(honest, kind="down")).code == "BAD_SNAPSHOT"
    assert mint.take(mint.file(lambda _snapshot: [])).code == "BAD_SNAPSHOT"
    assert mint.take(mint.file(lambda _snapshot: [b"\xc1"])).code == "BAD_SNAPSHOT"
    bomb = pieces.press.press(bytes(100_000_000))
    signed = msgspec.msgpack.encode([bomb, mint.seal.sign(pieces.LABEL, bomb)])
    assert mint.take(mint.file(lambda _snapshot: [signed])).code == "LIMIT"
    assert mint.take(mint.file(lambda snapshot: [*honest(snapshot), *honest(snapshot)])).code == "BAD_SNAPSHOT"
    assert mint.take(mint.file(honest)).result == "taken"


def test_every_field_of_a_piece_is_named_here() -> None:
    assert Piece.__struct_fields__ == ("snapshot", "to", "no", "part", "devices", "covered", "gone", "last")
