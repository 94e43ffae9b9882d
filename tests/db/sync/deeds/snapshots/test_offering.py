"""Whether a file begins with a snapshot: an office makes one for a computer, where it is asked for or worth it."""

from __future__ import annotations

from typing import cast

import pytest

from db import Store
from db.models import GENERAL
from db.sync.deeds.snapshots import making
from db.sync.deeds.snapshots.offering import offer
from db.sync.errors import BundleError
from db.sync.peers import peers
from tests.bundles.post import add_household


def test_an_office_makes_one_for_a_laptop_where_asked(enrolled: tuple[Store, Store]) -> None:
    laptop, office = enrolled
    add_household(office, scope=laptop.scope)
    from db.sync.log.seal import seal_pending

    seal_pending(office)
    with office.connection() as connection:
        to = cast("peers.Peer", peers.peer(connection, laptop.device_id))
        parts = [(laptop.scope, GENERAL)]
        made = offer(connection, office, to, parts, 0, asked=True)
        assert made is not None
        assert made.address.to == laptop.device_id
        assert offer(connection, office, to, parts, making.LEAST - 1, asked=False) is None
        large = int(making.FACTOR * made.size) + making.LEAST
        assert offer(connection, office, to, parts, large, asked=False) is not None
        assert offer(connection, office, to, [], large, asked=False) is None


def test_a_laptop_makes_none_and_none_is_made_for_an_office(enrolled: tuple[Store, Store]) -> None:
    laptop, office = enrolled
    with laptop.connection() as connection:
        up = cast("peers.Peer", peers.office(connection))
        assert offer(connection, laptop, up, [(laptop.scope, GENERAL)], 10**9, asked=False) is None
        with pytest.raises(BundleError) as refused:
            offer(connection, laptop, up, [(laptop.scope, GENERAL)], 0, asked=True)
    assert refused.value.code == "NO_SNAPSHOT"
    with office.connection() as connection:
        own = cast("peers.Peer", peers.office(connection))
        with pytest.raises(BundleError):
            offer(connection, office, own, [(laptop.scope, GENERAL)], 0, asked=True)
