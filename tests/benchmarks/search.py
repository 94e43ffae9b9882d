"""Search over 50,000 persons beside a plain LIKE scan of the same encrypted table."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random

from db import NewStore, Store, create_store, surroundings
from db.identity import new_id
from db.models import Household, Person
from db.queries.rows import ask
from db.queries.search import refresh_index, search
from desktop.demo.people import Inventor, Plan

PERSONS = 50_000
ROUNDS = 60


def fill(store: Store, persons: int) -> None:
    """So many invented persons, straight into the tables."""
    random, made, number = Random(7), 0, 0
    plan = Plan(persons, tuple(f"{n}组" for n in range(1, 40)), "桃溪村", date(2025, 10, 20))
    with store.write() as session:
        for household in Inventor(random, plan).households():
            number += 1
            home = new_id()
            session.add(Household(id=home, scope=store.scope, village_id=store.scope, household_no=f"{number:05d}"))
            for position, person in enumerate(household.persons):
                made += 1
                session.add(
                    Person(
                        id=new_id(), scope=store.scope, household_id=home, name=person.name, id_no=person.id_no,
                        is_head=int(position == 0), position=position, phone=household.phone,
                    )
                )  # fmt: skip
            if made >= persons:
                return


def scan(store: Store, text: str) -> int:
    """What a LIKE over the columns costs; initials have no LIKE, so the name is scanned for the first sign."""
    pattern = f"%{text}%"
    with store.read() as session:
        sql = "SELECT id, name FROM person WHERE name LIKE ? OR id_no LIKE ? OR phone LIKE ? LIMIT 50"
        return len(ask(session, sql, (pattern, pattern, pattern)))


def timed(deed: Callable[[], object], rounds: int = ROUNDS) -> Sequence[float]:
    """Milliseconds of each of so many rounds, sorted."""
    found = []
    for _n in range(rounds):
        start = time.perf_counter()
        deed()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def main(_args: Sequence[str]) -> None:
    """Prints median and 95th percentile of both, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        around = surroundings(profile=Path(folder) / "profile")
        new = NewStore("village", "桃溪村", "430499101201", "周建国", "benchmark-2025")
        store, _recovery = create_store(Path(folder) / "s.baijia", new, around)
        fill(store, PERSONS)
        start = time.perf_counter()
        count = refresh_index(store)
        print(f"index of {count} records made in {time.perf_counter() - start:.1f} s")
        with store.read() as session:
            sample = ask(session, "SELECT id_no FROM person ORDER BY id LIMIT 1 OFFSET 20000")[0].id_no
        for text in ("zgq", "张", sample[-4:], "张国", "15400", "没有"):
            hits = len(search(store, text))
            ours, rival = timed(lambda t=text: search(store, t)), timed(lambda t=text: scan(store, t), 20)
            p95 = ours[int(len(ours) * 0.95)]
            ratio = statistics.median(rival) / statistics.median(ours)
            print(
                f"{text:8} {hits:3} hits  search median {statistics.median(ours):6.2f} ms  p95 {p95:6.2f} ms"
                f"  | LIKE scan median {statistics.median(rival):6.2f} ms  scan/search {ratio:5.1f}"
            )
        store.close()
