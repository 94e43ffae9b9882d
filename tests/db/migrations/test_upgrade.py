"""An older store becomes today's, after a verified backup, whole or not at all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import KnownError, Store, capture, open_store, surroundings
from db.engine import check_book, copy_book
from db.migrations import HEAD
from db.models import metadata
from db.schema import SCHEMA_VERSION, bring_up_to_date
from db.store import Surroundings
from tests.conftest import CHEAP, PASSWORD, StillClock
from tests.makers import make_household, make_request

STORES = Path(__file__).resolve().parents[2] / "stores"


def _shape(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {name: re.sub(r"\s+", " ", sql).strip() for name, sql in rows}


def _make_empty(store: Store) -> None:
    """Takes everything out of the book, as if its version were from before the first."""
    with store.connection() as connection:
        for kind in ("trigger", "table"):
            rows = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
                " AND name NOT LIKE 'search_index_%'", (kind,),
            ).all()  # fmt: skip
            for (name,) in rows:
                connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{name}"')
        connection.exec_driver_sql("PRAGMA user_version = 0")


def test_the_migrations_lead_to_exactly_what_a_new_store_has(village: Store) -> None:
    with village.connection(immediate=False) as connection:
        wanted = _shape(connection)
    _make_empty(village)
    kept = bring_up_to_date(village.path, village.engine, village.data_key, village.now())
    check_book(kept, village.data_key)
    with village.connection(immediate=False) as connection:
        assert _shape(connection) == wanted
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == SCHEMA_VERSION


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(village: Store) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")  # the first script will meet tables that are there
        before = _shape(connection)
    with pytest.raises(Exception, match="already exists"):
        bring_up_to_date(village.path, village.engine, village.data_key, village.now())
    with village.connection(immediate=False) as connection:
        assert _shape(connection) == before
    assert len(list((village.path / "backups").glob("*-upgrade.db"))) == 1


def test_no_table_is_forgotten_by_the_migrations() -> None:
    scripts = "".join(p.read_text() for p in (Path(db_migrations()) / "versions").glob("*.sql"))
    assert [t for t in metadata.tables if not re.search(rf'CREATE TABLE "?{t}"?\W', scripts)] == []


def db_migrations() -> str:
    """Where the scripts lie."""
    import db.migrations

    return str(Path(db.migrations.__file__).parent)


@pytest.mark.parametrize("kept", sorted(p for p in STORES.glob("*") if p.is_dir()), ids=lambda p: p.name)
def test_every_released_store_opens_for_ever(kept: Path, tmp_path: Path, clock: StillClock) -> None:
    shutil.copytree(kept, tmp_path / "kept")
    store = open_store(
        tmp_path / "kept" / "book.baijia", PASSWORD, surroundings(tmp_path / "kept" / "profile", clock, CHEAP)
    )
    from db.queries.households import household_list
    from db.queries.requests import request_list

    assert [line.head_name for line in household_list(store)] == ["曾国强", "李𬭎"]
    assert len(request_list(store)) == 1
    make_household(store, "新来", no="099")
    store.close()


@pytest.mark.parametrize("tampered", [False, True])
def test_the_log_of_an_older_store_loses_the_words_of_accusations_and_stays_a_chain(
    village: Store, tampered: bool
) -> None:
    home = make_household(village, "曾国强")
    told = make_request(village, home, "村干部截留补贴。", petition_kind="accusation")
    plain = make_request(village, home)
    with village.connection() as connection:  # as schema 1 wrote it
        for pk, text in ((told, "截留"), (plain, "路灯"), (told, "补贴")):
            connection.exec_driver_sql(
                "INSERT INTO audit_log(tbl, pk, field, old, new) VALUES ('request', ?, 'content', ?, ?)",
                (pk, text, text),
            )
            capture.chain_audit(connection)
        if tampered:
            for name in ("kept", "fixed", "chained"):
                connection.exec_driver_sql(f"DROP TRIGGER capture_audit_{name}")
            connection.exec_driver_sql("UPDATE audit_log SET new = '桥' WHERE new = '路灯'")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    bring_up_to_date(village.path, village.engine, village.data_key, village.now())
    with village.connection() as connection:
        words = connection.exec_driver_sql("SELECT new FROM audit_log WHERE field = 'content' ORDER BY seq").all()
        assert [row[0] for row in words] == [None, "桥" if tampered else "路灯", None]
        assert (capture.broken_link(connection) is None) is not tampered


def test_a_damaged_copy_is_never_called_a_backup(village: Store, around: Surroundings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_book(village.path / "book.db", village.data_key, copy)
    spoilt = bytearray(copy.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    copy.write_bytes(spoilt)
    with pytest.raises(KnownError) as caught:
        check_book(copy, village.data_key)
    assert caught.value.code in ("BAD_BACKUP", "DAMAGED_STORE")
