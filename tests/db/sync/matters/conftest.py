"""A desk with a matter of many kinds open at once, made once; tests get copies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from db import Store, open_store, surroundings
from db.actions.corrections import correct, remove
from db.actions.households import NewPerson, add_person
from db.actions.requests import NewReply, NewStep, answer_request, take_step
from db.store import Surroundings
from db.sync.matters import DeskItem, items
from tests.bundles.post import copied, district, exchange
from tests.conftest import CHEAP, PASSWORD, StillClock
from tests.makers import id_number, make_household, make_request, make_visit

__all__ = ["district"]


@dataclass
class Busy:
    """Village and township, and the matters by what was written."""

    village: Store
    township: Store

    def item(self, table: str, kind: str = "field") -> DeskItem:
        """The open matter of that kind about a record of that table, as the township sees it."""
        return next(found for found in items(self.township) if (found.table, found.kind) == (table, kind))

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """What the township's tables show."""
        with self.township.connection(immediate=False) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]


def _write(village: Store, township: Store, meet: Path) -> None:
    families = (("李林峰", "031"), ("王秀英", "032"), ("罗冬林", "033"))
    homes = [make_household(village, name, no=no) for name, no in families]
    visit, lost = make_visit(village, homes[0], "问了收成。"), make_household(village, "陈国", no="034")
    request = make_request(village, homes[1])
    reply = answer_request(village, NewReply(request_id=request, content="已经修好。")).id
    _meet(village, township, meet)
    correct(village, "visit", visit, {"talk": "晚稻快收了。"})
    correct(township, "visit", visit, {"talk": "担心收割机进不来。"})
    correct(village, "household", homes[0], {"phone": "13800000001"})
    correct(township, "household", homes[0], {"phone": "13800000002"})
    remove(village, "household", homes[2])
    correct(township, "household", homes[2], {"address": "三组新屋"})
    for store, home in ((village, homes[0]), (township, homes[1])):
        add_person(store, NewPerson(household_id=home, name="李小红", id_no=id_number()))
    remove(village, "reply", reply)
    take_step(township, NewStep(request_id=request, step="closed"))
    remove(village, "household", lost)
    make_visit(township, lost, "去看了。")
    _meet(village, township, meet)


def _meet(village: Store, township: Store, stick: Path) -> None:
    exchange(village, township, stick)
    exchange(township, village, stick)


@pytest.fixture(scope="session")
def busy_district(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both wrote, neither knew; made once."""
    base = tmp_path_factory.mktemp("busy")
    around = surroundings(profile=base / "profile", clock=StillClock(), cost=CHEAP)
    with copied(district, base, around) as (village, township):
        _write(village, township, base / "stick")
    return base


@pytest.fixture
def busy(busy_district: Path, tmp_path: Path, around: Surroundings) -> Iterator[Busy]:
    """Fresh copies, open."""
    shutil.copytree(busy_district / "profile", around.profile, dirs_exist_ok=True)
    cast("StillClock", around.clock).sleep(days=1)
    stores = []
    for role in ("village", "township"):
        shutil.copytree(busy_district / f"{role}.baijia", tmp_path / f"{role}.baijia")
        stores.append(open_store(tmp_path / f"{role}.baijia", PASSWORD, around))
    yield Busy(*stores)
    for store in stores:
        store.close()
