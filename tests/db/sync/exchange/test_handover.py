"""The hand-over ledger tells where every record stands, and whom to ask for what."""

from __future__ import annotations

from pathlib import Path

from db import Store
from db.identity import new_id
from db.models import Household, Person
from db.sync import handover, pack, standings
from tests.bundles.post import add_household, exchange


def counts(store: Store) -> tuple[int, int, int, int]:
    records = handover(store).records
    return records["local"], records["packed"], records["confirmed"], records["conflict"]


def test_before_enrolment_everything_is_only_here(village: Store) -> None:
    add_household(village)
    assert counts(village)[0] >= 2
    assert counts(village)[1:] == (0, 0, 0)
    assert handover(village).devices == ()


def test_every_record_is_counted_once_wherever_it_stands(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    first = add_household(village, "1")
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path)
    total = counts(village)[2]
    assert counts(village) == (0, 0, total, 0)
    with village.write("户") as session:
        session.add(Person(id=new_id(), household_id=first, name="李红"))
        household = session.get(Household, first)
        assert household is not None
        household.address = "一组"
    assert counts(village) == (2, 0, total - 1, 0)
    pack(village, tmp_path)
    assert counts(village) == (0, 2, total - 1, 0)
    with village.write("户") as session:
        household = session.get(Household, first)
        assert household is not None
        household.address = "二组"
    assert counts(village) == (1, 1, total - 1, 0)
    assert standings(village, "household", [first, "0" * 32]) == {first: "local"}


def test_a_conflict_outranks_everything(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    first = add_household(village, "1")
    exchange(village, township, tmp_path)
    for store, address in ((village, "村"), (township, "镇")):
        with store.write("户") as session:
            household = session.get(Household, first)
            assert household is not None
            household.address = address
    assert exchange(village, township, tmp_path).conflicts == 1
    assert counts(township)[3] == 1
    assert standings(township, "household", [first]) == {first: "conflict"}
    exchange(township, village, tmp_path)
    assert standings(village, "household", [first]) == {first: "conflict"}


def test_the_computers_and_what_was_exchanged_with_them(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    assert [d.name for d in handover(village).devices] == ["云岭镇"]
    (laptop,) = handover(township).devices
    assert (laptop.name, laptop.last_bundle, laptop.sent_at, laptop.gaps) == ("桃溪村", None, None, ())
    exchange(village, township, tmp_path)
    exchange(township, village, tmp_path)
    (laptop,) = handover(township).devices
    assert (laptop.last_file_no, laptop.sent_file_no, laptop.status) == (1, 1, "active")
    assert laptop.confirmed_at is not None
    (office,) = handover(village).devices
    assert (office.last_file_no, office.sent_file_no) == (1, 1)
    document = handover(township).document()
    assert set(document) == {"devices", "records"}
    assert {"name", "last_bundle", "gaps"} <= set(document["devices"][0])
    assert set(document["records"]) == {"local", "packed", "confirmed", "conflict"}


def test_the_townships_own_records_stand_on_its_laptops(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    own = add_household(township, "1", scope=village.scope)
    assert standings(township, "household", [own]) == {own: "local"}
    exchange(township, village, tmp_path)
    assert standings(township, "household", [own]) == {own: "packed"}
    exchange(village, township, tmp_path)
    assert standings(township, "household", [own]) == {own: "confirmed"}
