"""What a person must settle: opened by what the rows say, closed when they say otherwise, named alike everywhere."""

from __future__ import annotations

from db.sync.log import merge
from db.sync.log.merge import Birth, Dot, Row, Rule, Write
from db.sync.log.rows.queues import conflict_id, open_fields
from tests.bundles.model.stores import SmallStore
from tests.db.sync.log.houses import H, house

A, B = Dot(b"a" * 32, 0), Dot(b"b" * 32, 0)
RULES = {"note": Rule("words"), "seen": Rule("clock")}


def _kinds(store: SmallStore) -> list[tuple[str, str]]:
    return [(kind, col) for _id, _tbl, _pk, col, kind, _other in store.queue("p")]


def test_a_name_is_the_same_everywhere_and_another_for_another_matter() -> None:
    key = (H, "note", "field")
    name = conflict_id(("s", 0), "house", key)
    assert name == conflict_id(("s", 0), "house", key)
    others = [conflict_id(("s", 1), "house", key), conflict_id(("s", 0), "visit", key),
              conflict_id(("s", 0), "house", (H, "phone", "field"))]  # fmt: skip
    assert len({name, *others}) == 4


def test_only_two_different_entries_of_a_row_on_display_are_a_matter() -> None:
    row = Row(born=Birth(A, 1, {}))
    row.cells["note"] = {A: Write("x", 1), B: Write("x ", 2)}
    assert open_fields(row, RULES) == []
    row.cells["note"][B] = Write("y", 2)
    row.cells["seen"] = {A: Write(1, 1), B: Write(2, 2)}
    assert open_fields(row, RULES) == ["note"]
    merge.delete(row, Dot(b"d" * 32, 0), frozenset({A, B}))
    assert open_fields(row, RULES) == []
    assert open_fields(Row(cells=row.cells), RULES) == []


def test_two_texts_open_a_matter_and_a_choice_closes_it(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    for store in (ann, bob):
        store.do("UPDATE house SET note = ?", store.device)
    give(ann, bob, back=True)  # type: ignore[operator]
    assert _kinds(ann) == _kinds(bob) == [("field", "note")]
    assert ann.queue("p") == bob.queue("p")
    ann.do("DELETE FROM house")
    give(ann, bob)  # type: ignore[operator]
    assert _kinds(bob) == []


def test_deleted_here_and_edited_there_is_a_matter_until_it_is_settled(
    ann: SmallStore, bob: SmallStore, give: object
) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    ann.do("DELETE FROM house")
    bob.do("UPDATE house SET note = 'still there'")
    give(bob, ann)  # type: ignore[operator]
    assert _kinds(ann) == [("deleted_but_edited", "")]
    assert ann.rows("SELECT hidden FROM house") == [(0,)]
    ann.do("DELETE FROM house")
    ann.seal()
    assert _kinds(ann) == []
