"""What is saved becomes segments that say exactly what their author saw."""

from __future__ import annotations

from typing import Any

import pytest

from db import Store, capture
from db.errors import KnownError
from db.sync.log import apply, merge, seal, segment
from db.sync.log.merge import Dot, Op
from db.sync.log.rows.bookkeeping import Entry
from tests.bundles.model.stores import TABLES, SmallStore, scope

H, V, T = "1" * 32, "2" * 32, "3" * 32


def _house(store: SmallStore, pk: str = H, **more: Any) -> None:
    values = {"id": pk, "scope": scope("p"), "note": "n", "phone": "1"} | more
    store.do(f"INSERT INTO house({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _ops(store: SmallStore) -> list[tuple[Dot, Op]]:
    return [
        (Dot(name, idx), op)
        for (name, body) in store.rows("SELECT hash, body FROM sync_segment ORDER BY id")
        for idx, op in enumerate(segment.ops(segment.body_again(body)))
    ]


def _shown(store: SmallStore, col: str, pk: str = H) -> Any:
    return store.rows(f"SELECT {col} FROM house WHERE id = ?", pk)[0][0]


def _queue(store: SmallStore) -> list[tuple[str, str]]:
    return [(entry[3], entry[4]) for entry in store.queue("p")]


def test_many_edits_become_one_write_that_names_the_first_thing_shown(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    for value in ("2", "3", "4"):
        ann.do("UPDATE house SET phone = ? WHERE id = ?", value, H)
    assert ann.seal() == 1
    (birth, _), (_, update) = _ops(ann)
    assert update == Op(merge.UPDATE, "house", H, (merge.FieldWrite("phone", "4", (birth,)),))
    assert ann.seal() == 0


def test_edits_before_the_first_seal_are_part_of_the_insert(ann: SmallStore) -> None:
    _house(ann)
    ann.do("UPDATE house SET phone = '2'")
    assert ann.seal() == 1
    ((_, insert),) = _ops(ann)
    assert insert.code == merge.INSERT
    assert {w.col: w.value for w in insert.writes} == {
        "note": "n", "phone": "2", "seen": None, "stage": None,
    }  # fmt: skip


def test_a_record_that_came_and_went_leaves_no_trace(ann: SmallStore) -> None:
    _house(ann)
    ann.do("DELETE FROM house")
    assert ann.seal() == 0
    assert ann.rows("SELECT * FROM house") == []
    assert [row[5] for row in ann.rows("SELECT * FROM audit_log")] == [H]


def test_unless_something_that_stays_points_to_it(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    _house(ann, T)
    ann.do("INSERT INTO visit(id, scope, house_id) VALUES (?, ?, ?)", V, scope("p"), H)
    ann.do("DELETE FROM house")
    give(ann, bob)
    assert [(op.code, op.pk) for _, op in _ops(ann)] == [(merge.INSERT, H), (merge.INSERT, V), (merge.DELETE, H)]
    assert bob.rows("SELECT id, hidden FROM house") == ann.rows("SELECT id, hidden FROM house") == [(H, 1)]


def test_a_household_and_its_visits_made_and_undone_together_vanish_together(ann: SmallStore) -> None:
    _house(ann)
    ann.do("INSERT INTO visit(id, scope, house_id) VALUES (?, ?, ?)", V, scope("p"), H)
    ann.do("DELETE FROM visit")
    ann.do("DELETE FROM house")
    assert ann.seal() == 0
    assert ann.rows("SELECT id FROM house UNION SELECT id FROM visit") == []


def test_an_edit_and_then_a_deletion_hide_the_record_everywhere(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    ann.do("UPDATE house SET phone = '2'")
    ann.do("DELETE FROM house")
    give(ann, bob)
    assert (_shown(bob, "hidden"), _shown(bob, "phone"), _queue(bob)) == (1, "2", [])


def test_an_edit_after_the_deletion_keeps_the_record_and_asks(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    ann.do("DELETE FROM house")
    ann.do("UPDATE house SET phone = '2'")
    give(ann, bob)
    assert _shown(ann, "hidden") == _shown(bob, "hidden") == 0
    assert _queue(ann) == _queue(bob) == [("", "deleted_but_edited")]


def test_deleted_and_shown_again_is_nothing_to_tell(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("DELETE FROM house")
    ann.do("UPDATE house SET hidden = 0")
    assert ann.seal() == 0


def test_shown_again_lifts_every_deletion(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    for store in (ann, bob):
        store.do("DELETE FROM house")
    give(ann, bob, back=True)
    bob.do("UPDATE house SET hidden = 0")
    give(bob, ann)
    assert _shown(ann, "hidden") == _shown(bob, "hidden") == 0
    assert _queue(ann) == []


# --- what the author saw (mutants 11 and 13) ------------------------------------------------------------------------


def _form_then_bundle(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    shown = capture.seen(ann.db, TABLES["house"], H)
    bob.do("UPDATE house SET note = 'from Bob'")
    give(bob, ann)
    ann.do("UPDATE house SET note = 'from Ann'", base={H: shown})
    give(ann, bob)
    assert _queue(ann) == _queue(bob) == [("note", "field")]


def test_a_form_opened_before_the_bundle_makes_a_conflict(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _form_then_bundle(ann, bob, give)


def test_naming_what_is_shown_now_would_lose_words(
    ann: SmallStore, bob: SmallStore, give: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now(self: seal.Sealer, item: seal.Item, entry: Entry, col: str) -> tuple[Dot, ...]:
        dot = seal.displayed(self._book, item.table, entry.row, col)
        return () if dot is None else (dot,)

    monkeypatch.setattr(seal.Sealer, "_replaced", now)
    with pytest.raises(AssertionError):
        _form_then_bundle(ann, bob, give)


def _question_then_bundle(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    shown = capture.seen(ann.db, TABLES["house"], H)
    bob.do("UPDATE house SET note = 'from Bob'")
    give(bob, ann)
    ann.do("DELETE FROM house", base={H: shown})
    give(ann, bob)
    assert _shown(ann, "hidden") == _shown(bob, "hidden") == 0
    assert _queue(ann) == _queue(bob) == [("", "deleted_but_edited")]


def test_a_deletion_confirmed_before_the_bundle_does_not_hide_its_words(
    ann: SmallStore, bob: SmallStore, give: Any
) -> None:
    _question_then_bundle(ann, bob, give)


def test_a_deletion_that_sees_everything_would_hide_them(
    ann: SmallStore, bob: SmallStore, give: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal.Sealer, "_confirmed", lambda self, tokens, item, entry: merge.live_dots(entry.row))
    with pytest.raises(AssertionError):
        _question_then_bundle(ann, bob, give)


def test_of_several_saves_the_first_form_counts(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann)
    give(ann, bob)
    shown = capture.seen(ann.db, TABLES["house"], H)
    bob.do("UPDATE house SET note = 'from Bob'")
    give(bob, ann)
    ann.do("UPDATE house SET note = 'one'", base={H: shown})
    ann.do("UPDATE house SET note = 'two'", base={H: capture.seen(ann.db, TABLES["house"], H)})
    ann.seal()
    assert _queue(ann) == [("note", "field")]


def test_a_form_opened_on_an_unsealed_record_is_no_conflict_with_oneself(ann: SmallStore) -> None:
    _house(ann)
    born = capture.seen(ann.db, TABLES["house"], H)
    assert born["phone"].startswith("~")
    ann.seal()
    ann.do("UPDATE house SET phone = '2'", base={H: born})
    edited = capture.seen(ann.db, TABLES["house"], H)
    ann.seal()
    ann.do("UPDATE house SET phone = '3', note = 'm'", base={H: edited})
    ann.seal()
    assert _queue(ann) == []
    ops = _ops(ann)
    assert {write.col: write.replaces for write in ops[2][1].writes} == {"phone": (ops[1][0],), "note": (ops[0][0],)}
    ann.do("DELETE FROM house", base={H: capture.seen(ann.db, TABLES["house"], H)})
    ann.seal()
    assert (_shown(ann, "hidden"), _queue(ann)) == (1, [])


def test_a_deletion_confirmed_on_an_unsealed_record_hides_it(ann: SmallStore) -> None:
    _house(ann)
    ann.do("UPDATE house SET note = 'm'")
    shown = capture.seen(ann.db, TABLES["house"], H)
    ann.seal()
    ann.do("DELETE FROM house", base={H: shown})
    ann.seal()
    assert (_shown(ann, "hidden"), _queue(ann)) == (1, [])


def test_an_unreadable_token_of_an_old_draft_costs_a_question_not_words(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.do("UPDATE house SET note = 'm', phone = '2'", base={H: {"note": "rubbish", "phone": "~x"}})
    ann.seal()
    assert sorted(_queue(ann)) == [("note", "field"), ("phone", "field")]


# --- who, and how much ----------------------------------------------------------------------------------------------


def test_two_cadres_keep_their_names(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    for name, col in (("甲", "phone"), ("乙", "note")):
        ann.db.execute("BEGIN")
        capture.set_context(ann.db, name, "户", "更正", "2026-01-01T00:00:01.500Z")
        ann.db.execute(f"UPDATE house SET {col} = 'x'")
        capture.clear_context(ann.db)
        ann.db.execute("COMMIT")
    ann.seal()
    (body,) = ann.rows("SELECT body FROM sync_segment ORDER BY id DESC LIMIT 1")[0]
    who = segment.body_again(body).who
    assert sorted(who) == [(1, "乙", 1767225601500, "户", "更正"), (1, "甲", 1767225601500, "户", "更正")]


def test_a_large_import_is_cut_into_segments_that_build_on_each_other(ann: SmallStore) -> None:
    ann.db.execute("BEGIN")
    ann.db.executemany(
        "INSERT INTO tag(id, scope, name) VALUES (?, ?, ?)", [(f"{n:032x}", scope("p"), "x") for n in range(2_000)]
    )
    ann.db.execute("COMMIT")
    assert ann.seal() == 3
    heads = [segment.read_head(row[0]) for row in ann.rows("SELECT head FROM sync_segment ORDER BY id")]
    names = [row[0] for row in ann.rows("SELECT hash FROM sync_segment ORDER BY id")]
    assert [head.n for head in heads] == [800, 800, 400]
    assert [head.parents for head in heads] == [[], [names[0]], [names[1]]]
    assert [head.seq for head in heads] == [1, 2, 3]
    assert [head.hlc for head in heads] == sorted({head.hlc for head in heads})


def test_each_partition_has_its_own_segments(ann: SmallStore) -> None:
    _house(ann)
    _house(ann, T, scope=scope("q"))
    _house(ann, V, scope=scope("q"), compartment=1)
    assert ann.seal() == 3
    assert {segment.read_head(head).part for (head,) in ann.rows("SELECT head FROM sync_segment")} == {
        (scope("p"), 0), (scope("q"), 0), (scope("q"), 1),
    }  # fmt: skip


def test_a_clock_set_back_still_makes_younger_stamps(ann: SmallStore) -> None:
    _house(ann)
    ann.seal()
    ann.steps = -100_000_000
    ann.do("UPDATE house SET phone = '2'")
    ann.seal()
    first, second = (row[0] for row in ann.rows("SELECT hlc FROM sync_segment ORDER BY id"))
    assert second == first + 1


def test_nobody_seals_what_the_office_must_refuse(ann: SmallStore) -> None:
    _house(ann, note="长" * 22_000)
    with pytest.raises(KnownError) as caught:
        ann.seal()
    assert caught.value.code == "LIMIT"
    assert ann.rows("SELECT applying FROM sync_state") == [(0,)]
    ann.do("UPDATE house SET note = 'short'")
    assert ann.seal() == 1


def test_values_of_every_kind_travel(ann: SmallStore, bob: SmallStore, give: Any) -> None:
    _house(ann, note=b"\x00\xff", phone="𬭎䶮𠮷\n", seen=7)
    ann.do("INSERT INTO tag(id, scope, name, weight) VALUES (?, ?, ?, ?)", T, scope("p"), 0.1 + 0.2, 1 << 62)
    give(ann, bob)
    assert ann.tables("p") == bob.tables("p")


def test_a_store_that_is_not_enrolled_seals_nothing(village: Store) -> None:
    assert not village.enrolled
    assert seal.seal_pending(village) == 0
    with village.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_pending").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_segment").scalar() == 0


def test_a_township_seals_through_its_store(township: Store) -> None:
    assert seal.seal_pending(township) == 1
    assert seal.seal_pending(township) == 0
    assert apply.apply_ready(township) == apply.Applied()
    with township.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sync_pending").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
