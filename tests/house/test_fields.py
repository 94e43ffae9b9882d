"""Every field of the record book says how it merges and how private it is; synced tables obey sync.md §6."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, Table, UniqueConstraint

from db.models import metadata

SYNCED = [t for t in metadata.sorted_tables if t.info.get("sync") is not None]
CLASSES = {"words", "fact", "clock", "ladder", "local", "key"}


@pytest.mark.parametrize("table", SYNCED, ids=lambda t: t.name)
def test_a_synced_table_keeps_the_rules(table: Table) -> None:
    assert table.c.id.primary_key
    assert not table.c.scope.nullable
    assert not table.c.compartment.nullable
    for column in table.columns:
        if column.info.get("sync") != "key" and column.name != "id":
            assert column.nullable or column.server_default is not None, column.name
        assert not column.unique, column.name
    assert not [c for c in table.constraints if isinstance(c, (UniqueConstraint, CheckConstraint))]
    assert not [i for i in table.indexes if i.unique]


@pytest.mark.parametrize("table", SYNCED, ids=lambda t: t.name)
def test_every_field_declares_both_classes(table: Table) -> None:
    for column in table.columns:
        assert column.info.get("sync") in CLASSES, column.name
        assert column.info.get("privacy") in (0, 1, 2, 3), column.name


def test_table_numbers_are_given_once() -> None:
    numbers = [t.info["sync"] for t in SYNCED]
    assert len(set(numbers)) == len(numbers)
    assert all(isinstance(n, int) for n in numbers)


def test_every_table_says_whether_it_travels() -> None:
    assert [t.name for t in metadata.sorted_tables if "sync" not in t.info] == []


def test_what_names_a_number_or_a_telephone_is_sensitive() -> None:
    for table in SYNCED:
        for column in table.columns:
            if column.name.endswith(("id_no", "phone")) and table.name not in ("township",):
                assert column.info["privacy"] == 3, f"{table.name}.{column.name}"


def test_general_records_never_point_into_other_compartments() -> None:
    apart = {"dispute", "dispute_step", "party", "sitting", "agreement", "clause", "performance", "revisit"}
    for table in SYNCED:
        if table.name not in apart:
            assert not {k.column.table.name for k in table.foreign_keys} & apart, table.name
