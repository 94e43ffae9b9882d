"""T8: the power is cut at every sync, and what was not synced is lost or torn; nothing wrong is ever left."""

from __future__ import annotations

import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db import Store
from db.check import check
from db.device_keys import Standing
from db.engine import check_book
from db.errors import KnownError
from db.sync import resume, unpack
from tests.bundles.crash.disk_log import Call
from tests.bundles.crash.killing import Killer
from tests.bundles.crash.power import Disk, content, images, lay, syncs
from tests.bundles.crash.scene import Scene, check_whole, has_verdict, two_hundred, with_edits, without_own_heads

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork and /proc")
IMAGES = 12
Filled = Callable[[Store, Store, Path], Path]


@pytest.mark.parametrize(
    ("filled", "points"),
    [(with_edits, 3), pytest.param(two_hundred, 0, marks=pytest.mark.prove)],
    ids=["three", "every"],
)
def test_power_is_cut_while_a_file_is_taken_in(
    enrolled: tuple[Store, Store],
    killer: Killer,
    tmp_path: Path,
    filled: Filled,
    points: int,
    request: pytest.FixtureRequest,
) -> None:
    """Some syncs in the ordinary run, and the end; every sync in the long proof."""
    seed, proved = request.getfixturevalue("seed"), request.getfixturevalue("proved")
    village, township = enrolled
    bundle = filled(village, township, tmp_path / "stick")
    scene = Scene(killer, township, tmp_path, deed="unpack", bundle=bundle, checkpoint=40)
    tops = [scene.template, scene.profile]
    before = content(tops)
    assert int(scene.run(scene.template, log=tmp_path / "calls")) > 7
    calls: list[Call] = pickle.loads((tmp_path / "calls").read_bytes())
    assert replayed(before, calls) == content(tops)  # nothing was overheard
    undisturbed = scene.open(Path(shutil.copytree(scene.template, tmp_path / "undisturbed.baijia")))
    expected = without_own_heads(undisturbed)
    undisturbed.close()
    random, each = Random(seed), 1 if points else IMAGES
    everywhere = syncs(calls)
    places = sorted(random.sample(everywhere[:-1], points)) + everywhere[-1:] if points else everywhere
    made = resumed = 0
    for place, files in images(before, calls, places, random, each):
        made += 1
        folder = tmp_path / f"cut-{made}"
        lay(files, {scene.template: folder / "s.baijia", scene.profile: folder / "profile"})
        store = scene.open(folder / "s.baijia", folder / "profile")
        try:
            resumed += taken_in_again(store, bundle, expected, done=place == len(calls))
        finally:
            store.close()
        shutil.rmtree(folder)
    liar = Disk(before, lies=True)
    for call in calls:
        liar.call(call)
    lay(
        liar.cut(random, 0.5),
        {scene.template: tmp_path / "lie" / "s.baijia", scene.profile: tmp_path / "lie" / "profile"},
    )
    with pytest.raises((KnownError, AssertionError)):  # so a missing sync would have been seen above
        taken_in_again(
            scene.open(tmp_path / "lie" / "s.baijia", tmp_path / "lie" / "profile"), bundle, expected, done=True
        )
    proved(syncs_cut=len(places) - 1, images_after_power_cuts=made, images_that_went_on_alone=resumed)
    assert made == len(places) * each


def replayed(before: dict[str, bytes], calls: list[Call]) -> dict[str, bytes]:
    """The folders after every call, all synced."""
    disk = Disk(before)
    for call in calls:
        disk.call(call)
    return disk.now()


def taken_in_again(store: Store, bundle: Path, expected: dict[str, Any], *, done: bool) -> bool:
    """The store after the cut is sound, and the same file makes it what it would have been; true if it went on alone.

    What was `done` before the cut is there.
    """
    assert store.standing is Standing.NORMAL
    check_whole(store)
    for kept in (store.path / "backups").glob("*.db"):
        check_book(kept, store.data_key)
    verdict = has_verdict(store)
    if verdict:
        resume(store)
        assert without_own_heads(store) == expected
    (report,) = unpack(store, [bundle])
    assert report.result == "known" if done else report.result in {"taken", "known"}, report
    check_whole(store)
    assert without_own_heads(store) == expected
    assert check(store) == []
    return verdict
