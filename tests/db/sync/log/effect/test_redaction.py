"""A redaction comes into effect: words leave tables and bookkeeping wherever the segment is known; never twice."""

from __future__ import annotations

import pytest

from db.sync.log.states import REDACTED
from tests.bundles.model.stores import SmallStore
from tests.db.sync.log.houses import H, T, house


def _words(store: SmallStore) -> set[object]:
    found = {value for row in store.rows("SELECT note, phone FROM house") for value in row}
    return found | {value for (value,) in store.rows("SELECT val FROM sync_cell")}


@pytest.fixture
def both(ann: SmallStore, bob: SmallStore, give: object) -> tuple[SmallStore, SmallStore]:
    """Two houses everybody knows, one of them changed."""
    house(ann, note="secret", seen=4)
    house(ann, T, note="open")
    ann.seal()
    ann.do("UPDATE house SET phone = '777' WHERE id = ?", H)
    give(ann, bob)  # type: ignore[operator]
    return ann, bob


def test_where_the_segment_is_in_effect_its_words_go_and_the_others_stay(
    both: tuple[SmallStore, SmallStore], give: object
) -> None:
    ann, bob = both
    ann.erase("house", H)
    give(ann, bob)  # type: ignore[operator]
    for store in (ann, bob):
        assert {"secret", "777"} & _words(store) == set()
        assert "open" in _words(store)
        assert store.rows("SELECT hidden FROM house WHERE id = ?", H) == [(1,)]
        assert b"secret" not in store.image()
        assert (REDACTED,) in store.rows("SELECT DISTINCT st FROM sync_segment")
    assert bob.rows("SELECT seen FROM house WHERE id = ?", H) == [(4,)]  # a clock counts, it says nothing


def test_where_the_segment_never_came_only_what_is_left_comes(
    both: tuple[SmallStore, SmallStore], give: object
) -> None:
    ann, _bob = both
    ann.erase("house", H)
    carl = SmallStore("carl")
    give(ann, carl)  # type: ignore[operator]
    assert "secret" not in _words(carl)
    assert carl.rows("SELECT note FROM house WHERE id = ?", T) == [("open",)]
    assert b"secret" not in carl.image()
    assert carl.tables("p") == ann.tables("p")


def test_taken_in_again_it_changes_nothing(both: tuple[SmallStore, SmallStore], give: object) -> None:
    ann, bob = both
    ann.erase("house", H)
    give(ann, bob)  # type: ignore[operator]
    before = bob.tables("p"), bob.queue("p")
    give(ann, bob)  # type: ignore[operator]
    assert (bob.tables("p"), bob.queue("p")) == before
