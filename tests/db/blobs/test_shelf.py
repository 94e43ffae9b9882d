"""A paper lies under its name whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from db import KnownError, Store
from db.blobs import shelf
from db.blobs.shelf import Incoming, WrongContent


def files(store: Store) -> list[str]:
    return sorted(p.name for p in (store.path / "blobs").rglob("*") if p.is_file())


def spoil(store: Store, sha256: str, at: int = 100) -> Path:
    """One wrong byte."""
    path = shelf.blob_path(store, sha256)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    return path


def test_a_paper_is_named_by_its_content_and_reads_back(village: Store) -> None:
    content = os.urandom(200_000)
    blob = shelf.put(village, [content[:70_000], content[70_000:]])
    assert (blob.sha256, blob.size) == (hashlib.sha256(content).hexdigest(), 200_000)
    assert shelf.content(village, blob.sha256) == content
    assert files(village) == [blob.sha256]
    path = shelf.blob_path(village, blob.sha256)
    assert path.parent.name == blob.sha256[:2]
    assert content[:64] not in path.read_bytes()


def test_the_same_content_twice_is_one_file_and_heals_a_spoilt_one(village: Store) -> None:
    blob = shelf.put(village, [b"x" * 1000])
    before = shelf.blob_path(village, blob.sha256).read_bytes()
    assert shelf.put(village, [b"x" * 1000]) == blob
    assert shelf.blob_path(village, blob.sha256).read_bytes() == before
    spoil(village, blob.sha256)
    assert not shelf.is_whole(village, blob.sha256)
    shelf.put(village, [b"x" * 1000])
    assert shelf.is_whole(village, blob.sha256)
    assert files(village) == [blob.sha256]


def test_wrong_bytes_and_missing_files_have_their_sentences(village: Store) -> None:
    one, two = shelf.put(village, [b"one" * 500]), shelf.put(village, [b"two" * 500])
    spoil(village, one.sha256)
    with pytest.raises(KnownError, match="坏了") as caught:
        shelf.content(village, one.sha256)
    assert caught.value.code == "BLOB_DAMAGED"
    shelf.drop(village, one.sha256)
    with pytest.raises(KnownError, match="还不在本机") as caught:
        shelf.content(village, one.sha256)
    assert caught.value.code == "BLOB_MISSING"
    shelf.blob_path(village, two.sha256).replace(shelf.blob_path(village, one.sha256))  # a good file of another name
    with pytest.raises(KnownError) as caught:
        shelf.content(village, one.sha256)
    assert caught.value.code == "BLOB_DAMAGED"


def test_what_is_not_finished_or_not_what_was_said_leaves_nothing(village: Store) -> None:
    def take(wanted: str | None, ends: type[BaseException] | None = None) -> None:
        with Incoming(village) as incoming:
            incoming.write(b"paper")
            assert len(files(village)) == 1
            if ends:
                raise ends
            incoming.keep(wanted)

    with pytest.raises(WrongContent):
        take("0" * 64)
    with pytest.raises(KeyboardInterrupt):
        take(None, KeyboardInterrupt)
    assert files(village) == []


@pytest.mark.parametrize("name", ["", "../../keys.json", "A" * 64, "g" * 64, "0" * 63, "0" * 64 + "\n", None])
def test_a_name_from_elsewhere_reaches_no_other_file(village: Store, name: str | None) -> None:
    assert not shelf.is_name(name)
    with pytest.raises(KnownError):
        shelf.blob_path(village, name or "")
    assert not shelf.is_here(village, name or "")


def test_leftovers_go_in_time_and_nothing_else(village: Store) -> None:
    named, unnamed, fresh = (shelf.put(village, [c]).sha256 for c in (b"a", b"b", b"c"))
    half = village.path / "blobs" / "0.part"
    half.write_bytes(b"x")
    shelf.set_aside(village, shelf.put(village, [b"d"]).sha256)
    assert shelf.sweep(village, {named}) == 0
    old = time.time() - 31 * 86_400
    for path in (village.path / "blobs").rglob("*"):
        if path.is_file() and path.name != fresh:
            os.utime(path, (old, old))
    shelf.put(village, [b"b"])  # wanted anew: it stays
    assert shelf.sweep(village, {named}) == 2
    assert files(village) == sorted([named, unnamed, fresh])


def test_a_full_disk_is_said_in_plain_words(village: Store) -> None:
    class Full:
        """Stands for the file on a disk without room."""

        def write(self, _data: bytes) -> int:
            raise OSError(28, "full")

        def close(self) -> None: ...

    def take() -> None:
        with Incoming(village) as incoming:
            incoming._writer._file = Full()  # type: ignore[assignment]
            incoming.write(b"x" * 100_000)

    with pytest.raises(KnownError) as caught:
        take()
    assert caught.value.code == "DISK_FULL"
    assert files(village) == []
