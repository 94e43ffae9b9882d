"""The merge desk from the command line: conflicts, resolve, merge, quarantine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from db.actions.corrections import correct
from db.sync import pack, unpack
from tests.bundles.post import district, enrolled, exchange, forge
from tests.desktop.conftest import Ran
from tests.makers import make_household, make_visit

__all__ = ["district", "enrolled", "forge"]
Cli = Callable[..., Ran]


@pytest.fixture
def two(surrounded: Path, enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store, Path]:
    """A village and its township, opened by the command line with the same keys."""
    os.environ["BAIJIA_PROFILE"] = str(enrolled[0].profile)
    return (*enrolled, tmp_path / "usb")


def test_a_conflict_is_listed_settled_and_taken_back(cli: Cli, two: tuple[Store, Store, Path]) -> None:
    village, township, stick = two
    home = make_household(village, "李林峰", no="031")
    exchange(village, township, stick)
    exchange(township, village, stick)
    correct(village, "household", home, {"phone": "13800000001"})
    correct(township, "household", home, {"phone": "13800000002"})
    exchange(village, township, stick)
    (found,) = cli("conflicts", township.path, "--json").json
    assert (found["kind"], found["record"], found["field"]) == ("field", f"household {home}", "phone")
    assert {(value["value"], value["cadre"], value["device_name"]) for value in found["values"]} == {
        ("13800000001", "周建国", "桃溪村"), ("13800000002", "肖建英", "云岭镇"),
    }  # fmt: skip
    assert (found["title"], found["household_id"]) == ("联系电话写得不一样", home)
    listed = cli("conflicts", township.path).out
    assert "甲 13800000001（桃溪村，周建国，" in listed
    done = cli("resolve", township.path, found["id"], "--keep", "theirs", "--reason", "问过户主", "--json").json
    assert cli("conflicts", township.path, "--json").json == []
    assert "没有冲突" in cli("conflicts", township.path).err
    assert cli("resolve", township.path, found["id"], "--keep", "ours").code == 1
    assert cli("resolve", township.path, done["decision"], "--undo").code == 0
    assert [item["id"] for item in cli("conflicts", township.path, "--json").json] == [found["id"]]
    assert cli("resolve", township.path, found["id"], "--value", "13900000000").code == 0
    assert cli("show", township.path, "household", home, "--json").json["phone"] == "13900000000"


def test_a_household_written_twice_is_merged_and_taken_apart(cli: Cli, two: tuple[Store, Store, Path]) -> None:
    village, _township, _stick = two
    one, other = (make_household(village, "李林峰", no=no) for no in ("031", "032"))
    make_visit(village, other)
    figures = cli("stats", village.path, "--json").json
    assert cli("merge", village.path, "household", other, one, "--reason", "记了两遍").code == 0
    merged = cli("stats", village.path, "--json").json
    assert (figures["households"], merged["households"]) == (2, 1)
    assert (figures["persons"], figures["visits"]) == (merged["persons"], merged["visits"])
    hits = cli("search", village.path, "032", "--json").json
    assert [hit["id"] for hit in hits if hit["kind"] == "household"] == [one]
    assert cli("merge", village.path, "household", other, one).code == 1
    assert cli("merge", village.path, "household", other, one, "--undo").code == 0
    again = cli("stats", village.path, "--json").json
    assert {**again, "unsent": 0} == {**figures, "unsent": 0}
    assert cli("merge", village.path, "person", "x", "y").code == 1
    assert cli("merge", village.path, "cadre", "x", "y").code == 2


def test_what_was_set_aside_is_shown_printed_refused_and_let_in(
    cli: Cli, two: tuple[Store, Store, Path], tmp_path: Path, forge: object
) -> None:
    from tests.bundles.post import Forge

    _village, township, _stick = two
    assert isinstance(forge, Forge)
    assert "什么也没有" in cli("quarantine", township.path).err
    path = forge.bundle(forge.segment(("1a" * 16, ["031", "石桥村三组"]), part=("0f" * 16, 0)))
    unpack(township, [path])
    (held,) = cli("quarantine", township.path, "--json").json
    assert (held["device"], held["reason"], held["status"]) == ("桃溪村", "OUT_OF_SCOPE", "held")
    assert held["deeds"][0]["fields"] == {"户号": "031", "住址": "石桥村三组"}
    assert held["id"][:16] in cli("quarantine", township.path).out
    out = tmp_path / "list.pdf"
    assert cli("quarantine", township.path, "-o", out).code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert cli("quarantine", township.path, "--reject", held["id"]).code == 0
    assert cli("quarantine", township.path, "--json").json[0]["status"] == "rejected"
    assert cli("quarantine", township.path, "--release", held["id"][:16]).code == 0
    assert cli("quarantine", township.path, "--json").json == []
    assert cli("quarantine", township.path, "--release", held["id"]).code == 1
    assert pack(township, tmp_path / "down", "桃溪村").segments >= 0
