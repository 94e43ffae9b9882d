"""T7: kill -9 before and after every commit of taking in and of packing; run again, it ends as if nothing had been."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import Store, open_store, surroundings
from db.bundles import pack, resume, unpack
from db.models import Household
from tests.bundles.post import add_household, shown
from tests.conftest import CHEAP, PASSWORD, StillClock

ROOT = Path(__file__).parents[2]
Killer = Callable[..., str]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """Runs a job in a process of its own that is killed at its k-th commit; answers "killed" or how many there were."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bundles.killing"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def ask(**job: Any) -> str:
            stdin.write(json.dumps(job, default=str) + "\n")
            stdin.flush()
            return stdout.readline().strip()

        yield ask
        stdin.close()
        process.wait(timeout=20)


class Bench:
    """A store, a deed, and fresh copies of the store to be killed in."""

    def __init__(self, killer: Killer, store: Store, folder: Path, **deed: Any) -> None:
        self.killer, self.folder, self.deed = killer, folder, deed
        self.clock = StillClock(store.clock.now())
        self.profile = store.profile
        store.close()
        self.template = store.path
        self.count = 0

    def fresh(self) -> Path:
        self.count += 1
        return Path(shutil.copytree(self.template, self.folder / f"{self.count}.baijia"))

    def run(self, path: Path, kill_at: int = 0, *, after: bool = False) -> str:
        return self.killer(
            store=path, profile=self.profile, kill_at=kill_at, after=after, at=self.clock.at.isoformat(), **self.deed
        )

    def open(self, path: Path) -> Store:
        return open_store(path, PASSWORD, surroundings(self.profile, StillClock(self.clock.at), CHEAP))


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


def without_own_heads(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What is shown; what this store seals itself has another name each time, and so have heads and conflicts."""
    found = shown(store)
    del found["heads"]
    found["conflicts"] = [row[1:] for row in found["conflicts"]]
    return found


def moments(commits: int, *, both: bool) -> list[tuple[int, bool]]:
    """(k, after): before and after every commit, or in the ordinary run before every other and after the rest."""
    return [(k, after) for k in range(1, commits + 1) for after in (False, True) if both or after == bool(k % 2)]


BOTH = pytest.mark.parametrize("both", [False, pytest.param(True, marks=pytest.mark.prove)])


@BOTH
def test_taking_in_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, *, both: bool
) -> None:
    """After the verdict the store goes on by itself at the next start; before it, the same stick is taken in again."""
    village, township = enrolled
    bundle = with_edits(village, township, tmp_path / "stick")
    bench = Bench(killer, township, tmp_path, deed="unpack", bundle=bundle)
    undisturbed = bench.fresh()
    commits = int(bench.run(undisturbed))
    assert commits >= 7
    store = bench.open(undisturbed)
    expected = without_own_heads(store)
    assert len(expected["conflicts"]) >= 1
    store.close()
    resumed = 0
    for kill_at, after in moments(commits, both=both):
        path = bench.fresh()
        answer = bench.run(path, kill_at, after=after)
        assert answer == "killed" or (after and kill_at == commits), (kill_at, after, answer)
        store = bench.open(path)
        try:
            check_whole(store)
            if has_verdict(store):
                resumed += 1
                resume(store)
                assert without_own_heads(store) == expected, (kill_at, after)
            (report,) = unpack(store, [bundle])
            assert report.result in {"taken", "known"}, (kill_at, after, report)
            check_whole(store)
            assert without_own_heads(store) == expected, (kill_at, after)
        finally:
            store.close()
    assert resumed >= 2


def has_verdict(store: Store) -> bool:
    """Whether a file was found whole and is still coming into effect."""
    with store.connection(immediate=False) as connection:
        query = "SELECT count(*) FROM sync_bundle_log WHERE result = 'whole'"
        return bool(connection.exec_driver_sql(query).scalar())


@BOTH
def test_packing_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, *, both: bool
) -> None:
    village, township = enrolled
    for n in range(5):
        add_household(village, str(n))
    stick = tmp_path / "stick"
    bench = Bench(killer, village, tmp_path, deed="pack", stick=stick)
    commits = int(bench.run(bench.fresh()))
    assert commits >= 2
    shutil.rmtree(stick)
    for kill_at, after in moments(commits, both=both):
        path = bench.fresh()
        bench.run(path, kill_at, after=after)
        assert not list(stick.glob("*.part"))
        store = bench.open(path)
        try:
            check_whole(store)
            packed = pack(store, tmp_path / "again")
            assert packed.records >= 5
        finally:
            store.close()
    (report,) = unpack(township, [packed.path])
    assert report.new >= 5
    assert len(shown(township)["household"]) == 5
