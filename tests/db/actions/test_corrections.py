"""Putting right, taking out of sight, bringing back, taking back."""

from __future__ import annotations

import pytest

from db import RuleError, Store
from db.actions.corrections import bring_back, correct, remove, take_back
from db.queries.dossier import household_file
from db.queries.history import history
from db.queries.households import household_list
from tests.makers import make_household


def test_a_correction_keeps_what_was_there_before(village: Store) -> None:
    home = make_household(village, phone="15400000001")
    changes = correct(village, "household", home, {"phone": " 15400000002 ", "note": "新房"})
    assert changes.households == {home}
    assert household_file(village, home).phone == "15400000002"
    told = [(c.field, c.old, c.new, c.cadre, c.screen) for c in history(village, "household", home)[1:]]
    assert told == [
        ("phone", "15400000001", "15400000002", "周建国", "更正"),
        ("note", None, "新房", "周建国", "更正"),
    ]
    take_back(village, "household", home, "phone")
    assert household_file(village, home).phone == "15400000001"


def test_what_is_removed_is_only_out_of_sight(village: Store) -> None:
    home = make_household(village)
    remove(village, "household", home)
    assert household_list(village) == []
    with pytest.raises(RuleError):
        correct(village, "household", home, {"note": "x"})
    bring_back(village, "household", home)
    assert [line.id for line in household_list(village)] == [home]
    with pytest.raises(RuleError):
        bring_back(village, "household", home)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("household", {"scope": "other"}),
        ("household", {"id": "x"}),
        ("household", {"nothing": 1}),
        ("sync_state", {"epoch": "x"}),
        ("person; DROP TABLE person", {"name": "x"}),
    ],
)
def test_only_fields_of_records_can_be_put_right(village: Store, table: str, values: dict[str, object]) -> None:
    home = make_household(village)
    with pytest.raises(RuleError):
        correct(village, table, home, values)


def test_a_number_is_a_number(village: Store) -> None:
    head = household_file(village, make_household(village)).members[0].id
    correct(village, "person", head, {"position": "3"})
    with pytest.raises(RuleError) as caught:
        correct(village, "person", head, {"position": "第三"})
    assert caught.value.field == "position"
    with pytest.raises(RuleError):
        take_back(village, "person", head, "name")
