"""baijia erase: shows first, takes with --yes and a reason, and refuses what the archives keep."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from tests.bundles.post import district, enrolled, exchange
from tests.desktop.conftest import Ran
from tests.makers import make_household, make_visit

__all__ = ["district", "enrolled"]
Cli = Callable[..., Ran]


@pytest.fixture
def two(surrounded: Path, enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store, Path]:
    """A village and its township, opened by the command line with the same keys."""
    os.environ["BAIJIA_PROFILE"] = str(enrolled[0].profile)
    return (*enrolled, tmp_path / "usb")


def test_a_household_is_shown_first_and_then_goes(cli: Cli, two: tuple[Store, Store, Path]) -> None:
    village, township, stick = two
    home = make_household(village, "李林峰")
    visit = make_visit(village, home)
    exchange(village, township, stick)
    seen = cli("erase", township.path, "household", home, "--json").json
    assert (seen["title"], seen["computers"], seen["total"]) == ("李林峰", ["桃溪村"], 4)
    shown = cli("erase", township.path, "visit", visit)
    assert shown.out.startswith("会抹去：走访 1 条。\n这些电脑下次交接时照办：桃溪村。\n")
    assert "还没有抹去" in shown.err
    refused = cli("erase", township.path, "household", home, "--yes")
    assert (refused.code, "依据" in refused.err) == (1, True)
    assert cli("erase", village.path, "household", home, "--yes", "--reason", "第四十七条").code == 1
    done = cli("erase", township.path, "household", home, "--yes", "--reason", "个人信息保护法第四十七条", "--json")
    assert (done.code, done.json["erased"], done.json["computers"]) == (0, 4, ["桃溪村"])
    assert exchange(township, village, stick).erased == 4
    assert cli("search", village.path, "李林峰", "--json").json == []
