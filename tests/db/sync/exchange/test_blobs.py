"""Which papers go along, which are asked for, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.blobs import standing
from db.queries.papers import paper
from db.sync.errors import BundleError
from db.sync.exchange import blobs, selection
from db.sync.exchange.blobs import MAX_WANT, Along, Paper
from db.sync.log.seal import seal_pending
from db.sync.peers import peers
from db.sync.peers.peers import Peer
from tests.bundles.papers.sheets import hang, lose, paper_of, spoil
from tests.bundles.post import Forge
from tests.bundles.post import exchange as hand_over
from tests.makers import make_household

Pair = tuple[Store, Store]


def office_of(store: Store) -> Peer:
    with store.connection(immediate=False) as connection:
        found = peers.office(connection)
    assert found is not None
    return found


def along(store: Store) -> Along:
    receiver = office_of(store)
    with store.connection(immediate=False) as connection:
        return blobs.along(store, connection, receiver, selection.choose(connection, receiver))


def test_with_new_records_once_and_later_on_demand(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    one = hang(village, tmp_path, paper_of(1, 3000))
    assert along(village) == Along()  # not sealed: its record does not go either
    seal_pending(village)
    sha256 = paper(village, one).sha256
    assert along(village) == Along((Paper(sha256, 3000),))
    hand_over(village, township, tmp_path / "up")
    hand_over(township, village, tmp_path / "down", "桃溪村")
    assert along(village) == Along()
    with village.connection() as connection:
        blobs.keep_wanted(connection, office_of(village).id, [bytes.fromhex(sha256), bytes(32)])
        assert blobs.wanted_by(connection, office_of(village).id) == {sha256, "00" * 32}
    assert along(village) == Along((Paper(sha256, 3000),))
    spoil(village, one)
    assert along(village) == Along((), {sha256: 0})
    lose(village, one)
    standing.verify_all(village)
    assert along(village) == Along()


def test_a_paper_of_two_records_goes_once(enrolled: Pair, tmp_path: Path) -> None:
    village, _township = enrolled
    for number in ("1", "2"):
        hang(village, tmp_path, paper_of(1, 3000), record_id=make_household(village, no=number))
    seal_pending(village)
    assert len(along(village).papers) == 1


def test_what_is_missing_here_is_asked_for_with_what_was_just_found_spoilt(enrolled: Pair, tmp_path: Path) -> None:
    village, _township = enrolled
    one = hang(village, tmp_path, paper_of(1, 3000))
    seal_pending(village)
    lose(village, one)
    standing.verify_all(village)
    with village.connection(immediate=False) as connection:
        besides = [f"{n:064x}" for n in range(3)]
        found = [name.hex() for name in blobs.wanted_here(connection, office_of(village), besides=besides)]
    assert found == [*besides, paper(village, one).sha256]


@pytest.mark.parametrize("wanted", [[bytes(31)], [bytes(32)] * (MAX_WANT + 1)])
def test_a_receipt_that_asks_for_too_much_or_nonsense_is_refused(forge: Forge, wanted: list[bytes]) -> None:
    from tests.db.sync.exchange.taking.test_stage import refused

    assert refused(forge.receiver, forge.bundle(forge.segment(), inner={"blobs_want": wanted})) == "LIMIT"


def test_papers_have_names_people_know(enrolled: Pair, tmp_path: Path) -> None:
    village, _township = enrolled
    one = hang(village, tmp_path, paper_of(1, 3000), caption="首页\u202e" + "长" * 50)
    two = hang(village, tmp_path, paper_of(2, 3000))
    names = [paper(village, p).sha256 for p in (one, two)]
    with village.connection(immediate=False) as connection:
        assert blobs.titles(connection, names[:1]) == ["照片“首页" + "长" * 18 + "”"]
        assert blobs.titles(connection, names[1:]) == ["照片"]
        assert blobs.titles(connection, ["ab" * 32, ""]) == ["", "ab" * 4]


def test_a_file_that_spoils_while_it_is_packed_is_sent_as_zeros(enrolled: Pair, tmp_path: Path) -> None:
    village, _township = enrolled
    one = hang(village, tmp_path, paper_of(1, 3_000_000))
    spoil(village, one)
    found = paper(village, one)
    payloads = list(blobs.pieces(village, [Paper(found.sha256, found.size)]))
    assert [len(p) for p in payloads] == [(1 << 20) + 48] * 2 + [3_000_000 - (2 << 20) + 48]
    assert payloads[2][48:] == bytes(3_000_000 - (2 << 20))


def test_errors_of_papers_have_their_code() -> None:
    assert BundleError("BAD_BLOB", count=1, names="照片").message.startswith("1 份附件坏了")
