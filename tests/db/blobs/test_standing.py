"""The book knows which papers are here; looking again is always right."""

from __future__ import annotations

import os

import pytest

from db import KnownError, Store
from db.blobs import shelf, standing
from db.check import check
from db.identity import new_id
from db.models import Attachment


def name_it(store: Store, sha256: str, **more: object) -> str:
    """A record that names a paper, as a bundle brings it."""
    with store.write("档案") as session:
        row = Attachment(id=new_id(), noun="household", record_id="r", sha256=sha256, size=3, mime="image/jpeg", **more)
        session.add(row)
        session.flush()
        return row.id


def state(store: Store, sha256: str) -> str | None:
    with store.connection(immediate=False) as connection:
        return standing.state_of(connection, sha256)


def test_a_record_without_its_file_is_a_placeholder_that_heals(village: Store) -> None:
    sha256 = shelf.put(village, [b"abc"]).sha256
    kept = shelf.blob_path(village, sha256)
    away = kept.with_suffix(".away")
    kept.rename(away)
    assert state(village, sha256) is None
    name_it(village, sha256)
    assert standing.settle(village) == 1
    assert state(village, sha256) == "missing"
    assert standing.settle(village) == 1
    away.rename(kept)
    assert standing.settle(village) == 0
    assert state(village, sha256) == "here"
    assert standing.known_here(village) == [sha256]
    with village.connection(immediate=False) as connection:
        row = connection.exec_driver_sql("SELECT size, mime FROM sync_blob").one()
    assert tuple(row) == (3, "image/jpeg")


def test_a_damaged_paper_is_noted_once_read_and_its_file_kept_aside(village: Store) -> None:
    sha256 = shelf.put(village, [b"abc"]).sha256
    name_it(village, sha256)
    standing.settle(village)
    path = shelf.blob_path(village, sha256)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(KnownError) as caught:
        standing.read(village, sha256)
    assert caught.value.code == "BLOB_DAMAGED"
    assert state(village, sha256) == "missing"
    assert standing.settle(village) == 1  # the spoilt file does not count as here
    assert path.with_suffix(".bad").exists()
    assert shelf.put(village, [b"abc"]).sha256 == sha256
    assert standing.settle(village) == 0
    assert standing.read(village, sha256) == b"abc"


def test_a_store_that_is_only_looked_at_is_not_written_to(village: Store) -> None:
    good, bad = (shelf.put(village, [c]).sha256 for c in (b"good", b"bad"))
    for sha256 in (good, bad):
        name_it(village, sha256)
    standing.settle(village)
    name_it(village, "ab" * 32)
    shelf.blob_path(village, bad).write_bytes(b"")
    village.read_only_reason = "只能查看。"
    assert standing.verify_all(village) == [bad]
    assert standing.settle(village) == 1
    assert {f.kind for f in check(village)} == {"attachment"}
    assert state(village, bad) == "here"
    assert shelf.is_here(village, bad)


def test_all_papers_are_read_and_the_bad_ones_named(village: Store) -> None:
    names = [shelf.put(village, [bytes([n])]).sha256 for n in range(4)]
    for sha256 in names:
        name_it(village, sha256)
    standing.settle(village)
    assert standing.verify_all(village) == []
    shelf.drop(village, names[0])
    shelf.blob_path(village, names[2]).write_bytes(b"")
    assert standing.verify_all(village) == sorted([names[0], names[2]])
    assert [state(village, n) for n in names] == ["missing", "here", "missing", "here"]


def test_what_was_taken_away_for_good_is_not_asked_for_again(village: Store) -> None:
    sha256 = shelf.put(village, [b"abc"]).sha256
    name_it(village, sha256)
    standing.settle(village)
    standing.purge(village, sha256)
    assert not shelf.is_here(village, sha256)
    assert standing.settle(village) == 0
    assert state(village, sha256) == "purged"


def test_records_from_elsewhere_may_name_anything(village: Store) -> None:
    for name in ("../../book.db", "x", "F" * 64):
        name_it(village, name)
    assert standing.settle(village) == 0
    with village.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_blob").scalar() == 0


def test_only_what_no_record_names_is_tidied_away(village: Store) -> None:
    named, unnamed = (shelf.put(village, [c]).sha256 for c in (b"a", b"b"))
    name_it(village, named)
    for name in (named, unnamed):
        os.utime(shelf.blob_path(village, name), (0, 0))
    assert standing.tidy(village) == 1
    assert shelf.is_here(village, named)


def test_a_paper_is_noted_in_the_callers_transaction(village: Store) -> None:
    blob = shelf.put(village, [b"abc"])

    def note(ends: type[BaseException]) -> None:
        with village.connection() as connection:
            standing.note_here(connection, blob, "image/png")
            raise ends

    with pytest.raises(KeyboardInterrupt):
        note(KeyboardInterrupt)
    assert state(village, blob.sha256) is None
