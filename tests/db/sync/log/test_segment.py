"""What is sealed is read back word for word, and nothing else is taken for a segment."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from backports import zstd

from db.device_keys import digest, make_pair
from db.sync.log import merge, press, segment
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite, Op
from db.sync.log.segment import Malformed, Place, Sealed

PAIR = replace(make_pair("0" * 31 + "7"), seed=bytes(range(32)))
SCOPE, ROW, OTHER = "a" * 32, "b" * 32, "c" * 32
SEEN = Dot(bytes(range(32)), 3)
COLUMNS = {"visit": ("talk", "visited_on", "gift_value"), "household": ("phone", "address")}
VECTOR = Path(__file__).parents[3] / "bundles" / "vectors" / "segment-a1.msgpack"


def _writer() -> Writer:
    writer = Writer(COLUMNS)
    writer.update("household", ROW, [FieldWrite("phone", "15488160538", (SEEN,)), FieldWrite("address", None)])
    writer.signed("周建国", 1_760_923_800_123, "走访", None)
    writer.insert("visit", OTHER, {"talk": "桃溪的水渠 𬭎", "gift_value": 0.5})
    writer.signed("周建国", 1_760_923_800_123, "走访", None)
    writer.delete("household", ROW, [SEEN, Dot(SEEN.segment, 4)])
    writer.signed("未署名", 1_760_923_801_000, None, "重复")
    writer.resolve("household", ROW, FieldWrite("address", b"\x00\xff", (SEEN,)))
    writer.signed("未署名", 1_760_923_801_000, None, "重复")
    writer.undelete("household", ROW, [SEEN])
    writer.signed("未署名", 1_760_923_801_000, None, "重复")
    return writer


def _sealed(writer: Writer | None = None) -> Sealed:
    place = Place((SCOPE, 0), "e" * 16, 1, [b"\x02" * 32, b"\x01" * 32], 115_400_000_000_000)
    return segment.encode(place, (writer or _writer()).body(1), PAIR, nonce=bytes(16))


def _forged(**changes: Any) -> Sealed:
    """A body with other content behind a right hash and signature."""
    plain = msgspec.msgpack.decode(_inflated(_sealed()))
    return _with_body(zstd.compress(msgspec.msgpack.encode(plain | changes)))


def _inflated(sealed: Sealed) -> bytes:
    return press.inflate(sealed.body, segment.MAX_INFLATED)


def _with_body(packed: bytes, **changes: Any) -> Sealed:
    """A head that speaks of no dictionary unless told to."""
    head = msgspec.msgpack.decode(_sealed().head) | {"body_hash": digest(packed), "body_len": len(packed)}
    head = {key: value for key, value in head.items() if key != "pressed"} | changes
    raw = msgspec.msgpack.encode(head)
    return Sealed(digest(raw), raw, PAIR.sign(segment.LABEL, raw), packed)


def _read(sealed: Sealed) -> segment.Body:
    head = segment.read_head(sealed.head)
    assert segment.genuine(sealed.head, head, sealed.sig, sealed.body, PAIR.public)
    return segment.read_body(head, sealed.body)


def test_what_was_sealed_is_read_back() -> None:
    sealed = _sealed()
    body = _read(sealed)
    assert list(segment.ops(body)) == [
        Op(merge.UPDATE, "household", ROW,
           (FieldWrite("phone", "15488160538", (SEEN,)), FieldWrite("address", None))),
        Op(merge.INSERT, "visit", OTHER,
           (FieldWrite("talk", "桃溪的水渠 𬭎"), FieldWrite("visited_on", None), FieldWrite("gift_value", 0.5))),
        Op(merge.DELETE, "household", ROW, dots=frozenset({SEEN, Dot(SEEN.segment, 4)})),
        Op(merge.RESOLVE, "household", ROW, (FieldWrite("address", b"\x00\xff", (SEEN,)),)),
        Op(merge.UNDELETE, "household", ROW, dots=frozenset({SEEN})),
    ]  # fmt: skip
    assert body.who == [
        (2, "周建国", 1_760_923_800_123, "走访", None), (3, "未署名", 1_760_923_801_000, None, "重复"),
    ]  # fmt: skip
    head = segment.read_head(sealed.head)
    assert (head.part, head.dev, head.seq, head.n) == ((SCOPE, 0), PAIR.id, 1, 5)
    assert head.parents == [b"\x01" * 32, b"\x02" * 32]


def test_the_first_release_reads_today_and_for_ever() -> None:
    """A golden vector: these very bytes were sealed by version 0.1."""
    kept = msgspec.msgpack.decode(VECTOR.read_bytes(), type=tuple[bytes, bytes, bytes, bytes])
    assert digest(kept[1]) == kept[0]
    assert list(segment.ops(_read(Sealed(*kept)))) == list(segment.ops(_read(_sealed())))


def test_one_small_edit_is_a_small_segment() -> None:
    writer = Writer(COLUMNS)
    writer.update("household", ROW, [FieldWrite("phone", "15488160538", (SEEN,))])
    writer.signed("周建国", 1, "户", None)
    assert sum(map(len, _sealed(writer)[1:])) < 800


@pytest.mark.parametrize("which", ["head", "body", "sig"])
def test_every_flipped_byte_is_noticed(which: str) -> None:
    sealed = _sealed()
    raw = getattr(sealed, which)
    for at in range(len(raw)):
        broken = sealed._replace(**{which: raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]})
        try:
            head = segment.read_head(broken.head)
        except Malformed:
            continue
        assert not segment.genuine(broken.head, head, broken.sig, broken.body, PAIR.public)


def test_another_computer_cannot_sign_for_this_one() -> None:
    sealed = _sealed()
    head = segment.read_head(sealed.head)
    thief = make_pair("0" * 31 + "8")
    stolen = sealed._replace(sig=thief.sign(segment.LABEL, sealed.head))
    assert not segment.genuine(stolen.head, head, stolen.sig, stolen.body, PAIR.public)
    assert not segment.genuine(sealed.head, head, stolen.sig, sealed.body, thief.public)


HOSTILE: dict[str, dict[str, Any]] = {
    "unknown op": {"ops": [[8, 0, ROW, []]] * 5},
    "an op of a later version": {"ops": [[5, 0, ROW, None]] * 5},
    "no ops": {"ops": []},
    "fewer ops than the head says": {"ops": [[2, 0, ROW, []]] * 4},
    "nobody signed for an op": {"who": [[4, "a", 1, None, None]]},
    "table that is not there": {"ops": [[2, 9, ROW, []]] * 5},
    "column that is not there": {"ops": [[1, 0, ROW, {9: [1]}]] * 5},
    "too few values": {"ops": [[0, 0, ROW, [1]]] * 5},
    "dot to nowhere": {"ops": [[2, 0, ROW, [[9, 0]]]] * 5},
    "dot of a cell to nowhere": {"ops": [[1, 0, ROW, {0: [1, 9, 0]}]] * 5},
    "half a dot": {"ops": [[1, 0, ROW, {0: [1, 0]}]] * 5},
    "a dot of words": {"ops": [[1, 0, ROW, {0: [1, "x", "y"]}]] * 5},
    "a dot that is negative": {"ops": [[1, 0, ROW, {0: [1, -1, 0]}]] * 5},
    "not an id": {"ops": [[2, 0, "'; DROP TABLE visit; --", []]] * 5},
    "SQL as a column": {"cols": [["household", ["phone", "a, b) --"]], ["visit", ["talk", "visited_on", "x"]]]},
    "SQL as a table": {"cols": [["sync_state; --", ["phone", "address"]], ["visit", ["talk", "visited_on", "x"]]]},
    "a column twice": {"cols": [["household", ["phone", "phone"]], ["visit", ["talk", "visited_on", "gift_value"]]]},
    "a table twice": {"cols": [["household", ["phone", "address"]], ["household", ["talk", "visited_on", "x"]]]},
    "a list as a value": {"ops": [[1, 0, ROW, {0: [[1]]}]] * 5},
    "a map as a value": {"ops": [[1, 0, ROW, {0: [{}]}]] * 5},
    "a moment as a value": {"ops": [[1, 0, ROW, {0: [msgspec.msgpack.Ext(-1, bytes(4))]}]] * 5},
    "a map with lists as keys": {"ops": [[1, 0, ROW, {0: [{(1, 2): 3}]}]] * 5},
    "an extension type": {"ops": [[1, 0, ROW, {0: [msgspec.msgpack.Ext(1, b"x")]}]] * 5},
    "a number no store can hold": {"ops": [[1, 0, ROW, {0: [1 << 63]}]] * 5},
    "not a number": {"ops": [[1, 0, ROW, {0: [float("nan")]}]] * 5},
    "endless": {"ops": [[1, 0, ROW, {0: [float("inf")]}]] * 5},
    "a text too long": {"ops": [[1, 0, ROW, {0: ["长" * 22_000]}]] * 5},
    "bytes too long": {"ops": [[1, 0, ROW, {0: [bytes(65_537)]}]] * 5},
    "short hash": {"refs": [b"x"]},
    "wrong types": {"v": "1", "schema": [], "who": 7},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_behind_a_valid_signature_is_named(name: str) -> None:
    with pytest.raises(Malformed) as caught:
        _read(_forged(**HOSTILE[name]))
    assert caught.value.code in {"BAD_SEGMENT", "LIMIT"}


def test_bombs_and_rubbish_are_named() -> None:
    bomb = zstd.compress(bytes(segment.MAX_INFLATED + 10), 19)
    wide = zstd.compress(
        bytes(random.Random(1).randbytes(1000)) * 20_000,
        options={zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.compression_level: 1},
    )
    deep = zstd.compress(b"\x91" * 100_000 + b"\xc0")
    two = _sealed().body + zstd.compress(b"more")
    for packed in (bomb, wide, deep, two, b"rubbish", zstd.compress(b"")):
        sealed = _with_body(packed)
        with pytest.raises(Malformed):
            _read(sealed)


@pytest.mark.parametrize(
    "changes",
    [
        {"part": ["village", 0]}, {"part": [SCOPE, -1]}, {"part": [SCOPE]}, {"dev": "x"}, {"hlc": 1 << 63}, {"hlc": -1},
        {"parents": [b"short"]}, {"parents": [bytes(32)] * 1_001}, {"n": 0}, {"n": 5_001}, {"suite": "GM1"},
        {"nonce": b""}, {"body_len": 1 << 30}, {"epoch": "e" * 65}, {"seq": None},
    ],
)  # fmt: skip
def test_impossible_heads_are_named(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        segment.read_head(_with_body(b"x", **changes).head)


def test_truth_is_kept_as_a_number() -> None:
    ops = [
        [1, 0, ROW, {0: [True]}],
        [0, 0, ROW, [False, 1]],
        [3, 0, ROW, 0, True, []],
        [2, 0, ROW, []],
        [4, 0, ROW, []],
    ]
    read = list(segment.ops(_read(_forged(ops=ops))))
    assert [write.value for op in read for write in op.writes] == [1, 0, 1, 1]
    assert all(type(write.value) is int for op in read for write in op.writes)


def test_keys_of_later_versions_are_ignored() -> None:
    assert len(_read(_forged(invented_later=[1, 2])).ops) == 5
    head = segment.read_head(_with_body(b"x", invented_later={}).head)
    assert head.seq == 1


# --- moves and redactions -------------------------------------------------------------------------------------------

VILLAGE_B = "d" * 32
LEFT = segment.Redact(b"head", bytes(64), [0, 2], b"what is left")


def _moving() -> Writer:
    writer = Writer(COLUMNS)
    writer.insert("visit", OTHER, {"talk": "桃溪的水渠"})
    writer.copied({"talk": [SEEN], "gift_value": [SEEN, Dot(SEEN.segment, 9)]})
    writer.signed("周建国", 1, "户", None)
    writer.move("household", ROW, (VILLAGE_B, 0), [SEEN])
    writer.signed("周建国", 1, "户", None)
    writer.redact(LEFT)
    writer.signed("周建国", 1, "户", None)
    return writer


def test_a_move_says_where_to_and_what_was_copied_from_where() -> None:
    body = _read(_sealed(_moving()))
    assert segment.op(body, 1) == Op(merge.MOVE, "household", ROW, dots=frozenset({SEEN}), to=(VILLAGE_B, 0))
    assert list(segment.origins(body)) == [
        (0, "talk", SEEN),
        (0, "gift_value", SEEN),
        (0, "gift_value", Dot(SEEN.segment, 9)),
    ]


def test_a_redaction_speaks_of_no_row() -> None:
    body = _read(_sealed(_moving()))
    assert body.ops[2] == LEFT
    assert segment.op(body, 2) == Op(merge.REDACT, "", "")
    assert [idx for idx, _op in segment.row_ops(body)] == [0, 1]


def test_a_head_says_which_reader_its_ops_need() -> None:
    assert segment.read_head(_sealed(_moving()).head).reader == 2
    assert segment.read_head(_sealed(_moving()).head).copies == 1
    alone, moving = zstd.compress(_inflated(_sealed())), zstd.compress(_inflated(_sealed(_moving())))
    _read(_with_body(alone))
    _read(_with_body(moving, n=3, reader=2, copies=1))
    for lying in (
        _with_body(alone, reader=2), _with_body(alone, copies=1), _with_body(moving, n=3), _with_body(_sealed().body),
        _with_body(alone, pressed=1), _with_body(_sealed().body, reader=2),
        _with_body(moving, n=3, reader=2), _with_body(moving, n=3, reader=2, copies=2),
    ):  # fmt: skip
        with pytest.raises(Malformed):
            _read(lying)


def test_what_is_pressed_with_the_dictionary_asks_for_a_reader_that_has_it() -> None:
    assert segment.read_head(_sealed().head).pressed == 1
    large = _writer()
    for n in range(3_000):
        large.insert("visit", f"{n:032x}", {"talk": f"{n}" * 20, "gift_value": None})
        large.signed("周建国", n, "走访", None)
    assert segment.read_head(_sealed(large).head).pressed is msgspec.UNSET


@pytest.mark.parametrize(
    "changes",
    [
        {"ops": [[5, 0, ROW, None]]},
        {"ops": [[8, 0, ROW, []]]},
        {"ops": [[6, 0, ROW, "elsewhere", 0, []]]},
        {"ops": [[6, 0, ROW, VILLAGE_B, 256, []]]},
        {"ops": [[6, 0, ROW, VILLAGE_B, 0, [[9, 0]]]]},
        {"ops": [[7, b"head", bytes(63), [], b""]]},
        {"ops": [[7, bytes(70_000), bytes(64), [], b""]]},
        {"ops": [[7, b"head", bytes(64), [5_000], b""]]},
        {"ops": [[7, b"head", bytes(64), [], "text"]]},
        {"ops": [[4, 0, ROW, []]], "origins": [[1, {}]]},
        {"ops": [[4, 0, ROW, []]], "origins": [[0, {"PHONE": [[0, 0]]}]]},
        {"ops": [[4, 0, ROW, []]], "origins": [[0, {"phone": [[7, 0]]}]]},
    ],
    ids=str,
)
def test_a_move_or_redaction_nobody_makes(changes: dict[str, Any]) -> None:
    sealed = _forged(**changes, who=[[1, None, 0, None, None]])
    said = {"reader": 2} if changes["ops"][0][0] in (6, 7) else {}
    said |= {"copies": 1} if "origins" in changes else {}
    with pytest.raises(Malformed):
        _read(_with_body(sealed.body, n=1, **said))
