"""After a snapshot: what the office saw replaced is replaced here too, and remembered for ever."""

from __future__ import annotations

from db.sync.log.closing import Closed, close, pack
from db.sync.log.rows.display import Tally
from tests.bundles.model.stores import SmallStore, scope
from tests.bundles.snapshots.small import begin
from tests.db.sync.log.houses import H, house

P = (scope("p"), 0)


def _names(store: SmallStore) -> list[bytes]:
    return [name for (name,) in store.rows("SELECT hash FROM sync_segment ORDER BY id")]


def _closed(store: SmallStore, *found: Closed) -> None:
    store.db.execute(
        "INSERT INTO sync_bundle_log(bundle_id, direction, kind, heads, result) VALUES ('f', 'in', 'snapshot', ?, 'w')",
        (pack(found),),
    )
    close(store.replica, Tally())


def test_a_side_that_was_replaced_goes_and_the_matter_with_it(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    for store in (ann, bob):
        store.do("UPDATE house SET note = ?", store.device)
    give(bob, ann)  # type: ignore[operator]
    assert [entry[3] for entry in ann.queue("p")] == ["note"]
    (his,) = ann.rows("SELECT s.hash FROM sync_cell c JOIN sync_segment s ON s.id = c.seg WHERE c.val = 'bob'")
    _closed(ann, Closed(P, "house", H, his[0], 0, "note"))
    assert ann.rows("SELECT note FROM house") == [("ann",)]
    assert ann.queue("p") == []
    assert ann.rows("SELECT seg_hash, col FROM sync_gone") == [(his[0], "note")]
    assert ann.rows("SELECT heads FROM sync_bundle_log") == [(None,)]


def test_the_only_entry_of_a_field_and_a_clock_stay(ann: SmallStore) -> None:
    house(ann, seen=3)
    ann.seal()
    (name,) = _names(ann)
    _closed(ann, Closed(P, "house", H, name, 0, "note"), Closed(P, "house", H, name, 0, "seen"))
    assert ann.rows("SELECT note, seen FROM house") == [("n", 3)]


def test_what_has_not_come_yet_is_remembered(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    _closed(ann, Closed(P, "house", H, b"x" * 32, 4, "note"))
    assert ann.rows("SELECT seg_hash, idx, col FROM sync_gone") == [(b"x" * 32, 4, "note")]


def test_a_new_computer_shows_what_the_office_shows(ann: SmallStore, bob: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("UPDATE house SET phone = '2'")
    begin(ann, bob, ["p"])
    assert bob.tables("p") == ann.tables("p")
