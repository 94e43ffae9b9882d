"""A large hand-over is several bundles, in any order, over several trips."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.check import check
from db.sync import Plan, handover, inspect, pack, unpack
from db.sync.envelope.disk import Disk
from db.sync.errors import BundleError
from tests.bundles.papers.sheets import contents, states
from tests.bundles.post import exchange
from tests.makers import make_household

Pair = tuple[Store, Store]


def test_a_large_hand_over_is_three_bundles_in_any_order(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    ticks: list[tuple[int, int]] = []
    packed = pack(village, tmp_path / "up", None, lambda done, total: ticks.append((done, total)), None, Plan(25_000))
    assert [p.name for p in packed.files] == [f"桃溪村-云岭镇-第{n}号-共3份之{n}.bjb" for n in (1, 2, 3)]
    assert ticks == sorted(ticks)
    assert ticks[-1][0] == ticks[-1][1]
    assert "等 3 个文件" in packed.sentence()
    assert len(packed.document()["files"]) == 3
    for number, file in enumerate(packed.files, 1):
        found = inspect(file)
        assert (found["part"], found["file_no"], found["signature"], found["missing"]) == (
            [number, 3],
            number,
            "valid",
            0,
        )
    last, first, middle = packed.files[2], packed.files[0], packed.files[1]
    reports = [unpack(township, [file])[0] for file in (last, first, middle)]
    assert [r.result for r in reports] == ["taken"] * 3
    assert [r.papers for r in reports] == [1, 1, 1]
    assert [r.papers_missing for r in reports] == [0, 1, 0]
    assert contents(township, ids) == contents(village, ids)
    assert [r.result for r in unpack(township, packed.files)] == ["known"] * 3
    assert pack(village, tmp_path / "up").file_no == 4


def test_records_too_are_shared_out_and_wait_for_each_other(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    for n in range(6):
        make_household(village, no=str(n))
        pack(village, tmp_path / "seal")  # one segment each
    packed = pack(village, tmp_path / "up", plan=Plan(1500))
    assert len(packed.files) > 2
    assert handover(village).records["local"] == 0
    (late,) = unpack(township, packed.files[-1:])
    assert (late.result, late.code) == ("waiting", "WAITING")
    gaps = handover(township).devices[0].gaps
    assert gaps[-len(packed.files) + 1 :] == tuple(range(packed.file_no, packed.file_no + len(packed.files) - 1))
    reports = unpack(township, packed.files)
    assert {r.result for r in reports} <= {"taken", "known"}
    with township.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM household").scalar() == 6


def test_a_part_that_never_came_leaves_placeholders_and_only_they_are_sent_again(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up", plan=Plan(25_000))
    unpack(township, [packed.files[0], packed.files[2]])
    assert states(township, ids) == ["here", "missing", "here"]
    assert [f.kind for f in check(township)] == ["attachment"]
    exchange(township, village, tmp_path / "down", "桃溪村")
    again = pack(village, tmp_path / "up")
    assert (again.papers, again.segments) == (1, 0)
    unpack(township, [again.path])
    assert states(township, ids) == ["here"] * 3


class Narrow(Disk):
    """A stick with room for so many files of this hand-over."""

    def __init__(self, files: int) -> None:
        self._files = files

    def free(self, folder: Path) -> int:
        full = len(list(folder.glob("*.bjb"))) >= self._files
        return 0 if full else 1 << 40


def test_a_stick_takes_as_many_parts_as_it_holds(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    stick = tmp_path / "up"
    packed = pack(village, stick, disk=Narrow(2), plan=Plan(25_000))
    assert (len(packed.files), packed.left, packed.papers) == (2, 1, 2)
    assert "还有 1 份没有装" in packed.sentence()
    assert len(list(stick.glob("*.bjb"))) == 2
    unpack(township, packed.files)
    assert states(township, ids) == ["here", "here", "missing"]
    exchange(township, village, tmp_path / "down", "桃溪村")
    assert exchange(village, township, tmp_path / "rest").papers == 1
    with pytest.raises(BundleError) as caught:
        pack(village, stick, disk=Narrow(0))
    assert caught.value.code == "DISK_FULL"


def test_a_file_named_by_the_clerk_has_brothers(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    packed = pack(three[0], tmp_path / "x.bjb", plan=Plan(25_000))
    assert [p.name for p in packed.files] == ["x.bjb", "x-2.bjb", "x-3.bjb"]
