"""How bundles write: references unchecked, nothing captured, all or nothing, the connection given back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.sync.log.rows.replica import replica_of, writing
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.houses import H, V, house, visit


def test_what_is_written_is_not_noted_as_somebodys_edit(ann: SmallStore) -> None:
    with writing(ann.db):
        house_sql = "INSERT INTO house(id, scope, note) VALUES (?, ?, 'n')"
        ann.db.execute(house_sql, (H, scope("p")))
    assert ann.rows("SELECT count(*) FROM sync_pending") == [(0,)]
    visit(ann, V)
    assert ann.rows("SELECT count(*) FROM sync_pending") == [(1,)]


def test_an_error_gives_all_of_it_up(ann: SmallStore) -> None:
    def fail() -> None:
        with writing(ann.db):
            ann.db.execute("INSERT INTO house(id, scope) VALUES (?, ?)", (H, scope("p")))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert ann.rows("SELECT count(*) FROM house") == [(0,)]
    assert ann.rows("SELECT applying FROM sync_state") == [(0,)]
    house(ann)
    assert ann.rows("SELECT count(*) FROM sync_pending") == [(1,)]


def test_a_store_lends_its_bench_and_gets_its_references_back(village: Store, township: Store) -> None:
    with replica_of(village) as replica:
        assert replica.db.execute("PRAGMA foreign_keys").fetchone() == (0,)
        assert (replica.signer, replica.office) == (None, False)  # not enrolled: nothing is sealed
        replica.db.execute("BEGIN IMMEDIATE")
        replica.db.execute("UPDATE village SET name = 'x'")
    with village.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT name FROM village").scalar() == "桃溪村"
    with replica_of(township) as replica:
        assert replica.signer is not None
        assert replica.office


def test_the_time_of_a_book_is_when_it_was_asked_for(ann: SmallStore, tmp_path: Path) -> None:
    ann.steps = 5
    assert ann.replica.bookkeeping().at == "2026-01-01T00:00:05.000Z"
