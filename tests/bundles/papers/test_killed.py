"""kill -9 while papers are taken in: whole or not there, and the same stick once more is always right."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from db import Store, open_store
from db.blobs import shelf
from db.check import check
from db.queries.papers import paper
from db.store import Surroundings
from db.sync import pack, resume, unpack
from db.sync.envelope.chunk import CHUNK
from tests.bundles.papers.sheets import contents, hang, paper_of, states
from tests.conftest import PASSWORD
from tests.db.blobs.dying import dying

Pair = tuple[Store, Store]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("stride", [12, pytest.param(1, marks=pytest.mark.prove)])
def test_taking_in_is_killed_at_any_step(enrolled: Pair, around: Surroundings, tmp_path: Path, stride: int) -> None:
    """At every step in the long proof, at every twelfth in the ordinary run."""
    village, township = enrolled
    ids = [hang(village, tmp_path, paper_of(n, size)) for n, size in enumerate((3000, CHUNK + 5))]
    bundle = pack(village, tmp_path / "up").path
    wanted = contents(village, ids)
    township.close()
    answer, kill_at, seen = "killed", 4, list[str]()
    with dying() as ask:
        while answer == "killed":
            copy = Path(shutil.copytree(township.path, tmp_path / f"{kill_at}.baijia"))
            answer = ask(township, copy, kill_at, bundles=[str(bundle)])
            again = open_store(copy, PASSWORD, around)
            resume(again)
            for one, state in zip(ids, states(again, ids), strict=True):
                seen.append(state)
                assert state != "here" or shelf.is_whole(again, paper(again, one).sha256)
            assert {r.result for r in unpack(again, [bundle])} <= {"taken", "known"}
            assert contents(again, ids) == wanted
            assert check(again) == []
            again.close()
            kill_at += stride
    assert len(seen) >= 48 // stride
    assert set(seen) == {"absent", "here"}
