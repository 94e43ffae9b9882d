"""The rows with every write behind them: read from the bookkeeping as they were kept there, by names for ever."""

from __future__ import annotations

import pytest

from db.sync.log import segment
from db.sync.log.merge import UPDATE, Dot, FieldWrite, Op
from db.sync.log.rows.bookkeeping import Bookkeeping, author_of, canonical, integrate
from db.sync.log.segment import Body
from tests.bundles.model.stores import METADATA, SmallStore, scope
from tests.db.sync.log.houses import H, T, house


@pytest.mark.parametrize(
    ("value", "kind", "kept"),
    [(5, str, "5"), (" 7 ", int, 7), ("7.5", int, 7.5), (2.0, int, 2), ("x", int, "x"), ("1e3", int, 1000),
     ("9" * 40, int, "9" * 40), (float(2**53), int, float(2**53)), (True, None, 1), (None, int, None)],
)  # fmt: skip
def test_a_value_is_kept_the_same_whoever_sent_it(value: object, kind: type | None, kept: object) -> None:
    found = canonical(value, kind)  # type: ignore[arg-type]
    assert (type(found), found) == (type(kept), kept)


def _names(store: SmallStore) -> list[bytes]:
    return [row[0] for row in store.rows("SELECT hash FROM sync_segment ORDER BY id")]


def test_a_row_is_loaded_with_what_its_birth_wrote_and_who_changed_it(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    ann.do("UPDATE house SET note = 'm'")
    ann.seal()
    born, changed = _names(ann)
    book = ann.replica.bookkeeping()
    part = book.part_no((scope("p"), 0))
    entry = book.load(part, 1, [H, T], trust_table=True)[H]
    assert entry.row.born is not None
    assert entry.row.born.dot == Dot(born, 0)
    assert {dot: write.value for dot, write in entry.row.cells["note"].items()} == {Dot(changed, 0): "m"}
    assert entry.row.born.values["phone"] == "1"
    assert book.load(part, 1, [T], trust_table=True)[T].blank
    assert book.known(part, 1, [H, T]) == {H}


def test_what_is_kept_is_loaded_again(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    for store, word in ((ann, "a"), (bob, "b")):
        store.do("UPDATE house SET note = ?", word)
    give(bob, ann)  # type: ignore[operator]
    book = ann.replica.bookkeeping()
    entry = book.load(book.part_no((scope("p"), 0)), 1, [H], trust_table=True)[H]
    assert {write.value for write in entry.row.cells["note"].values()} == {"a", "b"}


def test_the_log_is_looked_back_into_by_name(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    (name,) = _names(ann)
    book = ann.replica.bookkeeping()
    assert book.places(name, "house", H, "note") == [0]
    assert book.places(name, "house", H, "seen") in ([], [0])
    assert book.places(name, "house", T, "") == []
    author = book.author(Dot(name, 0))
    assert author is not None
    assert (author.name, author.screen) == ("cadre of ann", "form")
    assert book.author(Dot(b"?" * 32, 0)) is None
    assert book.op(Dot(name, 99)) is None
    assert book.inserted(Dot(name, 0), book.tables["house"], "phone") == "1"
    assert book.in_effect(name)
    assert not book.in_effect(b"?" * 32)
    ann.db.execute("UPDATE sync_segment SET st = 3")
    assert not ann.replica.bookkeeping().in_effect(name)


def test_a_partition_and_a_table_keep_their_names(ann: SmallStore) -> None:
    book = ann.replica.bookkeeping()
    first = book.part_no(("a", 0))
    assert book.part_no(("a", 1)) != first
    assert (book.part_no(("a", 0)), book.part(first)) == (first, ("a", 0))
    assert (book.key("house"), book.name(1)) == (1, "house")
    assert (book.key("unknown"), book.name("unknown")) == ("unknown", "unknown")


def test_who_made_an_op_is_counted_off() -> None:
    body = Body(schema=1, cols=[], ops=[], who=[(2, "ann", 0, "form", None), (1, "bob", 1, None, "why")])
    assert [author_of(body, n, "d").name for n in range(4)] == ["ann", "ann", "bob", None]
    assert author_of(body, 2, "d").reason == "why"


def test_a_column_of_a_newer_version_becomes_a_cell_of_its_own(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    book = Bookkeeping(ann.db, METADATA)
    entry = book.load(book.part_no((scope("p"), 0)), 1, [H], trust_table=True)[H]
    op = Op(UPDATE, "house", H, (FieldWrite("pets", 3, ()), FieldWrite("seen", "7", ())))
    me = Dot(b"x" * 32, 0)
    assert integrate(entry, op, me, 9, book.tables["house"], book.rules["house"]) == 1
    assert entry.row.cells["pets"][me].value == 3
    assert entry.row.cells["seen"][me].value == 7
    assert entry.touched == {"seen"}


def test_a_segment_in_deposit_tells_nothing(ann: SmallStore) -> None:
    house(ann)
    ann.seal()
    (name,) = _names(ann)
    ann.db.execute("UPDATE sync_segment SET st = 5")
    assert ann.replica.bookkeeping().body(name) is None
    ann.db.execute("UPDATE sync_segment SET st = 1")
    body = ann.replica.bookkeeping().body(name)
    assert body is not None
    assert len(list(segment.row_ops(body))) == 1
