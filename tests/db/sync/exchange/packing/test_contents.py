"""What goes into one file: for its receiver alone, and each compartment only for who asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from db import Store
from db.models import GENERAL, MEDIATION, RESTRICTED
from db.sync.exchange import selection
from db.sync.exchange.packing import contents
from db.sync.peers import peers
from tests.bundles.post import add_household
from tests.bundles.post import exchange as meet
from tests.makers import make_household


def test_a_laptop_reads_alone_an_office_with_its_escrow_where_it_asked(enrolled: tuple[Store, Store]) -> None:
    laptop, office = enrolled
    with office.connection() as connection:
        to = cast("peers.Peer", peers.peer(connection, laptop.device_id))
    assert contents.recipients(to, GENERAL) == contents.recipients(to, MEDIATION) == [to.grant.box]
    with laptop.connection() as connection:
        up = cast("peers.Peer", peers.office(connection))
    assert contents.recipients(up, GENERAL) == [up.card.box]


def test_what_is_measured_is_what_was_chosen(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    laptop, _office = enrolled
    make_household(laptop)
    add_household(laptop)
    from db.sync.log.seal import seal_pending

    seal_pending(laptop)
    with laptop.connection() as connection:
        up = cast("peers.Peer", peers.office(connection))
        chosen = selection.choose(connection, up)
        found = contents.measure(connection, laptop, up, chosen)
        assert set(found.sizes) == set(found.homes) == set(chosen.hashes)
        assert set(found.homes.values()) == {GENERAL}
        assert found.raised <= set(chosen.hashes)
        assert found.authors[GENERAL] == {laptop.device_id}
        assert found.authors[RESTRICTED] == set()
        assert all(count > 0 for count in found.records.values())
        assert contents.offered(connection, laptop, up, found, wanted=False) is None


def test_an_author_is_vouched_for_by_his_paper(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    laptop, office = enrolled
    add_household(laptop)
    meet(laptop, office, tmp_path / "up")
    with office.connection() as connection:
        to = cast("peers.Peer", peers.peer(connection, laptop.device_id))
        measured = contents.Measured({}, {}, {}, {GENERAL: set(), MEDIATION: set(), RESTRICTED: set()}, frozenset())
        filling = contents.Filling(connection, office, to, measured, {}, None)  # type: ignore[arg-type]
        assert filling._grants(GENERAL) == [to.signed]  # the receiver's own newest always
        assert filling._grants(MEDIATION) == []
        measured.authors[MEDIATION].add(laptop.device_id)
        assert filling._grants(MEDIATION) == [to.signed]
