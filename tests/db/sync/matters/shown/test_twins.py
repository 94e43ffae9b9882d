"""What was merged stands in a list, households first, until it is taken apart."""

from __future__ import annotations

from db import Store
from db.actions.merging import merge_households, merge_persons, unmerge_household
from db.queries.dossier import household_file
from db.sync.matters.shown.twins import merged_pairs
from tests.makers import make_household


def test_merges_that_stand_and_no_others(village: Store) -> None:
    one, two = make_household(village, "李林峰", "陈秀英"), make_household(village, "李麟峰", no="002")
    assert merged_pairs(village) == []
    first, second = (household_file(village, home).members[0].id for home in (one, two))
    merge_persons(village, second, first)
    merge_households(village, two, one)
    home, person = merged_pairs(village)
    assert (home.table, home.id, home.into, home.household_id) == ("household", two, one, one)
    assert (person.table, person.id, person.into, person.household_id) == ("person", second, first, one)
    assert (home.called, home.into_called) == ("李麟峰 一组2号", "李林峰 一组1号")
    unmerge_household(village, two)
    assert [pair.table for pair in merged_pairs(village)] == ["person"]
