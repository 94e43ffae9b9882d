"""The driver says what it lacks, counts what is pressed, and keeps pictures out of the repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.field.shots import folder_for
from tests.makers import make_household

TOP = Path(__file__).resolve().parents[2]


def test_a_missing_tool_fails_the_run_with_a_sentence_that_says_what_to_install(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "tests/field/disks"],
        cwd=TOP, env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "apt-get install dbus-daemon fcitx5 ibus mount openbox xvfb" in run.stdout + run.stderr


def test_pictures_stay_out_of_the_repository(tmp_path):
    with pytest.raises(SystemExit, match="outside"):
        folder_for(TOP / "tests" / "pictures")
    assert folder_for(tmp_path / "pictures").is_dir()
    assert not folder_for(None).is_relative_to(TOP)


def test_a_story_with_one_key_too_many_fails(cadre, furnish):
    zhou = cadre(furnish(lambda store: make_household(store, "李𬭎")))
    with pytest.raises(AssertionError, match="2 keys instead of 1"), zhou.recording(at_most=1):
        zhou.press("ctrl+2", "ctrl+1")
    with pytest.raises(AssertionError, match="waited 0 s for “没有这句话”"):
        zhou.waits_for(lambda: "没有这句话" in zhou.screenful(), "“没有这句话”", patience=0)
