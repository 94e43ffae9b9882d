"""Words go by the office's hand: on every book, whatever came first, and nothing else changes (sync.md §17)."""

from __future__ import annotations

import pytest

from db import capture
from db.sync.log import apply, proof
from db.sync.log.redaction import finding
from db.sync.log.redaction.redacting import redact_rows
from db.sync.log.rows.folding import Signed
from db.sync.matters.shown import conflicts
from tests.bundles.model.stores import SmallStore, scope
from tests.db.sync.conftest import Give

H, J, V = "1" * 32, "2" * 32, "4" * 32
SECRET = "金丝雀"


@pytest.fixture
def office() -> SmallStore:
    """The township's book."""
    return SmallStore("town")


def _two_houses(store: SmallStore) -> None:
    for pk, note in ((H, f"{SECRET}一"), (J, "另一户")):
        store.do("INSERT INTO house(id, scope, note, phone) VALUES (?, ?, ?, '1')", pk, scope("p"), note)
    store.seal()
    store.do("UPDATE house SET phone = ?, stage = 'open' WHERE id = ?", f"{SECRET}二", H)
    store.do("INSERT INTO visit(id, scope, house_id, talk) VALUES (?, ?, ?, '水渠')", V, scope("p"), H)
    store.seal()


def _everything(store: SmallStore) -> str:
    """Every value of every table, segments opened."""
    names = [row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    bodies = [store.body(name) for (name,) in store.rows("SELECT hash FROM sync_segment")]
    lefts = [left for body in bodies for _i, op in finding.remains.redactions(body)
             if (left := finding.remains.of(op).body)]  # fmt: skip
    return str([store.rows(f'SELECT * FROM "{name}"') for name in names]) + str(bodies) + str(lefts)


def _is_gone(*stores: SmallStore) -> None:
    for store in stores:
        assert SECRET not in _everything(store)
        assert store.rows("SELECT note, phone, stage, hidden FROM house WHERE id = ?", H) == [(None, None, None, 1)]
        assert store.rows("SELECT note, phone FROM house WHERE id = ?", J) == [("另一户", "1")]
        assert store.rows("SELECT talk, house_id FROM visit") == [("水渠", H)]
        assert proof.proven(store.replica) == []


def test_words_are_gone_on_every_book(ann: SmallStore, bob: SmallStore, office: SmallStore, give: Give) -> None:
    _two_houses(ann)
    give(ann, office)
    give(office, bob)
    office.erase("house", H)
    _is_gone(office)
    give(office, ann)
    give(office, bob)
    _is_gone(ann, bob)
    assert ann.tables("p") == bob.tables("p") == office.tables("p")


def test_a_book_that_never_saw_them_gets_only_what_is_left(ann: SmallStore, office: SmallStore, give: Give) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    fresh = SmallStore("fresh")
    give(office, fresh)
    _is_gone(fresh)
    assert fresh.receipt("p").heads == office.receipt("p").heads
    give(ann, fresh)  # an old stick
    assert fresh.tables("p") == office.tables("p")
    assert SECRET not in _everything(fresh)


def test_the_redaction_comes_before_everything_else(ann: SmallStore, office: SmallStore, give: Give) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    fresh = SmallStore("fresh")
    for raw in reversed(office.read(list(office.graph("p")))):
        fresh.stage([raw], ["p"])
        apply.run(fresh.replica, force=True)
    _is_gone(fresh)


def test_edits_made_meanwhile_on_other_records_stay_and_quarrel_with_nobody(
    ann: SmallStore, office: SmallStore, give: Give
) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    ann.do("UPDATE house SET phone = '2' WHERE id = ?", J)
    give(ann, office, back=True)
    for store in (ann, office):
        assert store.rows("SELECT phone FROM house WHERE id = ?", J) == [("2",)]
        assert store.queue("p") == []


def test_an_edit_of_the_erased_record_itself_is_put_before_a_person(
    ann: SmallStore, office: SmallStore, give: Give
) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    ann.do("UPDATE house SET phone = ? WHERE id = ?", f"{SECRET}三", H)
    give(ann, office, back=True)
    assert [case.kind for case in conflicts.listed(office.replica)] == ["deleted_but_edited"]
    office.erase("house", H)
    give(office, ann)
    _is_gone(ann, office)


def test_the_next_record_of_the_same_segments_goes_too(ann: SmallStore, office: SmallStore, give: Give) -> None:
    """What the first redaction left holds its words: that redaction is redacted itself."""
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    office.erase("house", J)
    fresh = SmallStore("fresh")
    for store in (ann, fresh):
        give(office, store)
    for store in (ann, fresh, office):
        assert SECRET not in _everything(store)
        assert "另一户" not in _everything(store)
        assert store.rows("SELECT talk FROM visit") == [("水渠",)]
        assert store.tables("p") == office.tables("p")
        assert proof.proven(store.replica) == []


def test_the_log_stays_one_chain_and_says_that_it_was_cut(ann: SmallStore, office: SmallStore, give: Give) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    give(office, ann)
    for store in (ann, office):
        assert capture.broken_link(store.db) is None
        assert store.rows("SELECT cadre, screen FROM audit_log WHERE field = 'erased'") == [("clerk", "a law")]
        told = "SELECT 1 FROM audit_log WHERE tbl = 'house' AND pk = ? AND (old IS NOT NULL OR new IS NOT NULL)"
        assert store.rows(told, H) == []


def test_doing_it_again_makes_nothing(ann: SmallStore, office: SmallStore, give: Give) -> None:
    _two_houses(ann)
    give(ann, office)
    office.erase("house", H)
    signed = Signed("clerk", "", "a law", "2026-01-01T00:00:00.000Z")
    assert redact_rows(office.replica, {"house": [H]}, signed) == (0, 0)
    assert redact_rows(office.replica, {"tag": ["9" * 32]}, signed) == (0, 0)


def test_words_leave_one_partition_and_stay_in_the_other(office: SmallStore) -> None:
    """As when a record has moved: what it said where it was goes, what it says where it is stays."""
    office.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'old home')", H, scope("p"))
    office.do("INSERT INTO house(id, scope, note) VALUES (?, ?, 'new home')", J, scope("q"))
    office.seal()
    (no,) = office.rows("SELECT no FROM sync_part WHERE scope = ?", scope("p"))[0]
    signed = Signed("clerk", "", "a law", "2026-01-01T00:00:00.000Z")
    assert redact_rows(office.replica, {"house": [H, J]}, signed, frozenset({no})).segments == 1
    assert office.rows("SELECT note FROM house ORDER BY id") == [(None,), ("new home",)]
