"""T10: backups put back, openly or in silence, clones, copies, lost offices: every word survives (sync.md §4)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db import KnownError, Store, open_store, surroundings
from db.backup import back_up, restore
from db.device_keys import Standing
from db.store import Surroundings
from db.sync import enroll, inspect, make_card, pack, revoke, unpack
from db.sync.errors import BundleError
from tests.bundles.post import add_household, exchange, shown
from tests.conftest import CHEAP, PASSWORD, StillClock


def reopened(path: Path, like: Store, profile: Path | None = None) -> Store:
    return open_store(path, PASSWORD, surroundings(profile or like.profile, like.clock, CHEAP))


def silent_copy(store: Store, to: Path) -> Path:
    store.engine.dispose()
    return Path(shutil.copytree(store.path, to))


def households(store: Store) -> set[str]:
    return {row[0] for row in shown(store)["household"]}


def epoch(store: Store) -> str:
    with store.connection(immediate=False) as connection:
        return str(connection.exec_driver_sql("SELECT epoch FROM sync_state").scalar())


def test_an_older_store_put_back_in_silence_works_on_and_loses_nothing(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    before = add_household(village, "0")
    pack(village, tmp_path / "s")
    older = silent_copy(village, tmp_path / "older.baijia")
    lost_here = add_household(village, "1")
    exchange(village, township, tmp_path / "s")
    village.close()
    restored = reopened(older, village)
    try:
        assert restored.standing is Standing.OLDER_COPY
        assert epoch(restored) != epoch(reopened(village.path, village))
        anew = add_household(restored, "2")
        report = exchange(restored, township, tmp_path / "s")
        assert (report.result, report.code) == ("taken", "BRANCHED")
        assert "桃溪村" in report.message
        assert report.whole
        exchange(township, restored, tmp_path / "s")
        assert households(restored) == households(township) == {before, lost_here, anew}
        add_household(restored, "3")
        assert exchange(restored, township, tmp_path / "s").code == ""  # the branch is closed: no alarm for ever
        assert shown(restored)["household"] == shown(township)["household"]
    finally:
        restored.close()


def test_two_clones_work_for_a_month_and_nothing_is_lost(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    clone = reopened(silent_copy(village, tmp_path / "clone.baijia"), village)
    codes: set[str] = set()
    made: set[str] = set()
    try:
        for week in range(4):
            for store in (village, clone):
                made.add(add_household(store, str(week)))
                codes.add(exchange(store, township, tmp_path / "s").code)
        for store in (village, clone):  # each trip tells the office what this one of the two holds
            exchange(store, township, tmp_path / "s")
            exchange(township, store, tmp_path / "s")
        assert "BRANCHED" in codes
        assert households(village) == households(clone) == households(township) == made
    finally:
        clone.close()


def test_a_copy_in_another_profile_is_read_only_and_signs_nothing(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, _township = enrolled
    household = add_household(village)
    copy = reopened(silent_copy(village, tmp_path / "copy.baijia"), village, tmp_path / "stranger")
    try:
        assert copy.standing is Standing.COPIED
        assert households(copy) == {household}
        for deed in (
            lambda: add_household(copy),
            lambda: pack(copy, tmp_path / "s"),
            lambda: unpack(copy, [tmp_path / "any.bjb"]),
        ):
            with pytest.raises(KnownError, match="副本"):
                deed()
        with pytest.raises(BundleError) as caught:
            make_card(copy)
        assert caught.value.code == "NOT_ENROLLED"
    finally:
        copy.close()


@pytest.fixture
def restored_laptop(enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store, Callable[[Path], Store]]:
    """(village, township, restore): restore(profile) makes a store from the village's backup."""
    village, township = enrolled
    add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s")
    add_household(village, "unsealed at the backup")
    backup = back_up(village, tmp_path / "backups").path

    def again(profile: Path) -> Store:
        around = Surroundings(profile, village.clock, CHEAP)
        return restore(backup, tmp_path / "restored.baijia", PASSWORD, around)

    return village, township, again


@pytest.mark.parametrize("machine", ["same", "another"])
def test_a_deliberate_restore_is_a_new_computer_and_gets_back_what_it_lacks(
    restored_laptop: tuple[Store, Store, Callable[[Path], Store]], tmp_path: Path, machine: str
) -> None:
    village, township, again = restored_laptop
    after_backup = add_household(village, "1")
    exchange(village, township, tmp_path / "s")
    for_the_old = pack(township, tmp_path / "s", "桃溪村").path
    village.close()
    restored = again(village.profile if machine == "same" else tmp_path / "new-laptop")
    try:
        assert restored.device_id != village.device_id
        (report,) = unpack(restored, [for_the_old])
        assert (report.result, report.code) == ("refused", "NOT_FOR_US")
        anew = add_household(restored, "2")
        first = pack(restored, tmp_path / "s").path
        assert unpack(township, [first])[0].code == "UNKNOWN_SENDER"

        revoke(township, village.device_id, lost=False)
        card, grant = tmp_path / "c.card", tmp_path / "g.grant"
        card.write_text(make_card(restored))
        granted = enroll(township, card)
        grant.write_text(granted.paper)
        enroll(restored, grant)
        assert granted.name == "桃溪村"
        assert unpack(township, [first])[0].result == "taken"  # the very file that was refused
        exchange(township, restored, tmp_path / "s", "桃溪村")
        assert households(restored) == households(township)
        assert {after_backup, anew} <= households(restored)
    finally:
        restored.close()


