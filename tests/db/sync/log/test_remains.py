"""What is left of a segment when words go: every op at its place, what it replaced, who made it – not what it said."""

from __future__ import annotations

import pytest

from db.sync.log import press, remains, segment
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite
from db.sync.log.segment import Body, Malformed, Place, Redact
from tests.bundles.model.stores import TABLES, pair, scope

H, T = "1" * 32, "3" * 32
SEEN = Dot(b"\1" * 32, 4)
CLOCKS = {"house": {"seen"}}


def _body() -> Body:
    writer = Writer({name: table.columns for name, table in TABLES.items()})
    writer.insert("house", H, {"note": "张三家", "phone": "139", "seen": 7})
    writer.signed("周", 5, "户", "张三要求登记")
    writer.update("house", H, [FieldWrite("phone", "138", (SEEN,)), FieldWrite("seen", 9)])
    writer.signed("周", 5, "户", "张三要求登记")
    writer.resolve("house", H, FieldWrite("note", "张三", (SEEN,)))
    writer.signed("吴", 6, "合并台", None)
    writer.delete("house", H, [SEEN])
    writer.signed("吴", 6, "合并台", None)
    writer.insert("tag", T, {"name": "李四"})
    writer.signed("吴", 6, "合并台", "李四")
    return writer.body(2)


def _kept(body: Body, part: str = "p") -> tuple[bytes, bytes, bytes]:
    sealed = segment.encode(Place((scope(part), 0), "e", 1, [], 1), body, pair("ann"))
    return sealed.head, sealed.sig, sealed.body


def test_words_go_and_the_rest_stays() -> None:
    left = remains.without(_body(), {0, 1, 2, 3}, CLOCKS)
    ops = list(segment.ops(left))
    assert [[(w.col, w.value, w.replaces) for w in op.writes if w.value is not None or w.replaces] for op in ops] == [
        [("seen", 7, ())],
        [("phone", None, (SEEN,)), ("seen", 9, ())],
        [("note", None, (SEEN,))],
        [],
        [("name", "李四", ())],
    ]
    assert ops[3] == segment.op(_body(), 3)
    assert left.who == [(2, "周", 5, "户", None), (2, "吴", 6, "合并台", None), (1, "吴", 6, "合并台", "李四")]
    assert "张三" not in str(left)


def test_words_go_one_after_the_other() -> None:
    both = remains.without(remains.without(_body(), {1}, CLOCKS), {0, 4}, CLOCKS)
    assert remains.without(_body(), {0, 1, 4}, CLOCKS) == remains.without(both, {1}, CLOCKS)


def test_a_redaction_of_a_redaction_leaves_it_to_be_said_again() -> None:
    kept = _kept(_body())
    first = Writer({})
    first.redact(remains.made(kept, {0, 1, 2, 3}, CLOCKS))
    first.signed("吴", 7, "依法抹去", "个人信息保护法第47条")
    second = remains.made(_kept(first.body(2)), {0}, CLOCKS)
    left = remains.of(second)
    assert left.body is not None
    assert left.body.ops == [Redact(kept[0], kept[1], [], b"")]
    assert "李四".encode() not in press.inflate(second.rest, 10_000)


def test_what_an_office_leaves_is_read_like_any_segment() -> None:
    op = remains.made(_kept(_body()), {0, 1}, CLOCKS)
    outer = Writer({})
    outer.redact(op)
    outer.signed(None, 0, None, None)
    raw = _kept(outer.body(2))
    head = segment.read_head(raw[0])
    body = segment.read_body(head, raw[2])
    remains.check(head, body)
    assert head.reader == 2
    assert remains.of(op).hash == segment.digest(op.head)
    (said,) = remains.ops(body)
    assert said.rest is not None
    assert said.rest.erased == {0, 1}
    assert said.rest.segment.ops[4].writes[0].value == "李四"


def _outer(op: Redact, part: str = "p") -> tuple[segment.Head, Body]:
    writer = Writer({})
    writer.redact(op)
    writer.signed(None, 0, None, None)
    raw = _kept(writer.body(2), part)
    head = segment.read_head(raw[0])
    return head, segment.read_body(head, raw[2])


def test_a_redaction_nobody_makes() -> None:
    good = remains.made(_kept(_body()), {0}, CLOCKS)
    nested = remains.made(_kept(_outer(good)[1]), set(), CLOCKS)
    shorter = remains.pack(_outer(good)[1])
    for head, body in (
        _outer(good, "q"),
        _outer(Redact(good.head, good.sig, [5], good.rest)),
        _outer(Redact(b"no head", good.sig, [], good.rest)),
        _outer(Redact(good.head, good.sig, [], b"no body")),
        _outer(Redact(good.head, good.sig, [], shorter)),
        _outer(nested),
    ):
        with pytest.raises(Malformed):
            remains.check(head, body)
