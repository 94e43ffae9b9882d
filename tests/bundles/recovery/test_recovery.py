"""T10, the way back: lost profiles, lost laptops, a dead township computer; sticks of the old computer stay whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from db import Store, open_store, surroundings
from db.backup import back_up, restore
from db.device_keys import Standing
from db.store import Surroundings
from db.sync import handover, make_card, pack, revoke, standings, unpack
from db.sync.exchange.taking.unpack import release
from db.sync.peers import enrol, succession
from tests.bundles.post import add_household, exchange, join, shown
from tests.conftest import CHEAP, PASSWORD


def households(store: Store) -> set[str]:
    return {row[0] for row in shown(store)["household"]}


def test_one_click_after_a_restore_on_the_same_machine(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    kept = add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s")
    backup = back_up(village, tmp_path / "backups").path
    lost = add_household(village, "1")
    exchange(village, township, tmp_path / "s")
    late = add_household(village, "2")
    late_stick = pack(village, tmp_path / "late").path
    village.close()
    restored = restore(backup, tmp_path / "again.baijia", PASSWORD, Surroundings(village.profile, village.clock, CHEAP))
    try:
        anew = add_household(restored, "3")
        granted = join(township, restored)
        assert (granted.proven, granted.replaced, granted.name) == (True, village.device_id, "桃溪村")
        assert exchange(restored, township, tmp_path / "s").code == ""
        answer = pack(township, tmp_path / "s", "桃溪村")
        assert answer.records == 1  # its first file said what it holds: exactly the gap comes back
        unpack(restored, [answer.path])
        assert households(restored) == {kept, lost, anew}
        assert unpack(township, [late_stick])[0].result == "taken"  # the retired computer's late stick counts
        exchange(township, restored, tmp_path / "s", "桃溪村")
        assert households(restored) == households(township) == {kept, lost, anew, late}
        assert shown(township)["conflicts"] == []
        assert succession.notice(restored) is None
    finally:
        restored.close()


def test_a_restored_laptop_counts_its_files_anew_and_spares_the_old_ones(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    """On the stick may lie the only copy of what the backup lacks, under the very name the new file would get."""
    village, township = enrolled
    backup = back_up(village, tmp_path / "backups").path
    only_on_the_stick = add_household(village, "1")
    stick = tmp_path / "s"
    old = pack(village, stick)
    village.close()
    restored = restore(backup, tmp_path / "again.baijia", PASSWORD, Surroundings(village.profile, village.clock, CHEAP))
    try:
        join(township, restored)
        anew = add_household(restored, "2")
        new = pack(restored, stick)
        assert (new.file_no, new.path.name) == (1, "桃溪村-云岭镇-第1号-2.bjb")
        assert [r.result for r in unpack(township, [old.path, new.path])] == ["taken", "taken"]
        assert households(township) == {only_on_the_stick, anew}
        gaps = {row.id: row.gaps for row in handover(township).devices}
        assert gaps[restored.device_id] == ()
    finally:
        restored.close()


def test_the_profile_is_lost_and_nothing_else(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    """Windows set up anew: the data is there, the key is not; enrolled as new all records are there."""
    village, township = enrolled
    old = add_household(village, "0")
    never_packed = add_household(village, "1")
    path = Path(shutil.copytree(village.path, tmp_path / "kept.baijia"))
    alone = open_store(path, PASSWORD, surroundings(tmp_path / "empty profile", village.clock, CHEAP))
    try:
        assert alone.standing is Standing.COPIED
        succession.enroll_as_new(alone)
        card = enrol.make_card(alone).encode()
        heir = succession.predecessor(township, enrol.card_words(card)[0])
        assert heir is not None
        assert (heir.name, heir.proven) == ("桃溪村", False)  # the clerk compares the check words
        join(township, alone, enrol.Wish(replaces=heir.id))
        exchange(alone, township, tmp_path / "s")
        assert households(township) == {old, never_packed}
    finally:
        alone.close()


def test_what_came_from_a_stolen_laptop_waits_for_a_clerk_who_may_release_it(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    before = add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    revoke(township, "桃溪村")
    after = add_household(village, "1")
    report = exchange(village, township, tmp_path / "s")
    assert (report.code, report.quarantined) == ("REVOKED", 1)
    assert households(township) == {before}
    with township.connection(immediate=False) as connection:
        held = [row[0] for row in connection.exec_driver_sql("SELECT hash FROM sync_segment WHERE st = 3")]
    assert release(township, held).new == 1
    assert households(township) == {before, after}


def test_a_dead_township_gets_back_from_its_laptops_what_its_backup_lacks(
    enrolled: tuple[Store, Store], district: Path, tmp_path: Path
) -> None:
    """New device, same office keys: its receipts show smaller heads, and the laptops send again what was confirmed."""
    village, township = enrolled
    first = add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    backup = back_up(township, tmp_path / "backups").path
    second = add_household(village, "1")
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s")
    assert standings(village, "household", [second])[second] == "confirmed"
    township.close()

    key = (district / "township-recovery.txt").read_text()
    around = Surroundings(tmp_path / "new computer", township.clock, CHEAP)
    restored = restore(backup, tmp_path / "again.baijia", key, around)
    try:
        assert restored.device_id != township.device_id
        assert households(restored) == {first}
        assert succession.notice(restored) is not None
        exchange(restored, village, tmp_path / "s", "桃溪村")
        assert standings(village, "household", [second])[second] == "packed"  # taken back: the office has it no more
        exchange(village, restored, tmp_path / "s")
        assert households(restored) == {first, second}
        exchange(restored, village, tmp_path / "s", "桃溪村")
        assert standings(village, "household", [second])[second] == "confirmed"
        assert succession.notice(restored) is None
        assert [row.name for row in handover(restored).devices] == ["桃溪村"]  # not its own dead computer
        assert shown(restored)["household"] == shown(village)["household"]
        revoke(restored, "桃溪村")
    finally:
        restored.close()


def test_a_township_moved_by_hand_needs_the_sheet_and_then_works_on(
    enrolled: tuple[Store, Store], district: Path, tmp_path: Path
) -> None:
    village, township = enrolled
    add_household(village, "0")
    township.engine.dispose()
    path = Path(shutil.copytree(township.path, tmp_path / "moved.baijia"))
    moved = open_store(path, PASSWORD, surroundings(tmp_path / "new computer", township.clock, CHEAP))
    try:
        succession.enroll_as_new(moved, (district / "township-recovery.txt").read_text())
        assert exchange(village, moved, tmp_path / "s").result == "taken"
        assert exchange(moved, village, tmp_path / "s", "桃溪村").result == "taken"
        assert make_card(moved).startswith("BAIJIA-CARD-1")
    finally:
        moved.close()
