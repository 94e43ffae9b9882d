"""What is stored is shown, printed, exported or computed with somewhere, or stands in a list that only shrinks."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from db.fields import listed
from db.ledgers.layout.columns import DECLARED
from db.models import Recorded, metadata
from tests.house.columns import read_in_sql, read_of_records, read_of_rows, texts
from tests.house.sources import OURS, Module, at_work, modules, names, reached
from tests.house.test_doors import OPEN_ISSUES

UNREAD = Path(__file__).with_name("unread_columns.toml")
CEILING = 141
"""How many columns nobody reads: lowered with the list, never raised."""

TABLES = {t.name: t for t in metadata.sorted_tables if t.info.get("sync") is not None}
MODELS = {
    mapper.class_.__name__: str(mapper.local_table.name)
    for mapper in Recorded._sa_registry.mappers  # type: ignore[attr-defined]
    if str(mapper.local_table.name) in TABLES
}
EVERY = set(Recorded.model_fields)
"""What every record carries; that somebody reads them is asked once, not of every table."""

GENERIC = ("db.sync", "db.capture", "db.schema", "db.models", "db.queries.records", "db.queries.history")
"""They carry, merge and show whatever column there is: no evidence that anybody meant this one."""
READERS = {"db.sync.matters.shown.household", "db.sync.matters.deciding.undoing"}
"""Among them, what puts named columns before somebody: the dossier's notes, and the decisions of the merge desk."""

OF_ANY_TABLE = {"db.queries.merged.components": {("household", "merged_into"), ("person", "merged_into")}}
"""Columns that a module names in SQL over a table it is given."""


def _reads(module: Module) -> set[tuple[str, str]]:
    """The columns a module reads by name; of rows that come whole by another module's SQL too."""
    columns, whole = _asked_of(module.name)
    for used in names(module, at_work(module.tree)):
        owner, _dot, name = used.rpartition(".")
        if isinstance(modules()[owner].own[name], ast.Assign | ast.AnnAssign):
            whole = whole | _asked_of(owner)[1]
    of_rows = read_of_rows(module) if whole else set()
    of_rows_here = {(table, name) for table in whole for name in of_rows if name in TABLES[table].c}
    return read_of_records(module, MODELS) | columns | of_rows_here | _of_any_table(module) | _declared(module)


@cache
def _asked_of(name: str) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    columns: set[tuple[str, str]] = set()
    whole: set[str] = set()
    for text in texts(modules()[name]):
        if any(word in text for word in ("FROM", "JOIN")):
            named, rows_of = read_in_sql(text, TABLES)
            columns |= named
            whole |= rows_of
    return frozenset(columns), frozenset(whole)


def _declared(module: Module) -> set[tuple[str, str]]:
    """Columns that are declared as facts of dossier and paper, or as columns of ledgers, by whoever shows them so."""
    used = set(names(module, at_work(module.tree)))
    tables = [text for text in texts(module) if text in TABLES] if "db.fields.declared.listed" in used else []
    found = {(table, name) for table in tables for name in listed(table)}
    exported = module.name == "db.ledgers.exports" and "db.ledgers.layout.columns.DECLARED" in used
    return found | (set(DECLARED.values()) if exported else set())


def _of_any_table(module: Module) -> set[tuple[str, str]]:
    said = " ".join(texts(module))
    return {(table, name) for table, name in OF_ANY_TABLE.get(module.name, ()) if name in said}


@cache
def _living() -> frozenset[str]:
    """The modules of the book that the window, the papers or the command line come to."""
    roots = ["desktop.app.run", *(f"desktop.cli.{name}" for name in modules()["desktop.cli"].own)]
    roots += [f"{m.name}.{name}" for m in modules().values() if m.name.startswith("desktop.commands") for name in m.own]
    return frozenset(dotted.rpartition(".")[0] for dotted in reached(roots, within=OURS))


@cache
def read_columns() -> frozenset[tuple[str, str]]:
    """Every (table, column) that is read by name."""
    found: set[tuple[str, str]] = set()
    for module in modules().values():
        generic = module.name.startswith(GENERIC) and module.name not in READERS
        if module.name.startswith("db.") and module.name in _living() and not generic:
            found |= _reads(module)
    return frozenset(found)


