"""Receipts: what is told, lost, repeated, forged or old; a record goes 仅本机 → 已装盘 → 镇里已确认, and back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from db import Store, open_store, surroundings
from db.sync import handover, pack, standings, unpack
from db.sync.peers import peers
from tests.bundles.post import add_household, exchange, shown
from tests.conftest import CHEAP, PASSWORD


def stands(store: Store, pk: str) -> str:
    return standings(store, "household", [pk])[pk]


def copy_of(store: Store, to: Path) -> Callable[[], Store]:
    """A backup of a whole store, as an older copy somebody puts back in silence; opens it."""
    store.engine.dispose()
    shutil.copytree(store.path, to)
    return lambda: open_store(to, PASSWORD, surroundings(store.profile, store.clock, CHEAP))


def test_a_record_goes_from_local_to_packed_to_confirmed(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    household = add_household(village)
    assert stands(village, household) == "local"
    pack(village, tmp_path)
    assert stands(village, household) == "packed"
    exchange(village, township, tmp_path)
    assert stands(village, household) == "packed"
    exchange(township, village, tmp_path)
    assert stands(village, household) == "confirmed"
    with village.write() as session:
        from db.models import Household

        found = session.get(Household, household)
        assert found is not None
        found.address = "改了"
    assert stands(village, household) == "local"


def test_a_restored_township_takes_the_confirmation_back_and_gets_everything_again(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    older = copy_of(township, tmp_path / "backup.baijia")
    household = add_household(village)
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path)
    assert stands(village, household) == "confirmed"
    restored = older()
    try:
        exchange(restored, village, tmp_path / "again")
        assert stands(village, household) == "packed"
        report = exchange(village, restored, tmp_path)
        assert report.new > 0
        exchange(restored, village, tmp_path)
        assert stands(village, household) == "confirmed"
        assert shown(restored)["household"] == shown(village)["household"]
    finally:
        restored.close()


def test_a_lost_stick_heals_with_the_next(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    first = add_household(village, "1")
    pack(village, tmp_path).path.unlink()
    second = add_household(village, "2")
    report = exchange(village, township, tmp_path)
    assert (report.result, report.code) == ("taken", "")
    assert {row[0] for row in shown(township)["household"]} == {first, second}
    assert handover(township).devices[0].gaps == ()  # number 1 never came, but nothing of it is missing


def test_a_confirmed_record_is_not_sent_again_and_a_lost_receipt_costs_only_bytes(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    add_household(village, "1")
    exchange(village, township, tmp_path)
    pack(township, tmp_path).path.unlink()  # the receipt is lost
    again = pack(village, tmp_path)
    assert again.segments == 1
    (report,) = unpack(township, [again.path])
    assert report.result == "known"
    exchange(township, village, tmp_path)
    assert pack(village, tmp_path).segments == 0
    add_household(village, "2")
    assert pack(village, tmp_path).segments == 1


@pytest.mark.parametrize("every", [30, pytest.param(1, marks=pytest.mark.prove)])
def test_every_order_of_five_files_ends_the_same(enrolled: tuple[Store, Store], tmp_path: Path, every: int) -> None:
    """Four sticks that build on each other (the township had confirmed each) and one that repeats the last two."""
    village, township = enrolled
    pack(township, tmp_path / "seal")
    exchange(village, township, tmp_path / "seal")
    copy_of(township, tmp_path / "t.baijia")
    files = []
    for n in range(4):
        add_household(village, str(n))
        files.append(pack(village, tmp_path / "stick").path)
        unpack(township, [files[-1]])
        exchange(township, village, tmp_path / "back")
    add_household(village, "5")
    files.append(pack(village, tmp_path / "stick").path)
    unpack(township, [files[-1]])
    expected = shown(township)
    orders = list(permutations(range(5)))[17 % every :: every]
    for n, order in enumerate(orders):
        shutil.copytree(tmp_path / "t.baijia", tmp_path / f"{n}.baijia")
        fresh = open_store(tmp_path / f"{n}.baijia", PASSWORD, surroundings(township.profile, township.clock, CHEAP))
        try:
            results = [unpack(fresh, [files[index]])[0].result for index in order]
            assert set(results) <= {"taken", "waiting", "known"}, order
            assert shown(fresh) == expected, order
            assert handover(fresh).devices[0].waiting == 0
        finally:
            fresh.close()


def test_a_gap_is_named_with_its_file_number_and_ends(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    older = copy_of(township, tmp_path / "t.baijia")
    files = []
    for n in range(3):
        add_household(village, str(n))
        files.append(pack(village, tmp_path / "stick").path)
        unpack(township, [files[-1]])
        exchange(township, village, tmp_path / "back")
    restored = older()
    try:
        (report,) = unpack(restored, [files[0]])
        assert report.result == "taken"
        (report,) = unpack(restored, [files[2]])
        assert (report.result, report.code, report.waiting) == ("waiting", "WAITING", 1)
        assert "第 2 号" in report.message
        assert handover(restored).devices[0].gaps == (2,)
        (report,) = unpack(restored, [files[2]])
        assert report.result == "waiting"
        (report,) = unpack(restored, [files[1]])
        assert (report.result, report.new) == ("taken", 2)
        assert handover(restored).devices[0].gaps == ()
    finally:
        restored.close()


def test_files_given_together_are_taken_in_the_order_they_were_made(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    village, township = enrolled
    older = copy_of(township, tmp_path / "t.baijia")
    files = []
    for n in range(3):
        add_household(village, str(n))
        files.append(pack(village, tmp_path / "stick").path)
        unpack(township, [files[-1]])
        exchange(township, village, tmp_path / "back")
    restored = older()
    try:
        assert [r.result for r in unpack(restored, files[::-1])] == ["taken"] * 3
    finally:
        restored.close()


def test_a_forged_or_truncated_receipt_is_not_believed(forge: Any, tmp_path: Path) -> None:
    village, township = forge.sender, forge.receiver
    add_household(township, "1", scope=village.scope)
    first = pack(township, tmp_path)
    assert first.segments > 0
    with township.connection(immediate=False) as connection:
        heads = [row[0] for row in connection.exec_driver_sql("SELECT hash FROM sync_head")]
        laptop = peers.peer(connection, village.device_id)
    assert laptop is not None
    lie = {"receipt": [(village.scope, 0, heads), (township.scope, 0, heads)]}
    path = forge.bundle(forge.segment(), inner=lie)
    cut = tmp_path / "cut.bjb"
    cut.write_bytes(path.read_bytes()[:-40])
    assert unpack(township, [cut])[0].code == "TRUNCATED"
    assert unpack(township, [cut], salvage=True)[0].code == "TRUNCATED"
    assert pack(township, tmp_path, "桃溪村").segments == first.segments
    from db.device_keys import make_pair

    forged = forge.bundle(inner=lie, pair=make_pair(village.device_id), name="forged.bjb")
    assert unpack(township, [forged])[0].code == "BAD_SIGNATURE"
    assert pack(township, tmp_path, "桃溪村").segments == first.segments


def test_an_older_receipt_costs_only_bytes(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    add_household(village, "1")
    exchange(village, township, tmp_path)
    old = pack(township, tmp_path / "old").path
    add_household(village, "2")
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path)
    assert pack(village, tmp_path).segments == 0
    unpack(village, [old])
    assert pack(village, tmp_path).segments == 1
    assert shown(village) == shown(township)


def test_quarantined_work_is_refused_in_the_receipt_not_confirmed(forge: Any, tmp_path: Path) -> None:
    village, township = forge.sender, forge.receiver
    foreign = forge.segment(part=(village.scope, 1))
    from db.sync import Wish, enroll
    from db.sync.exchange.taking.unpack import release

    card = tmp_path / "c.card"
    from db.sync import make_card

    card.write_text(make_card(village))
    enroll(township, card, Wish(mediation=False))
    (report,) = unpack(township, [forge.bundle(foreign)])
    assert (report.result, report.code, report.quarantined) == ("taken", "OUT_OF_SCOPE", 1)
    assert not report.whole
    exchange(township, village, tmp_path)
    with village.connection(immediate=False) as connection:
        from db.sync.exchange.receipts import told_by

        assert told_by(connection, township.scope).refused == {foreign.hash: "OUT_OF_SCOPE"}
    applied = release(township, [foreign.hash])
    assert applied.new == 1


@pytest.mark.parametrize("kind", ["receipt"])
def test_a_file_with_nothing_but_a_receipt_is_taken_once(
    enrolled: tuple[Store, Store], tmp_path: Path, kind: str
) -> None:
    village, township = enrolled
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path)
    exchange(village, township, tmp_path)
    packed = pack(township, tmp_path)
    from db.sync import inspect

    assert (packed.segments, inspect(packed.path)["kind"]) == (0, kind)
    assert [unpack(village, [packed.path])[0].result for _ in range(2)] == ["taken", "known"]
