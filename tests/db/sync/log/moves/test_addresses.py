"""What the log says of moves: which writes are copies of which, and where a row belongs by now."""

from __future__ import annotations

from db.sync.log import merge
from db.sync.log.moves import addresses as log
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.houses import H, T
from tests.db.sync.log.moves.carried import carry


def test_before_a_move_nothing_is_a_copy_and_nobody_has_an_address(town: SmallStore) -> None:
    book = town.replica.bookkeeping()
    part = book.part_no((scope("p"), 0))
    row = book.load(part, 1, [H], trust_table=True)[H].row
    assert log.addresses(book, row) == []
    assert log.target(book, book.tables["house"], H, part) is None
    assert set(log.born(book, book.tables["house"], H)) == {part}


def test_after_it_copy_and_origin_are_one_and_the_address_leads_on(town: SmallStore) -> None:
    carry(town)
    book = town.replica.bookkeeping()
    p, q = (book.part_no((scope(name), 0)) for name in ("p", "q"))
    rows = log.born(book, book.tables["house"], H)
    assert set(rows) == {p, q}
    known = log.copies(book, [H])
    for dot in merge.live_writes(rows[q], "note"):  # type: ignore[arg-type]
        assert known.of((dot, "note"), p)
    assert log.target(book, book.tables["house"], H, p) == q
    assert log.target(book, book.tables["house"], H, q) is None
    assert [address.to for address in log.addresses(book, rows[p])] == [q]
    nobody = log.copies(book, [T])
    assert not any(nobody.of((dot, "note"), p) for dot in merge.live_writes(rows[q], "note"))
