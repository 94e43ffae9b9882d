"""Whoever comes to a part of exchange finds it put together."""

from __future__ import annotations

import subprocess
import sys

from db.sync.deeds import deposit, leaving, withdrawn
from db.sync.deeds.snapshots.covering import Covering
from db.sync.deeds.snapshots.offering import offer
from db.sync.exchange import needs


def test_exchange_was_handed_the_deeds_that_stand_above_it() -> None:
    assert needs.deeds == needs.Deeds(offer, Covering, (deposit.settle, withdrawn.settle, leaving.settle))


def test_so_it_is_by_whatever_door_one_comes_first() -> None:
    said = "from db.sync.exchange.taking.stage import needs; print(len(needs.deeds.afterwards))"
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "3"
