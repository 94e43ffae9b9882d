"""The command line as a script sees it: arguments in, exit code and two texts out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db import create_store, surroundings
from tests.conftest import CHEAP, PASSWORD, VILLAGE


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


@pytest.fixture
def surrounded(tmp_path: Path) -> Iterator[Path]:
    """A user's home of the test's own, and the password in the environment."""
    before = dict(os.environ)
    home = tmp_path / "home"
    home.mkdir()
    names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "BAIJIA_PROFILE", "LOCALAPPDATA")
    os.environ.update({name: str(home / name.lower()) for name in names} | {"BAIJIA_PASSWORD": PASSWORD})
    os.environ["HOME"] = str(home)
    yield home
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def cli(surrounded: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs one command in this process."""
    from desktop.cli import main

    def run(*args: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(a) for a in args])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err + told.out
        return Ran(code, told.out, told.err)

    return run


@pytest.fixture
def store(surrounded: Path, tmp_path: Path) -> Path:
    """A village's store, empty; its password is cheap to try, so that a hundred commands cost little."""
    path = tmp_path / "taoxi.baijia"
    made, _recovery = create_store(path, VILLAGE, surroundings(Path(os.environ["BAIJIA_PROFILE"]), cost=CHEAP))
    made.close()
    return path
