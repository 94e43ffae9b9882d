"""Where words of records lie in the log."""

from __future__ import annotations

from db.sync.log.redaction import finding
from tests.bundles.model.stores import SmallStore, scope

H, J = "1" * 32, "2" * 32


def test_segments_that_say_something_of_a_record(ann: SmallStore) -> None:
    for pk in (H, J):
        ann.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'words')", pk, scope("p"))
    ann.seal()
    ann.do("UPDATE house SET note = 'more' WHERE id = ?", J)
    ann.seal()
    names = [row[0] for row in ann.rows("SELECT hash FROM sync_segment ORDER BY id")]
    book = ann.replica.bookkeeping()
    assert [one.ops for one in finding.words_of(book, {"house": [H]}).values()] == [{names[0]: {0}}]
    assert [one.ops for one in finding.words_of(book, {"house": [J]}).values()] == [{names[0]: {1}, names[1]: {0}}]
    assert finding.words_of(book, {"visit": [H]}) == {}


def test_a_deletion_without_a_reason_says_nothing(ann: SmallStore) -> None:
    ann.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'words')", H, scope("p"))
    ann.seal()
    ann.do("DELETE FROM house WHERE id = ?", H)
    ann.seal()
    ((found),) = finding.words_of(ann.replica.bookkeeping(), {"house": [H]}).values()
    assert len(found.ops) == 1


def test_what_was_set_aside_is_found_apart(ann: SmallStore) -> None:
    ann.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'words')", H, scope("p"))
    ann.seal()
    ann.db.execute("UPDATE sync_segment SET st = 3")
    book = ann.replica.bookkeeping()
    assert finding.words_of(book, {"house": [H]}) == {}
    assert len(finding.quarantined(book, {"house": [H]})) == 1
    assert finding.quarantined(book, {"house": [J]}) == {}
