"""An office among the small books that keeps two villages: p and q."""

from __future__ import annotations

import dataclasses

import pytest

from tests.bundles.model.stores import SmallStore, pair
from tests.db.sync.log.houses import house, visit


@pytest.fixture
def town() -> SmallStore:
    """The office's book, with a house in p, and a visit to it; all of it sealed."""
    pair("laptop of p")
    store = SmallStore("town")
    store.replica = dataclasses.replace(store.replica, office=True)
    house(store)
    visit(store)
    store.seal()
    return store