def _unread() -> set[str]:
    stored = {(t.name, c.name) for t in TABLES.values() for c in t.columns if c.name not in EVERY}
    return {f"{table}.{column}" for table, column in stored - read_columns()}


def _listed() -> dict[str, tuple[int, str]]:
    content = tomllib.loads(UNREAD.read_text(encoding="utf-8"))
    return {
        f"{table}.{column}": (int(issue), reason)
        for issue, reasons in content.items()
        for reason, tables in reasons.items()
        for table, columns in tables.items()
        for column in columns
    }


def test_every_stored_column_is_read_somewhere_or_stands_in_the_list() -> None:
    assert sorted(_unread() - set(_listed())) == []


def test_the_list_names_no_column_that_is_read_or_gone() -> None:
    assert sorted(set(_listed()) - _unread()) == [], "it is read now, or gone: take it off the list, lower CEILING"


def test_the_list_only_shrinks_and_each_column_has_a_reason_and_an_issue() -> None:
    assert len(_listed()) == CEILING, "lower CEILING with the list; it is never raised"
    for name, (issue, reason) in _listed().items():
        assert issue in OPEN_ISSUES, name
        assert len(reason.split()) >= 5, name


def test_what_every_record_carries_is_read() -> None:
    """Their tables come as a name (``FROM {table}``), so the words in the questions count; keys of bundles aside."""
    asked = {word for m in modules().values() if m.name.startswith("db.queries") for t in texts(m) if "SELECT" in t
             for word in re.findall(r"\w+", t)}  # fmt: skip
    keys = {c.name for t in TABLES.values() for c in t.columns if c.info["sync"] == "key"}
    assert EVERY - keys - asked == set()


@pytest.mark.parametrize(
    ("sql", "columns", "whole"),
    [
        ("SELECT p.phone FROM person p JOIN household h ON h.id = p.household_id",
         "person.phone person.household_id", ""),
        ("SELECT phone FROM household WHERE hidden = 0", "household.phone", ""),
        ("SELECT note, (SELECT max(visited_on) FROM visit w WHERE w.household_id = h.id) FROM household h",
         "household.note visit.visited_on visit.household_id", ""),
        ("SELECT 1 FROM visit WHERE household_id IN (SELECT id FROM household WHERE address = :a)",
         "visit.household_id household.address", ""),
        ("SELECT 'phone', count(*), :note FROM household", "", ""),
        ("INSERT INTO person(id, phone) VALUES (?, ?)", "", ""),
        ("UPDATE person SET phone = ? WHERE name = ?", "", ""),
        ("SELECT * FROM person", "", "person"),
        ("SELECT p.*, v.name FROM person p, village v", "village.name", "person"),
    ],
)  # fmt: skip
def test_a_column_belongs_to_the_table_it_is_selected_from(sql: str, columns: str, whole: str) -> None:
    found, rows_of = read_in_sql(sql, TABLES)
    assert {f"{table}.{column}" for table, column in found if column not in EVERY} == set(columns.split())
    assert rows_of == set(whole.split())


def test_a_record_is_read_by_what_is_taken_from_it_not_by_what_is_put_in() -> None:
    text = """
def deed(session, new: NewPerson, person: Person):
    person.phone = new.note
    home = session.get(Household, person.household_id)
    return home.address, [mark.tag for mark in session.exec(select(TagMark))]
"""
    read = read_of_records(Module.of("db.x", Path("x.py"), text), MODELS)
    assert read == {("person", "household_id"), ("household", "address"), ("tag_mark", "tag")}


def test_of_whole_rows_only_what_is_named_counts() -> None:
    text = """
def lines(store, wanted: Wanted):
    rows = ask(store, "SELECT * FROM person")
    return [(row.phone, getattr(row, "note"), wanted.health) for row in rows]
"""
    assert {"phone", "note"} <= read_of_rows(Module.of("db.x", Path("x.py"), text))
    assert "health" not in read_of_rows(Module.of("db.x", Path("x.py"), text))
