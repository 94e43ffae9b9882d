"""How two people's writes in one record come together."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from db.bundles import merge
from db.bundles.merge import DELETE, INSERT, RESOLVE, UNDELETE, UPDATE, Dot, FieldWrite, Op, Row, Rule

RULES = {
    "note": Rule("words"),
    "phone": Rule("fact"),
    "seen": Rule("clock"),
    "stage": Rule("ladder", ("new", "open", "done")),
}
A, B, C, D, E = (Dot(bytes([n]) * 32, 0) for n in range(1, 6))

Step = tuple[Dot, int, Op]


def _row(*steps: Step) -> Row:
    row = Row()
    for dot, hlc, op in steps:
        merge.apply(row, op, dot, hlc, RULES)
    return row


def _insert(**values: Any) -> Op:
    return Op(INSERT, "t", "1", tuple(FieldWrite(col, value) for col, value in values.items()))


def _update(col: str, value: Any, *replaces: Dot) -> Op:
    return Op(UPDATE, "t", "1", (FieldWrite(col, value, replaces),))


def _live(row: Row, col: str) -> set[Any]:
    return {write.value for write in merge.live_writes(row, col).values()}


def _shown(row: Row, col: str) -> Any:
    live = merge.live_writes(row, col)
    return live[merge.shown(live, RULES[col])].value


def test_an_edit_takes_the_place_of_what_it_saw() -> None:
    row = _row((A, 1, _insert(phone="1", note="n")), (B, 2, _update("phone", "2", A)))
    assert (_live(row, "phone"), _live(row, "note")) == ({"2"}, {"n"})
    assert not merge.conflict(merge.live_writes(row, "phone"))


def test_different_fields_merge_without_a_word() -> None:
    row = _row((A, 1, _insert(phone="1", note="n")), (B, 2, _update("phone", "2", A)), (C, 2, _update("note", "m", A)))
    assert (_live(row, "phone"), _live(row, "note")) == ({"2"}, {"m"})


def test_the_same_field_keeps_both_and_shows_the_younger() -> None:
    row = _row((A, 1, _insert(phone="1")), (B, 3, _update("phone", "2", A)), (C, 2, _update("phone", "3", A)))
    live = merge.live_writes(row, "phone")
    assert (_live(row, "phone"), _shown(row, "phone"), merge.conflict(live)) == ({"2", "3"}, "2", True)


def test_a_person_closes_exactly_what_he_saw() -> None:
    base: list[Step] = [
        (A, 1, _insert(phone="1")), (B, 2, _update("phone", "2", A)), (C, 3, _update("phone", "3", A)),
        (D, 4, Op(RESOLVE, "t", "1", (FieldWrite("phone", "2 and 3", (B, C)),))),
    ]  # fmt: skip
    assert _live(_row(*base), "phone") == {"2 and 3"}
    late = (E, 2, _update("phone", "5", A))
    assert _live(_row(*base, late), "phone") == {"2 and 3", "5"}


def test_every_order_of_a_tangled_story_ends_alike() -> None:
    steps: list[Step] = [
        (A, 1, _insert(phone="1", note="n", seen=1)),
        (B, 2, Op(UPDATE, "t", "1", (FieldWrite("phone", "2", (A,)), FieldWrite("seen", 9, (A,))))),
        (C, 3, _update("phone", "3", B)),
        (D, 4, Op(DELETE, "t", "1", dots=frozenset({A, B}))),
        (E, 5, Op(UNDELETE, "t", "1", dots=frozenset({D}))),
    ]
    ends = set()
    for order in itertools.permutations(steps):
        row = _row(*order)
        ends.add((tuple(sorted(map(str, row.cells.items()))), tuple(row.dels), merge.hidden(row), _shown(row, "note")))
        assert (_live(row, "phone"), _live(row, "seen"), row.dels) == ({"3"}, {9}, {})
    assert len({end[2:] for end in ends}) == 1


def test_a_clock_field_is_the_greatest_ever_written() -> None:
    steps: list[Step] = [(A, 1, _insert(seen=5)), (B, 2, _update("seen", 3, A)), (C, 3, _update("seen", 4, A))]
    for order in itertools.permutations(steps):
        row = _row(*order)
        assert _live(row, "seen") == {5}
        assert not merge.conflict(merge.live_writes(row, "seen"), RULES["seen"])


@pytest.mark.parametrize(
    ("younger", "older", "open_conflict"),
    [("done", "open", False), ("open", "done", True), ("open", "open", False), ("open", "revoked in 2030", True)],
)
def test_a_ladder_asks_only_if_somebody_stood_higher(younger: str, older: str, open_conflict: bool) -> None:
    row = _row((A, 1, _insert(stage="new")), (B, 3, _update("stage", younger, A)), (C, 2, _update("stage", older, A)))
    assert _shown(row, "stage") == younger
    assert merge.conflict(merge.live_writes(row, "stage"), RULES["stage"]) is open_conflict


def test_a_deletion_hides_what_it_saw_and_nothing_else() -> None:
    base: list[Step] = [(A, 1, _insert(phone="1", note="n"))]
    gone = (B, 2, Op(DELETE, "t", "1", dots=frozenset({A})))
    edit = (C, 2, _update("phone", "2", A))
    assert merge.hidden(_row(*base, gone))
    seen_late = _row(*base, gone, edit)
    assert (merge.hidden(seen_late), merge.deleted_but_edited(seen_late)) == (False, True)
    both = (D, 3, Op(DELETE, "t", "1", dots=frozenset({A, C})))
    assert merge.hidden(_row(*base, gone, edit, both))
    assert not merge.hidden(_row(*base, gone, (D, 3, Op(UNDELETE, "t", "1", dots=frozenset({B})))))


def test_two_deletions_need_two_undeletes_or_one_that_names_both() -> None:
    base: list[Step] = [
        (A, 1, _insert(phone="1")),
        (B, 2, Op(DELETE, "t", "1", dots=frozenset({A}))),
        (C, 2, Op(DELETE, "t", "1", dots=frozenset({A}))),
    ]
    assert merge.hidden(_row(*base, (D, 3, Op(UNDELETE, "t", "1", dots=frozenset({B})))))
    assert not merge.hidden(_row(*base, (D, 3, Op(UNDELETE, "t", "1", dots=frozenset({B, C})))))


def test_a_write_cannot_strike_another_row_or_column_of_the_same_op() -> None:
    """Hostile: the dot of an insert named by an edit of another column kills nothing there."""
    row = _row((A, 1, _insert(phone="1", note="n")), (B, 2, _update("phone", "2", A)))
    other = _row((B, 2, _update("phone", "2", A)), (A, 1, _insert(phone="1", note="n")))
    assert _live(row, "note") == _live(other, "note") == {"n"}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("caf\u00e9", "cafe\u0301", True), ("x ", "x", True),
        ("a\r\nb", "a\nb", True), ("", None, True), ("\u3000", None, True),
        ("x", "y", False), ("1", 1, False), (True, 1, True), (0, None, False), (b"x", "x", False), (1, 1.0, True),
    ],
)  # fmt: skip
def test_what_counts_as_the_same_entry(one: Any, two: Any, same: bool) -> None:
    live = {A: merge.Write(one, 1), B: merge.Write(two, 2)}
    assert merge.conflict(live) is not same


def test_values_of_every_kind_have_an_order_on_a_clock() -> None:
    live = {A: merge.Write(None, 9), B: merge.Write(3, 8), C: merge.Write("2", 7), D: merge.Write(2.5, 6)}
    assert merge.shown(live, Rule("clock")) == C


def test_a_state_lays_segments_on_their_rows_once_each() -> None:
    part = ("v", 0)
    state = merge.State({"t": RULES})
    state.apply(merge.Segment(A.segment, part, 1, [_insert(phone="1"), _insert(phone="2")]))
    copy = state.copy()
    state.apply(merge.Segment(B.segment, part, 2, [_update("phone", "3", Dot(A.segment, 0))]))
    assert _live(state.row(part, "t", "1"), "phone") == {"2", "3"}
    assert _live(copy.row(part, "t", "1"), "phone") == {"1", "2"}
    assert state.row(("v", 1), "t", "1") == Row()
