"""A laptop's first records move under the village's real id, every one of them, and nothing of that travels."""

from typing import Any

from sqlalchemy import Connection

from db import Store
from db.identity import new_id
from db.models import Household, Person, VillageGroup, metadata
from db.sync.peers.adopt import adopt_village
from db.sync.peers.papers import Place


def everything(connection: Connection) -> dict[str, list[Any]]:
    names = [t for t in metadata.tables if not t.startswith("audit")]
    return {n: [tuple(r) for r in connection.exec_driver_sql(f"SELECT * FROM {n}")] for n in names}


def test_no_table_keeps_the_provisional_id(village: Store) -> None:
    old, new, township = village.scope, new_id(), new_id()
    with village.write() as session:
        session.add(VillageGroup(id="g" * 32, village_id=old, name="一组"))
        session.add(Household(id="h" * 32, household_no="7"))
        session.add(Person(id="p" * 32, household_id="h" * 32, name="李红"))
        session.add(Person(id="q" * 32, household_id="h" * 32, name="王芳", scope=old, compartment=1))
    with village.connection() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM sync_pending WHERE tbl <> 3").scalar()
        log = connection.exec_driver_sql("SELECT count(*) FROM audit_log").scalar()
        place = Place(new, "430499101201", "桃溪村（新）")
        adopt_village(connection, old, place, Place(township, "430499101", "云岭镇"))
        rows = everything(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM audit_log").scalar() == log
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert not [name for name, found in rows.items() if old in str(found)]
    assert len(rows["sync_pending"]) == before
    assert [r for r in rows["village"] if r[0] == new and r[1] == township]
    assert [r[0] for r in rows["township"]] == [township]


def test_the_same_id_keeps_everything_where_it_is(village: Store) -> None:
    with village.write() as session:
        session.add(Household(id="h" * 32, household_no="7"))
    with village.connection() as connection:
        before = everything(connection)
        place = Place(village.scope, "430499101201", "桃溪村")
        adopt_village(connection, village.scope, place, Place("t" * 32, "430499101", "云岭镇"))
        after = everything(connection)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"village", "township", "sync_pending", "search_dirty"} & changed
    assert {"village", "township", "sync_pending"} <= changed
