"""Forwarding addresses followed as far as they lead: to where the row stays, else where the youngest move sent it."""

from __future__ import annotations

from db.sync.log.merge import Birth, Dot, Row
from db.sync.log.moves.placing import Address, target


def _dot(n: int) -> Dot:
    return Dot(bytes([n]) * 32, 0)


def _row(n: int, *, hidden: bool = False) -> Row:
    row = Row(born=Birth(_dot(n), n, {}))
    if hidden:
        row.dels[_dot(100 + n)] = frozenset({_dot(n)})
    return row


def _to(hlc: int, to: str) -> Address:
    return Address(hlc, _dot(hlc), to)


def test_a_row_that_did_not_move_or_has_not_arrived_has_no_other_home() -> None:
    assert target("a", {"a": _row(1)}, {}) is None
    assert target("a", {"a": _row(1)}, {"a": [_to(5, "b")]}) is None


def test_addresses_are_followed_to_the_end() -> None:
    born = {"a": _row(1), "b": _row(2), "c": _row(3)}
    assert target("a", born, {"a": [_to(5, "b")]}) == "b"
    assert target("a", born, {"a": [_to(5, "b")], "b": [_to(6, "c")]}) == "c"


def test_of_two_homes_the_visible_one_then_the_first_born() -> None:
    moves = {"a": [_to(5, "b"), _to(6, "c")]}
    assert target("a", {"a": _row(1), "b": _row(3), "c": _row(2)}, moves) == "c"
    assert target("a", {"a": _row(1), "b": _row(3), "c": _row(2, hidden=True)}, moves) == "b"


def test_moved_to_and_fro_at_one_time_the_youngest_move_decides() -> None:
    born = {"a": _row(1), "b": _row(2)}
    assert target("a", born, {"a": [_to(5, "b")], "b": [_to(6, "a")]}) == "a"
    assert target("a", born, {"a": [_to(7, "b")], "b": [_to(6, "a")]}) == "b"
