"""References without their other end: told, unless whoever deleted the end knew of them, or it only moved."""

from __future__ import annotations

from db.sync.log.rows.references import book_row, dangling, open_ones, subjects
from tests.bundles.model.stores import SmallStore
from tests.db.sync.log.houses import H, V, house, visit


def _told(store: SmallStore) -> list[tuple[str, str, str]]:
    book = store.replica.bookkeeping()
    return [(hit.pk, hit.col, hit.other[0]) for hit in dangling(book, book.tables["visit"], [V])]


def test_a_visit_whose_house_never_came(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    ann.seal()
    visit(ann)
    ann.seal()
    later = ann.rows("SELECT head, sig, body FROM sync_segment ORDER BY id")
    book = bob.replica.bookkeeping()
    assert subjects(book, book.tables["visit"], [V]) == {"visit": {V}}
    ann.db.execute("PRAGMA foreign_keys = OFF")
    ann.db.execute("UPDATE visit SET house_id = ?", ("9" * 32,))
    assert _told(ann) == [(V, "house_id", "9" * 32)]
    assert len(later) == 2


def test_a_house_deleted_by_somebody_who_knew_of_the_visit_is_no_riddle(
    ann: SmallStore, bob: SmallStore, give: object
) -> None:
    house(ann)
    visit(ann)
    give(ann, bob)  # type: ignore[operator]
    bob.do("DELETE FROM house")
    give(bob, ann)  # type: ignore[operator]
    assert _told(ann) == []
    assert ann.queue("p") == []


def test_a_house_deleted_by_somebody_who_did_not_know_is_told_on_both(
    ann: SmallStore, bob: SmallStore, give: object
) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    visit(ann)
    bob.do("DELETE FROM house")
    give(ann, bob, back=True)  # type: ignore[operator]
    assert _told(ann) == _told(bob) == [(V, "house_id", H)]
    assert open_ones(ann.replica.bookkeeping()) == {"visit": {V}}
    assert [(entry[2], entry[4]) for entry in bob.queue("p")] == [(V, "dangling_ref")]
    book = ann.replica.bookkeeping()
    assert subjects(book, book.tables["house"], [H])["visit"] == {V}
    bob.do("DELETE FROM visit")
    give(bob, ann)  # type: ignore[operator]
    assert _told(ann) == []


def test_a_row_is_found_in_the_partition_that_shows_it(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    book = ann.replica.bookkeeping()
    assert book_row(book, book.tables["house"], H).born is not None
