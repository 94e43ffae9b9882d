"""Golden bundles: one of every release, with the keys of a made-up office, kept for ever (sync.md §16).

``python -m tests.bundles.golden NAME`` writes a new one; an existing one is never written again.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from db import Store, create_store, device_keys, own_device, surroundings
from db.device_keys import KeyPair
from db.models import Dispute, Household, Person, Request, metadata
from db.sync import pack, unpack
from db.sync.exchange.taking.stage import pairs_of
from db.sync.peers import peers
from tests.bundles.post import add_household, exchange, join
from tests.conftest import CHEAP, TOWNSHIP, VILLAGE, StillClock

FOLDER = Path(__file__).parent / "golden"
COLUMNS = {
    "household": ("id", "scope", "hidden", "household_no", "address"),
    "person": ("id", "scope", "hidden", "household_id", "name"),
}


def content(store: Store) -> dict[str, list[list[Any]]]:
    """The fields of the golden rows that no later version may lose."""
    with store.connection(immediate=False) as connection:
        return {
            table: [list(r) for r in connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")]
            for table, names in COLUMNS.items()
        }


def make(name: str) -> None:
    """A village's file: rows, an edit, a deletion, rare characters."""
    target = FOLDER / f"{name}.bjb"
    if target.exists():
        raise SystemExit(f"{target.name} is there and stays as it is")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        around = surroundings(base / "profile", StillClock(), CHEAP)
        village, township = (create_store(base / f"{n.role}.baijia", n, around)[0] for n in (VILLAGE, TOWNSHIP))
        join(township, village)
        _write(village, township, base)
        if name.endswith("compartments"):
            _write_locked(village)
        FOLDER.mkdir(exist_ok=True)
        described = _describe(village, township)
        path = pack(village, base / "out").path
        target.write_bytes(path.read_bytes())
        unpack(township, [path])
        described["rows"] = content(township)
        described["locked"] = locked_words(township)
        (FOLDER / f"{name}.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
        village.close()
        township.close()


def _write(village: Store, township: Store, base: Path) -> None:
    first, second, third = (add_household(village, str(n), address="桃溪村一组") for n in range(3))
    with village.write("户") as session:
        session.add(Person(id="1" * 32, household_id=first, name="李𬭎"))
    exchange(village, township, base / "stick")
    exchange(township, village, base / "stick")
    with village.write("户") as session:
        household = session.get(Household, first)
        assert household is not None
        household.address = "桃溪村二组䶮𠮷家"
        session.delete(session.get(Household, second))
    assert third
    with village.connection() as connection:  # as if nothing had been confirmed: the file holds everything
        connection.exec_driver_sql("UPDATE sync_peer SET heads = NULL, want = NULL, refused = NULL")


def _write_locked(village: Store) -> None:
    with village.write("户") as session:
        session.add(Dispute(id="2" * 32, scope=village.scope, compartment=1, title="䶮家两兄弟分家"))
        session.add(Request(id="3" * 32, scope=village.scope, compartment=2, content="截留𠮷补贴"))


def locked_words(store: Store) -> list[str]:
    """What is there of mediation and accusations."""
    query = "SELECT title FROM dispute UNION ALL SELECT content FROM request WHERE compartment = 2 ORDER BY 1"
    with store.connection(immediate=False) as connection:
        return [row[0] for row in connection.exec_driver_sql(query)]


def _describe(village: Store, township: Store) -> dict[str, Any]:
    office = next(p for p in pairs_of(township) if p.id == township.township_id)
    with township.connection(immediate=False) as connection:
        papers = [base64.b64encode(p.signed).decode() for p in peers.all_peers(connection)]
    return {
        "note": "made-up keys of a made-up office; nobody uses them",
        "office": {"id": office.id, "seed": office.seed.hex(), "age": office.age},
        "papers": papers,
        "village": village.scope,
    }


def become(store: Store, described: dict[str, Any]) -> None:
    """Turns a fresh township store into the one a golden bundle was addressed to."""
    from db.sync.peers.adopt import _rename

    old, office = store.township_id, KeyPair(
        described["office"]["id"], bytes.fromhex(described["office"]["seed"]), described["office"]["age"]
    )  # fmt: skip
    key = device_keys.profile_key(store.profile, store.device_id)
    assert key is not None
    with store.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        for table in metadata.tables.values():
            if not table.name.startswith(("sync_", "audit_log")):
                _rename(connection, table, old, office.id)
        connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
        connection.exec_driver_sql("DELETE FROM sync_pending")
        connection.exec_driver_sql("DELETE FROM sync_key WHERE kind = 'office'")
        own_device._keep(connection, office, "office", device_keys.wrap(office, key, "office"), "profile")
        card, *grants = (base64.b64decode(paper) for paper in described["papers"])
        peers.keep_office(connection, card)
        for grant in grants:
            peers.keep_grant(connection, grant)
        for fact in ("township_id", "place_id", "scope"):
            store.set_fact(connection, fact, office.id)


if __name__ == "__main__":
    make(sys.argv[1])
    sys.stdout.write(f"{FOLDER / sys.argv[1]}.bjb\n")
