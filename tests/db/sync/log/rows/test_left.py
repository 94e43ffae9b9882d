"""Matters somebody decided to leave: closed for the very same records, open again with another among them."""

from __future__ import annotations

from pathlib import Path

from db.models import Decision
from db.store import Store
from db.sync.log.rows.checks import Found
from db.sync.log.rows.left import others, still_open, subjects
from db.sync.log.rows.replica import replica_of
from tests.bundles.model.stores import SmallStore

KIND = "same_person"


def test_a_matter_is_named_by_all_its_records_in_order() -> None:
    assert others(["b", "a"]) == others(("a", "b")) == "a,b"


def test_only_the_very_same_records_stay_closed(village: Store) -> None:
    with village.write() as session:
        for n, (answer, hidden) in enumerate((("leave", 0), ("leave", 1), ("keep", 0))):
            decision = Decision(id=f"d{n}", scope=village.scope, kind=KIND, noun="person", record_id=f"p{n}",
                                others="q", answer=answer, hidden=hidden)  # fmt: skip
            session.add(decision)
    found = [Found("p0", "", ("q",)), Found("p0", "", ("q", "r")), Found("p0", "name", ("q",)),
             Found("p1", "", ("q",)), Found("p2", "", ("q",))]  # fmt: skip
    with replica_of(village) as replica:
        book = replica.bookkeeping()
        assert still_open(book, KIND, "person", found) == found[1:]
        assert still_open(book, "another", "person", found) == found
        assert still_open(book, KIND, "household", found) == found
        assert list(subjects(book, ["d0", "d1", "none"])) == [(KIND, "person", "p0"), (KIND, "person", "p1")]


def test_a_book_without_decisions_leaves_everything_open(ann: SmallStore, tmp_path: Path) -> None:
    found = [Found("p0", "", ("q",))]
    assert still_open(ann.replica.bookkeeping(), KIND, "person", found) == found
