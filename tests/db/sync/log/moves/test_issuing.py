"""Said again in another partition: once each, on what it was based on; deletions too, and those lifted since."""

from __future__ import annotations

from db.sync.log import merge
from db.sync.log.merge import DELETE, INSERT, RESOLVE, UNDELETE, UPDATE, Birth, Dot, FieldWrite, Op, Row, Write
from db.sync.log.moves.issuing import Copies, Issuing, covered

A1, A2, B1 = (Dot(bytes([n]) * 32, 0) for n in (1, 2, 11))
PART = {A1.segment: "a", A2.segment: "a", B1.segment: "b"}
OPS = {
    A1: Op(INSERT, "t", "1", (FieldWrite("note", "n"), FieldWrite("village", "a"))),
    A2: Op(UPDATE, "t", "1", (FieldWrite("note", "m", (A1,)),)),
    B1: Op(INSERT, "t", "1", (FieldWrite("note", "n"), FieldWrite("village", "b"))),
}


def _issuing(known: Copies) -> Issuing:
    return Issuing(known, OPS.get, {}, ("a", "b"), {"village": "b"})


def _copies(*spots: tuple[Dot, str, Dot]) -> Copies:
    known = Copies(PART.get)
    for copy, col, origin in spots:
        known.add(copy, col, origin)
    return known


def _there(*, changed: bool = False) -> Row:
    row = Row(born=Birth(A1, 1, {"note": "n", "village": "a"}))
    if changed:
        row.cells["note"] = {A2: Write("m", 2)}
    return row


HERE = {"note": "n", "village": "b"}


def test_the_first_time_the_whole_row_is_said_at_home_in_its_new_village() -> None:
    (copied,) = _issuing(_copies()).writes("t", "1", _there(), Row())
    assert copied.op == Op(INSERT, "t", "1", (FieldWrite("note", "n"), FieldWrite("village", "b")))
    assert copied.origins == {"note": (A1,), "village": (A1,)}


def test_what_was_said_is_not_said_again_and_late_work_replaces_what_it_was_made_on() -> None:
    known = _copies((B1, "note", A1), (B1, "village", A1))
    here = Row(born=Birth(B1, 3, HERE))
    assert _issuing(known).writes("t", "1", _there(), here) == []
    (late,) = _issuing(known).writes("t", "1", _there(changed=True), here)
    assert late.op == Op(UPDATE, "t", "1", (FieldWrite("note", "m", (B1,)),))
    assert late.origins == {"note": (A2,)}


def test_of_a_conflict_both_sides_go_along_the_shown_one_last() -> None:
    row = _there(changed=True)
    row.cells["note"][A1] = Write("n", 1)
    beside, born = _issuing(_copies()).writes("t", "1", row, Row())
    assert (beside.op.code, beside.op.writes[0].value) == (UPDATE, "n")
    assert (born.op.code, born.op.writes[0].value) == (INSERT, "m")


def test_a_deletion_is_said_with_what_it_saw_and_lifted_when_it_was_lifted() -> None:
    known = _copies((B1, "note", A1), (B1, "village", A1))
    here, there, gone = Row(born=Birth(B1, 3, HERE)), _there(), Dot(b"d" * 32, 0)
    there.dels[gone] = frozenset({A1})
    ops = OPS | {gone: Op(DELETE, "t", "1", dots=frozenset({A1}))}
    (fate,) = Issuing(known, ops.get, {}, ("a", "b"), {"village": "b"}).fates("t", "1", there, here)
    assert fate.op == Op(DELETE, "t", "1", dots=frozenset({B1}))
    there.dels[gone] = frozenset()
    (blind,) = Issuing(known, ops.get, {}, ("a", "b"), {"village": "b"}).fates("t", "1", there, here)
    assert blind.op.dots == frozenset()
    mine = Dot(b"e" * 32, 0)
    PART.update({gone.segment: "a", mine.segment: "b"})
    known.add(mine, "", gone)
    here.dels[mine] = frozenset({B1})
    (lifted,) = _issuing(known).fates("t", "1", _there(), here)
    assert lifted.op == Op(UNDELETE, "t", "1", dots=frozenset({mine}))


def test_the_same_write_in_several_partitions_is_found_both_ways() -> None:
    known = _copies((B1, "note", A1))
    assert known.of((A1, "note"), "b") == {B1}
    assert known.of((B1, "note"), "a") == {A1}
    assert known.of((A1, "village"), "b") == set()


def test_a_move_that_saw_everything_covers_the_row() -> None:
    row, move = _there(changed=True), Dot(b"m" * 32, 0)
    row.dels[move] = frozenset({A1, A2})
    assert covered(row, [move])
    row.dels[move] = frozenset({A1})
    assert not covered(row, [move])
    assert merge.RESOLVE == RESOLVE
