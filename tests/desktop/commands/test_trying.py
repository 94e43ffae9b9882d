"""The demonstration by command: two villages that can be shown need three households (demo/test_story.py runs it)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.book import Cli


@pytest.mark.parametrize("households", [2, 5001])
def test_too_few_or_too_many_households_are_refused_before_anything_is_made(
    cli: Cli, tmp_path: Path, households: int
) -> None:
    ran = cli("demo", tmp_path / "demo", "--households", households)
    assert ran.code == 1
    assert "3 到 5000" in ran.err
    assert not (tmp_path / "demo").exists()
