"""Household merges that meet: from two computers at once, in chains and circles, taken back; both ends agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import Store
from db.actions.corrections import correct
from db.actions.merging import merge_households, merge_persons, unmerge_household, unmerge_person
from db.queries.households import household_list, household_totals
from db.queries.merged import household_homes
from db.queries.totals import totals
from db.sync.matters.shown.conflicts import conflicts
from tests.bundles.post import exchange, shown
from tests.makers import id_number, make_household, make_visit


def both_ways(village: Store, township: Store, stick: Path) -> None:
    exchange(village, township, stick)
    exchange(township, village, stick)
    assert shown(village) == shown(township)


def figures(store: Store) -> tuple[Any, ...]:
    found = totals(store)
    lines = [(line.id, line.members, line.last_visit) for line in household_list(store)]
    return found.households, found.persons, found.visits, household_totals(store), lines


@pytest.fixture
def three(enrolled: tuple[Store, Store], tmp_path: Path) -> tuple[Store, Store, list[str]]:
    """Three households known to both, with a visit each."""
    village, township = enrolled
    ids = [make_household(village, f"欧阳{n}", no=f"00{n}") for n in (1, 2, 3)]
    for household in ids:
        make_visit(village, household)
    both_ways(village, township, tmp_path)
    return village, township, ids


Deed = Callable[[Store, list[str]], object]
MEETINGS: dict[str, tuple[Deed, Deed, int, list[str]]] = {
    "the same": (lambda s, i: merge_households(s, i[1], i[0]), lambda s, i: merge_households(s, i[1], i[0]), 2, []),
    "both ways round": (
        lambda s, i: merge_households(s, i[0], i[1]), lambda s, i: merge_households(s, i[1], i[0]), 2, [],
    ),
    "a chain": (lambda s, i: merge_households(s, i[2], i[1]), lambda s, i: merge_households(s, i[1], i[0]), 1, []),
    "two into one": (lambda s, i: merge_households(s, i[2], i[0]), lambda s, i: merge_households(s, i[1], i[0]), 1, []),
    "one into two": (
        lambda s, i: merge_households(s, i[0], i[1]), lambda s, i: merge_households(s, i[0], i[2]), 2, ["merged_into"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEETINGS)
def test_merges_on_two_computers_at_once(three: tuple[Store, Store, list[str]], tmp_path: Path, name: str) -> None:
    village, township, ids = three
    here, there, left, questions = MEETINGS[name]
    here(village, ids)
    there(township, ids)
    make_visit(village, ids[2], "合并以后又去了一次。")
    both_ways(village, township, tmp_path)
    assert figures(village) == figures(township)
    assert (totals(village).households, totals(village).persons, totals(village).visits) == (left, 3, 4)
    assert [conflict.col for conflict in conflicts(village)] == questions
    for record in ids:
        for store in (village, township):
            if len(household_homes(store).ids(record)) > 1:
                unmerge_household(store, record)
                both_ways(village, township, tmp_path)
    assert (totals(village).households, totals(village).visits) == (3, 4)
    assert figures(village) == figures(township)


def test_taken_apart_here_while_edited_there(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    merge_households(village, ids[1], ids[0])
    both_ways(village, township, tmp_path)
    unmerge_household(township, ids[1])
    correct(village, "household", ids[1], {"address": "一组新屋"})
    both_ways(village, township, tmp_path)
    assert figures(village) == figures(township)
    assert (conflicts(village), totals(village).households) == ([], 3)


def test_a_person_registered_on_two_laptops_leaves_the_queue_when_merged_and_comes_back(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, _ids = three
    people = [line[0] for line in _people(village)]
    correct(village, "person", people[0], {"id_no": id_number()})
    correct(township, "person", people[1], {"id_no": id_number()})
    both_ways(village, township, tmp_path)
    (found,) = conflicts(village)
    assert (found.kind, {found.pk, *found.other}) == ("duplicate_identity", set(people[:2]))
    merge_persons(township, people[0], people[1])
    merge_persons(village, people[1], people[0])
    both_ways(village, township, tmp_path)
    assert (conflicts(village), conflicts(township), totals(village).persons) == ([], [], 2)
    assert figures(village) == figures(township)
    unmerge_person(village, people[0])
    both_ways(village, township, tmp_path)
    assert [c.kind for c in conflicts(township)] == ["duplicate_identity"]
    assert totals(township).persons == 3


def _people(store: Store) -> list[tuple[Any, ...]]:
    with store.connection(immediate=False) as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT id FROM person ORDER BY id")]
