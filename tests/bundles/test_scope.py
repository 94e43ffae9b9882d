"""T12: a bundle holds what its receiver was granted and not one name of anybody else (sync.md §5, privacy.md)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from db.identity import new_id
from db.models import Dispute, Household, Person, Setting
from db.sync import Wish, pack, unpack
from db.sync.errors import BundleError
from db.sync.peers import peers
from tests.bundles.opened import Opened, open_bundle
from tests.bundles.post import add_household, exchange, join

CANARIES = 50


def canary(place: str, number: int) -> str:
    return f"金丝雀{place}{number:02d}"


def people(store: Store, place: str, scope: str, compartment: int = 0) -> None:
    """Fifty people nobody else may read of, as households, persons and (in mediation) disputes."""
    with store.write("户") as session:
        for number in range(CANARIES):
            name = canary(place, number)
            if compartment:
                session.add(Dispute(id=new_id(), scope=scope, compartment=compartment, title=name))
            else:
                household = Household(id=new_id(), scope=scope, household_no=str(number), address=name)
                session.add(household)
                session.add(Person(id=new_id(), scope=scope, household_id=household.id, name=name))


def named(opened: Opened, place: str) -> list[str]:
    return [canary(place, n) for n in range(CANARIES) if canary(place, n).encode() in opened.plain]


def granted(office: Store, laptop: Store) -> set[tuple[str, int]]:
    with office.connection(immediate=False) as connection:
        found = peers.peer(connection, laptop.device_id)
        assert found is not None
        return {(scope, compartment) for scope, compartment, rights in found.grant.parts if "r" in rights}


@pytest.fixture
def three(make_store: Callable[..., Store], enrolled: tuple[Store, Store]) -> tuple[Store, Store, Store]:
    """桃溪村 (a laptop without mediation records), its township, and 石桥村."""
    village, township = enrolled
    join(township, village, Wish(mediation=False))
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    return village, township, other


def test_a_down_bundle_holds_its_village_and_nothing_else(three: tuple[Store, Store, Store], tmp_path: Path) -> None:
    village, township, other = three
    people(village, "甲", village.scope)
    people(other, "乙", other.scope)
    people(other, "丙", other.scope, 1)
    for laptop in (village, other):
        assert exchange(laptop, township, tmp_path / "up").result == "taken"
    people(township, "丁", village.scope, 1)
    people(township, "戊", village.scope, 2)
    people(township, "己", township.scope, 1)
    people(township, "庚", village.scope)
    with township.write() as session:
        session.add(Setting(id=new_id(), scope=township.scope, name="共同", value="共同的设置"))

    down = open_bundle(pack(township, tmp_path / "down", "桃溪村").path, village)
    assert down.parts <= granted(township, village)
    assert down.parts == {(village.scope, 0), (township.scope, 0)}
    assert len(named(down, "甲")) == 0  # its own words are known there already: they were confirmed by nobody's copy
    assert len(named(down, "庚")) == CANARIES
    assert "共同的设置".encode() in down.plain
    for place in "乙丙丁戊己":
        assert named(down, place) == []

    down = open_bundle(pack(township, tmp_path / "down", "石桥村").path, other)
    assert down.parts <= granted(township, other)
    for place in "甲丁戊己庚":
        assert named(down, place) == []


def test_a_new_laptop_gets_all_of_its_village_and_of_no_other(
    three: tuple[Store, Store, Store], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township, other = three
    people(village, "甲", village.scope)
    people(other, "乙", other.scope)
    for laptop in (village, other):
        exchange(laptop, township, tmp_path / "up")
    second = make_store("village", name="石桥村", region_code="430499101202")
    join(township, second)
    packed = pack(township, tmp_path / "down", "石桥村2号机")
    opened = open_bundle(packed.path, second)
    assert (len(named(opened, "乙")), named(opened, "甲")) == (CANARIES, [])
    assert unpack(second, [packed.path])[0].new >= 2 * CANARIES
    assert opened.parts <= granted(township, second)


def test_accusations_go_up_and_never_down(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    people(village, "辛", village.scope, 2)
    people(village, "壬", village.scope, 1)
    up = pack(village, tmp_path / "up")
    opened = open_bundle(up.path, township)
    assert (len(named(opened, "辛")), len(named(opened, "壬"))) == (CANARIES, CANARIES)
    unpack(township, [up.path])
    people(township, "癸", village.scope, 2)
    with township.connection() as connection:  # as if the laptop had nothing at all
        connection.exec_driver_sql("UPDATE sync_peer SET heads = NULL, want = NULL, refused = NULL")
    down = open_bundle(pack(township, tmp_path / "down").path, village)
    assert (named(down, "辛"), named(down, "癸"), len(named(down, "壬"))) == ([], [], CANARIES)


def test_no_receipt_counts_or_names_a_partition_the_receiver_may_not_read(
    three: tuple[Store, Store, Store], tmp_path: Path
) -> None:
    village, township, other = three
    people(other, "乙", other.scope)
    people(other, "丙", other.scope, 1)
    exchange(other, township, tmp_path)
    people(township, "戊", village.scope, 2)
    inner = open_bundle(pack(township, tmp_path / "down", "桃溪村").path, village).inner
    told = {(s, c) for s, c, _rest in [*inner.receipt, *inner.prerequisites, *inner.parts]}
    assert told <= granted(township, village)


def test_the_clear_header_names_no_person_and_no_partition(three: tuple[Store, Store, Store], tmp_path: Path) -> None:
    village, township, _other = three
    people(village, "甲", village.scope)
    for path, receiver in (
        (pack(village, tmp_path / "up").path, township),
        (pack(township, tmp_path / "down", "桃溪村").path, village),
    ):
        clear = open_bundle(path, receiver).clear
        assert "金丝雀".encode() not in clear
        assert "周建国".encode() not in clear
        assert b"compartment" not in clear
    assert "金丝雀".encode() not in (tmp_path / "up" / "桃溪村-云岭镇-第1号.bjb").read_bytes()


def test_a_segment_the_receiver_may_not_read_stops_the_packing(
    three: tuple[Store, Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The selection is broken on purpose: the second look, over the assembled content, must still refuse."""
    from db.sync.exchange import partitions, selection

    _village, township, other = three
    people(other, "乙", other.scope)
    exchange(other, township, tmp_path / "up")
    with township.connection(immediate=False) as connection:
        everything = [
            partitions.LocalPartition(*row)
            for row in connection.exec_driver_sql("SELECT no, scope, compartment FROM sync_part")
        ]
    monkeypatch.setattr(selection, "parts_for", lambda _connection, _receiver: everything)
    with pytest.raises(BundleError) as caught:
        pack(township, tmp_path / "down", "桃溪村")
    assert caught.value.code == "BUG"
    assert list((tmp_path / "down").iterdir()) == []


def test_work_in_a_foreign_village_is_quarantined_and_named_to_its_author(
    three: tuple[Store, Store, Store], tmp_path: Path
) -> None:
    village, township, other = three
    add_household(village, "9", scope=other.scope)
    add_household(village, "10")
    report = exchange(village, township, tmp_path)
    assert (report.result, report.code, report.quarantined) == ("taken", "OUT_OF_SCOPE", 1)
    back = open_bundle(pack(township, tmp_path / "down", "桃溪村").path, village)
    assert [code for _hash, code in back.inner.refused] == ["OUT_OF_SCOPE"]
    assert exchange(township, other, tmp_path / "other", "石桥村").new >= 0
    with other.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM household").scalar() == 0
