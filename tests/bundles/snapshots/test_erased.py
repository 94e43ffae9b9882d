"""Erased before the snapshot: it holds no word of it. Erased after it: the new laptop carries it out like any other."""

from __future__ import annotations

import pytest

from db import Store
from db.actions.corrections import correct
from db.sync.deeds import erasing as deeds
from db.sync.log.proof import differences
from tests.bundles.erasing.conftest import everything, settled
from tests.bundles.post import exchange, shown
from tests.bundles.snapshots.conftest import Start

WHY = "个人信息保护法第四十七条"


def _holds(store: Store, words: str) -> bool:
    settled(store)
    return words in everything(store)


def _named(store: Store, address: str) -> str:
    (found,) = [row[0] for row in shown(store)["household"] if address in row]
    return str(found)


@pytest.mark.prove
def test_words_are_gone_with_and_after_a_snapshot(start: Start) -> None:
    first, second, stays = (_named(start.township, f"桃溪村{n}号") for n in (8, 9, 10))
    deeds.erase(start.township, deeds.of_household(start.township, first), WHY)
    assert start.begin().code == ""
    assert not _holds(start.laptop, "桃溪村8号")
    assert _holds(start.laptop, "桃溪村9号")
    correct(start.laptop, "household", stays, {"address": "桃溪村十号"})
    deeds.erase(start.township, deeds.of_household(start.township, second), WHY)
    exchange(start.township, start.village, start.folder / "v", start.village.device_id)
    start.meet(start.village, start.laptop)
    for store in (start.laptop, start.village, start.township):
        assert not _holds(store, "桃溪村8号")
        assert not _holds(store, "桃溪村9号")
        assert _named(store, "桃溪村十号") == stays
        assert differences(store) == []
        assert {k: v for k, v in shown(store).items() if k != "heads"} == {
            k: v for k, v in shown(start.township).items() if k != "heads"
        }
