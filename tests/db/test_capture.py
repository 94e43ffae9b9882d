"""Whoever writes, however: it is noted for the bundle and for the log, and nothing is ever wiped out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from db import KnownError, Store, capture, open_store
from db.actions.corrections import correct, take_back
from db.engine import connect
from db.errors import RuleError
from db.identity import new_id
from db.models import Household, Person, Visit, metadata
from db.store import Surroundings
from tests.conftest import PASSWORD
from tests.makers import make_household, make_request


def _pending(store: Store, table: str = "household") -> list[tuple[Any, ...]]:
    number = capture.synced_tables(metadata)[table].number
    with store.connection() as connection:
        rows = connection.exec_driver_sql(
            "SELECT op, pk, cols, author, screen, at FROM sync_pending WHERE tbl = ? ORDER BY seq", (number,)
        )
        return [tuple(row) for row in rows]


def _log(store: Store) -> list[tuple[Any, ...]]:
    with store.connection() as connection:
        rows = connection.exec_driver_sql("SELECT cadre, screen, tbl, pk, field, old, new FROM audit_log ORDER BY seq")
        return [tuple(row) for row in rows]


def _household(store: Store, **values: Any) -> str:
    with store.write(screen="登记") as session:
        household = Household(**values)
        session.add(household)
        session.flush()
        return household.id


def test_a_new_record_and_its_change_are_noted_with_author_screen_and_time(village: Store) -> None:
    pk = _household(village, household_no="1", phone="15488160538")
    with village.write(screen="走访") as session:
        session.get_one(Household, pk).phone = "15488160539"
    first, second = _pending(village)
    assert first[:5] == ("I", pk, None, "周建国", "登记")
    assert second[:5] == ("U", pk, ",phone", "周建国", "走访")
    assert first[5].startswith("2025-10-20T01:30:")
    assert _log(village) == [("周建国", "走访", "household", pk, "phone", "15488160538", "15488160539")]


def test_saving_the_same_value_again_is_no_change(village: Store) -> None:
    pk = _household(village, phone="1")
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE household SET phone = '1', hidden = 0, scope = scope")
    assert [row[:2] for row in _pending(village)] == [("I", pk)]


def test_bulk_core_and_raw_sql_are_noted_too(village: Store) -> None:
    ids = [new_id() for _ in range(3)]
    with village.write() as session:
        session.execute(insert(Household), [{"id": i, "scope": village.scope, "household_no": i[-3:]} for i in ids])
        session.execute(update(Household).where(Household.id.in_(ids[:2])).values(phone="2"))  # type: ignore[attr-defined]
        session.execute(text("UPDATE household SET phone = '3', address = 'a' WHERE id = :id"), {"id": ids[2]})
        session.execute(delete(Household).where(Household.id.in_(ids[1:])))  # type: ignore[attr-defined]
    noted = [(op, pk, cols) for op, pk, cols, *_ in _pending(village)]
    assert [n for n in noted if n[0] == "I"] == [("I", i, None) for i in ids]
    assert {n for n in noted if n[0] == "U"} == {
        ("U", ids[0], ",phone"), ("U", ids[1], ",phone"), ("U", ids[2], ",address,phone"),
    }  # fmt: skip
    assert {n for n in noted if n[0] == "D"} == {("D", ids[1], None), ("D", ids[2], None)}
    with village.connection() as connection:
        rows = connection.exec_driver_sql("SELECT id, hidden FROM household ORDER BY id").all()
    assert [tuple(row) for row in rows] == [(ids[0], 0), (ids[1], 1), (ids[2], 1)]


def test_a_deleted_record_is_only_hidden_and_can_be_shown_again(village: Store) -> None:
    pk = _household(village, phone="1")
    with village.write(screen="删除") as session:
        session.delete(session.get_one(Household, pk))
    with village.write(screen="恢复") as session:
        household = session.get_one(Household, pk)
        assert household.hidden == 1
        household.hidden = 0
    assert [row[0] for row in _pending(village)] == ["I", "D", "X"]
    assert [row[4:] for row in _log(village)] == [("hidden", "0", "1"), ("hidden", "1", "0")]


def test_deleting_twice_is_noted_once(village: Store) -> None:
    pk = _household(village)
    with village.connection() as connection:
        for _ in range(2):
            connection.exec_driver_sql("DELETE FROM household WHERE id = ?", (pk,))
    assert [row[0] for row in _pending(village)] == ["I", "D"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE household SET scope = 'f'",
        "UPDATE household SET compartment = 2",
        "UPDATE household SET id = 'f'",
        "INSERT OR REPLACE INTO household SELECT * FROM household",
    ],
)
def test_what_would_escape_the_bundle_is_refused(village: Store, sql: str) -> None:
    pk = _household(village, phone="1")
    with pytest.raises(IntegrityError), village.connection() as connection:
        connection.exec_driver_sql(sql)
    with village.connection() as connection:
        found = connection.exec_driver_sql("SELECT id, scope, phone FROM household").all()
    assert [tuple(row) for row in found] == [(pk, village.scope, "1")]


def test_raw_sql_without_a_name_is_unsigned(village: Store) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql("INSERT INTO household(id, scope, compartment) VALUES ('a', 's', 0)")
        connection.exec_driver_sql("UPDATE household SET phone = '1'")
    assert [row[3] for row in _pending(village)] == ["未署名", "未署名"]
    assert _pending(village)[0][5].endswith("Z")
    assert _log(village)[0][0] == "未署名"


def test_context_and_shown_values_end_with_the_transaction(village: Store) -> None:
    pk = _household(village, phone="1", address="a")
    household = capture.synced_tables(metadata)["household"]
    with village.write() as session:
        capture.set_base(session, household, pk, {"phone": "ab:1", "address": ""})
        session.get_one(Household, pk).phone = "2"
    with village.write() as session:
        session.get_one(Household, pk).phone = "3"
    with village.connection() as connection:
        bases = connection.exec_driver_sql("SELECT base FROM sync_pending WHERE tbl = ? ORDER BY seq",
                                           (household.number,)).scalars().all()  # fmt: skip
        left = connection.exec_driver_sql("SELECT count(*) FROM sync_context").scalar()
    assert [json.loads(b) if b else None for b in bases] == [None, {"phone": "ab:1", "address": ""}, None]
    assert left == 0


def test_what_comes_from_a_bundle_is_not_noted_again(village: Store) -> None:
    pk = _household(village, phone="1")
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        connection.exec_driver_sql("UPDATE household SET phone = '2', hidden = 1")
        connection.exec_driver_sql("DELETE FROM household WHERE id = ?", (pk,))
        connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
        assert connection.exec_driver_sql("SELECT count(*) FROM household").scalar() == 0
    assert [row[0] for row in _pending(village)] == ["I"]
    assert _log(village) == []


def test_blobs_and_floats_do_not_disturb_a_save(village: Store) -> None:
    pk = _household(village, phone="1")
    with village.connection() as connection:
        connection.exec_driver_sql("UPDATE household SET phone = ?, address = ?", (b"\xff\x00", 0.1 + 0.2))
    assert _log(village) == [
        ("未署名", None, "household", pk, "address", None, "0.30000000000000004"),
        ("未署名", None, "household", pk, "phone", "1", None),
    ]


def test_of_an_accusation_the_log_keeps_who_and_when_but_no_word(village: Store) -> None:
    told = make_request(village, make_household(village), "村干部截留补贴。", petition_kind="accusation")
    correct(village, "request", told, {"content": "村干部截留了救灾款。"})
    assert [row[2:] for row in _log(village) if row[3] == told] == [("request", told, "content", None, None)]
    with pytest.raises(RuleError, match="检举"):
        take_back(village, "request", told, "content")


# --- the log only grows ---------------------------------------------------------------------------------------------


def _edit(store: Store, values: Sequence[str]) -> str:
    pk = _household(store, phone="0")
    for value in values:
        with store.write() as session:
            session.get_one(Household, pk).phone = value
    return pk


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM audit_log", "UPDATE audit_log SET old = 'x'", "UPDATE audit_log SET hash = NULL",
     "UPDATE audit_log SET cadre = 'x' WHERE seq = 2"],
)  # fmt: skip
def test_the_log_refuses_changes(village: Store, sql: str) -> None:
    _edit(village, ["1", "2"])
    with pytest.raises(IntegrityError), village.connection() as connection:
        connection.exec_driver_sql(sql)


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("DELETE FROM audit_log WHERE seq = 2", 2),
        ("DELETE FROM audit_log WHERE seq = 1", 1),
        ("UPDATE audit_log SET old = 'x' WHERE seq = 2", 2),
        ("UPDATE audit_log SET cadre = '别人' WHERE seq = 3", 3),
        ("INSERT INTO audit_log(tbl, pk, field) VALUES ('a', 'b', 'c')", 4),
    ],
)
def test_whoever_gets_round_the_triggers_breaks_the_chain(village: Store, sql: str, first: int) -> None:
    _edit(village, ["1", "2", "3"])
    with village.connection() as connection:
        assert capture.broken_link(connection) is None
        for name in ("kept", "fixed", "chained"):
            connection.exec_driver_sql(f"DROP TRIGGER capture_audit_{name}")
        connection.exec_driver_sql(sql)
        assert capture.broken_link(connection) == first


# --- triggers themselves --------------------------------------------------------------------------------------------


def test_a_lost_trigger_closes_the_store_until_it_is_made_anew(village: Store, around: Surroundings) -> None:
    path, key = village.path, village.data_key
    village.close()
    raw = connect(path / "book.db", key)
    raw.execute("DROP TRIGGER capture_visit_update")
    with pytest.raises(KnownError) as caught:
        open_store(path, PASSWORD, around)
    assert caught.value.code == "CAPTURE_BROKEN"
    raw.execute("BEGIN")
    capture.install(raw, metadata)
    raw.execute("COMMIT")
    raw.close()
    open_store(path, PASSWORD, around).close()


def test_a_rebuilt_table_without_triggers_is_noticed(village: Store) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql("CREATE TABLE other AS SELECT * FROM visit_cadre")
        connection.exec_driver_sql("DROP TABLE visit_cadre")
        connection.exec_driver_sql("ALTER TABLE other RENAME TO visit_cadre")
        with pytest.raises(KnownError):
            capture.check_fingerprint(connection, metadata)


def test_every_travelling_table_keeps_the_rules_of_bundles() -> None:
    numbers = [table.number for table in capture.synced_tables(metadata).values()]
    assert len(numbers) == len(set(numbers))
    for name in capture.synced_tables(metadata):
        table = metadata.tables[name]
        assert [c.name for c in table.primary_key.columns] == ["id"]
        assert not [i for i in table.indexes if i.unique]
        kinds = {type(constraint).__name__ for constraint in table.constraints}
        assert kinds <= {"PrimaryKeyConstraint", "ForeignKeyConstraint"}, name
        for column in table.columns:
            needs_value = not column.nullable and column.server_default is None
            assert not needs_value or column.name in {"id", "scope", "compartment"}, (name, column.name)
            assert column.info.get("sync"), (name, column.name)


def test_the_classes_are_where_bundles_look_for_them() -> None:
    tables = capture.synced_tables(metadata)
    assert tables["visit"].number == 20
    assert tables["visit"].classes["talk"] == "words"
    assert tables["visit"].refs["household_id"] == "household"
    assert not {"id", "scope", "compartment", "hidden"} & set(tables["visit"].columns)
    assert set(Visit.model_fields) - set(tables["visit"].columns) == {"id", "scope", "compartment", "hidden"}
    assert "person" in tables
    assert Person.__table__ is metadata.tables["person"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["李𬭎 䶮𠮷", 'a"b\\c/\x00\x1f\x7f\u2028\n\r\t', "\ud800half", "", "中" * 5_000])
def test_a_link_of_the_log_is_what_json_says(text: str) -> None:
    """Chains of years ago are checked with it."""
    rows = [(1, None, text, "2025-10-20T01:30:00.000Z"), [2, "x", None, text]]
    said = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    assert capture._link(b"before", rows) == hashlib.blake2b(b"before" + said, digest_size=32).digest()
