"""镇里待审: a record the township put aside is not shown as confirmed, and once released it is (mutant 16)."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from db.sync import standings
from db.sync.exchange.taking.unpack import release
from db.sync.log import ancestry, seal
from db.sync.log.ancestry import Graph, Receipt
from tests.bundles.post import add_household, exchange


def _put_aside(village: Store, township: Store, stick: Path) -> tuple[str, str, bytes]:
    """Two households in two segments, the later built on the earlier; the township quarantines the earlier."""
    first = add_household(village, "1")
    seal.seal_pending(village)
    with village.connection() as connection:
        query = "SELECT s.hash FROM sync_segment s JOIN sync_row r ON r.seg = s.id WHERE r.pk = ?"
        name = connection.exec_driver_sql(query, (first,)).scalar_one()
    second = add_household(village, "2")
    exchange(village, township, stick)
    with township.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_segment SET st = 3, reason = 'OUT_OF_SCOPE' WHERE hash = ?", (name,))
    exchange(township, village, stick / "back", village.name)
    return first, second, name


def _story(village: Store, township: Store, stick: Path) -> None:
    first, second, name = _put_aside(village, township, stick)
    assert standings(village, "household", [first, second]) == {first: "packed", second: "confirmed"}
    release(township, [name])
    exchange(township, village, stick / "back", village.name)
    assert standings(village, "household", [first, second]) == {first: "confirmed", second: "confirmed"}


def test_what_waits_for_review_is_not_confirmed(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    _story(*enrolled, tmp_path / "stick")


def test_taking_a_receipt_for_all_below_its_heads_would_say_so(
    enrolled: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_below(graph: Graph, theirs: Receipt) -> set[bytes]:
        return ancestry.closure(graph, theirs.heads, stop=theirs.want)

    monkeypatch.setattr(ancestry, "confirmed", all_below)
    with pytest.raises(AssertionError):
        _story(*enrolled, tmp_path / "stick")
