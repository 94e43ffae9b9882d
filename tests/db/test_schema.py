"""A new store in one transaction; a store that is not ours, unfinished or newer is named so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import KnownError, Store
from db.engine import make_engine, touch
from db.schema import SCHEMA_VERSION, SEARCHED, check_version, create_schema, install_triggers, metadata
from tests.makers import make_household

KEY = bytes(32)


def test_a_new_store_has_every_table_and_its_version_last(tmp_path: Path) -> None:
    touch(tmp_path / "book.db")
    engine = make_engine(tmp_path / "book.db", KEY)

    def fail() -> None:
        with engine.begin() as connection:
            create_schema(connection)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
        create_schema(connection)
    with engine.begin() as connection:
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert set(metadata.tables) <= names
        assert check_version(connection) is False
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "code"),
    [
        ("application_id = 1", "NOT_STORE"),
        (f"user_version = {SCHEMA_VERSION + 1}", "TOO_NEW"),
        ("user_version = 0", "DAMAGED_STORE"),
    ],
)
def test_what_is_not_to_be_opened_is_said(village: Store, pragma: str, code: str) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
        with pytest.raises(KnownError) as refused:
            check_version(connection)
    assert refused.value.code == code


def test_an_older_store_must_be_brought_up_to_date(village: Store) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
        assert check_version(connection) is True


def _dirty(connection: Connection) -> set[str]:
    return {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT tbl FROM search_dirty")}


def test_whatever_is_searched_is_queued_when_it_is_written(village: Store) -> None:
    home = make_household(village)
    with village.connection() as connection:
        assert _dirty(connection) == {"household", "person"}
        connection.exec_driver_sql("DELETE FROM search_dirty")
        connection.exec_driver_sql("UPDATE household SET address = 'x' WHERE id = ?", (home,))
        assert _dirty(connection) == {"household"}
        for table in SEARCHED:
            connection.exec_driver_sql(f"DROP TRIGGER search_{table}_update")
        install_triggers(connection)
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"search_{table}_{moment}" for table in SEARCHED for moment in ("insert", "update")} <= names


def test_the_moment_of_an_upgrade_names_its_backup(village: Store) -> None:
    """Brought up to date again nothing changes, but the copy before it stands there, verified."""
    from db.schema import bring_up_to_date

    kept = bring_up_to_date(village.path, village.engine, village.data_key, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert kept.name == "20260102-030405-upgrade.db"
    assert kept.stat().st_size > 0
