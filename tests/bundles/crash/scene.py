"""A store, a deed, fresh copies of the store to die in, and what must hold afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from db import Store, open_store, surroundings
from db.models import Household, Person, Visit
from db.sync import pack, unpack
from tests.bundles.crash.killing import Killer
from tests.bundles.post import add_household, shown
from tests.conftest import CHEAP, PASSWORD, StillClock


class Scene:
    """A closed store and what is to be done with it in another process."""

    def __init__(self, killer: Killer, store: Store, folder: Path, **deed: Any) -> None:
        self.killer, self.folder, self.deed = killer, folder, deed
        self.clock = StillClock(store.clock.now())
        self.profile = store.profile
        store.close()
        self.template = store.path
        self.count = 0

    def fresh(self) -> Path:
        """A copy of the store."""
        self.count += 1
        return Path(shutil.copytree(self.template, self.folder / f"{self.count}.baijia"))

    def run(self, path: Path, kill_at: int = 0, *, after: bool = False, **more: Any) -> str:
        """Does the deed; "killed", or how many commits there were."""
        job = {"store": path, "profile": self.profile, "kill_at": kill_at, "after": after, **self.deed, **more}
        return self.killer(at=self.clock.at.isoformat(), **job)

    def open(self, path: Path, profile: Path | None = None) -> Store:
        """The store as the next start finds it."""
        return open_store(path, PASSWORD, surroundings(profile or self.profile, StillClock(self.clock.at), CHEAP))


def check_whole(store: Store) -> None:
    """The book is sound and every segment is wholly in effect or not at all."""
    with store.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("SELECT applying FROM sync_state").scalar() == 0
        for table in ("sync_row", "sync_cell", "sync_del"):
            query = f"SELECT count(*) FROM {table} JOIN sync_segment s ON s.id = seg WHERE s.st <> 1"
            assert connection.exec_driver_sql(query).scalar() == 0, table
        in_effect = connection.exec_driver_sql("SELECT count(*) FROM sync_segment WHERE st = 1").scalar()
        headless = "SELECT count(*) FROM sync_head h JOIN sync_segment s USING (hash) WHERE s.st <> 1"
        assert connection.exec_driver_sql(headless).scalar() == 0
        assert (connection.exec_driver_sql("SELECT count(*) FROM sync_head").scalar() == 0) == (in_effect == 0)


def has_verdict(store: Store) -> bool:
    """Whether a file was found whole and is still coming into effect."""
    with store.connection(immediate=False) as connection:
        query = "SELECT count(*) FROM sync_bundle_log WHERE result = 'whole'"
        return bool(connection.exec_driver_sql(query).scalar())


def without_own_heads(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What is shown; what this store seals itself has another name each time, and so have heads and conflicts."""
    found = shown(store)
    del found["heads"]
    found["conflicts"] = [row[1:] for row in found["conflicts"]]
    return found


def with_edits(village: Store, township: Store, stick: Path) -> Path:
    """Several segments: rows, edits, a deletion, and an edit the township has made meanwhile (a conflict)."""
    ids = [add_household(village, str(n)) for n in range(3)]
    unpack(township, [pack(village, stick).path])
    for store, address in ((township, "镇里写的"), (village, "村里写的")):
        with store.write("户") as session:
            found = session.get(Household, ids[0])
            assert found is not None
            found.address = address
    for n in range(4):
        add_household(village, f"x{n}")
        pack(village, stick)
    with village.write("户") as session:
        session.delete(session.get(Household, ids[1]))
    return pack(village, stick).path


def two_hundred(village: Store, township: Store, stick: Path) -> Path:
    """200 records more, twenty segments, after the edits, the deletion and the conflict."""
    with_edits(village, township, stick)
    for batch in range(20):
        with village.write("走访") as session:
            for n in range(2):
                home = Household(household_no=f"{batch}-{n}", address="桃溪村三组")
                session.add(home)
                session.flush()
                for m in range(2):
                    session.add(Person(household_id=home.id, name=f"陈家{n}{m}", is_head=int(m == 0)))
                    session.add(Visit(household_id=home.id, visited_on="2025-10-20", talk="谈了收成和孩子上学的事" * 5))
        pack(village, stick)
    return pack(village, stick).path
