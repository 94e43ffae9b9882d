"""A household that moved is erased: in the village it left too, and for the one who wrote about it late."""

from __future__ import annotations

import pytest

from db import Store
from db.actions.corrections import correct
from db.sync.deeds import erasing as deeds
from db.sync.deeds.moving import move_household
from tests.bundles.erasing.conftest import everything, settled
from tests.bundles.moving.conftest import Villages

WHY = "个人信息保护法第四十七条"


def _holds(store: Store, words: str) -> bool:
    settled(store)
    return words in everything(store)


@pytest.mark.prove
def test_words_go_from_both_villages(villages: Villages) -> None:
    home = villages.household()
    move_household(villages.town, home, villages.new.scope, "随迁")
    correct(villages.old, "household", home, {"address": "李林峰家老屋"})  # late work, before it hears of the move
    villages.settle()
    assert _holds(villages.old, "迁走以前的走访")
    deeds.erase(villages.town, deeds.of_household(villages.town, home), WHY)
    villages.settle()
    for store in (villages.town, villages.old, villages.new):
        for words in ("王秀英", "迁走以前的走访", "老屋"):  # the request stays in the archive, as the law says
            assert not _holds(store, words), (store.name, words)
