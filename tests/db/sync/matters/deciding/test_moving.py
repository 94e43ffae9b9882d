"""Two villages have one record: one gives it up for the other; two that never were one are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.models import GENERAL, Village
from db.sync.deeds.moving import move_household
from db.sync.matters.deciding.moving import give_up
from db.sync.matters.deciding.writing import open_record
from tests.bundles.post import exchange
from tests.makers import make_household, make_visit

OTHER = "0f" * 16


@pytest.fixture
def moved(enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, str]:
    """A household with a visit that the township moved to 石桥村."""
    village, township = enrolled
    home = make_household(village)
    make_visit(village, home)
    exchange(village, township, tmp_path)
    with township.write("村") as session:
        session.add(Village(id=OTHER, scope=township.scope, name="石桥村"))
    move_household(township, home, OTHER)
    return township, home


def test_it_goes_back_with_all_that_belongs_to_it_and_says_which_moves_closed_it(moved: tuple[Store, str]) -> None:
    township, home = moved
    with township.connection() as connection:
        old = str(connection.exec_driver_sql("SELECT id FROM village WHERE name = '桃溪村'").scalar())
    with open_record(township, "household", home) as record:
        closed = give_up(record, ((OTHER, GENERAL), (old, GENERAL)), "查清了")
    assert {table for table, _pk, _dot in closed} >= {"household", "person", "visit"}
    with township.connection() as connection:
        places = connection.exec_driver_sql("SELECT DISTINCT scope FROM visit WHERE hidden = 0").all()
    assert [tuple(place) for place in places] == [(old,)]


def test_two_that_never_were_one_are_left_alone(moved: tuple[Store, str]) -> None:
    township, home = moved
    with open_record(township, "household", home) as record:
        assert give_up(record, ((OTHER, GENERAL), ("0e" * 16, GENERAL)), "") == []
