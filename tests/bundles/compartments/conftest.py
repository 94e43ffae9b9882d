"""A village and its township that have exchanged what they began with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Store, surroundings
from db.store import Surroundings
from tests.bundles.post import copied, exchange
from tests.conftest import CHEAP, StillClock


@pytest.fixture(scope="session")
def settled_district(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests get copies."""
    base = tmp_path_factory.mktemp("settled")
    around = surroundings(profile=base / "profile", clock=StillClock(), cost=CHEAP)
    with copied(district, base, around) as (village, township):
        exchange(village, township, base / "first")
        exchange(township, village, base / "first")
    return base


@pytest.fixture
def settled(settled_district: Path, tmp_path: Path, around: Surroundings) -> Iterator[tuple[Store, Store]]:
    """Village and township that have exchanged what they began with."""
    with copied(settled_district, tmp_path, around) as stores:
        yield stores
