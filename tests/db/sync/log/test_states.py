"""The numbers stand in every book there is, and the marks find what they say."""

from __future__ import annotations

import sqlite3
from importlib import import_module

import msgspec

from db.sync.log import states
from db.sync.log.states import State, kind_of


def test_the_numbers_are_those_of_the_first_release() -> None:
    names = ("STAGED", "APPLIED", "WAITING", "QUARANTINED", "REDACTED", "DEPOSITED", "COVERED")
    assert [(state.name, int(state)) for state in State] == [(name, no) for no, name in enumerate(names)]
    assert [getattr(states, name) for name in names] == list(State)
    assert states.EFFECTIVE == "1, 4, 5, 6"
    assert f"st = {states.WAITING}" == "st = 2"


def test_the_marks_are_found_in_sql_and_in_what_an_older_version_kept() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE sync_segment(head BLOB, sig BLOB, kind INTEGER NOT NULL DEFAULT 0)")
    plain, newer = msgspec.msgpack.encode({"n": 1}), msgspec.msgpack.encode({"n": 1, "reader": 2})
    kept = [(plain, b"s"), (newer, b"s"), (plain, b""), (newer, b"")]
    db.executemany("INSERT INTO sync_segment(head, sig) VALUES (?, ?)", kept)
    db.execute(import_module("db.migrations.versions.0004_kind_of_segment")._KINDS)
    found = db.execute(f"SELECT {states.ASKS_FOR_A_READER}, {states.OF_A_SNAPSHOT}, kind FROM sync_segment").fetchall()
    assert found == [(0, 0, 0), (1, 0, 1), (0, 1, 2), (1, 1, 3)]
    made = [kind_of(reader=reader, compacted=c) for c in (False, True) for reader in (msgspec.UNSET, 2)]
    assert made == [kind for _asks, _came, kind in found]
    db.close()
