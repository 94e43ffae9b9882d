"""What a laptop may not see any more is remembered, and counts for no open matter."""

from __future__ import annotations

from db import Store
from db.capture import driver
from db.models import RESTRICTED
from db.sync.log.rows.out_of_sight import keep_out_of_sight, out_of_sight, unseen


def test_nothing_is_out_of_sight_before_something_is_taken_away(village: Store) -> None:
    with village.connection() as connection:
        db = driver(connection)
        assert out_of_sight(db) == frozenset()
        keep_out_of_sight(db, {7, 3})
        assert out_of_sight(db) == {3, 7}
        keep_out_of_sight(db, ())
        assert out_of_sight(db) == frozenset()


def test_in_a_village_no_matter_of_an_accusation_is_shown(village: Store) -> None:
    with village.connection() as connection:
        db = driver(connection)
        db.execute("INSERT INTO sync_part(scope, compartment) VALUES (?, ?)", (village.scope, RESTRICTED))
        (part,) = db.execute("SELECT no FROM sync_part WHERE compartment = ?", (RESTRICTED,)).fetchone()
        keep_out_of_sight(db, {part + 1})
        assert unseen(db, village=True) == {part, part + 1}
        assert unseen(db, village=False) == {part + 1}
