"""T9: a stick that is full, gone or write-protected, a full disk, another window: each has a name, each can go on."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import event

from db import Store
from db.sync import Plan, handover, pack, unpack
from db.sync.envelope.disk import Disk
from db.sync.errors import BundleError
from db.sync.exchange.safety import back_up_beside
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


def points(stick: str, size: int, count: int, seed: int) -> list[tuple[int, int]]:
    """(error of the system, byte at which it comes) all over a file, its very first and last bytes among them."""
    rng = Random(f"{stick}-{seed}")
    places = [0, 1, size // 2, size - 1, *(rng.randrange(size) for _n in range(count))][:count]
    return [(rng.choice(list(NAMES)), at) for at in places]


def fail_everywhere(start: tuple[Store, Store], folder: Path, count: int, seed: int) -> None:
    """T9: writing and reading fail at so many bytes each; nothing half stays, nothing changes, then all goes well."""
    village, township = start
    whole = pack(village, folder / "measure").path
    size, stick = whole.stat().st_size - 512, folder / "stick"  # the next file may be shorter: age adds bytes by chance
    for number, at in points("write", size, count, seed):
        with pytest.raises(BundleError) as caught:
            pack(village, stick, disk=WornDisk(number, writes=at))
        assert caught.value.code == NAMES[number], (number, at)
        assert list(stick.iterdir()) == [], (number, at)
    before = kept(township)
    for number, at in points("read", size, count, seed):
        (report,) = unpack(township, [whole], disk=WornDisk(number, reads=at))
        assert (report.result, report.code) == ("refused", NAMES[number]), (number, at)
        assert kept(township) == before, (number, at)
    for number, at in points("read again", size, max(2, count // 10), seed):
        with pytest.raises(BundleError) as caught:
            pack(village, stick, disk=WornDisk(number, reads=at))
        assert caught.value.code == NAMES[number], (number, at)
        for left in stick.iterdir():  # its name was there already: whole, but not proven
            left.unlink()
    assert unpack(township, [pack(village, stick).path])[0].result == "taken"
    assert shown(township)["household"] == shown(village)["household"]


def test_a_stick_that_fails_at_any_byte(filled: tuple[Store, Store], tmp_path: Path, seed: int) -> None:
    fail_everywhere(filled, tmp_path, 10, seed)


@pytest.mark.prove
def test_a_stick_that_fails_at_two_hundred_bytes(filled: tuple[Store, Store], tmp_path: Path, seed: int) -> None:
    fail_everywhere(filled, tmp_path, 200, seed)


def test_what_a_stick_pulled_out_has_kept_is_cleared_at_the_next_pack(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    class PulledOut(WornDisk):
        def remove(self, path: Path) -> None:
            raise OSError(errno.ENODEV, "gone")

    village, stick = filled[0], tmp_path / "stick"
    with pytest.raises(BundleError, match="插回后可继续"):
        pack(village, stick, disk=PulledOut(errno.ENODEV, writes=500))
    (half,) = stick.iterdir()
    assert half.name.endswith(".bjb.part")
    (stick / "别人的.txt.part").write_text("别人的")
    packed = pack(village, stick)
    assert {p.name for p in stick.iterdir()} == {packed.path.name, "README.txt", "别人的.txt.part"}


def test_another_stick_put_in_between_two_parts_is_noticed(filled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = filled
    stick, other = tmp_path / "stick", tmp_path / "other"

    class Swapped(Disk):
        made = 0

        def rename(self, part: Path, target: Path) -> None:
            super().rename(part, target)
            Swapped.made += 1

        def open_again(self, path: Path) -> Any:
            return super().open_again(path)

        def free(self, folder: Path) -> int:
            if self.made == 1 and stick.exists() and not other.exists():  # the clerk changes sticks here
                stick.rename(other)
                stick.mkdir()
            return 1 << 40

        def size(self, path: Path) -> int:
            self.free(path.parent)
            return super().size(path)

    for _n in range(3):
        add_household(village, "x", address=token_hex(1_500))
        pack(village, tmp_path / "sealed")
    with pytest.raises(BundleError, match="U 盘换过了") as caught:
        pack(village, stick, disk=Swapped(), plan=Plan(3_000))
    assert caught.value.code == "STICK_SWAPPED"
    assert list(stick.iterdir()) == []
    assert unpack(township, list(other.glob("*.bjb")))[0].result == "taken"  # the part on the first stick is whole
    assert unpack(township, [pack(village, stick).path])[0].result == "taken"
    assert shown(township)["household"] == shown(village)["household"]


def test_a_name_no_stick_can_hold_is_refused_before_anything_is_written(
    filled: tuple[Store, Store], tmp_path: Path
) -> None:
    for name in ("CON.bjb", "a*b.bjb", "x" * 252 + ".bjb", "村" * 90 + ".bjb"):
        with pytest.raises(BundleError) as caught:
            pack(filled[0], tmp_path / name)
        assert caught.value.code == "BAD_NAME", name
        assert "换一个" in caught.value.message
    for number in (errno.ENAMETOOLONG, errno.EINVAL):
        with pytest.raises(BundleError) as caught:
            pack(filled[0], tmp_path / "stick", disk=WornDisk(number, writes=0))
        assert caught.value.code == "BAD_NAME"


def test_a_stick_that_knows_nothing_of_rights_or_links(
    filled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_more: object) -> None:
        raise PermissionError(errno.EPERM, "FAT")

    for name in ("chmod", "chown", "symlink", "link", "utime"):
        monkeypatch.setattr(os, name, refuses)
    village, township = filled
    packed = pack(village, tmp_path / "stick")
    assert back_up_beside(village, tmp_path / "stick").path is not None
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
