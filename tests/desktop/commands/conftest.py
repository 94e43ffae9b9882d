"""A village's store that commands work on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import create_store, surroundings
from tests.conftest import CHEAP, VILLAGE


@pytest.fixture
def store(surrounded: Path, tmp_path: Path) -> Path:
    """A village's store, empty; its password is cheap to try, so that a hundred commands cost little."""
    path = tmp_path / "taoxi.baijia"
    made, _recovery = create_store(path, VILLAGE, surroundings(Path(os.environ["BAIJIA_PROFILE"]), cost=CHEAP))
    made.close()
    return path
