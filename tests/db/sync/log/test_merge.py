"""How two people's writes in one record come together."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from db.sync.log import merge
from db.sync.log.merge import DELETE, INSERT, RESOLVE, UNDELETE, UPDATE, Dot, FieldWrite, Op, Row, Rule

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


def test_an_op_without_words_still_replaces_and_still_counts() -> None:
    op = Op(UPDATE, "t", "1", (FieldWrite("phone", "2", (A,)), FieldWrite("seen", 9, (A,))))
    assert merge.wordless(op, RULES) == op._replace(
        writes=(FieldWrite("phone", None, (A,)), FieldWrite("seen", 9, (A,)))
    )


def test_the_words_of_one_op_leave_a_row_and_nobody_elses() -> None:
    row = _row(
        (A, 1, _insert(phone="1", note="n", seen=5)), (B, 2, _update("phone", "2", A)), (C, 3, _update("phone", "3", A))
    )
    merge.blank(row, B, RULES)
    assert merge.live_writes(row, "phone") == {B: merge.Write(None, 2), C: merge.Write("3", 3)}
    assert (_live(row, "note"), _live(row, "seen")) == ({"n"}, {5})
    merge.blank(row, A, RULES)
    assert (_live(row, "note"), _live(row, "seen"), _live(row, "phone")) == ({None}, {5}, {None, "3"})


def test_a_counter_in_a_cell_keeps_its_value_when_its_op_loses_its_words() -> None:
    row = _row((A, 1, _insert(seen=5)), (B, 2, Op(UPDATE, "t", "1", (FieldWrite("seen", 9), FieldWrite("note", "x")))))
    merge.blank(row, B, RULES)
    assert (_live(row, "seen"), _live(row, "note")) == ({9}, {None})


PART = ("v", 0)


def _redaction(number: int, segment: merge.Segment, *erased: int) -> merge.Segment:
    rest = merge.remains(segment, erased, {"t": RULES})
    return merge.Segment(bytes([number]) * 32, PART, number, [Op(merge.REDACT, "", "", rest=rest)])


def _told(*segments: merge.Segment) -> merge.State:
    state = merge.State({"t": RULES})
    for segment in segments:
        state.apply(segment)
    return state


def test_a_redaction_takes_the_words_before_or_after_they_came() -> None:
    said = merge.Segment(
        A.segment, PART, 1, [_insert(phone="1", note="n", seen=5), _update("note", "m", Dot(A.segment, 0))]
    )
    gone = _redaction(7, said, 0)
    late = merge.Segment(B.segment, PART, 2, [_update("phone", "3", Dot(A.segment, 0))])
    ends = [_told(*order) for order in itertools.permutations([said, gone, late])]
    for state in [*ends, _told(gone, late), _told(late, gone)]:
        row = state.row(PART, "t", "1")
        assert (_live(row, "phone"), _live(row, "note"), _live(row, "seen")) == ({"3"}, {"m"}, {5})
        assert row.born == merge.Birth(Dot(A.segment, 0), 1, {"phone": None, "note": None, "seen": 5})


def test_several_redactions_of_one_segment_take_all_that_any_of_them_takes() -> None:
    said = merge.Segment(A.segment, PART, 1, [_insert(phone="1"), Op(INSERT, "t", "2", (FieldWrite("phone", "2"),))])
    first, second = _redaction(7, said, 0), _redaction(8, said, 1)
    for order in itertools.permutations([said, first, second]):
        state = _told(*order)
        assert _live(state.row(PART, "t", "1"), "phone") == _live(state.row(PART, "t", "2"), "phone") == {None}
        assert state.erased == {A.segment: frozenset({0, 1})}
    half = _told(said, first)
    assert _live(half.row(PART, "t", "2"), "phone") == {"2"}
    twin = half.copy()
    twin.apply(second)
    assert (half.erased, len(half.integrated), len(twin.integrated)) == ({A.segment: frozenset({0})}, 2, 3)


def test_a_segment_counts_once_however_often_it_comes() -> None:
    said = merge.Segment(A.segment, PART, 1, [_insert(phone="1")])
    late = merge.Segment(B.segment, PART, 2, [Op(DELETE, "t", "1", dots=frozenset({Dot(A.segment, 0)}))])
    back = merge.Segment(C.segment, PART, 3, [Op(UNDELETE, "t", "1", dots=frozenset({Dot(B.segment, 0)}))])
    row = _told(said, late, back, late, said).row(PART, "t", "1")
    assert (row.dels, merge.hidden(row)) == ({}, False)


def test_a_log_laid_again_from_its_start_brings_back_nothing_that_was_replaced() -> None:
    row = _row((A, 1, _insert(phone="1")), (B, 2, _update("phone", "2", A)))
    row.cells["phone"][A] = merge.Write("1", 1)
    row.gone |= {(A, "phone"), (C, "note"), (D, "")}
    merge.bury(row)
    assert _live(row, "phone") == {"2"}
    alone = _row((A, 1, _insert(phone="1")))
    alone.gone.add((A, "phone"))
    merge.bury(alone)
    assert _live(alone, "phone") == {"1"}  # the last word is never taken away


def test_columns_stand_in_the_order_of_the_birth_then_of_arrival() -> None:
    row = _row((A, 1, _insert(phone="1", note="n")), (B, 2, _update("stage", "open")), (C, 3, _update("note", "m", A)))
    assert list(merge.columns(row)) == ["phone", "note", "stage"]
    assert list(merge.columns(Row())) == []


def test_an_op_has_a_say_as_long_as_one_of_its_words_stands() -> None:
    row = _row((A, 1, _insert(phone="1", note="n")), (B, 2, _update("phone", "2", A)))
    assert merge.live_dots(row) == {A, B}
    merge.apply(row, _update("note", "m", A), C, 3, RULES)
    assert merge.live_dots(row) == {B, C}
    assert merge.live_dots(Row()) == set()


def test_a_row_and_its_copy_go_their_own_ways() -> None:
    row = _row(
        (A, 1, _insert(phone="1")),
        (B, 2, _update("phone", "2", A)),
        (C, 3, Op(DELETE, "t", "1", dots=frozenset({A, B}))),
    )
    twin = row.copy()
    merge.apply(twin, _update("phone", "4", B), D, 4, RULES)
    merge.apply(twin, Op(UNDELETE, "t", "1", dots=frozenset({C, E})), E, 5, RULES)
    assert (_live(row, "phone"), set(row.dels), merge.hidden(row)) == ({"2"}, {C}, True)
    assert (_live(twin, "phone"), twin.dels) == ({"4"}, {})


def test_a_move_takes_the_row_away_as_a_deletion_does() -> None:
    row = _row((A, 1, _insert(phone="1")), (B, 2, Op(merge.MOVE, "t", "1", dots=frozenset({A}))))
    assert merge.hidden(row)
    assert not merge.deleted_but_edited(row)


@pytest.mark.parametrize(
    ("younger", "older", "asks"),
    [("open", None, False), (None, "open", True), (None, None, False), ("2030", "done", False), ("done", "2030", True)],
)
def test_an_unknown_rung_stands_above_all_and_nothing_at_all_below(younger: Any, older: Any, asks: bool) -> None:
    live = {A: merge.Write(older, 1), B: merge.Write(younger, 2)}
    assert merge.conflict(live, RULES["stage"]) is asks


def test_of_two_writes_of_one_moment_the_greater_name_is_shown() -> None:
    live = {A: merge.Write("a", 1), B: merge.Write("b", 1)}
    assert merge.shown(live) == B
    ticks = {A: merge.Write(5, 1), B: merge.Write(5, 1), C: merge.Write(4, 9)}
    assert merge.shown(ticks, Rule("clock")) == B
    assert merge.shown({A: merge.Write(5, 2), B: merge.Write(5, 1)}, Rule("clock")) == A


def test_every_kind_of_value_has_its_rank_on_a_clock() -> None:
    rising = [None, 0, 2.5, 3, "", "2", b"", b"1"]
    for lower, higher in itertools.pairwise(rising):
        live = {B: merge.Write(lower, 9), A: merge.Write(higher, 1)}
        assert merge.shown(live, Rule("clock")) == A, (lower, higher)
