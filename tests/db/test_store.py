"""An open store: one writer at a time, all of a deed or nothing, and who did it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from db import KnownError, RuleError, Store
from db.engine import connect
from db.models import Person
from db.store import setting


def test_a_writer_who_waits_too_long_is_told_so(village: Store) -> None:
    other = connect(village.path / "book.db", village.data_key)
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    with village.engine.connect() as mine:
        mine.exec_driver_sql("PRAGMA busy_timeout = 50")  # the pool hands the same connection out again
    with pytest.raises(KnownError) as caught, village.connection() as connection:
        connection.exec_driver_sql("SELECT 1")
    assert caught.value.code == "LOCKED"
    other.execute("ROLLBACK")
    other.close()


def test_what_fails_leaves_nothing_behind(village: Store) -> None:
    def half_done() -> None:
        with village.write() as session:
            session.add(Person(name="张三"))
            session.flush()
            raise RuleError("不行")

    with pytest.raises(RuleError):
        half_done()
    with village.read() as session:
        assert session.exec(select(Person)).all() == []


def test_what_is_recorded_says_by_whom_and_where(village: Store) -> None:
    with village.write() as session:
        session.add(Person(name="张三"))
    with village.read() as session:
        (person,) = session.exec(select(Person)).all()
        assert (person.scope, person.recorded_on) == (village.scope, village.device_id)
        assert person.recorded_by == village.me.name
        assert setting(session, "nothing of this name") == ""
