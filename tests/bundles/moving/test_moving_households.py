"""A household moved to another village arrives whole, leaves the old laptop, and late work follows it (sync.md §13)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from db import Store, open_store
from db.actions import corrections
from db.errors import RuleError
from db.queries.search import search
from db.queries.totals import totals
from db.store import Surroundings
from db.sync.deeds import leaving
from db.sync.deeds.moving import move_household
from db.sync.envelope.read import read_head
from db.sync.log import press
from db.sync.log.proof import differences
from db.sync.matters import items, settle, take_back
from db.sync.matters.shown.conflicts import conflicts
from tests.bundles.moving.conftest import Villages
from tests.bundles.papers.sheets import hang, paper_of
from tests.bundles.post import exchange, join
from tests.conftest import PASSWORD, StillClock
from tests.makers import make_household, make_request, make_visit


def talks(store: Store) -> list[str]:
    """What the visible visits tell."""
    return column(store, "SELECT talk FROM visit WHERE hidden = 0 ORDER BY talk")


def column(store: Store, query: str) -> list[Any]:
    with store.connection(immediate=False) as connection:
        return [row[0] for row in connection.exec_driver_sql(query)]


def visible(store: Store, household: str) -> list[tuple[str, str]]:
    """(table, village) of everything visible that belongs to the household."""
    found = []
    for table, col in (
        ("household", "id"), ("person", "household_id"), ("visit", "household_id"), ("request", "household_id"),
    ):  # fmt: skip
        query = f"SELECT '{table}', scope FROM {table} WHERE hidden = 0 AND {col} = ?"
        with store.connection(immediate=False) as connection:
            found += [tuple(row) for row in connection.exec_driver_sql(query, (household,))]
    return found


def counted(villages: Villages) -> dict[str, tuple[int, int, int, int]]:
    """Households, persons, visits, requests, as every computer counts them."""
    found = {}
    for name in ("old", "new", "town"):
        one = totals(getattr(villages, name))
        found[name] = (one.households, one.persons, one.visits, one.requests.total)
    return found


def test_a_household_arrives_whole_and_leaves_the_old_laptop(villages: Villages) -> None:
    home = villages.household()
    moved = move_household(villages.town, home, villages.new.scope, "随迁")
    assert (moved.came_from, moved.went_to) == ("桃溪村", "石桥村")
    assert moved.records["household"] == 1
    assert moved.records["person"] == 2
    assert {scope for _table, scope in visible(villages.town, home)} == {villages.new.scope}
    villages.settle()
    assert visible(villages.old, home) == []
    assert visible(villages.new, home) == visible(villages.town, home)
    assert column(villages.new, "SELECT DISTINCT village_id FROM visit") == [villages.new.scope]
    assert counted(villages) == {"old": (0, 0, 0, 0), "new": (1, 2, 1, 1), "town": (1, 2, 1, 1)}
    assert not conflicts(villages.town)
    assert not conflicts(villages.old)
    assert not conflicts(villages.new)


def test_a_late_visit_is_there_once_and_counted_once(villages: Villages) -> None:
    home = villages.household()
    make_visit(villages.old, home, "迁走以后才交来的走访")
    move_household(villages.town, home, villages.new.scope, "随迁")
    villages.settle()
    villages.settle()
    told = ["迁走以前的走访", "迁走以后才交来的走访"]
    assert talks(villages.new) == talks(villages.town) == told
    assert talks(villages.old) == []
    assert counted(villages) == {"old": (0, 0, 0, 0), "new": (1, 2, 2, 1), "town": (1, 2, 2, 1)}
    assert not any(map(conflicts, (villages.old, villages.new, villages.town)))


def test_a_late_edit_replaces_what_it_was_made_on(villages: Villages) -> None:
    home = villages.household()
    corrections.correct(villages.old, "household", home, {"phone": "15488160538"})
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    villages.settle()
    for store in (villages.new, villages.town):
        assert column(store, "SELECT phone FROM household WHERE hidden = 0") == ["15488160538"]
        assert not conflicts(store)


def test_a_late_edit_against_one_in_the_new_village_asks_a_person(villages: Villages) -> None:
    home = villages.household()
    corrections.correct(villages.old, "household", home, {"phone": "15488160538"})
    move_household(villages.town, home, villages.new.scope)
    villages.down(villages.new)
    corrections.correct(villages.new, "household", home, {"phone": "15488160999"})
    villages.up(villages.new)
    villages.settle()
    villages.settle()
    for store in (villages.new, villages.town):
        (found,) = conflicts(store)
        assert {side.value for side in found.sides} == {"15488160538", "15488160999"}
        assert {side.cadre for side in found.sides} == {"周建国"}
    assert visible(villages.old, home) == []


def test_a_household_moved_back_is_there_as_before_with_what_was_written_meanwhile(villages: Villages) -> None:
    home = villages.household()
    move_household(villages.town, home, villages.new.scope, "随迁")
    villages.settle()
    make_visit(villages.new, home, "在新村写的走访")
    corrections.correct(villages.new, "household", home, {"phone": "15488160999"})
    villages.settle()
    move_household(villages.town, home, villages.old.scope, "迁错了")
    villages.settle()
    assert visible(villages.new, home) == []
    assert talks(villages.old) == talks(villages.town) == ["在新村写的走访", "迁走以前的走访"]
    assert column(villages.old, "SELECT phone FROM household WHERE hidden = 0") == ["15488160999"]
    assert column(villages.old, "SELECT village_id FROM household") == [villages.old.scope]
    move_household(villages.town, home, villages.new.scope, "又迁")
    villages.settle()
    assert talks(villages.new) == ["在新村写的走访", "迁走以前的走访"]
    assert counted(villages) == {"old": (0, 0, 0, 0), "new": (1, 2, 2, 1), "town": (1, 2, 2, 1)}
    assert not any(map(conflicts, (villages.old, villages.new, villages.town)))


def test_an_open_conflict_moves_as_a_conflict(villages: Villages) -> None:
    home = villages.household()
    corrections.correct(villages.old, "household", home, {"phone": "15488160538"})
    corrections.correct(villages.town, "household", home, {"phone": "15488160777"})
    villages.settle()
    assert len(conflicts(villages.town)) == 1
    shown = column(villages.town, "SELECT phone FROM household")
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    for store in (villages.town, villages.new):
        (found,) = conflicts(store)
        assert {side.value for side in found.sides} == {"15488160538", "15488160777"}
        assert column(store, "SELECT phone FROM household") == shown
    assert not conflicts(villages.old)


def test_a_late_deletion_deletes_what_it_saw(villages: Villages) -> None:
    home = villages.household()
    request = column(villages.old, "SELECT id FROM request")[0]
    corrections.remove(villages.old, "request", request)
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    villages.settle()
    for store in (villages.new, villages.town):
        assert column(store, "SELECT hidden FROM request") == [1]
        assert not conflicts(store)


def test_only_a_file_with_a_move_asks_for_a_newer_reader(villages: Villages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or one with something pressed with the dictionary, which nothing is here."""
    monkeypatch.setattr(press, "SMALL", -1)
    home = villages.household()

    def needed() -> list[int]:
        found = []
        for laptop in (villages.old, villages.new):
            villages.down(laptop)
            with villages.reports[-1].file.open("rb") as file:
                found.append(read_head(file, villages.reports[-1].file.stat().st_size).header.min_reader)
        return found

    make_household(villages.old, "赵一", no="7")
    villages.up(villages.old)
    assert needed() == [1, 1]
    move_household(villages.town, home, villages.new.scope)
    assert needed() == [2, 1]


