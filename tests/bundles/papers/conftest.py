"""A village with three papers, and its township."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.sync.envelope.chunk import CHUNK
from tests.bundles.papers.sheets import hang, paper_of


@pytest.fixture
def three(enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store, list[str]]:
    """Village and township, and three papers of the village: of 20 KB, of 2.5 MiB, of 30 KB."""
    village, township = enrolled
    sizes = (20_000, CHUNK * 5 // 2, 30_000)
    ids = [hang(village, tmp_path, paper_of(n, size), caption=f"第{n}页") for n, size in enumerate(sizes)]
    return village, township, ids
