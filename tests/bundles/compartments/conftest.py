"""A village and its township that have exchanged what they began with."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from tests.bundles.post import exchange


@pytest.fixture
def settled(enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store]:
    """Village and township that have exchanged what they began with."""
    village, township = enrolled
    exchange(village, township, tmp_path / "first")
    exchange(township, village, tmp_path / "first")
    return village, township
