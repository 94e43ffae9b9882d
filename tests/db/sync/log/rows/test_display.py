"""What the tables show after merging: the write on display, what is hidden, one id in two partitions; and the log."""

from __future__ import annotations

from db.sync.log import merge
from db.sync.log.merge import Birth, Dot, Row, Rule, Write
from db.sync.log.rows.display import Tally, same, shown_value
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.log.houses import H, house

A, B = Dot(b"a" * 32, 0), Dot(b"b" * 32, 0)


def test_the_youngest_write_is_on_display_and_a_birth_where_nobody_wrote_since() -> None:
    row = Row(born=Birth(A, 1, {"note": "first"}))
    assert shown_value(row, "note", Rule("words")) == "first"
    row.cells["note"] = {A: Write("old", 5), B: Write("new", 6)}
    assert shown_value(row, "note", Rule("words")) == "new"
    assert shown_value(row, "phone", Rule("fact")) is None
    row.cells["seen"] = {A: Write(9, 1), B: Write(7, 2)}
    assert shown_value(row, "seen", Rule("clock")) == 9


def test_a_table_keeps_a_one_and_a_word_apart() -> None:
    assert same(1, 1)
    assert not same(1, "1")
    assert not same(1, True)
    assert same(None, None)


def test_what_comes_is_shown_and_logged_under_its_author(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    assert bob.rows("SELECT count(*) FROM audit_log WHERE tbl = 'house'") == [(0,)]  # a new row is no change
    ann.steps += 10
    ann.do("UPDATE house SET phone = '2'")
    give(ann, bob)  # type: ignore[operator]
    assert bob.rows("SELECT phone FROM house") == [("2",)]
    assert bob.rows("SELECT cadre, field, old, new FROM audit_log WHERE tbl = 'house'") == [
        ("cadre of ann", "phone", "1", "2")
    ]


def test_an_older_write_that_comes_late_changes_nothing_on_display(
    ann: SmallStore, bob: SmallStore, give: object
) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    ann.do("UPDATE house SET phone = 'old'")
    bob.steps += 10
    bob.do("UPDATE house SET phone = 'new'")
    give(ann, bob)  # type: ignore[operator]
    assert bob.rows("SELECT phone FROM house") == [("new",)]
    assert [entry[3] for entry in bob.queue("p")] == ["phone"]


def test_a_deletion_hides_and_is_logged_as_such(ann: SmallStore, bob: SmallStore, give: object) -> None:
    house(ann)
    give(ann, bob)  # type: ignore[operator]
    ann.do("DELETE FROM house")
    give(ann, bob)  # type: ignore[operator]
    assert bob.rows("SELECT id, hidden FROM house") == [(H, 1)]
    assert bob.rows("SELECT field, old, new FROM audit_log WHERE tbl = 'house'") == [("hidden", "0", "1")]


def test_one_id_in_two_partitions_is_shown_where_it_was_born_first(ann: SmallStore, bob: SmallStore) -> None:
    house(ann, note="first")
    ann.seal()
    bob.steps += 10
    house(bob, part="q", note="second")
    bob.seal()
    for order in ((ann, bob), (bob, ann)):
        carl = SmallStore("carl")
        for sender in order:
            carl.stage(sender.rows("SELECT head, sig, body FROM sync_segment"), ["p", "q"])  # type: ignore[arg-type]
        assert carl.rows("SELECT scope, note FROM house") == [(scope("p"), "first")]
        assert [(kind, pk) for _i, _t, pk, _c, kind, _o in carl.queue("p")] == [("moved_twice", H)]


def test_an_accusation_is_logged_without_a_word(ann: SmallStore, bob: SmallStore) -> None:
    house(ann, compartment=2)
    ann.seal()
    ann.do("UPDATE house SET note = 'secret'")
    ann.seal()
    bob.stage(ann.rows("SELECT head, sig, body FROM sync_segment ORDER BY id LIMIT 1"), ["p"])  # type: ignore[arg-type]
    bob.stage(ann.rows("SELECT head, sig, body FROM sync_segment ORDER BY id"), ["p"])  # type: ignore[arg-type]
    assert bob.rows("SELECT note FROM house") == [("secret",)]
    assert bob.rows("SELECT field, old, new FROM audit_log WHERE tbl = 'house'") == [("note", None, None)]


def test_a_tally_gathers_rows() -> None:
    tally = Tally()
    tally.touch("house", ["a"])
    tally.touch("house", ["b", "a"])
    assert tally.touched == {"house": {"a", "b"}}
    assert merge.FACTS.kind == "fact"
