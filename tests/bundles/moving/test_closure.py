"""What goes along with a household that moves, and what is the village's own and stays."""

from __future__ import annotations

from typing import Any

from db import Store
from db.actions.certificates import NewCertificate, add_certificate
from db.actions.disputes.cases import NewDispute, NewParty, register_dispute
from db.actions.land.cases import NewBatch, NewCase, add_batch, open_case
from db.actions.land.contractors import NewContract, NewContractor, NewHolding, add_contractor, add_parcel_holding
from db.actions.merging import merge_households
from db.capture import synced_tables
from db.models import metadata
from db.sync.deeds.moving import move_household
from db.sync.log.rows.closure import homes
from db.sync.matters.shown.conflicts import conflicts
from tests.bundles.moving.conftest import Villages
from tests.makers import make_household, make_visit

TABLES = (
    "household", "person", "visit", "contractor", "contract", "holding", "parcel", "land_case", "certificate",
    "dispute_marker",
)  # fmt: skip


def places(store: Store, table: str) -> list[Any]:
    """The villages in which a table has visible rows."""
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql(f"SELECT scope FROM {table} WHERE hidden = 0 ORDER BY id")
        return [row[0] for row in rows]


def landed(store: Store) -> tuple[str, str]:
    """Two households with land; they share a parcel."""
    homes = [make_household(store, name, no=no) for name, no in (("李林峰", "031"), ("王秀英", "032"))]
    first, second = (
        add_contractor(store, NewContractor(
            household_id=home, name="承包方", issuer_name="桃溪村合作社", contract=NewContract(contract_code=home[:8]),
            parcels=(NewHolding(name="门前田", parcel_code=home[-8:], contract_area_mu="1.20"),),
        )).id
        for home in homes
    )  # fmt: skip
    shared = add_parcel_holding(store, NewHolding(contractor_id=first, name="共用坡地", contract_area_mu="0.50"))
    with store.connection(immediate=False) as connection:
        query = "SELECT parcel_id FROM holding WHERE id IN (SELECT value FROM json_each(?))"
        parcel = connection.exec_driver_sql(query, (f'["{shared.id}"]',)).scalar_one()
    add_parcel_holding(store, NewHolding(contractor_id=second, parcel_id=parcel, contract_area_mu="0.50"))
    add_batch(store, NewBatch(name="第二轮延包"))
    open_case(store, NewCase(household_id=homes[0]))
    add_certificate(store, NewCertificate(household_id=homes[0], contractor_id=first, certificate_code="CB1"))
    party = NewParty(household_id=homes[0], name="李林峰")
    register_dispute(store, NewDispute(dispute_type="neighbour", summary="分家", parties=(party,)))
    return homes[0], homes[1]


def test_everything_of_the_household_and_nothing_of_the_village(villages: Villages) -> None:
    home, _other = landed(villages.old)
    villages.settle()
    moved = move_household(villages.town, home, villages.new.scope)
    assert set(TABLES) - {"visit"} <= set(moved.records)
    assert moved.records["parcel"] == 1
    assert moved.records["holding"] == 2
    villages.settle()
    for table in set(TABLES) - {"visit"}:
        here = [scope for scope in places(villages.town, table) if scope == villages.new.scope]
        assert here, table
        assert places(villages.new, table) == here, table
    assert places(villages.old, "parcel") == places(villages.old, "household") * 2
    for table in ("issuer", "dispute", "party"):
        assert set(places(villages.town, table)) == {villages.old.scope}, table
    assert not any(map(conflicts, (villages.old, villages.new, villages.town)))


def test_households_that_were_merged_move_together(villages: Villages) -> None:
    one, other = (make_household(villages.old, "李林峰", no=no) for no in ("031", "032"))
    make_visit(villages.old, other)
    merge_households(villages.old, other, one)
    villages.settle()
    moved = move_household(villages.town, one, villages.new.scope)
    assert (moved.records["household"], moved.records["visit"]) == (2, 1)
    villages.settle()
    assert places(villages.new, "household") == [villages.new.scope] * 2
    assert places(villages.old, "household") == []


def test_every_table_says_what_it_belongs_to_or_stays() -> None:
    tables = synced_tables(metadata)
    below = homes(tables, "household")
    named = {name for name, table in tables.items() if "household_id" in table.columns}
    assert named - below.keys() == {"objection", "party"}, "decide whether it moves with its household"
    assert below["visit_person"][0] == ("visit_id", "visit")
    assert below["request"][0] == ("household_id", "household")