def test_what_cannot_be_moved(villages: Villages, tmp_path: Path) -> None:
    home = villages.household()
    with pytest.raises(RuleError):
        move_household(villages.old, home, villages.new.scope)
    with pytest.raises(RuleError):
        move_household(villages.town, home, villages.old.scope)
    with pytest.raises(RuleError):
        move_household(villages.town, home, "0" * 32)
    with pytest.raises(RuleError):
        move_household(villages.town, "0" * 32, villages.new.scope)
    assert make_request(villages.town, home)


# --- two offices, restored offices ----------------------------------------------------------------------------------


@contextmanager
def office_as_it_was(villages: Villages, around: Surroundings) -> Iterator[None]:
    """A second computer of the township, from a copy made now; afterwards it takes the township's place."""
    copy = villages.folder / "second.baijia"
    with villages.town.connection(immediate=False) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(villages.town.path, copy)
    yield
    villages.town.close()
    villages.town = open_store(copy, PASSWORD, around)


def test_moved_twice_by_two_offices_asks_once(
    villages: Villages, around: Surroundings, make_store: Callable[..., Store]
) -> None:
    third = make_store("village", name="云溪村", region_code="430499101203")
    join(villages.town, third)
    home = villages.household()
    make_visit(villages.old, home, "迁走以后才交来的走访")
    first = villages.town
    with office_as_it_was(villages, around):
        move_household(first, home, villages.new.scope)
        villages.down(villages.old, villages.new)
    move_household(villages.town, home, third.scope)
    villages.settle()
    exchange(villages.town, third, villages.folder / "third", third.device_id)
    (found,) = items(villages.town)
    assert (found.kind, found.table) == ("moved_twice", "household")
    where = next(at for at, line in enumerate(found.lines[0].values) if "石桥" in line)
    done = settle(villages.town, found, f"side:{where}", "住在石桥")
    assert not items(villages.town)
    villages.settle()
    exchange(villages.town, third, villages.folder / "third", third.device_id)
    assert visible(third, home) == visible(villages.old, home) == []
    assert visible(villages.new, home) == visible(villages.town, home)
    assert talks(villages.new) == talks(villages.town) == ["迁走以前的走访", "迁走以后才交来的走访"]
    take_back(villages.town, done.id)
    assert [item.kind for item in items(villages.town)] == ["moved_twice"]
    assert not differences(third)


