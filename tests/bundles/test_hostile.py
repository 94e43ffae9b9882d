"""T6: an enrolled laptop that is an enemy. A named error or quarantine, never a bug; what others wrote stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from backports import zstd

from db import Store, create_store, surroundings
from db.device_keys import digest
from db.store import Surroundings
from db.sync import unpack
from db.sync.envelope import header as hd
from db.sync.envelope.write import frame
from db.sync.log import segment as sg
from db.sync.log.segment import Sealed
from tests.benchmarks._bundles.process import forget_peak, peak_mb
from tests.bundles.post import Forge, add_household, copied, exchange, join, kept
from tests.conftest import CHEAP, VILLAGE, StillClock

SECONDS, MB = 5, 120
"""A file may take so long, and so much memory beyond the 80 MB of the program itself: 200 MB together."""
LONG = [pytest.param(5_000, share, marks=pytest.mark.prove) for share in range(4)]


@pytest.fixture(scope="session")
def besieged(district: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The district with a second village, 石桥村, whose household the enemy may not touch."""
    base = tmp_path_factory.mktemp("besieged")
    around = surroundings(base / "profile", StillClock(), CHEAP)
    with copied(district, base, around) as (_village, township):
        new = replace(VILLAGE, name="石桥村", region_code="430499101202")
        other, _recovery = create_store(base / "other.baijia", new, around)
        join(township, other)
        household = add_household(other, "8", address="石桥村一组")
        exchange(other, township, base / "stick")
        other.close()
    return base, household


@pytest.fixture
def enrolled(besieged: tuple[Path, str], tmp_path: Path, around: Surroundings) -> Iterator[tuple[Store, Store]]:
    """The enemy's village and the township, which holds the neighbour's household too."""
    with copied(besieged[0], tmp_path, around) as stores:
        yield stores


@pytest.fixture
def neighbour(besieged: tuple[Path, str]) -> str:
    """The id of the neighbour's household."""
    return besieged[1]


def others(store: Store) -> list[tuple[Any, ...]]:
    """Everything in the office's book that is not the enemy's village."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql("SELECT * FROM household WHERE address = '石桥村一组'").all()
        return [tuple(row) for row in rows]


def signed(forge: Forge, body: bytes, **changed: Any) -> Sealed:
    """Any bytes at all as a segment's body, behind a right signature."""
    forge.seq += 1
    head = {
        "suite": "A1", "part": [forge.sender.scope, 0], "dev": forge.pair.id, "epoch": "e", "seq": forge.seq,
        "parents": [], "hlc": 1, "n": 1, "body_hash": digest(body), "body_len": len(body), "nonce": bytes(16),
    }  # fmt: skip
    raw = msgspec.msgpack.encode(head | changed)
    return Sealed(digest(raw), raw, forge.pair.sign(sg.LABEL, raw), body)


def take(forge: Forge, *segments: Sealed, **bundle: Any) -> Any:
    """Takes an enemy's file in; never a bug, never for long, the neighbours untouched."""
    path, before = forge.bundle(*segments, **bundle), others(forge.receiver)
    forget_peak()
    held, begun = peak_mb(), time.monotonic()
    (report,) = unpack(forge.receiver, [path])
    assert time.monotonic() - begun < SECONDS
    assert peak_mb() - held <= MB
    assert report.code != "BUG", report
    assert others(forge.receiver) == before
    return report


def ops_body(*ops: list[Any], cols: Any = None, n: int | None = None, refs: Any = ()) -> bytes:
    body = {
        "v": 1, "schema": 1, "app": "x", "cols": cols or [["household", ["household_no", "address"]]],
        "refs": list(refs), "ops": list(ops), "who": [[len(ops) if n is None else n, "敌", 0, None, None]], "blobs": [],
    }  # fmt: skip
    return zstd.compress(msgspec.msgpack.encode(body))


