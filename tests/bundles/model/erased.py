"""Broken ways to take words away for good (sync-tests.md §4, no. 19), and the stories in which they show."""

from __future__ import annotations

from typing import Any

from db.sync.log import merge
from db.sync.log.merge import FieldWrite, Op
from tests.bundles.model import world as model
from tests.bundles.model.mutants import Mutant, _carry, _edit, _two, _values


def with_and_without_the_body() -> None:
    """A row, edited twice, the first edit redacted: on a laptop that had the edits and on one that never saw them."""
    world, a, b, town = _two()
    edit = _edit(world, a, phone="secret")
    late = _edit(world, a, note="kept")
    _carry(world, "va", "town")
    other = world.replicas["vc"] = b.copy()
    other.place = "vc"
    world.deliver(model.Stick("va", "vb", [edit, late], {}, 0))
    world.redact(town, edit)
    _carry(world, "town", "vb")
    _carry(world, "town", "vc")
    assert b.view("p") == other.view("p") == town.view("p")
    for replica in (b, other, town):
        assert (_values(replica, "phone"), _values(replica, "note")) == ({None}, {"kept"})


def words_go_and_stay_gone() -> None:
    """The words stand on one laptop and not on the other; the redaction comes; an old stick brings them once more."""
    world, a, b, town = _two()
    edit = _edit(world, a, phone="secret")
    _carry(world, "va", "town")
    other = world.replicas["vc"] = b.copy()
    world.deliver(model.Stick("va", "vb", [edit], {}, 0))
    redaction = world.redact(town, edit)
    for replica in (b, other):
        replica.take([redaction], world.now(replica))
        replica.force()
        replica.put_in_effect(edit)
        assert _values(replica, "phone") == {None}


def taken_twice() -> None:
    """Township and county redact the same segment, each taking another op; both are gone, whoever came first."""
    both = [Op(merge.INSERT, "t", pk, (FieldWrite("note", f"secret {pk}"),)) for pk in "ab"]
    segment = merge.Segment(b"s", ("p", 0), 1, both)
    takes = [merge.remains(segment, [idx], model.RULES) for idx in (0, 1)]
    for order in ((0, 1), (1, 0)):
        for first in (True, False):
            state = merge.State(model.RULES)
            deeds = [merge.Segment(b"z%d" % i, ("p", 0), 2, [Op(merge.REDACT, "", "", rest=takes[i])]) for i in order]
            for found in [segment, *deeds] if first else [*deeds, segment]:
                state.apply(found)
            for pk in "ab":
                live = merge.live_writes(state.row(("p", 0), "t", pk), "note")
                assert [write.value for write in live.values()] == [None], (order, first, pk)


_lay_all = merge.State.apply


def _says_only_that_it_is_empty(op: Any, _rules: Any) -> Op:
    return op._replace(writes=tuple(FieldWrite(write.col, None) for write in op.writes), dots=frozenset())


def _lays_it_again(state: Any, segment: Any) -> None:
    state.integrated.discard(segment.hash)
    state.erased.pop(segment.hash, None)
    _lay_all(state, segment)


def _last_one_counts(state: Any, op: Any) -> None:
    segment, lost = op.rest
    state.erased[segment.hash] = lost
    if segment.hash not in state.integrated:
        state.apply(segment)


MUTANTS = {
    "19 redaction without what was replaced": Mutant(
        [(merge, "wordless", _says_only_that_it_is_empty)], with_and_without_the_body
    ),
    "19b redaction leaves the words": Mutant(
        [(merge, "blank", lambda _row, _dot, _rules: None)], words_go_and_stay_gone
    ),
    "19c an old stick brings them back": Mutant(
        [(merge.State, "apply", _lays_it_again)], words_go_and_stay_gone, False
    ),
    "19d the last redaction counts": Mutant([(merge.State, "_redact", _last_one_counts)], taken_twice),
}
