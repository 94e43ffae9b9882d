"""The facts of a hand-over slip, out of the log of either side."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import RuleError, Store
from db.models import Household
from db.sync import pack, unpack
from db.sync.exchange.slips import KindCount, slip_facts
from tests.bundles.post import add_household, exchange


def test_both_sides_print_the_same_numbers(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    first = add_household(village, "1")
    sent = pack(village, tmp_path)
    unpack(township, [sent.path])
    given, taken = slip_facts(village, sent.bundle_id), slip_facts(township, str(sent.path))
    assert (given.out, given.file_no, given.peer, given.sha256) == (True, 1, "云岭镇", sent.sha256)
    assert (taken.out, taken.file_no, taken.peer, taken.result) == (False, 1, "桃溪村", "taken")
    households = [kind for kind in given.kinds if kind.table == "household"]
    assert households == [KindCount("household", 1, 0)]
    assert given.kinds == taken.kinds
    assert (given.own_words, given.peer_words) == (taken.peer_words, taken.own_words)
    assert given.own_card.startswith("BAIJIA-CARD-1")
    with village.write("户") as session:
        found = session.get(Household, first)
        assert found is not None
        found.address = "改了"
    exchange(township, village, tmp_path)
    again = pack(village, tmp_path)
    assert slip_facts(village, again.bundle_id).kinds == (KindCount("household", 0, 1),)
    assert slip_facts(village, sent.bundle_id).kinds == given.kinds  # printed later it still says the same


def test_confirmed_once_the_receipt_is_back(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    add_household(village)
    sent = pack(village, tmp_path)
    unpack(township, [sent.path])
    assert not slip_facts(village, sent.bundle_id).confirmed
    exchange(township, village, tmp_path)
    assert slip_facts(village, sent.bundle_id).confirmed


def test_which_file(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    with pytest.raises(RuleError):
        slip_facts(village)
    add_household(village)
    sent = pack(village, tmp_path)
    exchange(township, village, tmp_path)
    assert slip_facts(village).out is False  # the last one
    for which in (sent.bundle_id, sent.bundle_id[:10], sent.path.name, str(sent.path)):
        assert slip_facts(village, which).bundle_id == sent.bundle_id
    with pytest.raises(RuleError):
        slip_facts(village, "nothing")
