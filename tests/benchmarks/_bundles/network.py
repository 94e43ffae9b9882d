"""Baijia between many: fifty laptops, a restored backup, flipped bytes, and what being noticed costs a cadre."""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import NewStore, Store, create_store, open_store, surroundings
from db.identity import new_id
from db.keyring import Cost
from db.models import Household, Visit
from db.sync import pack, unpack
from tests.benchmarks._bundles import rows
from tests.benchmarks._bundles.ours import PASSWORD, code_of, new_laptop, opened, put
from tests.benchmarks._bundles.process import Figures, report

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
FLIPS = 300


def fifty(folder: Path, laptops: str, households: str) -> Figures:
    """Bundles of as many laptops, each of a village of its own or shared with others; only made, not taken in."""
    office = opened(folder, "office")
    for number in range(int(laptops)):
        laptop = new_laptop(folder, office, f"l{number}", number % rows.VILLAGES, cost=CHEAP)
        put(laptop, rows.Township(int(households), seed=100 + number, villages=[number % rows.VILLAGES]))
        pack(laptop, folder / f"l{number}.bjb")
        laptop.close()
        shutil.rmtree(laptop.path)
    return {}


def _visits(store: Store, count: int) -> None:
    with store.write("走访") as session:
        for _n in range(count):
            session.add(Visit(id=new_id(), village_id=None, visited_on="2025-10-20", talk="老人身体还好"))


def _count(store: Store) -> int:
    with store.connection(immediate=False) as connection:
        return int(
            connection.exec_driver_sql(
                "SELECT count(*) FROM visit WHERE hidden = 0 AND talk = '老人身体还好'"
            ).scalar_one()
        )


def restored(folder: Path) -> Figures:
    """A laptop's older copy is put back in silence after it had sent 100 visits; 50 more are written on it."""
    office = opened(folder, "office")
    laptop = new_laptop(folder, office, "restored", 3)
    _visits(laptop, 20)
    unpack(office, [pack(laptop, folder / "r1.bjb").path])
    laptop.close()
    shutil.copytree(laptop.path, folder / "copy.baijia")
    laptop = opened(folder, "restored")
    _visits(laptop, 100)
    unpack(office, [pack(laptop, folder / "r2.bjb").path])
    laptop.close()
    shutil.rmtree(laptop.path)
    (folder / "copy.baijia").rename(laptop.path)
    laptop = opened(folder, "restored")
    _visits(laptop, 50)
    unpack(office, [pack(laptop, folder / "r3.bjb").path])
    unpack(laptop, [pack(office, folder / "r4.bjb", laptop.device_id).path])
    return {"lost_office": 170 - _count(office), "lost_laptop": 170 - _count(laptop)}


def flips(folder: Path) -> Figures:
    """A bundle with one bit turned, again and again: refused by name, and nothing of it in effect?"""
    office = opened(folder, "office")
    laptop = new_laptop(folder, office, "flipped", 4)
    put(laptop, rows.Township(20, seed=77, villages=[4]))
    whole = pack(laptop, folder / "whole.bjb").path.read_bytes()
    bad, chance, before = folder / "bad.bjb", random.Random(5), _count(office)
    codes: dict[str, int] = {}
    for at in chance.sample(range(len(whole)), FLIPS):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        (found,) = unpack(office, [bad])
        codes[found.code] = codes.get(found.code, 0) + (found.result == "refused")
    assert _count(office) == before
    assert "BUG" not in codes
    (found,) = unpack(office, [folder / "whole.bjb"])
    assert found.result == "taken"
    return {"flips": FLIPS, "detected": sum(codes.values()), "bytes": len(whole), "codes": codes}


