"""Pack, look, take in and see what is where, by command."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from tests.bundles.post import district, enrolled
from tests.desktop.conftest import Ran
from tests.makers import make_household

__all__ = ["district", "enrolled"]
Cli = Callable[..., Ran]


@pytest.fixture
def two(surrounded: Path, enrolled: tuple[Store, Store]) -> tuple[Store, Store]:
    """A village and its township, opened by the command line with the same keys."""
    assert surrounded
    os.environ["BAIJIA_PROFILE"] = str(enrolled[0].profile)
    return enrolled


def test_packed_looked_at_and_taken_in(cli: Cli, two: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = two
    make_household(village)
    stick = tmp_path / "stick"
    stick.mkdir()
    packed = cli("pack", village.path, stick, "--json")
    assert packed.code == 0, packed.err
    assert packed.json["backup"]  # beside the bundle
    (bundle,) = stick.glob("*.bjb")
    assert cli("inspect", bundle, "--json").json["to"] == "云岭镇"
    taken = cli("unpack", township.path, bundle, "--json")
    assert taken.code == 0
    assert len(taken.json["bundles"]) == 1
    assert cli("stats", township.path, "--json").json["households"] == 1
    records = cli("handover", village.path, "--json").json["records"]
    assert (records["local"], records["packed"] > 0) == (0, True)


def test_without_a_backup_where_none_is_wished(cli: Cli, two: tuple[Store, Store], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert cli("pack", two[0].path, stick, "--no-backup", "--json").json["backup"] is None
    assert [path.suffix for path in stick.iterdir() if path.is_dir()] == []


def test_a_bad_file_does_not_stop_the_good_one(cli: Cli, two: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = two
    make_household(village)
    assert cli("pack", village.path, tmp_path / "good.bjb").code == 0
    (tmp_path / "bad.bjb").write_bytes(b"nothing of ours")
    ran = cli("unpack", township.path, tmp_path / "bad.bjb", tmp_path / "good.bjb")
    assert ran.code == 3
    assert cli("stats", township.path, "--json").json["households"] == 1
    assert cli("unpack", township.path, tmp_path / "bad.bjb").code != 0
    assert cli("pack", village.path, tmp_path, "--to", "没有这个").code == 1


def test_the_ledger_in_words(cli: Cli, two: tuple[Store, Store]) -> None:
    told = cli("handover", two[1].path).out
    assert "桃溪村：最近一份 还没有" in told
    assert "仅本机" in told
