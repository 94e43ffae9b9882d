"""The county's key opens what goes to the township, and nothing it did not ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import RuleError, Store
from db.identity import new_id
from db.models import Dispute
from db.sync import make_card, pack, unpack
from db.sync.errors import BundleError
from db.sync.exchange.taking.stage import pairs_of
from db.sync.peers import enrol, papers, peers
from db.sync.peers.escrow import end_escrow, name_escrow
from tests.bundles.opened import open_bundle
from tests.bundles.post import add_household, exchange


def _dispute(store: Store) -> None:
    with store.write("纠纷") as session:
        session.add(Dispute(id=new_id(), scope=store.scope, compartment=1, title="金丝雀"))


@pytest.mark.parametrize(("reads", "seen"), [([], False), ([1], True)])
def test_the_laptops_learn_it_with_their_next_file(
    enrolled: tuple[Store, Store], make_store: Any, tmp_path: Path, reads: list[int], seen: bool
) -> None:
    village, township = enrolled
    county = make_store("township", name="青石县", region_code="430499102")
    name, words = name_escrow(township, make_card(county).encode(), reads)
    assert (name, words) == ("青石县", enrol.own_words(county))
    add_household(village, "7", address="路边")
    _dispute(village)
    with pytest.raises(Exception, match="No matching keys"):
        open_bundle(pack(village, tmp_path / "early").path, pairs_of(county))
    exchange(township, village, tmp_path / "down")
    theirs = open_bundle(packed := pack(village, tmp_path / "up").path, pairs_of(county))
    assert "路边".encode() in theirs.plain
    assert ("金丝雀".encode() in theirs.plain) is seen
    assert unpack(township, [packed])[0].result == "taken"
    end_escrow(township)
    exchange(township, village, tmp_path / "down")
    with pytest.raises(Exception, match="No matching keys"):
        open_bundle(pack(village, tmp_path / "late").path, pairs_of(county))


def test_a_card_that_is_not_newer_or_not_the_offices_changes_nothing(enrolled: tuple[Store, Store]) -> None:
    village, township = enrolled
    with township.connection() as connection:
        old = peers.office(connection)
        assert old is not None
    with village.connection() as connection:
        before = peers.office(connection)
        for signed in (old.signed, b"", enrol.device_card(village), papers.make_card(village.pair, old.card)):  # type: ignore[arg-type]
            peers.renew_office(connection, signed)
        assert peers.office(connection) == before


def test_only_a_township_names_a_key_and_never_its_own(enrolled: tuple[Store, Store]) -> None:
    village, township = enrolled
    with pytest.raises(RuleError, match="乡镇"):
        name_escrow(village, make_card(township).encode())
    for content, reads in ((make_card(township), []), ("没有名片", []), (make_card(village), [7])):
        with pytest.raises(BundleError) as caught:
            name_escrow(township, content.encode(), reads)
        assert caught.value.code == "BAD_CARD"
