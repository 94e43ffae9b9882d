"""A township with a village whose laptop has worked for a while, and a second laptop of that village, quite new."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from db import Store, create_store, open_store, surroundings
from db.store import Surroundings
from db.sync import Plan, UnpackReport, pack, unpack
from tests.bundles.post import add_household, copied, exchange, join
from tests.conftest import CHEAP, PASSWORD, VILLAGE, StillClock


@dataclass
class Start:
    """The old laptop, the office, the new laptop and one more; where sticks lie."""

    village: Store
    township: Store
    laptop: Store
    other: Store
    folder: Path

    def begin(self, laptop: Store | None = None) -> UnpackReport:
        """The office packs a snapshot for the new laptop, which takes it in."""
        made = pack(self.township, self.folder / "new", (laptop or self.laptop).device_id, plan=Plan(snapshot=True))
        (report,) = unpack(laptop or self.laptop, [made.path])
        return report

    def meet(self, *laptops: Store) -> None:
        """Everybody hands in and gets the rest, twice."""
        for _round in range(2):
            for laptop in laptops:
                exchange(laptop, self.township, self.folder / "up")
            for laptop in laptops:
                exchange(self.township, laptop, self.folder / "down", laptop.device_id)


@pytest.fixture(scope="session")
def worked(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village has recorded, changed and deleted, the office has it all; two more laptops are enrolled."""
    base = tmp_path_factory.mktemp("worked")
    around = surroundings(base / "profile", StillClock(), CHEAP)
    with copied(district, base, around) as (village, township):
        ids = [add_household(village, str(n), address=f"桃溪村{n}号") for n in range(12)]
        stick = base / "stick"
        exchange(village, township, stick)
        with village.write("户") as session:
            connection = session.connection()
            for pk in ids[:4]:
                connection.exec_driver_sql("UPDATE household SET address = '改过' WHERE id = ?", (pk,))
            connection.exec_driver_sql("DELETE FROM household WHERE id = ?", (ids[5],))
        with township.write("户") as session:
            session.connection().exec_driver_sql("UPDATE household SET address = '镇里改的' WHERE id = ?", (ids[3],))
        exchange(village, township, stick)
        for name in ("laptop", "other"):
            store, _recovery = create_store(base / f"{name}.baijia", replace(VILLAGE, name=f"桃溪村{name}"), around)
            join(township, store)
            store.close()
    return base


@pytest.fixture
def start(worked: Path, tmp_path: Path, around: Surroundings) -> Iterator[Start]:
    """Fresh copies of all four, open."""
    shutil.copytree(worked / "profile", around.profile, dirs_exist_ok=True)
    cast("StillClock", around.clock).sleep(days=1)
    stores = []
    for name in ("village", "township", "laptop", "other"):
        shutil.copytree(worked / f"{name}.baijia", tmp_path / f"{name}.baijia")
        stores.append(open_store(tmp_path / f"{name}.baijia", PASSWORD, around))
    yield Start(*stores, tmp_path)
    for store in stores:
        store.close()
