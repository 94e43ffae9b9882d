"""No accusation goes to those it accuses: the last look before a file is written."""

from __future__ import annotations

from typing import cast

import pytest

from db import Store
from db.sync.exchange.packing.accused import accuses, names_of
from db.sync.log import segment
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import FieldWrite
from db.sync.log.segment import Place
from db.sync.peers import peers
from tests.bundles.model.stores import pair, scope


def _body(table: str, column: str, value: str | None, *, change: bool = False) -> bytes:
    writer = Writer({table: [column]})
    if change:
        writer.update(table, "1" * 32, [FieldWrite(column, value)])
    else:
        writer.insert(table, "1" * 32, {column: value})
    writer.signed("ann", 0, "", None)
    return segment.encode(Place((scope("p"), 2), "e", 1, [], 1), writer.body(1), pair("ann")).body


@pytest.mark.parametrize("change", [False, True])
def test_an_accusation_of_one_of_them_in_any_op(change: bool) -> None:
    assert accuses(_body("request", "accused_unit", "桃溪村村委会", change=change), ["桃溪村"])
    assert not accuses(_body("request", "accused_unit", "石桥村村委会", change=change), ["桃溪村"])
    assert not accuses(_body("request", "accused_unit", None, change=change), ["桃溪村"])


def test_the_words_elsewhere_are_no_accusation() -> None:
    assert not accuses(_body("request", "content", "桃溪村村委会"), ["桃溪村"])
    assert not accuses(_body("visit", "accused_unit", "桃溪村村委会"), ["桃溪村"])


def test_what_cannot_be_read_is_not_given_away() -> None:
    assert accuses(b"rubbish", [])


def test_a_receiver_is_called_by_its_unit(enrolled: tuple[Store, Store]) -> None:
    laptop, office = enrolled
    with office.connection() as connection:
        found = cast("peers.Peer", peers.peer(connection, laptop.device_id))
        assert names_of(connection, found) == {"桃溪村"}
    with laptop.connection() as connection:
        card = cast("peers.Peer", peers.office(connection))
        assert "云岭镇" in names_of(connection, card)
        assert "" not in names_of(connection, card)
