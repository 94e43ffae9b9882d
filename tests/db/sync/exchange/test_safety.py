"""The backup that travels along with a bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.backup import restore
from db.store import Surroundings
from db.sync.envelope.disk import Disk
from db.sync.exchange.safety import FOLDER, back_up_beside, backups_in
from tests.bundles.post import add_household, shown
from tests.conftest import CHEAP, PASSWORD, StillClock


class Small(Disk):
    """A stick on which so many bytes are free; where a backup makes way there is plenty."""

    def __init__(self, home: Path, free: int) -> None:
        self._home, self._free = home, free

    def free(self, folder: Path) -> int:
        assert folder.is_dir()
        return self._free if len(backups_in(self._home)) > 1 else 1 << 40


def test_the_last_two_stay_and_another_computers_are_left_alone(
    village: Store, township: Store, clock: StillClock, tmp_path: Path
) -> None:
    other = back_up_beside(township, tmp_path).path
    made = []
    for number in range(3):
        add_household(village, str(number))
        clock.sleep(minutes=5)
        made.append(back_up_beside(village, tmp_path).path)
    assert made[2] is not None
    assert backups_in(made[2].parent) == made[1:]
    assert other is not None
    assert other.is_dir()
    around = Surroundings(tmp_path / "another laptop", clock, CHEAP)
    again = restore(made[2], tmp_path / "again.baijia", PASSWORD, around)
    try:
        assert shown(again)["household"] == shown(village)["household"]
    finally:
        again.close()


def test_twice_in_a_second_is_one(village: Store, clock: StillClock, tmp_path: Path) -> None:
    first = back_up_beside(village, tmp_path)
    second = back_up_beside(village, tmp_path)
    assert second.path == first.path


@pytest.mark.parametrize("tight", [True, False])
def test_a_full_stick_skips_it_unless_the_older_of_two_can_make_way(
    village: Store, clock: StillClock, tmp_path: Path, *, tight: bool
) -> None:
    made = []
    for _n in range(2):
        clock.sleep(minutes=5)
        path = back_up_beside(village, tmp_path).path
        assert path is not None
        made.append(path)
    clock.sleep(minutes=5)
    home = made[0].parent
    half = home / ".half.baijia.part"
    half.mkdir()
    needed = (4 << 20) + sum(f.stat().st_size for f in village.path.glob("book.db*"))
    told = back_up_beside(village, tmp_path, disk=Small(home, needed - 1000 if tight else 0))
    assert not half.exists()
    if tight:
        assert backups_in(home) == [made[1], told.path]
    else:
        assert (told.path, backups_in(home)) == (None, made)  # nothing was given up in vain
        assert "空间不够" in told.sentence
        assert "数据包不受影响" in told.sentence


def test_a_stick_that_cannot_be_written_is_a_sentence(village: Store, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file stands in the way")
    told = back_up_beside(village, tmp_path)
    assert told.path is None
    assert "没有做成" in told.sentence
