"""T11: files of newer and older versions. What is not understood is kept, passed on byte for byte, shown later."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
from backports import zstd

from db import Store
from db.device_keys import digest
from db.own_device import office_pair
from db.schema import SCHEMA_VERSION
from db.sync import Plan, pack, unpack
from db.sync.deeds.snapshots import compacting
from db.sync.envelope import header as hd
from db.sync.envelope.crypto import seal_stream
from db.sync.envelope.write import frame
from db.sync.log import proof, segment, upcast
from db.sync.log.merge import Op
from db.sync.log.segment import Body, Insert, Place
from db.sync.peers import papers, peers
from tests.bundles.opened import open_bundle
from tests.bundles.post import Forge, add_household, exchange, kept, shown
from tests.bundles.snapshots.conftest import Start, start, worked

__all__ = ["start", "worked"]
HOUSE, WELL = "c" * 32, "d" * 32
Raw = tuple[bytes, bytes, bytes]


def future_segments(forge: Forge) -> list[Raw]:
    """Two segments of schema 99: a table, columns, keys of head and body and entries of who that nobody here knows."""
    cols = [["household", ["household_no", "address", "solar_panels"]], ["weather", ["rain", "wind"]]]
    first = _sealed(forge, 101, [], {
        "cols": cols, "ops": [[0, 0, HOUSE, ["99", "未来一号", 7]], [0, 1, WELL, [12, None]]],
        "who": [[2, "周建国", 0, "户", None, "用语音记的"]], "moods": ["好"],
    })  # fmt: skip
    name = digest(first[0])
    second = _sealed(forge, 102, [name], {
        "cols": cols, "refs": [name], "ops": [[1, 0, HOUSE, {1: ["未来二号", 0, 0], 2: [8, 0, 0]}, "为什么"]],
        "who": [[1, "周建国", 1, "户", None, "手写的", 5]],
    })  # fmt: skip
    return [first, second]


def _sealed(forge: Forge, seq: int, parents: list[bytes], told: dict[str, Any]) -> Raw:
    body = {"v": 3, "schema": 99, "app": "9.9", "refs": [], "blobs": [], "origin_story": {"a": [1, 2]}} | told
    packed = zstd.compress(msgspec.msgpack.encode(body))
    head = msgspec.msgpack.encode({
        "suite": "A1", "part": [forge.sender.scope, 0], "dev": forge.pair.id, "epoch": "e", "seq": seq,
        "parents": parents, "hlc": seq, "n": len(body["ops"]), "body_hash": digest(packed), "body_len": len(packed),
        "nonce": bytes(16), "colour": "green", "nested": {"more": b"x"},
    })  # fmt: skip
    return head, forge.pair.sign(segment.LABEL, head), packed


def future_file(forge: Forge, segments: list[Raw], grants: list[bytes] = [], **header: Any) -> Path:  # noqa: B006
    """A file of a newer version: more keys in its header, in its first frame and in its last."""
    fields = msgspec.to_builtins(forge.header(len(segments)), builtin_types=(bytes,))
    raw = msgspec.msgpack.encode(fields | {"schema": 99, "app": "9.9", "mood": "sunny", "more": [1, {"a": 2}]} | header)
    inner = {
        "bundle_id": fields["bundle_id"], "header": digest(raw), "grants": grants, "weather": "fine", "maps": {"x": []},
    }  # fmt: skip
    frames = [frame("H", forge.signed(hd.LABEL_INNER, msgspec.msgpack.encode(inner)))]
    frames += [frame("S", msgspec.msgpack.encode(raw_segment)) for raw_segment in segments]
    end = {"segments": len(segments), "frames": len(frames), "digest": digest(raw + b"".join(frames)), "bye": True}
    frames.append(frame("E", forge.signed(hd.LABEL_END, msgspec.msgpack.encode(end))))
    out = io.BytesIO()
    seal_stream(io.BytesIO(b"".join(frames)), out, [forge.recipient().public.box])
    path = forge.folder / "future.bjb"
    clear = hd.MAGIC + struct.pack("<I", len(raw)) + raw + forge.pair.sign(hd.LABEL_HEADER, raw)
    path.write_bytes(clear + out.getvalue())
    return path


def travelling(path: Path, store: Store) -> set[Raw]:
    """The segments in a file, byte for byte."""
    stream, found = open_bundle(path, store).plain, set()
    while len(stream) >= 5:
        length, kind = struct.unpack_from("<IB", stream)
        if kind not in b"HNSCBE":
            break
        if kind == ord("S"):
            found.add(tuple(msgspec.msgpack.decode(stream[5 : 5 + length])))
        stream = stream[5 + length :]
    return found  # type: ignore[return-value]


def ask(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.connection(immediate=False) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.fixture
def future(start: Start, tmp_path: Path) -> tuple[Start, list[Raw]]:
    """The office has taken in what a newer version of the village's program wrote."""
    (tmp_path / "f").mkdir()
    forge = Forge(start.village, start.township, tmp_path / "f")
    made = future_segments(forge)
    (report,) = unpack(start.township, [future_file(forge, made)])
    assert (report.result, report.code) == ("taken", "NEWER_FIELDS"), report
    assert "项新内容升级后显示" in report.message
    return start, made


