"""At the office: the partitions asked for, in pieces of which only the last says so; measured before it is written."""

from __future__ import annotations

import pytest

from db.sync.deeds.snapshots import making
from db.sync.deeds.snapshots.making import Address, Snapshot, worthwhile
from db.sync.deeds.snapshots.pieces import unseal
from db.sync.errors import BundleError
from tests.bundles.model.stores import SmallStore, pair, scope
from tests.db.sync.log.houses import T, house

P, Q = (scope("p"), 0), (scope("q"), 0)


def _snapshot(town: SmallStore, *parts: tuple[str, int]) -> Snapshot:
    return Snapshot(town.replica.bookkeeping(), Address("s", "a" * 32, pair("office")), parts)


def test_it_covers_what_is_in_effect_of_those_partitions(ann: SmallStore) -> None:
    house(ann)
    house(ann, T, part="q")
    ann.seal()
    hashes = {name for (name,) in ann.rows("SELECT hash FROM sync_segment")}
    made = _snapshot(ann, P, Q).measure()
    assert (set(made.hashes), made.records, made.devices) == (hashes, 2, {pair("ann").id})
    assert all(map(made.covers, hashes))
    only = _snapshot(ann, P).measure()
    assert (len(only.hashes), only.records) == (1, 1)
    found = [unseal(payload, pair("office").public) for payload in made.payloads()]
    assert [piece.no for piece in found] == list(range(len(found)))
    assert [piece.last for piece in found] == [False] * (len(found) - 1) + [True]
    assert {(piece.snapshot, piece.to) for piece in found} == {("s", "a" * 32)}
    assert made.frames == len(found)


def test_what_is_quarantined_or_of_an_accusation_is_never_in_it(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.db.execute("UPDATE sync_segment SET st = 3")
    assert _snapshot(ann, P).measure().hashes == []
    with pytest.raises(BundleError):
        _snapshot(ann, (scope("p"), 2)).measure()


def test_a_larger_one_is_made_a_second_time_the_same(ann: SmallStore, monkeypatch: pytest.MonkeyPatch) -> None:
    house(ann)
    ann.seal()
    kept = list(_snapshot(ann, P).measure().payloads())
    monkeypatch.setattr(making, "HELD", 0)
    made = _snapshot(ann, P).measure()
    assert [unseal(p, pair("office").public) for p in made.payloads()] == [
        unseal(p, pair("office").public) for p in kept
    ]


def test_it_is_worth_it_where_the_log_is_half_as_large_again(ann: SmallStore) -> None:
    made = _snapshot(ann, P)
    made.size = 100
    assert worthwhile(150, made)
    assert not worthwhile(149, made)
