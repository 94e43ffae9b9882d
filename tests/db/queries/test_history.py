"""The life of one record: who made it, then every change of every field, oldest first."""

from __future__ import annotations

from db import Store
from db.actions.corrections import correct
from db.queries.history import history
from tests.conftest import StillClock
from tests.makers import make_household


def test_it_begins_with_the_making_and_tells_each_change(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    for phone in ("15488160538", None, "15488160539"):
        clock.sleep(days=1)
        correct(village, "household", home, {"phone": phone})
    made, *changes = history(village, "household", home)
    assert (made.field, made.cadre, made.device) == ("", "周建国", village.device_id)
    assert [(c.field, c.old, c.new) for c in changes] == [
        ("phone", None, "15488160538"), ("phone", "15488160538", None), ("phone", None, "15488160539"),
    ]  # fmt: skip
    assert [c.at for c in changes] == sorted(c.at for c in changes)
    assert made.at < changes[0].at
    assert all(c.screen for c in changes)


def test_of_another_record_or_no_table_there_is_nothing(village: Store) -> None:
    home, other = make_household(village), make_household(village, no="002")
    correct(village, "household", other, {"phone": "15488160538"})
    assert len(history(village, "household", home)) == 1
    assert history(village, "household", "nobody") == []
    for table in ("no_table", "draft", "household; DROP TABLE person"):
        assert history(village, table, home) == []