def test_the_known_part_is_shown_the_unknown_kept_and_passed_on_byte_for_byte(future: tuple[Start, list[Raw]]) -> None:
    start, made = future
    for store in (start.township, start.other):
        assert ask(store, f"SELECT household_no, address FROM household WHERE id = '{HOUSE}'") == (
            [("99", "未来二号")] if store is start.township else []
        )
    packed = pack(start.township, start.folder / "on", start.other.device_id)
    assert set(made) <= travelling(packed.path, start.other)
    (report,) = unpack(start.other, [packed.path])
    assert (report.result, report.code) == ("taken", "NEWER_FIELDS")
    for store in (start.township, start.other):
        logged = set(ask(store, "SELECT head, sig, body FROM sync_segment"))
        assert set(made) <= logged
        unknown = ask(store, "SELECT tbl, pk, col, val FROM sync_unknown ORDER BY 1, 2, 3")
        assert unknown == [
            (10, HOUSE, "solar_panels", 8), ("weather", WELL, "rain", 12), ("weather", WELL, "wind", None),
        ]  # fmt: skip
    assert shown(start.other)["household"] == shown(start.township)["household"]
    with start.other.write("户") as session:  # work on the known part goes on
        session.connection().exec_driver_sql(f"UPDATE household SET address = '今天改的' WHERE id = '{HOUSE}'")
    exchange(start.other, start.township, start.folder / "up")
    assert ask(start.township, f"SELECT address FROM household WHERE id = '{HOUSE}'") == [("今天改的",)]
    assert proof.differences(start.other) == []


def test_a_snapshot_of_an_older_office_keeps_what_it_does_not_understand(future: tuple[Start, list[Raw]]) -> None:
    start, _made = future
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    (report,) = unpack(start.laptop, [made.path])
    assert (report.result, report.code) == ("taken", "NEWER_FIELDS")
    for query in ("SELECT tbl, pk, col, val FROM sync_unknown ORDER BY 1, 2, 3",
                  f"SELECT household_no, address FROM household WHERE id = '{HOUSE}'"):  # fmt: skip
        assert ask(start.laptop, query) == ask(start.township, query)
    bodies = [segment.body_again(body) for (body,) in ask(
        start.laptop, "SELECT body FROM sync_segment WHERE st = 6 AND body IS NOT NULL")]  # fmt: skip
    assert {body.schema for body in bodies} == {99, SCHEMA_VERSION}
    written = [
        cell[0] for body in bodies for op in body.ops if isinstance(op, segment.Update) and op.pk == HOUSE
        for col, cell in op.cells.items() if body.cols[op.t][1][col] == "solar_panels"
    ]  # fmt: skip
    assert written == [8]


