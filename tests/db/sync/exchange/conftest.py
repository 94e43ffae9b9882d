"""The post between a village and its township."""

from typing import Any

import pytest

from db.sync.peers import peers
from tests.bundles.post import district, enrolled, forge, joined

__all__ = ["district", "enrolled", "forge", "joined"]


@pytest.fixture
def laptop(forge: Any) -> peers.Peer:
    """The village's laptop as the office knows it."""
    with forge.receiver.connection() as connection:
        found = peers.peer(connection, forge.sender.device_id)
    assert found is not None
    return found
