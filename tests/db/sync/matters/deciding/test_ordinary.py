"""Answers that are deeds like any other; each says how it is undone, and a wrong value is refused."""

from __future__ import annotations

import pytest

from db import RuleError
from db.sync.matters.deciding.ordinary import Deed, answer, mend_reference, one_person, target
from db.sync.matters.shown import answers as ways
from tests.db.sync.matters.conftest import Busy
from tests.makers import id_number


def test_one_person_merged_alone_or_with_the_household(busy: Busy) -> None:
    found = busy.item("person", "duplicate_identity")
    done = one_person(busy.township, found, Deed(ways.MERGE_HOMES))
    assert [(step["do"], step["noun"]) for step in done.undo] == [("unmerge", "household"), ("unmerge", "person")]
    assert busy.ask("SELECT count(*) FROM household WHERE merged_into IS NOT NULL") == [(1,)]
    first, second = sorted(party.record for party in found.parties)
    assert busy.ask(f"SELECT merged_into FROM person WHERE id = '{second}'") == [(first,)]


def test_a_number_put_right_must_be_one_and_another(busy: Busy) -> None:
    found = busy.item("person", "duplicate_identity")
    person = found.parties[0].record
    with pytest.raises(RuleError) as refused:
        one_person(busy.township, found, Deed(ways.VALUE, values={person: "430499198010036754"}))
    assert refused.value.field == "value"
    with pytest.raises(RuleError, match="没有改动"):
        one_person(busy.township, found, Deed(ways.VALUE, values={person: id_number()}))
    done = one_person(busy.township, found, Deed(ways.VALUE, values={person: id_number("19820511", "662")}))
    assert [step["do"] for step in done.undo] == ["reopen"]


def test_the_missing_reply_or_opened_again(busy: Busy) -> None:
    found = busy.item("request", "rule:closed_without_reply")
    done = answer(busy.township, found, Deed(ways.REPLY, values={"content": "路灯修好了。"}))
    assert {step["noun"] for step in done.undo} >= {"reply"}
    assert ("路灯修好了。",) in busy.ask("SELECT content FROM reply WHERE hidden = 0")
    again = answer(busy.township, found, Deed(ways.REOPEN))
    assert [step["noun"] for step in again.undo] == ["request_step"]


def test_a_lost_household_comes_back_or_the_record_goes_or_belongs_elsewhere(busy: Busy) -> None:
    found = busy.item("visit", "dangling_ref")
    shown = f"SELECT hidden, household_id FROM visit WHERE id = '{found.pk}'"
    lost = found.matters[0].other[0]
    done = mend_reference(busy.township, found, Deed(ways.RESTORE))
    assert done.undo == [{"do": "remove", "noun": "household", "id": lost}]
    assert busy.ask(f"SELECT hidden FROM household WHERE id = '{lost}'") == [(0,)]
    mend_reference(busy.township, found, Deed(ways.VALUE, values={"household_id": "王秀英"}))
    ((_hidden, home),) = busy.ask(shown)
    assert busy.ask(f"SELECT household_no FROM household WHERE id = '{home}'") == [("032",)]
    done = mend_reference(busy.township, found, Deed(ways.REMOVE))
    assert done.undo == [{"do": "bring_back", "noun": "visit", "id": found.pk}]
    assert busy.ask(shown)[0][0] == 1


def test_a_household_is_meant_by_id_number_or_head_if_there_is_one_alone(busy: Busy) -> None:
    beside = ("visit", busy.item("visit").pk)
    wanted = str(busy.ask("SELECT id FROM household WHERE household_no = '031'")[0][0])
    for text in (wanted, "031", "31", "李林峰"):
        assert target(busy.township, "household", text, beside) == wanted
    for text, told in (("999", "找不到"), ("陈国", "找不到")):
        with pytest.raises(RuleError, match=told):
            target(busy.township, "household", text, beside)