def test_a_grant_with_keys_of_a_newer_version_is_passed_on_verbatim(forge: Forge, tmp_path: Path) -> None:
    village, township = forge.sender, forge.receiver
    with township.connection(immediate=False) as connection:
        office = office_pair(connection, township)
        known = peers.peer(connection, village.device_id)
    assert office is not None
    assert known is not None
    told = msgspec.msgpack.decode(msgspec.msgpack.decode(known.signed)[0])
    told |= {"issued_at": "2031-01-01T00:00:00.000Z", "hobby": "chess", "extra": {"a": [1]}}
    payload = msgspec.msgpack.encode(told)
    newer = msgspec.msgpack.encode([payload, office.sign(papers.LABEL_GRANT, payload)])
    (report,) = unpack(township, [future_file(forge, future_segments(forge), [newer])])
    assert report.result == "taken"
    with township.connection(immediate=False) as connection:
        kept_as = peers.peer(connection, village.device_id)
    assert kept_as is not None
    assert kept_as.signed == newer
    packed = pack(township, tmp_path / "down", village.device_id)
    assert newer in open_bundle(packed.path, village).inner.grants


@pytest.mark.parametrize("reader", [hd.READER + 1, 99])
def test_a_file_that_asks_for_a_newer_reader_stays_where_it_is(forge: Forge, reader: int) -> None:
    path, before = future_file(forge, future_segments(forge), min_reader=reader), kept(forge.receiver)
    content = path.read_bytes()
    (report,) = unpack(forge.receiver, [path])
    assert (report.result, report.code) == ("refused", "TOO_NEW")
    assert "此文件由新版 9.9 生成，请先升级本机" in report.message
    assert kept(forge.receiver) == before
    assert path.read_bytes() == content
    assert ask(forge.receiver, "SELECT count(*) FROM sync_segment WHERE st = 0") == [(0,)]


def test_the_first_version_refuses_what_only_the_second_can_read(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True)).path
    before = kept(start.laptop)
    with monkeypatch.context() as older:
        older.setattr(hd, "READER", 1)
        (report,) = unpack(start.laptop, [snapshot])
    assert (report.result, report.code) == ("refused", "TOO_NEW")
    assert kept(start.laptop) == before
    assert unpack(start.laptop, [snapshot])[0].result == "taken"  # after the upgrade


def _renamed(op: Op) -> Op:
    """Between schema 1 and 2, in this story, ``addr`` became ``address``."""
    return op._replace(writes=[w._replace(col={"addr": "address"}.get(w.col, w.col)) for w in op.writes])


def test_what_an_older_version_wrote_is_said_in_todays_words_and_so_in_a_snapshot(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f").mkdir()
    forge = Forge(start.village, start.township, tmp_path / "f")
    body = Body(schema=1, cols=[("household", ["household_no", "addr"])], ops=[Insert(0, HOUSE, ["5", "旧名"])],
                who=[(1, "周建国", 0, "户", None)])  # fmt: skip
    old = segment.encode(Place((start.village.scope, 0), "e", 101, [], 1), body, forge.pair)
    edit = Body(schema=1, cols=[("household", ["addr"])], refs=[old.hash],
                ops=[segment.Update(0, HOUSE, {0: ["改名", 0, 0]})], who=[(1, "周建国", 0, "户", None)])  # fmt: skip
    newer = segment.encode(Place((start.village.scope, 0), "e", 102, [old.hash], 2), edit, forge.pair)
    monkeypatch.setitem(upcast.UPCASTS, 1, _renamed)  # type: ignore[index]
    (report,) = unpack(start.township, [forge.bundle(old, newer)])
    assert (report.result, report.code) == ("taken", "")
    query = f"SELECT household_no, address FROM household WHERE id = '{HOUSE}'"
    assert ask(start.township, query) == [("5", "改名")]
    assert ask(start.township, "SELECT * FROM sync_unknown") == []
    assert proof.differences(start.township) == []
    assert start.begin().code == ""
    assert ask(start.laptop, query) == [("5", "改名")]
    assert proof.differences(start.laptop) == []
    bodies = ask(start.laptop, "SELECT body FROM sync_segment WHERE body IS NOT NULL")
    assert {compacting.SCHEMA_VERSION} == {segment.body_again(body).schema for (body,) in bodies}
    assert add_household(start.laptop, "6")
