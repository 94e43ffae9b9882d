"""T9: a stick that is full, gone or write-protected, a full disk, another window: each has a name, each can go on."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from db import Store
from db.bundles import handover, pack, unpack
from db.bundles.envelope.disk import Disk
from db.bundles.errors import BundleError
from tests.bundles.post import add_household, kept, shown
from tests.bundles.sticks import WornDisk

NAMES = {errno.ENOSPC: "DISK_FULL", errno.EIO: "STICK_REMOVED", errno.ENODEV: "STICK_REMOVED", errno.EROFS: "READ_ONLY"}


@pytest.fixture
def filled(enrolled: tuple[Store, Store]) -> tuple[Store, Store]:
    """The village has something to send."""
    for n in range(20):
        add_household(enrolled[0], str(n), address="山高路远" * 30)
    return enrolled


@pytest.mark.parametrize("number", NAMES)
def test_packing_on_a_failing_stick_leaves_nothing_and_can_be_repeated(
    filled: tuple[Store, Store], tmp_path: Path, number: int
) -> None:
    village, township = filled
    stick = tmp_path / "stick"
    size = pack(village, tmp_path / "measure").size
    before = handover(village).records
    for after in [size * part // 7 for part in range(6)]:
        with pytest.raises(BundleError) as caught:
            pack(village, stick, disk=WornDisk(number, writes=after))
        assert caught.value.code == NAMES[number]
        assert list(stick.iterdir()) == []
    assert handover(village).records == before
    packed = pack(village, stick)
    assert packed.file_no == 2  # failed attempts use up no number: no gap to ask about
    assert unpack(township, [packed.path])[0].result == "taken"


def test_a_stick_without_room_is_refused_before_anything_is_written(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    class Full(Disk):
        def free(self, folder: Path) -> int:
            return 100

    with pytest.raises(BundleError, match="还需 2 MB") as caught:
        pack(filled[0], tmp_path / "stick", disk=Full())
    assert caught.value.code == "DISK_FULL"
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_folder_that_is_not_there_and_one_that_is_a_file(filled: tuple[Store, Store], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "none" / "deeper", tmp_path / "file", tmp_path / "none" / "a.bjb"):
        with pytest.raises(BundleError) as caught:
            pack(filled[0], out)
        assert caught.value.code in {"STICK_REMOVED", "READ_ONLY"}, out


def test_the_readme_is_there_once_and_its_absence_is_no_error(filled: tuple[Store, Store], tmp_path: Path) -> None:
    village, _township = filled
    pack(village, tmp_path / "stick")
    text = (tmp_path / "stick" / "README.txt").read_text(encoding="utf-8-sig")
    assert "age" in text
    (tmp_path / "stick" / "README.txt").write_text("别的")
    pack(village, tmp_path / "stick")
    assert (tmp_path / "stick" / "README.txt").read_text() == "别的"

    class NoReadme(Disk):
        def create(self, path: Path) -> Any:
            if path.name == "README.txt":
                raise OSError(errno.ENOSPC, "full")
            return super().create(path)

    packed = pack(village, tmp_path / "other", disk=NoReadme())
    assert [p.name for p in (tmp_path / "other").iterdir()] == [packed.path.name]


def test_a_stick_pulled_out_while_reading_changes_nothing_and_works_when_put_back(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = filled
    path = pack(village, tmp_path / "stick").path
    before, size = kept(township), path.stat().st_size
    for after in range(0, size, size // 8):
        (report,) = unpack(township, [path], disk=WornDisk(errno.EIO, reads=after))
        assert (report.result, report.code) == ("refused", "STICK_REMOVED"), after
        assert path.exists()
    assert kept(township) == before
    assert unpack(township, [path])[0].result == "taken"


def limit_pages(store: Store, more: int | None) -> None:
    """Lets a store's book grow by so many pages and no more; None takes the limit away."""
    with store.connection(immediate=False) as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    store.engine.dispose()

    def limit(raw: Any, _record: Any) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages + more if more is not None else 1 << 30}")

    event.listen(store.engine, "connect", limit)


def test_a_full_disk_under_the_store_is_named_and_taking_in_goes_on_later(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = filled
    for n in range(200):
        add_household(village, f"x{n}", address="山高路远" * 60)
    path = pack(village, tmp_path / "stick").path
    for more in (0, 8, 30):
        limit_pages(township, more)
        (report,) = unpack(township, [path])
        assert (report.result, report.code) == ("refused", "DISK_FULL"), more
    limit_pages(township, None)
    (report,) = unpack(township, [path])
    assert report.result in {"taken", "known"}
    assert shown(township)["household"] == shown(village)["household"]


def test_another_window_that_is_writing_is_named(filled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = filled
    path = pack(village, tmp_path / "stick").path
    before = kept(township)
    township.engine.dispose()
    event.listen(township.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout = 30"))
    with township.connection() as other:
        other.exec_driver_sql("UPDATE store_fact SET value = value")
        (report,) = unpack(township, [path])
        assert (report.result, report.code) == ("refused", "LOCKED")
    assert kept(township) == before
    assert unpack(township, [path])[0].result == "taken"


def test_a_cancelled_job_can_be_started_again(filled: tuple[Store, Store], tmp_path: Path) -> None:
    class Cancelled(BaseException):
        pass

    village, township = filled
    path = pack(village, tmp_path / "stick").path
    calls: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        unpack(township, [path], progress=stop)
    assert unpack(township, [path], progress=lambda done, total: calls.append((done, total)))[0].result == "taken"
    assert calls[-1][0] == calls[-1][1]


def test_a_missing_file_does_not_keep_the_others_out(filled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = filled
    path = pack(village, tmp_path / "stick").path
    (tmp_path / "stick" / "notes.bjb").write_text("hello")
    reports = unpack(township, [tmp_path / "none.bjb", tmp_path / "stick" / "notes.bjb", path])
    assert [(r.result, r.code) for r in reports] == [("refused", "NO_FILE"), ("refused", "NOT_BUNDLE"), ("taken", "")]
    assert [r.file for r in reports] == [tmp_path / "none.bjb", tmp_path / "stick" / "notes.bjb", path]