PK = "e" * 32
HOSTILE: dict[str, Callable[[Forge], Sealed]] = {
    "no zstd": lambda f: signed(f, b"nonsense"),
    "zstd bomb": lambda f: signed(f, zstd.compress(bytes(200_000_000), 3)),
    "large window": lambda f: signed(
        f, zstd.compress(bytes(70_000_000), options={zstd.CompressionParameter.window_log: 27})
    ),
    "two frames": lambda f: signed(f, zstd.compress(b"a") + zstd.compress(b"b")),
    "deep nesting": lambda f: signed(f, zstd.compress(b"\x91" * 100_000)),
    "huge count": lambda f: signed(f, zstd.compress(b"\xdd\xff\xff\xff\xff")),
    "extension type": lambda f: signed(f, zstd.compress(b"\xd4\x05\x00")),
    "too many ops": lambda f: signed(f, ops_body(*[[0, 0, PK, ["1", "x"]]] * 6_000), n=6_000),
    "count differs": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), n=2),
    "long text": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x" * 100_000]])),
    "huge number": lambda f: signed(f, ops_body([0, 0, PK, [1 << 63, "x"]])),
    "infinite number": lambda f: signed(f, ops_body([0, 0, PK, [float("inf"), "x"]])),
    "a map as value": lambda f: signed(f, ops_body([0, 0, PK, [{"a": 1}, "x"]])),
    "table by SQL": lambda f: signed(f, ops_body([0, 0, PK, ["1"]], cols=[['x"; DROP TABLE household; --', ["a"]]])),
    "column by SQL": lambda f: signed(f, ops_body([0, 0, PK, ["1"]], cols=[["household", ["a) VALUES (1); --"]]])),
    "id by SQL": lambda f: signed(f, ops_body([0, 0, "'; DELETE FROM household; --", ["1", "x"]])),
    "local table": lambda f: signed(f, ops_body([0, 0, PK, ["1"]], cols=[["store_fact", ["value"]]])),
    "bookkeeping table": lambda f: signed(f, ops_body([0, 0, PK, [1]], cols=[["sync_state", ["applying"]]])),
    "local column": lambda f: signed(f, ops_body([0, 0, PK, ["x"]], cols=[["household", ["scope"]]])),
    "hidden column": lambda f: signed(f, ops_body([0, 0, PK, [1]], cols=[["household", ["hidden"]]])),
    "unknown table": lambda f: signed(f, ops_body([0, 0, PK, ["1"]], cols=[["weather", ["rain"]]])),
    "unknown op": lambda f: signed(f, ops_body([31, 0, PK])),
    "dots to nowhere": lambda f: signed(f, ops_body([1, 0, PK, {0: ["1", 0, 99]}], refs=[b"q" * 32])),
    "dot out of range": lambda f: signed(f, ops_body([1, 0, PK, {0: ["1", 7, 0]}])),
    "delete of nothing": lambda f: signed(f, ops_body([2, 0, PK, [[0, 0]]], refs=[b"q" * 32])),
    "wrong suite": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), suite="B7"),
    "many parents": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), parents=[b"p" * 32] * 2_000),
    "short parent": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), parents=[b"x"]),
    "far future": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), hlc=(1 << 63) - 1),
    "negative time": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), hlc=-1),
    "common partition": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), part=[f.receiver.scope, 0]),
    "no such compartment": lambda f: signed(f, ops_body([0, 0, PK, ["1", "x"]]), part=[f.sender.scope, 77]),
    "lone surrogates": lambda f: signed(f, zstd.compress(b"\xa3\xed\xa0\x80")),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_segment_behind_a_right_signature(what: str, forge: Forge, neighbour: str) -> None:
    honest = forge.segment(("a" * 32, ["1", "桃溪村"]))
    report = take(forge, HOSTILE[what](forge), honest)
    with forge.receiver.connection(immediate=False) as connection:
        applying = connection.exec_driver_sql("SELECT applying FROM sync_state").scalar()
        found = connection.exec_driver_sql("SELECT count(*) FROM household WHERE id = ?", ("a" * 32,)).scalar()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'household'").scalar()
    assert (applying, tables) == (0, 1)
    assert found == (0 if report.code == "LIMIT" else 1), report  # one bad segment does not keep the others out