def test_unsealed_edits_of_a_backup_sealed_on_both_sides_are_one_record(
    restored_laptop: tuple[Store, Store, Callable[[Path], Store]], tmp_path: Path
) -> None:
    village, township, again = restored_laptop
    exchange(village, township, tmp_path / "s")
    count = len(households(township))
    village.close()
    restored = again(village.profile)
    try:
        card = tmp_path / "c.card"
        card.write_text(make_card(restored))
        granted = enroll(township, card)
        grant = tmp_path / "g.grant"
        grant.write_text(granted.paper)
        enroll(restored, grant)
        exchange(restored, township, tmp_path / "s")
        assert len(households(township)) == count
        assert shown(township)["conflicts"] == []
    finally:
        restored.close()


def test_a_retired_laptops_late_stick_counts_and_a_stolen_ones_is_quarantined(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    add_household(village, "0")
    late = pack(village, tmp_path / "s").path
    revoke(township, village.device_id, lost=True)
    (report,) = unpack(township, [late])
    assert (report.result, report.code) == ("taken", "REVOKED")
    assert not report.whole
    assert households(township) == set()
    revoke(township, village.device_id, lost=False)
    add_household(village, "1")
    (report,) = unpack(township, [pack(village, tmp_path / "s").path])
    assert report.result == "taken"
    assert len(households(township)) == 1


@pytest.mark.parametrize("sheet", [True, False])
def test_a_dead_township_computer_comes_back(
    enrolled: tuple[Store, Store], district: Path, tmp_path: Path, *, sheet: bool
) -> None:
    """With the printed recovery key on any computer; without it only where the user's profile survived."""
    village, township = enrolled
    add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    backup = back_up(township, tmp_path / "backups").path
    add_household(village, "1")
    up = pack(village, tmp_path / "s").path
    township.close()
    around = Surroundings(tmp_path / "new-computer", township.clock, CHEAP)
    if not sheet:
        with pytest.raises(KnownError) as caught:
            restore(backup, tmp_path / "again.baijia", PASSWORD, around)
        assert caught.value.code == "NEEDS_RECOVERY_KEY"
        return
    key = (district / "township-recovery.txt").read_text()
    restored = restore(backup, tmp_path / "again.baijia", key, around)
    try:
        (report,) = unpack(restored, [up])  # addressed to the office, whose keys came back
        assert report.result == "taken"
        assert len(households(restored)) == 2
        down = pack(restored, tmp_path / "s", "桃溪村").path
        assert inspect(down, village)["signature"] == "unknown_sender"  # a new computer of the old office …
        (report,) = unpack(village, [down])
        assert report.result == "taken"  # … whose grant, signed by the office, lies in the file
        assert inspect(down, village)["signature"] == "valid"
    finally:
        restored.close()


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_changes_no_outcome(
    enrolled: tuple[Store, Store], clock: StillClock, tmp_path: Path, years: int
) -> None:
    village, township = enrolled
    household = add_household(village, "0")
    exchange(village, township, tmp_path / "s")
    exchange(township, village, tmp_path / "s")
    right = clock.at
    clock.at += timedelta(days=365 * years)
    from db.models import Household

    with village.write("户") as session:
        found = session.get(Household, household)
        assert found is not None
        found.address = "村里写的"
    path = pack(village, tmp_path / "s").path
    clock.at = right
    with township.write("户") as session:
        found = session.get(Household, household)
        assert found is not None
        found.address = "镇里写的"
    (report,) = unpack(township, [path])
    assert report.result == "taken"
    assert report.code == ("CLOCK" if years > 0 else "")
    assert report.conflicts == 1  # neither clock won in silence
    add_household(township, "1", scope=village.scope)
    exchange(township, village, tmp_path / "s")
    assert shown(village)["household"] == shown(township)["household"]
    with township.connection(immediate=False) as connection:
        stamp = int(connection.exec_driver_sql("SELECT hlc FROM sync_state").scalar_one())
    from db.sync.log.hlc import instant_of

    assert abs(instant_of(stamp) - right) < timedelta(days=1)
