"""Nothing is lost on the way to a person, and the person's word counts on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from db import RuleError
from db.sync.matters.shown import conflicts
from tests.bundles.desk.small import open_of, settle
from tests.bundles.model.stores import SmallStore, pair, scope

H, V = "1" * 32, "2" * 32


@pytest.fixture
def quarrel(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    """Ann writes, then Bob an hour later, into every field of one house; both hold both."""
    ann.do("INSERT INTO house(id, scope, note, phone, stage) VALUES (?, ?, 'old', '0', 'new')", H, scope("p"))
    ann.do("INSERT INTO tag(id, scope, name, weight) VALUES (?, ?, '低保', 0)", V, scope("p"))
    give(ann, bob)
    for hour, (store, name, number, stage) in enumerate([(ann, "Ann", 1, "done"), (bob, "Bob", 2, "open")]):
        store.steps += 3_600 * (hour + 1)
        store.do("UPDATE house SET note = ?, phone = ?, stage = ?", f"from {name}", str(number), stage)
        store.do("UPDATE tag SET weight = ?", number)
    give(ann, bob, back=True)


def _settle(store: SmallStore, col: str, keep: Any = None, value: Any = None) -> None:
    settle(store, open_of(store)[col], keep, value)


def _house(store: SmallStore, col: str) -> Any:
    return store.rows(f"SELECT {col} FROM house")[0][0]


def test_both_sides_are_listed_with_who_when_and_what_was_before(
    quarrel: None, ann: SmallStore, bob: SmallStore
) -> None:
    for store in (ann, bob):
        found = open_of(store)
        assert set(found) == {"note", "phone", "stage", "weight"}
        sides = found["note"].sides
        assert [(s.value, s.cadre, s.device, s.at, s.shown) for s in sides] == [
            ("from Bob", "cadre of bob", pair("bob").id, "2026-01-01T02:00:00.000Z", True),
            ("from Ann", "cadre of ann", pair("ann").id, "2026-01-01T01:00:00.000Z", False),
        ]
        assert (found["note"].before, found["note"].kind, found["note"].table) == ("old", "field", "house")
    assert {c.id for c in open_of(ann).values()} == {c.id for c in open_of(bob).values()}


@pytest.mark.parametrize(
    ("keep", "value", "note"),
    [
        ("ours", None, "from Ann"), ("theirs", None, "from Bob"), ("both", None, "from Ann\nfrom Bob"),
        (None, "third", "third"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("quarrel")
def test_a_choice_closes_it_on_both_sides(
    ann: SmallStore, bob: SmallStore, give: Any, keep: Any, value: Any, note: str
) -> None:
    _settle(ann, "note", keep, value)
    give(ann, bob)
    for store in (ann, bob):
        assert _house(store, "note") == note
        assert "note" not in open_of(store)
    assert ann.tables("p") == bob.tables("p")
    assert ("from Bob", note, "肖建英") in ann.rows("SELECT old, new, cadre FROM audit_log") or note == "from Bob"


def test_ours_is_what_is_on_display_where_neither_side_is_of_this_computer(quarrel: None, ann: SmallStore) -> None:
    office = SmallStore("town")
    office.steps = 9_000
    office.stage(ann.read(list(ann.graph("p"))), ["p"])
    _settle(office, "phone", "ours")
    assert _house(office, "phone") == "2"


def test_a_status_asks_because_somebody_stood_higher(quarrel: None, bob: SmallStore) -> None:
    assert [side.value for side in open_of(bob)["stage"].sides] == ["open", "done"]
    _settle(bob, "stage", "theirs")
    assert (_house(bob, "stage"), "stage" in open_of(bob)) == ("done", False)


def test_a_side_that_came_after_the_list_was_shown_stays_open(quarrel: None, ann: SmallStore, give: Any) -> None:
    listed = open_of(ann)["note"]
    late = SmallStore("carl")
    late.stage(ann.read(list(ann.graph("p"))[:1]), ["p"])
    late.do("UPDATE house SET note = 'from Carl'")
    give(late, ann)
    settle(ann, listed, "ours")
    assert {side.value for side in open_of(ann)["note"].sides} == {"from Ann", "from Carl"}


def test_two_people_settle_it_differently(quarrel: None, ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _settle(ann, "note", "ours")
    _settle(bob, "note", "ours")
    give(ann, bob, back=True)
    for store in (ann, bob):
        assert {side.value for side in open_of(store)["note"].sides} == {"from Ann", "from Bob"}
    _settle(bob, "note", value="agreed")
    give(bob, ann)
    assert _house(ann, "note") == "agreed"
    assert "note" not in open_of(ann)


def test_what_is_settled_is_settled(quarrel: None, ann: SmallStore) -> None:
    listed = open_of(ann)["note"]
    _settle(ann, "note", "ours")
    with pytest.raises(RuleError, match="处理过"):
        settle(ann, listed, "ours")


@pytest.mark.parametrize(("keep", "hidden"), [("ours", 1), ("theirs", 0), ("both", 0)])
def test_a_deletion_against_an_edit(ann: SmallStore, bob: SmallStore, give: Any, keep: Any, hidden: int) -> None:
    ann.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'old')", H, scope("p"))
    give(ann, bob)
    ann.do("DELETE FROM house")
    bob.do("UPDATE house SET note = 'from Bob'")
    give(ann, bob, back=True)
    for store in (ann, bob):
        (found,) = conflicts.listed(store.replica)
        assert (found.kind, _house(store, "hidden")) == ("deleted_but_edited", 0)
        assert {(s.value, s.cadre) for s in found.sides} == {("deleted", "cadre of ann"), ("from Bob", "cadre of bob")}
    _settle(ann, "", keep)
    give(ann, bob)
    for store in (ann, bob):
        assert (_house(store, "hidden"), conflicts.listed(store.replica)) == (hidden, [])


def test_a_lost_reference_is_put_right_in_the_record(ann: SmallStore) -> None:
    ann.do("INSERT INTO visit(id, scope, house_id) VALUES (?, ?, ?)", V, scope("p"), H)
    ann.seal()
    (found,) = conflicts.listed(ann.replica)
    assert (found.kind, found.col, found.other) == ("dangling_ref", "house_id", (H,))
    assert [(side.value, side.cadre) for side in found.sides] == [(H, "cadre of ann")]
    ann.do("UPDATE visit SET house_id = NULL")
    ann.seal()
    assert conflicts.listed(ann.replica) == []
