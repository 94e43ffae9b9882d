"""Numbers people can read: counted by kind and year, under the sign of this computer."""

from __future__ import annotations

import pytest

from db import Store
from db.actions.counters import next_number, short_sign


def test_numbers_count_by_kind_and_year(village: Store) -> None:
    sign = short_sign(village)
    with village.write() as session:
        given = [next_number(session, village, kind, year) for kind, year in
                 (("request", 2025), ("request", 2025), ("dispute", 2025), ("request", 2026))]  # fmt: skip
    assert given == [f"2025-{sign}-001", f"2025-{sign}-002", f"2025-{sign}-001", f"2026-{sign}-001"]


def test_the_sign_is_the_townships_and_before_that_ones_own(village: Store) -> None:
    assert short_sign(village) == village.device_id[:4].upper()
    with village.connection() as connection:
        village.set_fact(connection, "short", "桃1")
    assert short_sign(village) == "桃1"
    with village.write() as session:
        assert next_number(session, village, "request", 2025) == "2025-桃1-001"


def test_a_number_of_a_deed_that_failed_is_given_again(village: Store) -> None:
    def fail() -> None:
        with village.write() as session:
            next_number(session, village, "request", 2025)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with village.write() as session:
        assert next_number(session, village, "request", 2025).endswith("-001")
