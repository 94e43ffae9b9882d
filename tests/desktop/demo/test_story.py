"""The demonstration does the main job, the same for the same seed, and never touches what is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import RuleError
from db.store import Surroundings
from desktop.demo.story import Demo
from tests.conftest import PASSWORD


def make(folder: Path, around: Surroundings, told: list[str], seed: int = 7) -> Demo:
    """A small demonstration."""
    return Demo(folder, 6, seed, PASSWORD, around, told.append, lambda _words: lambda _done, _total: None)


@pytest.mark.slow
def test_the_whole_job_is_done_and_can_be_done_again(tmp_path: Path, around: Surroundings) -> None:
    told: list[str] = []
    first = make(tmp_path / "out", around, told)
    first.run()
    assert all(file.exists() for file in first.files)
    assert sum("一切完好" in line for line in told) == 3
    office, *villages = first.figures.values()
    assert office.households == sum(v.households for v in villages) == 6
    assert (office.conflicts, office.unsent, office.disputes.open) == (0, 0, 1)
    with pytest.raises(RuleError, match="已经有东西"):
        make(tmp_path / "out", around, told).run()
    again = make(tmp_path / "out", around, told)
    again.clear()
    again.run()
    assert again.figures == first.figures


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path, around: Surroundings) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    demo = make(tmp_path, around, [])
    demo.clear()
    with pytest.raises(RuleError):
        demo.run()
    assert [p.name for p in tmp_path.iterdir() if p.name != "profile"] == ["letter.txt"]
