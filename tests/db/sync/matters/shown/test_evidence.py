"""What stands side by side: 甲 and 乙 with who wrote when and where, and a line for every field that differs."""

from __future__ import annotations

from db.sync.matters.shown.evidence import CONTEXT
from tests.db.sync.matters.conftest import Busy


def test_the_parties_are_who_wrote_in_the_order_of_their_writing(busy: Busy) -> None:
    first, second = busy.item("visit").parties
    assert [(p.letter, p.device, p.cadre) for p in (first, second)] == [
        ("甲", "桃溪村", "周建国"), ("乙", "云岭镇", "肖建英"),
    ]  # fmt: skip
    assert (first.shown, second.shown, first.mine, second.mine) == (False, True, False, True)
    assert second.caption.startswith("肖建英 · ")


def test_a_text_stands_with_what_it_was_and_some_context(busy: Busy) -> None:
    differing, *context = busy.item("visit").lines
    assert (differing.field, differing.before, differing.words) == ("talk", "问了收成。", True)
    assert differing.values == ("晚稻快收了。", "担心收割机进不来。")
    assert 0 < len(context) <= CONTEXT
    assert not any(line.differs for line in context)


def test_a_deletion_stands_beside_what_was_edited(busy: Busy) -> None:
    line = busy.item("household", "deleted_but_edited").lines[0]
    assert (line.field, line.values) == ("address", ("删了", "三组新屋"))


def test_two_records_are_compared_where_they_differ(busy: Busy) -> None:
    lines = busy.item("person", "duplicate_identity").lines
    assert [line.field for line in lines if line.differs] == ["household_id"]
    assert lines[0].values == ("李林峰 一组31号", "王秀英 一组32号")
    assert {line.values for line in lines if not line.differs} == {("一样", "一样")}


def test_a_lost_reply_is_quoted_and_a_lost_household_named(busy: Busy) -> None:
    reply = busy.item("request", "rule:closed_without_reply").lines[0]
    assert (reply.before, reply.values) == ("已经修好。", ("删了", "办结"))
    lost = busy.item("visit", "dangling_ref").lines[0]
    assert (lost.before, lost.values[1]) == ("陈国 一组34号", "删了")
