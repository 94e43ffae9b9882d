"""One record whole, and what the bundles add to a household's file."""

from __future__ import annotations

import pytest

from db import RuleError, Store
from db.actions.requests import NewRequest, record_request
from db.fields import field_words
from db.queries.records import record
from db.sync.matters.shown.household import standing_file
from tests.makers import make_household, make_request


def test_a_record_comes_with_what_belongs_to_it(village: Store) -> None:
    home = make_household(village, "曾国强", "李英", phone="15400000001")
    found = record(village, "household", home)
    assert (found["phone"], found["household_no"]) == ("15400000001", "001")
    assert [person["name"] for person in found["persons"]] == ["曾国强", "李英"]
    assert found["history"][0]["field"] == ""


def test_what_is_not_there_is_said_so(village: Store) -> None:
    request = make_request(village, make_household(village))
    assert record(village, "request", request)["content"]
    for kind, which in (("request", "nothing"), ("sync_key", request), ("nothing", request)):
        with pytest.raises(RuleError):
            record(village, kind, which)


def test_an_accusation_is_not_shown_in_the_village(village: Store) -> None:
    home = make_household(village)
    made = record_request(village, NewRequest(household_id=home, content="x", petition_kind="accusation"))
    with pytest.raises(RuleError, match="没有这个编号"):
        record(village, "request", made.id)


def test_a_file_says_where_it_stands(village: Store) -> None:
    home = make_household(village)
    assert standing_file(village, home).sync_state == "仅本机"
    assert field_words("household", "phone") == "联系电话"
    assert field_words("person", "no_such") == "no_such"
