"""The log merged again from nothing must say what the tables show; whatever was written past it is found."""

from __future__ import annotations

import pytest

from db.store import Store
from db.sync.log.proof import Difference, differences, proven
from tests.bundles.model.stores import SmallStore
from tests.bundles.post import add_household, exchange
from tests.db.sync.log.houses import H, house


def _spoil(store: SmallStore, sql: str) -> list[Difference]:
    """A change no trigger saw."""
    for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        store.db.execute(f"DROP TRIGGER {name}")
    store.db.execute(sql)
    return proven(store.replica)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE house SET note = 'x'", "note"),
        ("UPDATE house SET hidden = 1", "hidden"),
        ("UPDATE house SET scope = 'elsewhere'", "scope"),
        ("DELETE FROM house", "missing"),
        ("DELETE FROM sync_conflict", "conflict"),
    ],
)
def test_what_was_written_past_the_log_is_found(
    ann: SmallStore, bob: SmallStore, give: object, sql: str, what: str
) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    for store in (ann, bob):
        store.do("UPDATE house SET phone = ?", store.device)
    give(bob, ann)  # type: ignore[operator]
    assert proven(ann.replica) == []
    assert Difference("house", H, what) in _spoil(ann, sql)


def test_what_is_saved_but_not_sealed_is_left_out(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("UPDATE house SET note = 'x'")
    assert proven(ann.replica) == []
    ann.seal()
    assert proven(ann.replica) == []


def test_a_real_book_proves_itself(enrolled: tuple[Store, Store], tmp_path: object) -> None:
    laptop, office = enrolled
    home = add_household(laptop)
    exchange(laptop, office, tmp_path)  # type: ignore[arg-type]
    assert differences(office) == []
    with office.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS sync_household_update")
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE household SET household_no = '77'")
    assert differences(office) == [Difference("household", home, "household_no")]
