"""On the new computer: pieces in their order, kept aside until the file is whole; nothing stale stays."""

from __future__ import annotations

import msgspec
import pytest

from db.sync.deeds.snapshots import pieces
from db.sync.deeds.snapshots.making import Address, Snapshot
from db.sync.deeds.snapshots.pieces import Piece
from db.sync.deeds.snapshots.taking import Taking, forget_stale
from db.sync.errors import BundleError
from db.sync.log.states import STAGED, WAITING
from tests.bundles.model.stores import SmallStore, pair, scope
from tests.db.sync.log.houses import T, house

AT = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def sent(ann: SmallStore) -> list[Piece]:
    """A snapshot of two villages, two pieces."""
    house(ann)
    house(ann, T, part="q")
    ann.seal()
    parts = [(scope("p"), 0), (scope("q"), 0)]
    made = Snapshot(ann.replica.bookkeeping(), Address("s", pair("bob").id, pair("office")), parts).measure()
    return [pieces.unseal(payload, pair("office").public) for payload in made.payloads()]


def _states(store: SmallStore) -> list[int]:
    return [state for (state,) in store.rows("SELECT st FROM sync_segment ORDER BY id")]


def test_kept_aside_then_waiting_once_the_file_is_whole(bob: SmallStore, sent: list[Piece]) -> None:
    book, taking = bob.replica.bookkeeping(), Taking("file", AT)
    taking.take(book, sent[0])
    assert not taking.whole
    taking.take(book, sent[1])
    assert taking.whole
    assert _states(bob) == [STAGED, STAGED]
    assert taking.accept(book) == 2
    assert _states(bob) == [WAITING, WAITING]


def test_out_of_turn_twice_or_after_the_last(bob: SmallStore, sent: list[Piece]) -> None:
    book = bob.replica.bookkeeping()
    for order in ([1], [0, 0], [0, 1, 1]):
        taking = Taking("file", AT)
        for nth in order[:-1]:
            taking.take(book, sent[nth])
        with pytest.raises(BundleError):
            taking.take(book, sent[order[-1]])
        forget_stale(book)
        assert _states(bob) == []


def test_a_device_or_a_parent_that_is_not_there(bob: SmallStore, sent: list[Piece]) -> None:
    (covered,) = sent[0].covered
    for wrong in (msgspec.structs.replace(covered, device=5), msgspec.structs.replace(covered, parents=[7])):
        with pytest.raises(BundleError):
            Taking("file", AT).take(bob.replica.bookkeeping(), msgspec.structs.replace(sent[0], covered=[wrong]))


def test_what_is_here_already_is_not_new(ann: SmallStore, sent: list[Piece]) -> None:
    taking = Taking("file", AT)
    for piece in sent:
        taking.take(ann.replica.bookkeeping(), piece)
    assert (taking.known, taking.new) == (2, [])


def test_cleared_away_by_another_window_it_is_refused(bob: SmallStore, sent: list[Piece]) -> None:
    book, taking = bob.replica.bookkeeping(), Taking("file", AT)
    for piece in sent:
        taking.take(book, piece)
    forget_stale(book)
    with pytest.raises(BundleError) as refused:
        taking.accept(book)
    assert refused.value.code == "LOCKED"