@pytest.mark.parametrize("hlc", [0, 1, 1 << 60])
def test_a_row_of_another_village_cannot_be_taken_over(forge: Forge, neighbour: str, hlc: int) -> None:
    report = take(forge, forge.segment((neighbour, ["666", "抢来的"]), hlc=hlc))
    assert "OUT_OF_SCOPE" in dict(report.notes)
    with forge.receiver.connection(immediate=False) as connection:
        row = connection.exec_driver_sql(
            "SELECT scope, address, hidden FROM household WHERE id = ?", (neighbour,)
        ).one()
    assert (row[1], row[2]) == ("石桥村一组", 0)
    assert row[0] != forge.sender.scope


def test_a_row_of_another_village_cannot_be_edited_or_deleted(forge: Forge, neighbour: str) -> None:
    with forge.receiver.connection(immediate=False) as connection:
        born = connection.exec_driver_sql(
            "SELECT s.hash FROM sync_row r JOIN sync_segment s ON s.id = r.seg WHERE r.pk = ?", (neighbour,)
        ).scalar_one()
    for op in (
        [1, 0, neighbour, {1: ["改了", 0, 0]}],
        [2, 0, neighbour, [[0, 0], [0, 1]]],
        [3, 0, neighbour, 1, "x", [[0, 0]]],
    ):
        take(forge, signed(forge, ops_body(op, refs=[born])))


def test_own_hash_as_parent_and_cycles_only_wait(forge: Forge, neighbour: str) -> None:
    ghost = b"g" * 32
    first = signed(forge, ops_body([0, 0, PK, ["1", "x"]]), parents=[ghost])
    report = take(forge, first)
    assert (report.result, report.waiting) == ("waiting", 1)


def test_another_body_or_signature_for_a_head_does_not_block_the_true_segment(forge: Forge, neighbour: str) -> None:
    true = forge.segment((PK, ["1", "真"]))
    wrong_sig, wrong_body = true._replace(sig=bytes(64)), true._replace(body=forge.segment((PK, ["1", "假"])).body)
    assert take(forge, wrong_sig, wrong_body).code == "BAD_SEGMENT"
    assert take(forge, wrong_body, true, wrong_sig, name="b.bjb").new == 1
    with forge.receiver.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT address FROM household WHERE id = ?", (PK,)).scalar() == "真"


@pytest.mark.parametrize(
    "name", ["\u202e村溪桃", "a\x00b", "长" * 3_000, "<b>村</b>", "../../etc/passwd", "村\x1b[2J", "🏠" * 50, ""]
)
def test_names_with_tricks_stay_names(forge: Forge, neighbour: str, name: str) -> None:
    report = take(forge, forge.segment(), header={"sender_name": name, "to_name": name})
    assert report.result == "taken"


def test_receipts_and_papers_of_others_change_nothing(forge: Forge, neighbour: str) -> None:
    before = kept(forge.receiver)["sync_peer"]
    take(
        forge,
        inner={
            "receipt": [("f" * 32, 0, [b"x" * 32]), ("nonsense", 999, [b"short"])],
            "want": [b"w" * 32] * 100,
            "refused": [(b"r" * 32, "任意" * 50)],
            "grants": [b"", b"x" * 1000, msgspec.msgpack.encode([b"a", b"b"])],
            "files": [(1, 1 << 62)],
            "prerequisites": [("f" * 32, 0, [b"x" * 32])],
        },
    )  # fmt: skip
    after = kept(forge.receiver)["sync_peer"]
    changed = [b for a, b in zip(before, after, strict=True) if a != b]
    assert [row[0] for row in changed] == [forge.sender.device_id]


def test_frames_in_a_wrong_order_are_named(forge: Forge, neighbour: str) -> None:
    header = forge.header(1)
    first, segment, end = forge.frames(header, forge.segment())
    raw = msgspec.msgpack.encode(header)
    before = kept(forge.receiver)
    for frames in (
        [segment, first, end], [first, first, end], [first, end, segment], [end], [],
        [first, segment], [first, segment, end, end], [first, frame("N", b""), end],
        [first, frame("Z", b""), end], [first, segment, forge.end(raw, [first])],
    ):  # fmt: skip
        (report,) = unpack(forge.receiver, [forge.file(header, frames)])
        assert report.result == "refused"
        assert report.code in {"DAMAGED", "BAD_SIGNATURE", "TRUNCATED", "BAD_SNAPSHOT"}, frames
    assert kept(forge.receiver) == before


