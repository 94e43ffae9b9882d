"""The numbers stand in every book there is, and the marks find what they say."""

from __future__ import annotations

import sqlite3

import msgspec

from db.sync.log import states
from db.sync.log.states import State


def test_the_numbers_are_those_of_the_first_release() -> None:
    names = ("STAGED", "APPLIED", "WAITING", "QUARANTINED", "REDACTED", "DEPOSITED", "COVERED")
    assert [(state.name, int(state)) for state in State] == [(name, no) for no, name in enumerate(names)]
    assert [getattr(states, name) for name in names] == list(State)
    assert states.EFFECTIVE == "1, 4, 5, 6"
    assert f"st = {states.WAITING}" == "st = 2"


def test_the_marks_are_found_in_sql() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE segment(head BLOB, sig BLOB)")
    plain, newer = msgspec.msgpack.encode({"n": 1}), msgspec.msgpack.encode({"n": 1, "reader": 2})
    db.executemany("INSERT INTO segment VALUES (?, ?)", [(plain, b"s"), (newer, b"s"), (plain, b"")])
    found = db.execute(f"SELECT {states.ASKS_FOR_A_READER}, {states.OF_A_SNAPSHOT} FROM segment").fetchall()
    assert found == [(0, 0), (1, 0), (0, 1)]
    db.close()
