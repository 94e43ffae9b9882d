"""What is due after an exchange is done, and nothing of it keeps the rest from being done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import KnownError, Store
from db.sync.exchange import needs
from db.sync.exchange.after import after_exchange


def test_what_cannot_be_done_now_is_left_for_the_next_time(village: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def locked(store: Store) -> None:
        done.append("locked")
        raise KnownError("另一个程序正在写", code="LOCKED")

    def counted(store: Store) -> int:
        done.append(store.name)
        return 3

    monkeypatch.setattr(needs, "deeds", replace(needs.deeds, afterwards=(locked, counted)))
    assert after_exchange(village) == 0
    assert done == ["locked", village.name]


def test_where_nothing_is_due_nothing_is_written(village: Store) -> None:
    with village.connection(immediate=False) as connection:
        before = connection.exec_driver_sql("SELECT name, value FROM store_fact ORDER BY name").all()
    assert after_exchange(village) == 0
    with village.connection(immediate=False) as connection:
        assert connection.exec_driver_sql("SELECT name, value FROM store_fact ORDER BY name").all() == before