def _write(store: Store, number: int) -> tuple[float, list[str]]:
    """200 households and 800 visits, as forms make them; processor seconds."""
    start = time.process_time()
    with store.write("登记") as session:
        ids = [new_id() for _n in range(200)]
        homes = [
            Household(id=ids[n], household_no=f"{number}-{n}", address="桃溪村1组", phone="13800000000")
            for n in range(200)
        ]
        session.add_all(homes)
        session.flush()
        session.add_all(
            Visit(
                id=new_id(),
                household_id=ids[n % 200],
                visited_on="2025-10-20",
                visit_kind="daily_visit",
                talk="谈了收成",
            )
            for n in range(800)
        )
    return time.process_time() - start, ids


def _change(store: Store, ids: list[str], number: int) -> float:
    """Two fields of 100 households, looked up one by one and saved together; then 20 more, each saved at once."""
    start = time.process_time()
    with store.write("更正") as session:
        for key in ids[:100]:
            _put_right(session, key, number)
    for key in ids[100:120]:
        with store.write("更正") as session:
            _put_right(session, key, number)
    return time.process_time() - start


def _put_right(session: Any, key: str, number: int) -> None:
    found = session.get(Household, key)
    found.phone, found.note = f"139{number:08d}", f"电话换了{number}次"


_WAYS = ("unnoticed", "captured", "logged")
"""Without triggers; with those that note what must travel; with the log of who changed what besides."""


def capture(folder: Path) -> Figures:
    """ORM writes, three ways turn about; the middle of the ratios to the same work a moment before or after."""
    stores = [_of_a_kind(folder, way) for way in _WAYS]
    ratios: dict[str, list[float]] = {}
    for number in range(25):
        written = [_write(store, number) for store in stores]
        changed = [_change(store, ids, number) for store, (_time, ids) in zip(stores, written, strict=True)]
        for way, (inserts, _ids), updates in zip(_WAYS[1:], written[1:], changed[1:], strict=True):
            ratios.setdefault(f"{way} inserts", []).append(inserts / written[0][0] - 1)
            ratios.setdefault(f"{way} updates", []).append(updates / changed[0] - 1)
            both = (inserts + updates) / (written[0][0] + changed[0]) - 1
            ratios.setdefault(f"{way} both", []).append(both)
    return {name: statistics.median(found) for name, found in ratios.items()}


def _of_a_kind(folder: Path, way: str) -> Store:
    new = NewStore("village", way, code_of(0), "周建国", PASSWORD)
    env = surroundings(profile=folder / f"profile-{way}", cost=CHEAP)
    create_store(folder / f"{way}.baijia", new, env)[0].close()
    store = open_store(folder / f"{way}.baijia", PASSWORD, env)
    with store.connection() as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'capture*'"
        for name, sql in connection.exec_driver_sql(query).all() if way != "logged" else ():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
            if way == "captured":
                lines = [line for line in sql.split("\n") if "INSERT INTO audit_log" not in line]
                connection.exec_driver_sql("\n".join(lines))
    return store


def one_row(folder: Path) -> Figures:
    """A laptop of one village; the office has answered; one visit more: how large is the next bundle?"""
    office = opened(folder, "office")
    laptop = new_laptop(folder, office, "single", 5)
    put(laptop, rows.Township(30, seed=55, villages=[5]))
    unpack(office, [pack(laptop, folder / "s1.bjb").path])
    unpack(laptop, [pack(office, folder / "s2.bjb", laptop.device_id).path])
    with laptop.write("走访") as session:
        one = next(record for record in rows.Township(1, seed=5, villages=[5]) if record.table == "visit")
        session.add(Visit(**dict(zip(rows.names("visit"), one.values, strict=True)) | {"household_id": None}))
    written = pack(laptop, folder / "one.bjb")
    return {"bytes": written.size, "records": written.records}


STEPS: dict[str, Callable[..., Figures]] = {
    "fifty": fifty, "restored": restored, "flips": flips, "capture": capture, "one_row": one_row,
}  # fmt: skip

if __name__ == "__main__":
    step, folder, *more = sys.argv[1:]
    report(STEPS[step](Path(folder), *more))