def test_a_move_only_the_old_laptop_still_knows_of_is_done_again(villages: Villages, around: Surroundings) -> None:
    home = villages.household()
    with office_as_it_was(villages, around):
        move_household(villages.town, home, villages.new.scope)
        villages.down(villages.old)
    villages.settle()
    assert visible(villages.town, home) == []
    cast("StillClock", around.clock).sleep(days=15)
    villages.settle()
    assert {scope for _table, scope in visible(villages.town, home)} == {villages.new.scope}
    assert visible(villages.new, home) == visible(villages.town, home)
    assert not conflicts(villages.town)


# --- what is left at the old laptop, papers -------------------------------------------------------------------------


def books(store: Store, household: str) -> list[int]:
    """How many rows speak of the household: the table, its bookkeeping, what the search box finds."""
    return [
        column(store, f"SELECT count(*) FROM {name} WHERE {col} = '{household}'")[0]
        for name, col in (("household", "id"), ("sync_row", "pk"), ("sync_cell", "pk"), ("search_place", "pk"))
    ]


def test_after_ninety_days_the_old_laptop_keeps_nothing_of_it_and_gets_it_back_whole(
    villages: Villages, around: Surroundings
) -> None:
    clock = cast("StillClock", around.clock)
    home = villages.household()
    corrections.correct(villages.old, "household", home, {"phone": "15488160538"})
    assert search(villages.old, "李林峰")
    villages.settle()
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    assert not search(villages.old, "李林峰")
    clock.sleep(days=89)
    villages.settle()
    assert books(villages.old, home)[0] == 1
    clock.sleep(days=2)
    villages.settle()
    assert books(villages.old, home) == [0, 0, 0, 0]
    assert column(villages.old, "SELECT count(*) FROM visit") == [0]
    assert not differences(villages.old)
    corrections.correct(villages.new, "household", home, {"address": "石桥村一组"})
    villages.settle()
    move_household(villages.town, home, villages.old.scope, "搬回来了")
    villages.settle()
    assert visible(villages.old, home) == visible(villages.town, home)
    assert column(villages.old, "SELECT phone || address FROM household") == ["15488160538石桥村一组"]
    assert search(villages.old, "李林峰")
    assert counted(villages) == {"old": (1, 2, 1, 1), "new": (0, 0, 0, 0), "town": (1, 2, 1, 1)}


def test_what_the_office_has_not_confirmed_is_not_erased(villages: Villages, around: Surroundings) -> None:
    home = villages.household()
    move_household(villages.town, home, villages.new.scope)
    villages.down(villages.old)
    cast("StillClock", around.clock).sleep(days=100)
    villages.old.close()
    villages.old = open_store(villages.old.path, PASSWORD, around)
    with villages.old.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_peer SET heads = NULL")
    assert leaving.settle(villages.old) == 0
    assert books(villages.old, home)[0] == 1


def test_its_papers_go_along(villages: Villages) -> None:
    home = villages.household()
    hang(villages.old, villages.folder, paper_of(7, 900), record_id=home, caption="户口簿首页")
    villages.settle()
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    query = "SELECT b.state FROM attachment a JOIN sync_blob b ON b.sha256 = a.sha256 WHERE a.hidden = 0"
    assert column(villages.new, query) == ["here"]
    assert column(villages.old, query) == []
