"""Newer and older versions side by side: nothing unknown is dropped, and the upgrade shows it."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, MetaData, Text

from db import capture
from db.sync.log import apply
from tests.bundles.model.stores import SmallStore, add_books, add_table, col, scope

H, V = "1" * 32, "2" * 32
Raw = tuple[bytes, bytes, bytes]


@pytest.fixture
def bob() -> SmallStore:
    """Bob's laptop, of the older version."""
    return SmallStore("bob")


def _house(store: SmallStore, **more: object) -> None:
    values = {"id": H, "scope": scope("p"), "note": "n", "phone": "1"} | more
    store.do(f"INSERT INTO house({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _log(store: SmallStore) -> list[Raw]:
    return store.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")  # type: ignore[return-value]


def _newer() -> MetaData:
    metadata = MetaData()
    add_table(
        metadata, "house", 1, col("note", Text, "words"), col("phone", Text, "fact"), col("seen", Integer, "clock"),
        col("stage", Text, "ladder", steps=("new", "open", "done")), col("pets", Integer, "fact"),
        col("feeds", Integer, "clock"),
    )  # fmt: skip
    add_table(metadata, "well", 9, col("depth", Integer, "fact"))
    add_books(metadata)
    return metadata


def test_what_a_newer_version_wrote_is_kept_passed_on_and_shown_after_the_upgrade(bob: SmallStore) -> None:
    newer = _newer()
    ann = SmallStore("ann", metadata=newer)
    _house(ann, pets=3, feeds=8)
    ann.seal()
    ann.do("UPDATE house SET pets = 4, feeds = 2, phone = '2'")
    ann.do("INSERT INTO well(id, scope, depth) VALUES (?, ?, 12)", V, scope("p"))
    ann.seal()
    for order in ([0, 1], [1, 0]):
        bob = SmallStore("bob")
        for n in order:
            bob.stage([_log(ann)[n]], ["p"])
            applied = apply.run(bob.replica, force=True)
        assert bob.rows("SELECT id, phone FROM house") == [(H, "2")]
        assert bob.receipt("p") == ann.receipt("p")
        kept = {r: b for r, b in bob.rows("SELECT hash, body FROM sync_segment")}  # noqa: C416
        assert kept == dict(ann.rows("SELECT hash, body FROM sync_segment"))
        bob.do("UPDATE house SET note = 'm'")
        bob.seal()
        upgraded = _upgraded(bob, newer)
        applied = apply.run(upgraded.replica)
        assert (applied.new, applied.changed) == (1, 1)
        assert upgraded.rows("SELECT id, phone, pets, feeds, note FROM house") == [(H, "2", 4, 8, "m")]
        assert upgraded.rows("SELECT id, depth FROM well") == [(V, 12)]
        assert upgraded.rows("SELECT * FROM sync_unknown") == []
        assert apply.run(upgraded.replica) == apply.Applied()
        ann_too = SmallStore("ann", ann.image(), metadata=newer)
        ann_too.stage(_log(upgraded), ["p"])
        assert ann_too.tables("p") == upgraded.tables("p")


def _upgraded(store: SmallStore, metadata: MetaData) -> SmallStore:
    """The same book after a migration that adds columns and a table."""
    store.db.execute("BEGIN")
    store.db.execute("ALTER TABLE house ADD COLUMN pets INTEGER")
    store.db.execute("ALTER TABLE house ADD COLUMN feeds INTEGER")
    store.db.execute(
        "CREATE TABLE well(id TEXT PRIMARY KEY, scope TEXT, compartment INT DEFAULT 0, hidden INT, depth INT)"
    )
    capture.install(store.db, metadata)
    store.db.execute("UPDATE sync_state SET schema_ver = 0")
    store.db.execute("COMMIT")
    return SmallStore("bob", store.image(), metadata=metadata)


def test_fields_an_older_version_does_not_know_count_in_the_reply(bob: SmallStore) -> None:
    ann = SmallStore("ann", metadata=_newer())
    _house(ann, pets=3)
    ann.seal()
    bob.stage([], ["p"])
    before = bob.rows("SELECT count(*) FROM sync_unknown")
    bob.stage(_log(ann), ["p"])
    assert (before, bob.rows("SELECT col, val FROM sync_unknown ORDER BY col")) == (
        [(0,)],
        [("feeds", None), ("pets", 3)],
    )


def test_an_older_sender_leaves_new_fields_empty(bob: SmallStore) -> None:
    ann = SmallStore("ann", metadata=_newer())
    _house(bob)
    bob.seal()
    ann.stage(_log(bob), ["p"])
    ann.do("UPDATE house SET pets = 1")
    ann.seal()
    assert ann.rows("SELECT pets, phone FROM house") == [(1, "1")]
    assert ann.queue("p") == []
