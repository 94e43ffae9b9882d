"""T7: kill -9 before and after every commit of taking in and of packing; run again, it ends as if nothing had been."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from db import Store
from db.bundles import pack, resume, unpack
from tests.bundles.crash.killing import Killer
from tests.bundles.crash.scene import Scene, check_whole, has_verdict, with_edits, without_own_heads
from tests.bundles.post import add_household, shown

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


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
    scene = Scene(killer, township, tmp_path, deed="unpack", bundle=bundle)
    undisturbed = scene.fresh()
    commits = int(scene.run(undisturbed))
    assert commits >= 7
    store = scene.open(undisturbed)
    expected = without_own_heads(store)
    assert len(expected["conflicts"]) >= 1
    store.close()
    resumed = 0
    for kill_at, after in moments(commits, both=both):
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
    assert resumed >= 2


@BOTH
def test_packing_is_killed_at_every_commit(
    enrolled: tuple[Store, Store], killer: Killer, tmp_path: Path, *, both: bool
) -> None:
    village, township = enrolled
    for n in range(5):
        add_household(village, str(n))
    stick = tmp_path / "stick"
    scene = Scene(killer, village, tmp_path, deed="pack", stick=stick)
    commits = int(scene.run(scene.fresh()))
    assert commits >= 2
    shutil.rmtree(stick)
    for kill_at, after in moments(commits, both=both):
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
