"""A bundle on the stick is whole or not there."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from db.sync.envelope.disk import Disk
from db.sync.envelope.write import write_bundle
from db.sync.errors import BundleError


class Faulty(io.BytesIO):
    """A file whose write, after so many bytes, ends in an error of the system."""

    def __init__(self, file: BinaryIO, after: int, error: OSError) -> None:
        super().__init__()
        self.file, self.left, self.error = file, after, error

    def write(self, data: Any) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise self.error
        return self.file.write(data)

    def flush(self) -> None:
        if not self.closed:
            self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()

    def close(self) -> None:
        self.file.close()
        super().close()


class BadDisk(Disk):
    """A stick that fails after so many bytes, or at a named call."""

    def __init__(self, error: OSError, after: int = 1 << 40, call: str = "") -> None:
        self.error, self.after, self.call = error, after, call

    def _fail(self, call: str) -> None:
        if self.call == call:
            raise self.error

    def create(self, path: Path) -> BinaryIO:
        self._fail("create")
        return Faulty(super().create(path), self.after, self.error)

    def flush(self, file: BinaryIO) -> None:
        self._fail("flush")
        super().flush(file)

    def rename(self, part: Path, target: Path) -> None:
        self._fail("rename")
        super().rename(part, target)

    def open(self, path: Path) -> BinaryIO:
        self._fail("open")
        return super().open(path)


class LyingDisk(Disk):
    """A stick that says it wrote, and gives other bytes back."""

    def rename(self, part: Path, target: Path) -> None:
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(content)
        super().rename(part, target)


def test_what_was_written_is_what_stands_there(post: Any) -> None:
    written = post.write(1000, 5, 70_000)
    content = written.path.read_bytes()
    assert written.size == len(content)
    assert written.sha256 == hashlib.sha256(content).hexdigest()
    assert [p.name for p in post.stick.iterdir()] == ["a.bjb"]


@pytest.mark.parametrize(("number", "code"), [(28, "DISK_FULL"), (5, "STICK_REMOVED"), (30, "READ_ONLY")])
@pytest.mark.parametrize("after", [0, 11, 300, 700, 60_000, 120_000])
def test_a_stick_that_fails_midway_is_named_and_left_clean(post: Any, number: int, code: str, after: int) -> None:
    with pytest.raises(BundleError) as caught:
        post.write(100_000, 50_000, disk=BadDisk(OSError(number, "stick"), after))
    assert caught.value.code == code
    assert list(post.stick.iterdir()) == []


@pytest.mark.parametrize("call", ["create", "flush", "rename"])
def test_a_stick_pulled_out_at_any_call_is_named(post: Any, call: str) -> None:
    with pytest.raises(BundleError) as caught:
        post.write(1000, disk=BadDisk(OSError(19, "gone"), call=call))
    assert caught.value.code == "STICK_REMOVED"
    assert list(post.stick.iterdir()) == []


def test_an_older_file_of_the_same_name_survives_a_failure(post: Any) -> None:
    old = post.write(10).path.read_bytes()
    with pytest.raises(BundleError):
        post.write(100_000, disk=BadDisk(OSError(28, "full"), 50_000))
    assert (post.stick / "a.bjb").read_bytes() == old


def test_a_stick_that_lies_is_caught_and_its_file_removed(post: Any) -> None:
    with pytest.raises(BundleError) as caught:
        post.write(1000, disk=LyingDisk())
    assert caught.value.code == "STICK_BAD"
    assert list(post.stick.iterdir()) == []


def test_a_cancelled_job_leaves_nothing(post: Any) -> None:
    class Cancelled(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(post.stick / "a.bjb", post.draft(post.segments(5, 5)), post.sender, Disk(), stop)
    assert list(post.stick.iterdir()) == []


def test_a_wrong_count_never_gets_a_name(post: Any, code_of: Callable[..., str]) -> None:
    draft = post.draft(post.segments(5, 5), n_segments=3)
    assert code_of(lambda: write_bundle(post.stick / "a.bjb", draft, post.sender, Disk())) == "BUG"
    assert list(post.stick.iterdir()) == []


def test_papers_follow_the_segments(post: Any) -> None:
    chunks = [bytes([n]) * (1 << 20) for n in range(3)] + [b""]
    segments = post.segments(1000, 5)
    path = write_bundle(post.stick / "a.bjb", post.draft(segments, *chunks), post.sender, Disk()).path
    notes = post.read(path)
    assert (len(notes.segments), notes.blobs) == (2, chunks)
    ((_content, _signature, seen),) = notes.ends
    assert (seen.segments, seen.frames) == (2, 7)


@pytest.mark.parametrize("promised", [1, 3])
def test_a_wrong_count_of_pieces_never_gets_a_name(post: Any, code_of: Callable[..., str], promised: int) -> None:
    draft = replace(post.draft(post.segments(5), b"a", b"b"), n_chunks=promised)
    assert code_of(lambda: write_bundle(post.stick / "a.bjb", draft, post.sender, Disk())) == "BUG"
    assert list(post.stick.iterdir()) == []


def test_a_cut_among_the_papers_says_how_many_pieces_are_right(post: Any, code_of: Callable[..., str]) -> None:
    chunks = [bytes([n]) * (1 << 20) for n in range(4)]
    path = write_bundle(post.stick / "a.bjb", post.draft(post.segments(9), *chunks), post.sender, Disk()).path
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 5 // 8])
    with pytest.raises(BundleError, match="完好 3/5 段") as caught:
        post.read(path)
    assert caught.value.code == "TRUNCATED"
    path.write_bytes(raw[: len(raw) * 5 // 8] + b"\x00" + raw[len(raw) * 5 // 8 + 1 :])
    with pytest.raises(BundleError, match="第 4/5 段") as caught:
        post.read(path)
    assert caught.value.code == "DAMAGED"
