"""What was decided, and taking it back: the matter is open again with the words of both sides."""

from __future__ import annotations

import pytest

from db import RuleError
from db.sync.matters.deciding.settling import settle
from db.sync.matters.deciding.undoing import decided, decided_today, take_back
from db.sync.matters.shown.items import items
from tests.conftest import StillClock
from tests.db.sync.matters.conftest import Busy


@pytest.mark.parametrize(
    ("table", "kind", "answer"),
    [
        ("household", "field", "side:0"),
        ("household", "deleted_but_edited", "delete"),
        ("household", "deleted_but_edited", "keep"),
        ("person", "duplicate_identity", "merge_homes"),
        ("person", "duplicate_identity", "leave"),
        ("visit", "dangling_ref", "remove"),
    ],
)
def test_the_matter_is_open_again_as_it_was(busy: Busy, table: str, kind: str, answer: str) -> None:
    found = busy.item(table, kind)
    done = settle(busy.township, found, answer, "问过")
    assert len(items(busy.township)) == 5
    take_back(busy.township, done.id)
    again = busy.item(table, kind)
    assert [line.values for line in again.lines] == [line.values for line in found.lines]
    assert len(items(busy.township)) == 6
    with pytest.raises(RuleError, match="已经收回"):
        take_back(busy.township, done.id)


def test_decisions_are_listed_newest_first_by_day(busy: Busy, clock: StillClock) -> None:
    settle(busy.township, busy.item("household"), "side:0", "问过村里")
    clock.sleep(days=1)
    settle(busy.township, busy.item("visit"), "both")
    new, old = decided(busy.township)
    assert (new.table, old.table, old.reason, old.cadre) == ("visit", "household", "问过村里", "肖建英")
    assert all(one.can_take_back for one in (new, old))
    assert [one.id for one in decided_today(busy.township)] == [new.id]
    assert decided(busy.village) == []


def test_steps_this_version_does_not_know_are_not_carried_out(busy: Busy) -> None:
    done = settle(busy.township, busy.item("household"), "side:0")
    with busy.township.write() as session:
        session.connection().exec_driver_sql(
            'UPDATE decision SET undo = \'[{"do": "format the disk", "noun": "household"}]\''
        )
    assert [one.can_take_back for one in decided(busy.township)] == [False]
    with pytest.raises(RuleError, match="收不回来"):
        take_back(busy.township, done.id)
