"""Villages and groups with their sizes: merged and hidden households do not count."""

from __future__ import annotations

from db import Store
from db.actions.corrections import remove
from db.actions.merging import merge_households
from db.queries.places import village_groups, village_named, villages
from tests.makers import make_household


def test_sizes_count_households_that_stand_on_their_own(village: Store) -> None:
    one, two, three = (make_household(village, no=no) for no in ("001", "002", "003"))
    merge_households(village, two, one)
    remove(village, "household", three)
    assert [(v.name, v.households) for v in villages(village)] == [("桃溪村", 1)]
    assert [(g.name, g.households) for g in village_groups(village)] == [("一组", 1)]


def test_groups_in_their_own_order_and_of_one_village(village: Store) -> None:
    for group in ("十组", "二组", "一组"):
        make_household(village, group=group, no=group)
    assert [group.name for group in village_groups(village)] == ["一组", "二组", "十组"]
    assert len(village_groups(village, village.scope)) == 3
    assert village_groups(village, "another") == []


def test_a_village_is_found_by_code_name_or_id(village: Store) -> None:
    for text in ("430499101201", "桃溪村", village.scope):
        found = village_named(village, text)
        assert found is not None
        assert found.id == village.scope
    assert village_named(village, "桃溪") is None
