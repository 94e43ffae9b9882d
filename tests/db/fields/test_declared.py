"""The declarations hold together: every field that travels has one, and what they name exists."""

from __future__ import annotations

import pytest

from db.fields import columns_of, declared, editable, listed, noun_of, target
from db.fields.declared import own_columns
from db.ledgers.layout.columns import DECLARED, EXACT
from db.models import metadata
from db.rules.codes import list_names

TABLES = [t.name for t in metadata.sorted_tables if t.info.get("sync") is not None]
KEYS = {"id", "scope", "compartment", "hidden"}


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_table_that_travels_is_declared(table: str) -> None:
    assert noun_of(table)
    assert set(columns_of(table)) == {c.name for c in metadata.tables[table].columns} - KEYS
    for name, rule in columns_of(table).items():
        assert rule.label, name
        assert rule.kind != "code" or rule.codes in list_names(), name
        assert not (rule.editable and not rule.typed_by_people), name
        reference, _dot, other = rule.after.rpartition(".")
        assert not rule.after or declared(target(table, reference) if reference else table, other), name


@pytest.mark.parametrize("table", TABLES)
def test_no_two_fields_of_a_form_are_called_the_same(table: str) -> None:
    labels = [columns_of(table)[name].label for name in own_columns(table)]
    assert len(set(labels)) == len(labels), sorted(label for label in labels if labels.count(label) > 1)


def test_a_heading_means_one_field() -> None:
    heads = [head for table, column in DECLARED.values() for head in columns_of(table)[column].heads]
    assert len(set(heads)) == len(heads)
    assert all(EXACT[head] in DECLARED for head in heads)


def test_what_nobody_here_knows_is_nothing() -> None:
    assert columns_of("starlight") == {}
    assert columns_of("draft") == {}
    assert declared("person", "solar_panels") is None
    assert noun_of("starlight") == ""
    assert editable("starlight") == listed("starlight") == ()
    assert declared("person", "hidden").label == "删除"  # type: ignore[union-attr]
