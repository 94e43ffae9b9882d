"""The office takes mediation away from a laptop: it is sent no more, goes out of sight, late work is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.capture import driver
from db.models import Dispute
from db.queries.disputes import dispute_list
from db.queries.totals import totals
from db.sync import Wish, pack, unpack
from db.sync.deeds import withdrawn
from db.sync.log import proof
from db.sync.log.rows.out_of_sight import out_of_sight
from db.sync.matters import items
from db.sync.matters.quarantine import quarantined, release, returned
from db.sync.matters.shown.items import open_count
from db.sync.peers import enrol
from tests.bundles.compartments.test_frames import dispute
from tests.bundles.opened import open_bundle
from tests.bundles.post import exchange, join

Pair = tuple[Store, Store]


def _shown(store: Store) -> list[str]:
    with store.connection(immediate=False) as connection:
        rows = connection.exec_driver_sql("SELECT title FROM dispute WHERE hidden = 0 ORDER BY title")
        return [row[0] for row in rows]


def _delete(store: Store, row: str) -> None:
    with store.write("纠纷") as session:
        session.delete(session.get_one(Dispute, row))


@pytest.fixture
def taken(settled: Pair, tmp_path: Path) -> Pair:
    """A village that has one dispute from the township, one of its own and a deleted one, and then loses the right."""
    village, township = settled
    dispute(township, "镇里的", village.scope)
    dispute(village, "村里的")
    _delete(village, dispute(village, "删掉的"))
    gone = dispute(village, "又删掉的")
    exchange(village, township, tmp_path / "up")
    _delete(village, gone)
    exchange(township, village, tmp_path / "down")
    exchange(village, township, tmp_path / "up")
    assert _shown(village) == ["村里的", "镇里的"]
    enrol.accept_device(township, enrol.make_card(village).encode(), Wish(mediation=False))
    return village, township


def test_it_is_sent_no_more_and_goes_out_of_sight(taken: Pair, tmp_path: Path) -> None:
    village, township = taken
    dispute(township, "新来的", village.scope)
    down = pack(township, tmp_path / "down")
    opened = open_bundle(down.path, village)
    assert "新来的".encode() not in opened.plain
    assert 1 not in {part for _s, part in opened.parts}
    unpack(village, [down.path])
    assert _shown(village) == []
    assert dispute_list(village) == []
    assert totals(village).disputes.open == 0
    assert items(village) == []
    assert open_count(village) == totals(village).conflicts == 0
    assert proof.differences(village) == []
    with village.connection(immediate=False) as connection:
        (part,) = out_of_sight(driver(connection))
    withdrawn.settle(village)
    with village.connection(immediate=False) as connection:
        assert out_of_sight(driver(connection)) == {part}


def test_what_the_office_has_of_it_is_not_sent_for_ever(taken: Pair, tmp_path: Path) -> None:
    village, township = taken
    exchange(township, village, tmp_path / "down")
    again = open_bundle(pack(village, tmp_path / "up").path, township)
    assert again.parts == set()


def test_late_work_is_set_aside_and_its_author_learns_of_it(taken: Pair, tmp_path: Path) -> None:
    village, township = taken
    dispute(village, "迟到的")
    report = exchange(village, township, tmp_path / "up")
    assert (report.quarantined, report.code) == (1, "OUT_OF_SCOPE")
    assert "迟到的" not in _shown(township)
    exchange(township, village, tmp_path / "down")
    assert [(found.deeds, found.final) for found in returned(village)] == [(1, False)]
    assert _shown(village) == []
    release(township, [found.id for found in quarantined(township)])
    assert "迟到的" in _shown(township)
    exchange(township, village, tmp_path / "down")
    assert returned(village) == []
    assert open_bundle(pack(village, tmp_path / "up").path, township).parts == set()


def test_given_back_it_stands_as_it_stood(taken: Pair, tmp_path: Path) -> None:
    village, township = taken
    exchange(township, village, tmp_path / "down")
    assert _shown(village) == []
    dispute(township, "其间的", village.scope)
    join(township, village, Wish(mediation=True))
    exchange(township, village, tmp_path / "down")
    assert _shown(village) == ["其间的", "村里的", "镇里的"]
    assert proof.differences(village) == []
    exchange(village, township, tmp_path / "up")
    assert _shown(township) == _shown(village)
