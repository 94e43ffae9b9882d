"""Designs of a snapshot that must die: each broken place shows in a story of three small books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.sync.deeds.snapshots import compacting, making, taking
from db.sync.log import apply, closing, proof
from db.sync.matters.shown import conflicts
from tests.bundles.model.stores import SmallStore, scope
from tests.bundles.snapshots.small import begin

H, V = "1" * 32, "2" * 32


def carry(sender: SmallStore, receiver: SmallStore) -> None:
    """Everything the sender can give."""
    sender.seal()
    names = [name for name in sender.graph("p") if name not in sender.covered()]
    receiver.stage(sender.read(names), ["p"])
    apply.run(receiver.replica, force=True)


def same(*stores: SmallStore) -> None:
    """All show the same, have the same queue and heads, and their logs prove it."""
    first = stores[0]
    for store in stores:
        assert store.tables("p") == first.tables("p")
        assert store.queue("p") == first.queue("p")
        assert store.receipt("p").heads == first.receipt("p").heads
        assert proof.proven(store.replica) == []


def people() -> tuple[SmallStore, SmallStore, SmallStore]:
    """A village with a house that was changed twice, its township which has it all, a new laptop."""
    village, town, new = SmallStore("v"), SmallStore("town"), SmallStore("new")
    village.do("INSERT INTO house(id, scope, note, phone, seen) VALUES (?, ?, 'n', '1', 9)", H, scope("p"))
    village.seal()
    for phone in ("2", "3"):
        village.do("UPDATE house SET phone = ?, seen = seen - 1", phone)
        village.seal()
    carry(village, town)
    return village, town, new


def what_was_replaced_stays_replaced() -> None:
    """The insert's own phone was replaced by a chain of edits of which only the last is left."""
    village, town, new = people()
    begin(town, new, ["p"])
    assert new.rows("SELECT phone, seen FROM house") == [("3", 9)]
    new.do("UPDATE house SET note = 'm'")
    carry(new, town)
    carry(town, village)
    same(town, village, new)


def a_form_that_showed_something_else() -> None:
    """An edit that does not name the insert stands beside what the insert wrote."""
    village, town, new = people()
    begin(town, new, ["p"])
    new.do("UPDATE house SET note = 'neu'", base={H: {"note": ""}})
    carry(new, town)
    carry(town, village)
    assert [row[4] for row in town.queue("p")] == ["field"]
    same(town, village, new)


def late_and_replaced_already() -> None:
    """The township has an edit of what it never saw itself; that comes to the new laptop only afterwards."""
    village, town, new = people()
    village.do("UPDATE house SET phone = '4'")
    village.seal()
    village.do("UPDATE house SET phone = '5'")
    village.seal()
    *_before, late, last = village.read(list(village.graph("p")))
    town.stage([last], ["p"])
    apply.run(town.replica, force=True)
    begin(town, new, ["p"])
    for store in (town, new):
        store.stage([late], ["p"])
    same(town, village, new)


def what_lay_here_was_replaced_there() -> None:
    """The new laptop has a part of the log already; the township has seen it replaced by what it now only covers."""
    village, town, new = people()
    new.stage(village.read(list(village.graph("p")))[:2], ["p"])
    begin(town, new, ["p"])
    assert new.queue("p") == []
    same(town, village, new)


def a_link_between_is_missing_here() -> None:
    """The last of three edits lies here without the second: what it replaced by way of the second still stands."""
    village, town, new = people()
    first, _second, third = village.read(list(village.graph("p")))
    new.stage([first, third], ["p"])
    apply.run(new.replica, force=True)
    assert [row[4] for row in new.queue("p")] == ["field"]
    begin(town, new, ["p"])
    same(town, village, new)


def deleted_and_shown_again() -> None:
    """A deletion the laptop holds was lifted by somebody whose deed it only covers."""
    village, town, new = people()
    town.do("DELETE FROM house WHERE id = ?", H)
    carry(town, village)
    carry(town, new)
    village.do("UPDATE house SET hidden = 0 WHERE id = ?", H)
    carry(village, town)
    begin(town, new, ["p"])
    assert new.rows("SELECT hidden FROM house") == [(0,)]
    same(town, village, new)


def two_say_different_things() -> None:
    """An open matter travels with both sides and who wrote them."""
    village, town, new = people()
    town.do("UPDATE house SET note = 'stadt'")
    village.do("UPDATE house SET note = 'dorf'")
    carry(village, town)
    carry(town, village)
    begin(town, new, ["p"])
    (here,), (there,) = conflicts.listed(new.replica), conflicts.listed(town.replica)
    assert {(s.value, s.cadre) for s in here.sides} == {(s.value, s.cadre) for s in there.sides}
    assert {s.cadre for s in here.sides} == {"cadre of v", "cadre of town"}
    same(town, village, new)


def _unnamed(self: Any, wire: Any, me: Any, entry: Any, columns: Any, cells: Any) -> Any:
    left = {c: v[:1] for c, v in cells.items() if me in entry.row.cells.get(columns.names[c], {})}
    return compacting.Update(wire.t, wire.pk, left) if left else compacting.GAP


def _without(field: str) -> Callable[..., Any]:
    honest = making._of_part

    def broken(*args: Any) -> Any:
        for covered, devices, gone in honest(*args):
            yield covered, devices, [] if field == "gone" else gone

    return broken


STORIES: dict[str, tuple[Callable[[], None], tuple[Any, str, Any]]] = {
    "live writes do not name the dead insert": (
        what_was_replaced_stays_replaced, (compacting._Pruning, "_update", _unnamed)
    ),
    "an insert loses what it wrote": (
        a_form_that_showed_something_else,
        (making, "compacted", lambda book, number, _part, _n: compacting._births(book, number)),
    ),
    "what was replaced before it came is forgotten": (
        late_and_replaced_already, (making, "_of_part", _without("gone"))
    ),
    "what lies here is left as it is": (
        what_lay_here_was_replaced_there,
        (taking, "_outlived", lambda _book, _name, _left: iter(())),
    ),
    "what is replaced by way of what is only covered": (
        a_link_between_is_missing_here,
        (taking, "_named", lambda _body: iter(())),
    ),
    "deletions that lie here are left as they are": (
        deleted_and_shown_again, (taking, "_outlived", lambda _book, _name, _left: iter(()))
    ),
    "what the office saw replaced is not taken away": (
        deleted_and_shown_again, (closing, "_take_away", lambda _book, _closed, _tally: None)
    ),
    "of two that stand side by side only the one on display travels": (
        two_say_different_things,
        (compacting._Pruning, "_left", lambda self, wire, me, entry, columns: (
            wire if isinstance(wire, compacting.Insert) else compacting.GAP)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_the_story_holds_and_the_broken_design_fails_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    story, (owner, attribute, broken) = STORIES[name]
    story()
    monkeypatch.setattr(owner, attribute, broken)
    with pytest.raises((AssertionError, ValueError)):
        story()
