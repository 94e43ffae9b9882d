"""Small books for the tests of sealing, applying and settling."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.sync.log import ancestry
from tests.bundles.model.stores import SmallStore
from tests.bundles.post import district, enrolled, joined

__all__ = ["district", "enrolled", "joined"]

Give = Callable[..., None]


@pytest.fixture
def ann() -> SmallStore:
    """Ann's laptop."""
    return SmallStore("ann")


@pytest.fixture
def bob() -> SmallStore:
    """Bob's laptop."""
    return SmallStore("bob")


@pytest.fixture
def give() -> Give:
    """give(a, b): all that a has and b lacks, as a stick brings it; give(a, b, back=True) both ways."""

    def hand(sender: SmallStore, receiver: SmallStore, *, part: str = "p", back: bool = False) -> None:
        sender.seal()
        receiver.stage(sender.read(ancestry.to_send(sender.graph(part), receiver.receipt(part))), [part])
        if back:
            hand(receiver, sender, part=part)

    return hand
