"""T7: kill -9 before and after every commit; done again, it ends as if nothing had been."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db import KnownError, Store, create_store, open_store
from db.check import check
from db.store import Surroundings
from db.sync import pack, resume, unpack
from db.sync.log.proof import differences
from db.sync.log.seal import seal_pending
from tests.bundles.crash.killing import TOP, Killer
from tests.bundles.crash.scene import Scene, check_whole, has_verdict, with_edits, without_own_heads
from tests.bundles.post import add_household, shown
from tests.conftest import PASSWORD, VILLAGE

Proved = Callable[..., None]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def moments(commits: int, seed: int, some: int, proved: Proved, *, every: bool) -> list[tuple[int, bool]]:
    """(k, after): before and after every commit, or, in the ordinary run, some of these moments and the last."""
    found = [(k, after) for k in range(1, commits + 1) for after in (False, True)]
    chosen = found if every else sorted(Random(seed).sample(found[:-1], min(some, len(found) - 1))) + found[-1:]
    proved(kills_at_commits=len(chosen))
    return chosen


EVERY = pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])


@EVERY
def test_taking_in_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, seed: int, proved: Proved, *, every: bool
) -> None:
    """After the verdict the store goes on by itself at the next start; before it, the same stick is taken in again."""
    village, township = enrolled
    bundle = with_edits(village, township, tmp_path / "stick")
    scene = Scene(killer, township, tmp_path, deed="unpack", bundle=bundle)
    undisturbed = scene.fresh()
    commits = int(scene.run(undisturbed))
    assert commits >= 7
    store = scene.open(undisturbed)
    expected = without_own_heads(store)
    assert len(expected["conflicts"]) >= 1
    store.close()
    resumed = 0
    for kill_at, after in moments(commits, seed, 4, proved, every=every):
        path = scene.fresh()
        answer = scene.run(path, kill_at, after=after)
        assert answer == "killed" or (after and kill_at == commits), (kill_at, after, answer)
        store = scene.open(path)
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
    assert resumed >= 2 * every


@EVERY
def test_packing_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, seed: int, proved: Proved, *, every: bool
) -> None:
    village, township = enrolled
    for n in range(5):
        add_household(village, str(n))
    stick = tmp_path / "stick"
    scene = Scene(killer, village, tmp_path, deed="pack", stick=stick)
    commits = int(scene.run(scene.fresh()))
    assert commits >= 2
    shutil.rmtree(stick)
    for kill_at, after in moments(commits, seed, 2, proved, every=every):
        path = scene.fresh()
        scene.run(path, kill_at, after=after)
        assert not list(stick.glob("*.part"))
        store = scene.open(path)
        try:
            check_whole(store)
            packed = pack(store, tmp_path / "again")
            assert packed.records >= 5
        finally:
            store.close()
    (report,) = unpack(township, [packed.path])
    assert report.new >= 5
    assert len(shown(township)["household"]) == 5


@EVERY
def test_sealing_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, seed: int, proved: Proved, *, every: bool
) -> None:
    """What was saved is sealed or still to be sealed, never half, never twice; the log says what the tables show."""
    village, _township = enrolled
    for n in range(5):
        add_household(village, str(n))
    expected = shown(village)["household"]
    scene = Scene(killer, village, tmp_path, deed="seal")
    commits = int(scene.run(scene.fresh()))
    assert commits >= 2
    for kill_at, after in moments(commits, seed, 2, proved, every=every):
        path = scene.fresh()
        scene.run(path, kill_at, after=after)
        store = scene.open(path)
        try:
            check_whole(store)
            seal_pending(store)
            check_whole(store)
            assert shown(store)["household"] == expected
            assert differences(store) == []
            with store.connection(immediate=False) as connection:
                assert connection.exec_driver_sql("SELECT sum(1) FROM sync_row WHERE pk IN"
                                                  " (SELECT id FROM household)").scalar() == len(expected)  # fmt: skip
        finally:
            store.close()


@EVERY
def test_the_first_start_is_killed_at_every_commit(
    killer: Killer, around: Surroundings, tmp_path: Path, seed: int, proved: Proved, *, every: bool
) -> None:
    """A store is there with everything in it, or the program says in words that it is not; the next try succeeds."""
    job = {"deed": "create", "profile": around.profile, "at": around.clock.now().isoformat()}
    commits = int(killer(store=tmp_path / "whole.baijia", **job))
    assert commits >= 3
    seen = set()
    for kill_at, after in moments(commits, seed, 1, proved, every=every):
        path = tmp_path / f"{kill_at}-{after}.baijia"
        killer(store=path, kill_at=kill_at, after=after, **job)
        try:
            store = open_store(path, PASSWORD, around)
        except KnownError as told:
            seen.add(told.code)
            shutil.rmtree(path)
            store = create_store(path, VILLAGE, around)[0]
        else:
            seen.add("whole")
        assert store.name == VILLAGE.name
        assert store.me.name == VILLAGE.cadre
        add_household(store)
        assert check(store) == []
        store.close()
    assert "whole" in seen
    assert seen <= {"whole", "DAMAGED_STORE", "NOT_STORE", "NO_KEYS"}


@EVERY
def test_an_upgrade_is_killed_at_every_commit(
    killer: Killer, around: Surroundings, tmp_path: Path, seed: int, proved: Proved, *, every: bool
) -> None:
    """The store of the first version is whole, the old one or today's, and the next start finds today's."""
    kept = TOP / "tests" / "stores" / "0001"

    def fresh(name: str) -> Path:
        shutil.copytree(kept / "profile", tmp_path / name / "profile")
        return Path(shutil.copytree(kept / "book.baijia", tmp_path / name / "book.baijia"))

    def run(path: Path, **more: Any) -> str:
        at = around.clock.now().isoformat()
        return killer(deed="open", store=path, profile=path.parent / "profile", at=at, **more)

    def opened(path: Path) -> Store:
        return open_store(path, PASSWORD, Surroundings(path.parent / "profile", around.clock, around.cost))

    whole = fresh("whole")
    commits = int(run(whole))
    assert commits >= 3
    store = opened(whole)
    expected = shown(store)
    store.close()
    for kill_at, after in moments(commits, seed, 1, proved, every=every):
        path = fresh(f"{kill_at}-{after}")
        run(path, kill_at=kill_at, after=after)
        store = opened(path)
        assert shown(store) == expected
        assert len(shown(store)["household"]) == 2
        assert check(store) == []
        assert store.read_only_reason is None
        store.close()
