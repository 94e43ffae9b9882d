"""What moved away is erased on the old laptop once the office has it all and ninety days are over; not a day before."""

from __future__ import annotations

from typing import cast

from db import Store
from db.sync.deeds.leaving import KEPT, settle
from db.sync.deeds.moving import move_household
from tests.bundles.moving.conftest import Villages
from tests.conftest import StillClock


def _left(store: Store) -> int:
    with store.connection(immediate=False) as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM household").scalar_one())


def test_erased_after_ninety_days_and_not_a_day_before(villages: Villages) -> None:
    home = villages.household()
    move_household(villages.town, home, villages.new.scope)
    villages.settle()
    clock = cast("StillClock", villages.old.clock)
    clock.sleep(days=KEPT.days - 1)
    villages.settle()
    assert settle(villages.old) == 0
    assert _left(villages.old) == 1
    clock.sleep(days=2)
    assert settle(villages.town) == settle(villages.new) == 0  # the office keeps both villages anyway
    with villages.old.write("走访") as session:  # a late word that nobody confirmed
        session.connection().exec_driver_sql("UPDATE household SET note = 'late' WHERE id = ?", (home,))
    assert settle(villages.old) > 0
    assert _left(villages.old) == 1  # all but what still waits
    assert settle(villages.old) == 0
