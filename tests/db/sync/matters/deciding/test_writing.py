"""The writes of a decision name exactly the sides that stood on the desk; closed matters are not written."""

from __future__ import annotations

import pytest

from db import RuleError, Store
from db.sync.log import merge
from db.sync.log.merge import Dot
from db.sync.matters.deciding import writing
from db.sync.matters.deciding.writing import dot_of, dot_text, open_record, standing
from db.sync.matters.shown.items import items
from tests.db.sync.matters.conftest import Busy

PHONE = "SELECT phone FROM household WHERE household_no = '031'"


def _choose(busy: Busy, value: str, *, all_sides: bool = True) -> None:
    found = busy.item("household")
    dots = [side.dot for party in found.parties for side in party.sides.values()]
    with open_record(busy.township, "household", found.pk, [found.id]) as record:
        writing.choose(record, {"phone": (value, dots if all_sides else dots[:1])}, "问过")


def test_a_choice_closes_the_sides_it_names_and_no_other(busy: Busy) -> None:
    _choose(busy, "13800000009", all_sides=False)
    assert len(items(busy.township)) == 6  # the other side stands beside it
    _choose(busy, "13800000009")
    assert busy.ask(PHONE) == [("13800000009",)]
    assert len(items(busy.township)) == 5


def test_a_matter_that_is_closed_is_not_written(busy: Busy) -> None:
    found = busy.item("household")
    _choose(busy, "13800000009")
    with pytest.raises(RuleError, match="已经处理过"), open_record(busy.township, "household", found.pk, [found.id]):
        pass


def test_before_enrolment_nothing_is_settled(village: Store) -> None:
    with pytest.raises(RuleError, match="还没有登记"), open_record(village, "household", "x"):
        pass


def test_reopened_the_sides_stand_as_they_stood(busy: Busy) -> None:
    found = busy.item("household")
    before = standing(busy.township, "household", found.pk, ["phone"])
    assert [value for value, _whose in before["phone"]] == ["13800000001", "13800000002"]  # the shown one last
    _choose(busy, "13800000009")
    with open_record(busy.township, "household", found.pk) as record:
        writing.reopen(record, {"phone": [(value, str(whose)) for value, whose in before["phone"]]})
    assert [line.values for line in busy.item("household").lines] == [line.values for line in found.lines]


def test_deleted_and_the_deletion_lifted(busy: Busy) -> None:
    found = busy.item("household")
    with open_record(busy.township, "household", found.pk) as record:
        gone = writing.delete(record, "重复")
        assert merge.hidden(record.row())
        writing.undelete(record, [gone], "收回")
        assert not merge.hidden(record.row())
    assert dot_of(dot_text(gone)) == gone
    assert dot_text(Dot(b"\x01\xff", 3)) == ["01ff", 3]
