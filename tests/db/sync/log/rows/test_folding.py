"""Many edits of one row between two seals become one deed, signed by whoever made the last of each kind."""

from __future__ import annotations

from db.sync.log.rows.folding import Edit, Folded, Signed, pending
from tests.bundles.model.stores import SmallStore
from tests.db.sync.log.houses import H, T, house

ME = Signed("ann", "form", None, "2026-01-01T00:00:00.000Z")


def _edit(seq: int, op: str, *cols: str) -> Edit:
    return Edit(seq, op, cols, {}, ME)


def _folded(*edits: Edit) -> Folded:
    row = Folded()
    for edit in edits:
        row.add(edit)
    return row


def test_the_first_edit_of_a_field_says_what_it_replaced_the_last_who_signed() -> None:
    row = _folded(_edit(3, "U", "note"), _edit(4, "U", "note", "phone"), _edit(5, "U", "phone"))
    assert (row.seq, row.born) == (3, None)
    assert {col: edit.seq for col, edit in row.first.items()} == {"note": 3, "phone": 4}
    assert {col: edit.seq for col, edit in row.last.items()} == {"note": 4, "phone": 5}


def test_hidden_then_shown_again_is_nothing_and_the_other_way_round_is_a_return() -> None:
    """What counts is how it began and how it ends."""
    assert (_folded(_edit(1, "D")).deleted, _folded(_edit(1, "D")).came_back) == (True, False)
    there_and_back = _folded(_edit(1, "D"), _edit(2, "X"))
    assert (there_and_back.deleted, there_and_back.came_back) == (False, False)
    back = _folded(_edit(1, "X"))
    assert (back.deleted, back.came_back) == (False, True)
    back_and_gone = _folded(_edit(1, "X"), _edit(2, "D"))
    assert (back_and_gone.deleted, back_and_gone.came_back) == (True, False)


def test_whether_somebody_went_on_writing() -> None:
    row = _folded(_edit(1, "U", "note"), _edit(2, "D"), _edit(3, "U", "phone"))
    assert row.fate is not None
    assert row.edited_after(row.fate)
    assert not row.edited_after(_edit(3, "U"))


def test_the_notes_of_the_triggers_by_table_and_row(ann: SmallStore) -> None:
    assert pending(ann.db) == (0, {})
    house(ann)
    ann.do("UPDATE house SET note = 'm'", base={H: {"note": "token"}})
    house(ann, T)
    last, found = pending(ann.db)
    assert set(found) == {1}
    assert set(found[1]) == {H, T}
    assert found[1][H].born is not None
    assert found[1][H].first["note"].base == {"note": "token"}
    assert found[1][H].first["note"].signed.author == "cadre of ann"
    assert last == found[1][T].seq
