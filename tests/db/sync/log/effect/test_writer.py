"""Ops gathered for one segment: each table, column and segment named once, each op beside whoever made it."""

from __future__ import annotations

from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite
from db.sync.log.segment import Delete, Insert, Move, Redact, Resolve, Undelete, Update

ONE, TWO = Dot(b"1" * 32, 3), Dot(b"2" * 32, 0)
COLUMNS = {"house": ["note", "phone"], "tag": ["name"]}


def test_tables_columns_and_segments_are_named_once() -> None:
    writer = Writer(COLUMNS)
    writer.insert("house", "a", {"phone": "1"})
    writer.update("house", "a", [FieldWrite("phone", "2", (ONE,))])
    writer.insert("tag", "t", {"name": "x"})
    writer.delete("house", "a", [ONE, TWO])
    writer.undelete("house", "a", [TWO])
    body = writer.body(3)
    assert (body.schema, body.cols) == (3, [("house", ["note", "phone"]), ("tag", ["name"])])
    assert body.refs == [ONE.segment, TWO.segment]
    assert body.ops == [
        Insert(0, "a", [None, "1"]), Update(0, "a", {1: ["2", 0, 3]}), Insert(1, "t", ["x"]),
        Delete(0, "a", [(0, 3), (1, 0)]), Undelete(0, "a", [(1, 0)]),
    ]  # fmt: skip
    assert len(writer) == 5


def test_an_insert_after_an_update_follows_the_columns_it_named_first() -> None:
    writer = Writer(COLUMNS)
    writer.update("house", "a", [FieldWrite("phone", "2")])
    writer.insert_row("house", "b", ["n", "1"])
    body = writer.body(1)
    assert body.cols == [("house", ["phone", "note"])]
    assert body.ops[1] == Insert(0, "b", ["1", "n"])


def test_a_choice_a_move_and_a_redaction() -> None:
    writer = Writer(COLUMNS)
    writer.resolve("house", "a", FieldWrite("note", "m", (ONE, TWO)))
    writer.move("house", "a", ("scope", 1), [ONE])
    writer.copied({"note": [TWO]})
    writer.copied({})
    writer.redact(Redact(b"h", b"s", b"r", [0]))
    body = writer.body(1)
    assert body.ops[:2] == [Resolve(0, "a", 0, "m", [(0, 3), (1, 0)]), Move(0, "a", "scope", 1, [(0, 3)])]
    assert body.origins == [(1, {"note": [(1, 0)]})]


def test_ops_of_one_person_at_one_time_are_signed_together() -> None:
    writer = Writer(COLUMNS)
    for author, at in (("ann", 1), ("ann", 1), ("bob", 1), ("ann", 2)):
        writer.insert("tag", "t", {})
        writer.signed(author, at, "form", None)
    assert [(entry[0], entry[1], entry[2]) for entry in writer.body(1).who] == [
        (2, "ann", 1), (1, "bob", 1), (1, "ann", 2),
    ]  # fmt: skip


def test_the_estimate_grows_with_the_words() -> None:
    short, long = Writer(COLUMNS), Writer(COLUMNS)
    short.insert("tag", "t", {"name": "x"})
    long.insert("tag", "t", {"name": "x" * 1000})
    assert long.size - short.size >= 999
