"""Any file that is not exactly what was sent ends in a named error; what was handed over before it is right."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from db.device_keys import PublicKeys, digest, make_pair
from db.sync.envelope import header as hd
from db.sync.envelope.read import FrameParser, open_head
from db.sync.envelope.write import frame
from db.sync.errors import BundleError


def test_all_frames_come_back_in_order(post: Any) -> None:
    segments = post.segments(1000, 0, 70_000)
    written = post.write(1000, 0, 70_000)
    notes = post.read(written.path)
    assert [msgspec.msgpack.decode(s) for s in notes.segments] == [list(s) for s in segments]
    head = open_head(written.path)
    public: PublicKeys = post.sender.public
    assert head.signed_by(public)
    content, signature = notes.inners[0]
    inner = msgspec.msgpack.decode(content, type=hd.Inner)
    assert inner.header == head.digest == digest(head.raw)
    assert public.signed(hd.LABEL_INNER, content, signature)
    content, signature, seen = notes.ends[0]
    assert msgspec.msgpack.decode(content, type=hd.End) == seen
    assert public.signed(hd.LABEL_END, content, signature)
    assert seen.segments == 3


def test_the_header_is_believed_only_of_its_sender(post: Any) -> None:
    head = open_head(post.write(10).path)
    other = make_pair(post.sender.id).public
    assert not head.signed_by(other)
    assert not head.signed_by(PublicKeys("0" * 32, post.sender.public.sign, post.sender.public.box))


def test_every_cut_is_named_and_says_how_much_is_whole(post: Any) -> None:
    content = post.write(400, 400).path.read_bytes()
    stream_at = open_head(post.stick / "a.bjb").stream_at
    cut_file = post.stick / "cut.bjb"
    for length in range(0, len(content), 5):
        cut_file.write_bytes(content[:length])
        with pytest.raises(BundleError) as caught:
            post.read(cut_file)
        expected = {"EMPTY"} if length == 0 else {"TRUNCATED"}
        assert caught.value.code in expected, length
        if length >= stream_at:
            assert "0/2" in caught.value.message  # one age chunk holds both: neither can be trusted


def test_whole_chunks_before_a_cut_are_counted(post: Any) -> None:
    path: Path = post.write(60_000, 60_000, 60_000).path
    path.write_bytes(path.read_bytes()[:-30_000])
    with pytest.raises(BundleError, match="2/3"):
        post.read(path)


def test_a_wrong_byte_in_the_stream_is_damage_at_its_place(post: Any) -> None:
    path: Path = post.write(60_000, 60_000, 60_000).path
    content = bytearray(path.read_bytes())
    content[-30_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(BundleError, match="3/3") as caught:
        post.read(path)
    assert caught.value.code == "DAMAGED"


def test_a_file_for_somebody_else_says_for_whom(post: Any) -> None:
    with pytest.raises(BundleError, match="云岭镇") as caught:
        post.read(post.write(10).path, make_pair())
    assert caught.value.code == "NOT_FOR_US"


def test_what_is_no_bundle_is_told_at_once(post: Any, code_of: Callable[..., str]) -> None:
    path: Path = post.stick / "x.bjb"
    for content, code in (
        (b"", "EMPTY"),
        (b"PK\x03\x04" + bytes(100), "NOT_BUNDLE"),
        (b"BAIJIA02" + bytes(100), "NOT_BUNDLE"),
        (hd.MAGIC + struct.pack("<I", hd.MAX_HEADER + 1) + bytes(100), "LIMIT"),
        (hd.MAGIC + struct.pack("<I", 3) + b"\xc1\xc1\xc1" + bytes(100), "BAD_SIGNATURE"),
        (hd.MAGIC + struct.pack("<I", 2000) + b"\x91" * 2000 + bytes(100), "BAD_SIGNATURE"),
    ):
        path.write_bytes(content)
        assert code_of(lambda: open_head(path)) == code, content[:20]


def test_a_file_of_a_newer_program_is_left_for_later(post: Any) -> None:
    path: Path = post.write(10, min_reader=hd.READER + 1, app="2.4").path
    with pytest.raises(BundleError, match=r"2\.4") as caught:
        open_head(path)
    assert caught.value.code == "TOO_NEW"


class Nobody:
    def inner(self, content: bytes, signature: bytes) -> None: ...
    def segment(self, payload: bytes) -> None: ...
    def snapshot(self, payload: bytes) -> None: ...
    def blob(self, payload: bytes) -> None: ...
    def locked(self, payload: bytes) -> None: ...
    def end(self, content: bytes, signature: bytes, seen: hd.End) -> None: ...


SIGNED = msgspec.msgpack.encode([b"", b""])


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (frame("S", b"x"), "DAMAGED"),  # must begin with H
        (frame("H", SIGNED) * 2, "DAMAGED"),
        (frame("H", SIGNED) + frame("E", SIGNED) + frame("S", b""), "DAMAGED"),
        (frame("H", SIGNED) + frame("E", SIGNED) + b"x", "DAMAGED"),
        (frame("H", SIGNED) + frame("Q", b""), "DAMAGED"),
        (frame("H", SIGNED) + frame("N", b""), "DAMAGED"),  # no end
        (frame("H", SIGNED) + frame("S", b"") + frame("N", b""), "DAMAGED"),  # a snapshot comes before all segments
        (frame("H", SIGNED) + frame("S", b""), "DAMAGED"),  # no end
        (frame("H", SIGNED) + frame("B", b"z") + frame("S", b""), "DAMAGED"),  # papers come after all segments
        (frame("H", b"\xc1"), "BAD_SIGNATURE"),
        (frame("H", b"\x93" * 5000), "BAD_SIGNATURE"),
        (frame("H", SIGNED) + struct.pack("<IB", hd.MAX_FRAME + 1, ord("S")), "LIMIT"),
        (frame("H", SIGNED) + frame("C", b"z") + frame("B", b"z") + frame("E", SIGNED), ""),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_hostile_frames(stream: bytes, code: str, step: int, code_of: Callable[..., str]) -> None:
    def feed() -> None:
        parser = FrameParser(b"header", Nobody())
        for at in range(0, len(stream), step):
            parser.write(stream[at : at + step])
        parser.finish()

    assert code_of(feed) == code
