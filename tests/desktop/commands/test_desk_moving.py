"""Moving from the command line: a household to another village, a request that is an accusation, who moved away."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from tests.bundles.post import district, enrolled, exchange, join
from tests.desktop.conftest import Ran
from tests.makers import make_household, make_request, make_visit

__all__ = ["district", "enrolled"]
Cli = Callable[..., Ran]


@pytest.fixture
def three(
    surrounded: Path, enrolled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path
) -> tuple[Store, Store, Store, Path]:
    """桃溪村, 云岭镇 and 石桥村, opened by the command line with the same keys."""
    assert surrounded
    os.environ["BAIJIA_PROFILE"] = str(enrolled[0].profile)
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(enrolled[1], other)
    return (*enrolled, other, tmp_path / "usb")


def test_a_household_moves_and_the_old_village_is_told_where(cli: Cli, three: tuple[Store, Store, Store, Path]) -> None:
    old, town, new, stick = three
    home = make_household(old, "李林峰", no="031")
    exchange(old, town, stick)
    assert cli("moved", old.path, "--json").json == []
    assert "没有迁走" in cli("moved", old.path).err
    assert cli("move", town.path, home, "--to", "没有这村").code == 1
    assert cli("move", old.path, home, "--to", "石桥村").code == 1
    done = cli("move", town.path, home, "--to", "石桥村", "--reason", "随迁", "--json").json
    assert (done["from"], done["to"], done["records"]["household"]) == ("桃溪村", "石桥村", 1)
    make_visit(old, home, "迁走以后才交来的走访")
    exchange(old, town, stick)
    told = exchange(town, old, stick, old.device_id)
    assert told.whole
    assert ("MOVED", "李林峰户已迁往石桥村，1 条后补记录已转过去。") in told.notes
    assert "李林峰户已迁往石桥村" in told.message
    (gone,) = cli("moved", town.path, "--json").json
    assert (gone["household_id"], gone["name"], gone["went_to"], gone["late"]) == (home, "李林峰", "石桥村", 1)
    assert "李林峰户已迁往石桥村，1 条" in cli("moved", town.path).out
    exchange(town, new, stick, new.device_id)
    assert cli("stats", new.path, "--json").json["visits"] == 1
    assert "迁往桃溪村" in cli("move", town.path, home, "--to", "桃溪村").err
    assert [back["went_to"] for back in cli("moved", town.path, "--json").json] == ["桃溪村"]


def test_a_request_that_is_an_accusation_leaves_the_village(cli: Cli, three: tuple[Store, Store, Store, Path]) -> None:
    old, town, _new, stick = three
    asked = make_request(old, make_household(old), "举报村干部截留补助款")
    exchange(old, town, stick)
    assert cli("reclassify", old.path, asked).code == 1
    assert "限制区" in cli("reclassify", town.path, asked, "--reason", "是检举").err
    told = exchange(town, old, stick, old.device_id)
    assert not any("迁" in sentence for _code, sentence in told.notes)
    assert cli("moved", old.path, "--json").json == []
    assert cli("stats", old.path, "--json").json["requests"]["total"] == 0
    assert asked in cli("accusations", town.path).out
    assert [line["id"] for line in cli("accusations", town.path, "--json").json] == [asked]
    assert cli("accusations", old.path).code == 1
