"""What the other side says it holds decides what the next stick carries."""

from __future__ import annotations

from db.sync.log import ancestry
from db.sync.log.ancestry import Receipt

# a <- b <- c and a <- d, the log of one partition, oldest first
GRAPH = {b"a": [], b"b": [b"a"], b"c": [b"b"], b"d": [b"a"]}


def test_who_holds_nothing_gets_everything() -> None:
    assert ancestry.to_send(GRAPH, Receipt()) == [b"a", b"b", b"c", b"d"]


def test_what_lies_under_the_heads_is_not_sent_again() -> None:
    assert ancestry.to_send(GRAPH, Receipt(heads=[b"c"])) == [b"d"]
    assert ancestry.to_send(GRAPH, Receipt(heads=[b"c", b"d"])) == []


def test_a_missing_segment_and_what_it_might_hide_is_sent() -> None:
    assert ancestry.to_send(GRAPH, Receipt(heads=[b"c", b"d"], want=[b"b"])) == [b"b"]
    assert ancestry.to_send(GRAPH, Receipt(heads=[b"c"], want=[b"b"])) == [b"a", b"b", b"d"]


def test_heads_nobody_knows_here_confirm_nothing() -> None:
    assert ancestry.to_send(GRAPH, Receipt(heads=[b"from the future"])) == list(GRAPH)


def test_what_they_refused_is_not_pressed_on_them_unless_they_ask() -> None:
    assert ancestry.to_send(GRAPH, Receipt(refused=[b"d"])) == [b"a", b"b", b"c"]
    assert ancestry.to_send(GRAPH, Receipt(refused=[b"d"], want=[b"d"])) == list(GRAPH)


def test_what_is_quarantined_here_is_never_passed_on() -> None:
    assert ancestry.to_send(GRAPH, Receipt(want=[b"d"]), withheld={b"d"}) == [b"a", b"b", b"c"]


def test_what_was_put_aside_for_review_is_not_confirmed() -> None:
    assert ancestry.confirmed(GRAPH, Receipt(heads=[b"c"], refused=[b"b"])) == {b"a", b"c"}
    assert ancestry.confirmed(GRAPH, Receipt(heads=[b"c"], want=[b"b"])) == {b"c"}


def test_missing_parents_are_wanted() -> None:
    assert ancestry.wanted({b"b": [b"a"], b"c": [b"b", b"x"]}) == {b"a", b"x"}
