"""What went out and came in, and how much each computer handed in."""

from __future__ import annotations

from pathlib import Path

from db import Store
from db.sync import pack, unpack
from db.sync.exchange.history import file_log, handed_in
from tests.bundles.post import Forge, add_household


def test_both_sides_remember_a_file(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    assert file_log(village) == []
    add_household(village, "1")
    packed = pack(village, tmp_path)
    unpack(township, [packed.path])
    (out,), (came,) = file_log(village), file_log(township)
    assert (out.direction, out.file_no, out.peer, out.result) == ("out", 1, "云岭镇", "written")
    assert (came.direction, came.file_no, came.peer, came.result) == ("in", 1, "桃溪村", "taken")
    assert came.file_name == packed.path.name
    pack(village, tmp_path)
    assert [line.file_no for line in file_log(village)] == [2, 1]
    assert len(file_log(village, most=1)) == 1


def test_what_a_computer_handed_in_is_what_the_office_took_over(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    add_household(village, "1")
    packed = pack(village, tmp_path)
    unpack(township, [packed.path])
    counted = handed_in(township)[village.device_id]
    assert (counted.handed, counted.accepted, counted.held_back) == (packed.records, packed.records, 0)


def test_what_was_held_back_stands_out(forge: Forge) -> None:
    allowed, foreign = forge.segment(("1" * 32, ["1", "一组"])), forge.segment(part=("9" * 32, 0))
    report = unpack(forge.receiver, [forge.bundle(allowed, foreign)])[0]
    assert report.quarantined == 1
    assert handed_in(forge.receiver)[forge.sender.device_id].held_back == 1