def junk(rng: Random) -> Any:
    """Something nobody expects there."""
    return rng.choice(
        [None, True, -1, 0, 1 << 62, 3.5, float("nan"), "", "x" * 300, b"", rng.randbytes(32), [], [[]], {}, {"a": 1},
         [0] * 50, "\u202e", {0: [1, 2, 3]}, [None, None], "e" * 32]
    )  # fmt: skip


def spoil(value: Any, rng: Random) -> Any:
    """The same structure with one place replaced, dropped or doubled."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        changed = dict(value)
        if rng.random() < 0.1:
            del changed[key]
        else:
            changed[key] = spoil(value[key], rng)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.85:
        at, kind = rng.randrange(len(value)), rng.random()
        if kind < 0.1:
            return value[:at] + value[at + 1 :]
        if kind < 0.2:
            return [*value, value[at]]
        return [*value[:at], spoil(value[at], rng), *value[at + 1 :]]
    return junk(rng)


@pytest.mark.parametrize(("cases", "share"), [(300, 0), *LONG])
def test_spoiled_structures_behind_a_right_signature(
    forge: Forge, neighbour: str, seed: int, cases: int, share: int, proved: Callable[..., None]
) -> None:
    rng = Random(seed)
    honest = forge.segment((PK, ["1", "桃溪村"]))
    assert take(forge, honest, name="first.bjb").new == 1
    template = {
        "v": 1, "schema": 1, "app": "x", "refs": [honest.hash],
        "cols": [
            ["household", ["household_no", "address"]], ["person", ["name", "household_id"]], ["weather", ["rain"]],
        ],
        "ops": [
            [0, 0, "b" * 32, ["2", "y"]], [1, 0, PK, {1: ["z", 0, 0]}], [2, 0, PK, [[0, 0]]],
            [3, 0, PK, 1, "w", [[0, 0]]], [4, 0, PK, [[0, 0]]], [0, 1, "c" * 32, ["李红", PK]], [0, 2, "d" * 32, [1]],
        ],
        "who": [[7, "敌", 0, "户", None]], "blobs": [],
    }  # fmt: skip
    batch: list[Sealed] = []
    for case in range(cases):
        body = zstd.compress(msgspec.msgpack.encode(spoil(template, rng)))
        head: dict[str, Any] = {"n": 7}
        if rng.random() < 0.3:
            head |= {rng.choice(["part", "epoch", "seq", "parents", "hlc", "n", "body_len", "nonce"]): junk(rng)}
        batch.append(signed(forge, body, **head))
        if len(batch) == 25 or case == cases - 1:
            report = take(forge, *batch, name=f"{case}.bjb")
            assert report.result in {"taken", "waiting", "known", "refused"}
            batch.clear()
    proved(fuzz_cases=cases)
    with forge.receiver.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("SELECT applying FROM sync_state").scalar() == 0


@pytest.mark.parametrize("cases", [100, pytest.param(5_000, marks=pytest.mark.prove)])
def test_spoiled_headers_and_first_frames(
    forge: Forge, neighbour: str, seed: int, cases: int, proved: Callable[..., None]
) -> None:
    rng = Random(seed)
    header = forge.header(1)
    plain = msgspec.msgpack.decode(msgspec.msgpack.encode(header))
    first, segment, _end = forge.frames(header, forge.segment())
    content, _signature = msgspec.msgpack.decode(first[5:])
    inner = msgspec.msgpack.decode(content)
    before = others(forge.receiver)
    for case in range(cases):
        if case % 2:
            raw, frames = msgspec.msgpack.encode(spoil(plain, rng)), [first, segment]
        else:
            raw = msgspec.msgpack.encode(header)
            told = msgspec.msgpack.encode(spoil(inner | {"header": digest(raw)}, rng))
            frames = [frame("H", forge.signed(hd.LABEL_INNER, told)), segment]
        path = forge.raw_file(raw, [*frames, forge.end(raw, frames)])
        (report,) = unpack(forge.receiver, [path])
        assert report.code != "BUG", (case, report)
    assert others(forge.receiver) == before
    proved(fuzz_cases_of_headers=cases)
