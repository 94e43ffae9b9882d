"""A backup is a whole store; one put back is a new computer that has everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import KnownError, RuleError, Store, create_store, surroundings
from db.backup import back_up, inner_backup, last_backup, restore
from db.blobs import shelf, standing
from db.check import check
from db.device_keys import Standing
from db.models import Attachment
from db.queries.households import household_list
from db.store import Surroundings
from tests.conftest import CHEAP, PASSWORD, TOWNSHIP
from tests.makers import make_household


def test_a_restored_store_is_a_new_computer_with_everything_in_it(
    village: Store, around: Surroundings, tmp_path: Path
) -> None:
    make_household(village, "曾国强")
    paper = shelf.put(village, [b"paper"]).sha256
    made = back_up(village, tmp_path / "stick")
    assert last_backup(village) is not None
    again = restore(made.path, tmp_path / "new.baijia", PASSWORD, around)
    assert [line.head_name for line in household_list(again)] == ["曾国强"]
    assert again.device_id != village.device_id
    assert (again.standing, again.read_only_reason) == (Standing.NORMAL, None)
    assert shelf.content(again, paper) == b"paper"
    make_household(again, "李英", no="002")
    again.close()


def test_on_another_computer_a_village_needs_its_password_and_a_township_its_sheet(
    tmp_path: Path, around: Surroundings
) -> None:
    office, recovery = create_store(tmp_path / "office.baijia", TOWNSHIP, around)
    made = back_up(office, tmp_path / "stick")
    office.close()
    elsewhere = surroundings(tmp_path / "other-profile", around.clock, CHEAP)
    with pytest.raises(KnownError) as caught:
        restore(made.path, tmp_path / "new.baijia", PASSWORD, elsewhere)
    assert caught.value.code == "NEEDS_RECOVERY_KEY"
    assert not (tmp_path / "new.baijia").exists()
    again = restore(made.path, tmp_path / "new.baijia", recovery, elsewhere)
    from db import own_device

    with again.connection() as connection:
        assert own_device.office_pair(connection, again) is not None
    again.close()


def test_what_is_no_backup_is_refused_and_nothing_is_written_over(
    village: Store, around: Surroundings, tmp_path: Path
) -> None:
    made = back_up(village, tmp_path / "stick")
    with pytest.raises(KnownError, match="不是百家的备份"):
        restore(tmp_path, tmp_path / "new.baijia", PASSWORD, around)
    with pytest.raises(RuleError, match="已经存在"):
        restore(made.path, village.path, PASSWORD, around)
    with pytest.raises(KnownError) as caught:
        restore(made.path, tmp_path / "new.baijia", "不是这个密码", around)
    assert caught.value.code == "WRONG_PASSWORD"
    book = made.path / "book.db"
    spoilt = bytearray(book.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    book.write_bytes(spoilt)
    with pytest.raises(KnownError):
        restore(made.path, tmp_path / "new.baijia", PASSWORD, around)
    assert not (tmp_path / "new.baijia").exists()
    assert not list(tmp_path.glob(".*part*"))


def test_a_spoilt_paper_is_named_and_never_keeps_the_backup_from_being_made(
    village: Store, around: Surroundings, tmp_path: Path
) -> None:
    good, bad = (shelf.put(village, [c * 100]).sha256 for c in (b"good", b"bad!"))
    with village.write() as session:
        for sha256 in (good, bad):
            session.add(Attachment(noun="household", record_id="r", sha256=sha256))
    standing.settle(village)
    (village.path / "blobs" / "half.part").write_bytes(b"x")
    path = shelf.blob_path(village, bad)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    made = back_up(village, tmp_path / "stick")
    assert made.damaged == (bad,)
    assert sorted(p.name for p in (made.path / "blobs").rglob("*") if p.is_file()) == [good]
    again = restore(made.path, tmp_path / "new.baijia", PASSWORD, around)
    assert shelf.content(again, good) == b"good" * 100
    (finding,) = check(again)
    assert (finding.kind, "补" in finding.message) == ("attachment", True)
    again.close()


def test_a_paper_that_is_written_wrongly_makes_no_backup(village: Store, tmp_path: Path) -> None:
    shelf.put(village, [b"paper"])
    wrong = shutil.copyfile

    def spoil(source: Path, to: Path) -> None:
        wrong(source, to)
        if "blobs" in to.parts:
            to.write_bytes(b"")

    shutil.copyfile = spoil  # type: ignore[assignment]
    try:
        with pytest.raises(KnownError) as caught:
            back_up(village, tmp_path / "stick")
    finally:
        shutil.copyfile = wrong
    assert caught.value.code == "BAD_BACKUP"
    assert list((tmp_path / "stick").iterdir()) == []


def test_old_inner_backups_make_room_for_new_ones(village: Store) -> None:
    for _n in range(12):
        inner_backup(village, "unpack")
    assert len(list((village.path / "backups").glob("*.db"))) == 10
