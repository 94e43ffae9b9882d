"""Every door meets the same rule: each declared field, each value it must refuse, through each way into the book."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from db import RuleError, Store
from db.actions.corrections import correct, take_back
from db.actions.inputs import fields_of, from_json, rule_of
from db.actions.registry import KINDS
from db.fields import columns_of, editable
from db.identity import new_id
from db.ledgers.flags import settle_flag
from db.ledgers.imports import import_ledger
from db.ledgers.layout.columns import DECLARED
from db.models import ImportBatch, ImportFlag, metadata
from db.queries.rows import ask
from db.rules.values import ValueRule, refusal
from db.sync.matters import items, settle
from desktop.ui.pages.households.household_jobs import correction, put_right
from tests.bundles.post import exchange, join
from tests.db.fields.samples import OTHER, right, wrong
from tests.ledgers.villages import Page, to_xlsx
from tests.makers import make_household

TABLES = [t.name for t in metadata.sorted_tables if t.info.get("sync") is not None and editable(t.name)]


def put(store: Store, table: str) -> str:
    """An empty record of a table, as an older version or another program might have written it."""
    record_id = new_id()
    compartment = 1 if "dispute" in {table, *(r.split("_")[0] for r in columns_of(table))} else 0
    with store.write() as session:
        sql = f'INSERT INTO "{table}"(id, scope, compartment) VALUES (?, ?, ?)'
        session.connection().exec_driver_sql(sql, (record_id, store.scope, compartment))
    return record_id


def row(store: Store, table: str, record_id: str) -> dict[str, Any]:
    with store.read() as session:
        return dict(ask(session, f'SELECT * FROM "{table}" WHERE id = ?', (record_id,))[0]._mapping)


@pytest.mark.parametrize("table", TABLES)
def test_correction_refuses_what_no_field_may_hold_and_takes_what_it_may(village: Store, table: str) -> None:
    record_id = put(village, table)
    before = row(village, table, record_id)
    for name in editable(table):
        rule = columns_of(table)[name]
        for value in wrong(rule):
            with pytest.raises(RuleError) as caught:
                correct(village, table, record_id, {name: value})
            assert caught.value.field == name, (name, value)
            assert str(caught.value).endswith("。"), (name, value)
        assert row(village, table, record_id) == before, name
    for name in editable(table):
        value = right(columns_of(table)[name])
        correct(village, table, record_id, {name: value})
        assert row(village, table, record_id)[name] == value


@pytest.mark.parametrize("table", TABLES)
def test_what_has_a_deed_of_its_own_or_is_kept_by_the_program_cannot_be_written_over(
    village: Store, table: str
) -> None:
    record_id = put(village, table)
    for name in set(columns_of(table)) - set(editable(table)) | {"id", "scope", "hidden", "nothing"}:
        for deed in (
            lambda n: correct(village, table, record_id, {n: "x"}),
            lambda n: take_back(village, table, record_id, n),
        ):
            with pytest.raises(RuleError):
                deed(name)


@pytest.mark.parametrize("table", ["household", "person"])
def test_the_form_refuses_the_same(village: Store, table: str) -> None:
    record_id = put(village, table)
    found = correction(village, table, record_id)
    assert [entry.field for entry in found.entries] == list(editable(table))
    before = row(village, table, record_id)
    for name in editable(table):
        for value in wrong(columns_of(table)[name]):
            with pytest.raises(RuleError) as caught:
                put_right(village, found, {name: value}, "")
            assert caught.value.field == name, (name, value)
    assert row(village, table, record_id) == before


def least(kind: type) -> dict[str, Any]:
    """The fewest fields an input asks for, all of them right."""
    said: dict[str, Any] = {}
    nested = {facts.name: facts.fields for facts in fields_of(kind)}
    for item in dataclasses.fields(kind):
        rule = rule_of(item)
        if rule.required and nested[item.name]:
            inner = next(k for k in _inputs(kind, item.name))
            said[item.name] = [least(inner)]
        elif rule.required:
            said[item.name] = new_id() if rule.kind in ("ref", "system") else right(rule)
    return said


def _inputs(kind: type, name: str) -> list[type]:
    from typing import get_args, get_type_hints

    return [hint for hint in get_args(get_type_hints(kind)[name]) if dataclasses.is_dataclass(hint)]  # type: ignore[misc]


@pytest.mark.parametrize("name", KINDS)
def test_every_deed_refuses_the_same_whether_a_form_or_a_command_calls_it(village: Store, name: str) -> None:
    kind = KINDS[name]
    said = least(kind.input)
    for item in dataclasses.fields(kind.input):
        rule = rule_of(item)
        if (
            not rule.typed_by_people
            or "tuple" in str(item.type)
            or any(facts.name == item.name and facts.fields for facts in fields_of(kind.input))
        ):
            continue
        for value in wrong(rule):
            with pytest.raises(RuleError) as caught:
                kind.deed(village, from_json(kind.input, said | {item.name: value}))
            assert caught.value.field == item.name, (item.name, value[:20], str(caught.value))
        if rule.kind == "day" and not rule.future:
            with pytest.raises(RuleError, match="今天之后"):
                kind.deed(village, from_json(kind.input, said | {item.name: date(2099, 1, 1).isoformat()}))


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_ledger_leaves_such_a_cell_open_and_the_cadre_who_settles_it_meets_the_rule(
    village: Store, tmp_path: Path, name: str
) -> None:
    table, column = DECLARED[name]
    rule = columns_of(table)[column]
    heads = {"姓名": "李林峰", "与户主关系": "户主", "户号": "001", "性别": "男", "联系电话": "13800000001"}
    heads.pop(rule.heads[0], None)
    for at, value in enumerate(text for text in wrong(rule) if text.strip() and "\x07" not in text and len(text) < 50):
        cells = {**heads, rule.heads[0]: value}
        path = to_xlsx(tmp_path / f"{at}.xlsx", [Page("册", [list(cells), list(cells.values())], [])])  # type: ignore[list-item]
        import_ledger(village, path, "roster")
    with village.read() as session:
        for (stood,) in ask(session, f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
            assert refusal(rule, stood, village.today()) is None, stood
    _settled(village, table, column, rule)


def _settled(store: Store, table: str, column: str, rule: ValueRule) -> None:
    record_id = put(store, table)
    for value in wrong(rule):
        if not value.strip():
            continue
        with store.write() as session:
            batch = ImportBatch(kind="roster")
            session.add(batch)
            session.flush()
            flag = ImportFlag(batch_id=batch.id, noun=table, record_id=record_id, field_name=column)
            session.add(flag)
            session.flush()
            flag_id = flag.id
        if rule.kind == "code" and rule.free:
            continue
        with pytest.raises(RuleError) as caught:
            settle_flag(store, flag_id, value)
        assert caught.value.field == column, value[:20]
        with store.read() as session:
            kept = session.exec(select(ImportFlag).where(ImportFlag.id == flag_id)).one()
            assert kept.settled_at is None
    assert row(store, table, record_id)[column] is None


@pytest.mark.parametrize("table", ["household", "person"])
def test_the_merge_desk_refuses_the_same_third_value(
    make_store: Callable[..., Store], tmp_path: Path, table: str
) -> None:
    village, township = make_store("village"), make_store("township")
    join(township, village)
    record_id = make_household(village, "曾国强")
    if table == "person":
        with village.read() as session:
            record_id = ask(session, "SELECT id FROM person")[0].id
    exchange(village, township, tmp_path)
    for store, of in ((village, None), (township, OTHER)):
        values = {n: right(columns_of(table)[n], *([of] if of else [])) for n in editable(table)}
        values |= {"id_type": "01"} if table == "person" else {}  # the check character of a number is this paper's
        correct(store, table, record_id, values, reason="看了证件")
    exchange(village, township, tmp_path)
    asked = set()
    for found in items(township):
        before = row(township, table, record_id)
        for matter in found.matters:
            rule = columns_of(table)[matter.col]
            asked.add(matter.col)
            for value in wrong(rule):
                with pytest.raises(RuleError) as caught:
                    settle(township, found, "value", values={matter.col: value})
                assert caught.value.field == matter.col if value.strip() else "value", (matter.col, value[:20])
        assert row(township, table, record_id) == before
    assert asked == set(editable(table)) - {"id_type"}
