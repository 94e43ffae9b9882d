"""An older store becomes today's, after a verified backup, whole or not at all; every test begins with a kept store."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import KnownError, Store, capture, open_store, surroundings
from db.engine import check_book, copy_book
from db.migrations import HEAD
from db.queries.households import household_list
from db.queries.requests import request_list
from db.schema import SCHEMA_VERSION
from db.store import Surroundings
from tests.conftest import CHEAP, PASSWORD, StillClock
from tests.db.migrations.shape import REVISIONS, STORES, raw, released, shape, taken_out
from tests.makers import make_household

EVERY = pytest.mark.parametrize("kept", released(), ids=lambda p: p.name)
OLDER = pytest.mark.parametrize("kept", [p for p in released() if p.name != HEAD], ids=lambda p: p.name)


def _open(path: Path, clock: StillClock) -> Store:
    return open_store(path, PASSWORD, surroundings(path.parent / "profile", clock, CHEAP))


def test_every_revision_has_its_example_store_and_every_store_its_revision() -> None:
    """The example of a revision is made with it (db/README.md); it must open for ever."""
    revisions = sorted(path.stem.split("_")[0] for path in REVISIONS.glob("[0-9]*.py"))
    assert [path.name for path in released()] == revisions
    assert revisions[-1] == HEAD


@EVERY
def test_an_example_store_is_of_the_schema_it_is_named_after(kept: Path, tmp_path: Path) -> None:
    with raw(taken_out(kept, tmp_path / "kept")) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == int(kept.name)
        assert db.execute("SELECT version_num FROM alembic_version").fetchone()[0] == kept.name


@EVERY
def test_the_migrations_lead_to_exactly_what_a_new_store_has(
    kept: Path, village: Store, tmp_path: Path, clock: StillClock
) -> None:
    store = _open(taken_out(kept, tmp_path / "kept"), clock)
    with store.connection(immediate=False) as old, village.connection(immediate=False) as new:
        assert shape(old) == shape(new)
        assert old.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        assert old.exec_driver_sql("PRAGMA user_version").scalar() == SCHEMA_VERSION
    store.close()


@EVERY
def test_every_released_store_opens_for_ever(kept: Path, tmp_path: Path, clock: StillClock) -> None:
    store = _open(taken_out(kept, tmp_path / "kept"), clock)
    assert [line.head_name for line in household_list(store)] == ["曾国强", "李𬭎"]
    assert len(request_list(store)) == 1
    make_household(store, "新来", no="099")
    store.close()


@OLDER
def test_an_upgrade_leaves_a_whole_copy_of_what_was(kept: Path, tmp_path: Path, clock: StillClock) -> None:
    path = taken_out(kept, tmp_path / "kept")
    store = _open(path, clock)
    (copy,) = (path / "backups").glob("*-upgrade.db")
    check_book(copy, store.data_key)
    store.close()


@OLDER
def test_an_upgrade_that_fails_leaves_the_store_as_it_was(kept: Path, tmp_path: Path, clock: StillClock) -> None:
    path = taken_out(kept, tmp_path / "kept")
    with raw(path) as db:
        db.execute("DELETE FROM alembic_version")  # the first script will meet tables that are there
        before = shape(db)
    with pytest.raises(Exception, match="already exists"):
        _open(path, clock)
    with raw(path) as db:
        assert shape(db) == before
        assert db.execute("PRAGMA user_version").fetchone()[0] == int(kept.name)
    assert len(list((path / "backups").glob("*-upgrade.db"))) == 1


@OLDER
def test_an_older_store_that_cannot_be_written_says_what_to_do(
    kept: Path, tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = taken_out(kept, tmp_path / "kept")
    monkeypatch.setattr("db.opening.is_writable", lambda *_args: False)
    with pytest.raises(KnownError, match="拷到本机硬盘") as caught:
        _open(path, clock)
    assert caught.value.code == "OLD_READ_ONLY"


@pytest.mark.parametrize("tampered", [False, True])
def test_the_log_of_an_older_store_loses_the_words_of_accusations_and_stays_a_chain(
    tmp_path: Path, clock: StillClock, tampered: bool
) -> None:
    path = taken_out(STORES / "0001", tmp_path / "kept")
    with raw(path) as db:
        (plain,) = db.execute("SELECT id FROM request").fetchone()
        told, columns = "d" * 32, "scope, village_id, household_id, content"
        db.execute(
            f"INSERT INTO request(id, compartment, {columns}) SELECT ?, 2, {columns} FROM request WHERE id = ?",
            (told, plain),
        )
        for pk, text in ((told, "截留"), (plain, "路灯"), (told, "补贴")):
            db.execute(
                "INSERT INTO audit_log(tbl, pk, field, old, new) VALUES ('request', ?, 'content', ?, ?)",
                (pk, text, text),
            )
            capture.chain_audit(db)
        if tampered:
            for name in ("kept", "fixed", "chained"):
                db.execute(f"DROP TRIGGER capture_audit_{name}")
            db.execute("UPDATE audit_log SET new = '桥' WHERE new = '路灯'")
    store = _open(path, clock)
    with store.connection() as connection:
        words = connection.exec_driver_sql("SELECT new FROM audit_log WHERE field = 'content' ORDER BY seq").all()
        assert [row[0] for row in words] == [None, "桥" if tampered else "路灯", None]
        assert (capture.broken_link(connection) is None) is not tampered
    store.close()


def test_a_damaged_copy_is_never_called_a_backup(village: Store, around: Surroundings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_book(village.path / "book.db", village.data_key, copy)
    spoilt = bytearray(copy.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    copy.write_bytes(spoilt)
    with pytest.raises(KnownError) as caught:
        check_book(copy, village.data_key)
    assert caught.value.code in ("BAD_BACKUP", "DAMAGED_STORE")
