"""One household's whole file: in words, of both entries of a merged one, and nothing that belongs to others."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.corrections import correct
from db.actions.merging import merge_households, merge_persons
from db.actions.requests import NewReply, answer_request, close_request
from db.queries.dossier import household_file, household_files, visit_texts
from db.queries.visits import TEXTS
from tests.conftest import StillClock
from tests.makers import make_household, make_request, make_visit


def test_members_the_head_first_the_gone_last_in_words(village: Store) -> None:
    home = make_household(village, "李林峰", "陈秀英", "李小峰")
    head, wife, son = household_file(village, home).members
    correct(village, "person", wife.id, {"died_on": "2024-01-02"})
    correct(village, "person", son.id, {"sex": "1", "nationality": "01", "education": "70", "left_on": "2024-01-02"})
    members = household_file(village, home).members
    assert [m.name for m in members] == ["李林峰", "李小峰", "陈秀英"]
    assert (members[0].relation, members[0].is_head) == ("户主", True)
    assert (members[1].sex, members[1].nationality, members[1].education) == ("男", "汉", "初中")
    assert (members[2].left_on, members[2].left_reason) == ("2024-01-02", "去世")
    assert head.id == members[0].id


def test_a_request_tells_its_state_and_whether_it_is_late(village: Store, clock: StillClock) -> None:
    home = make_household(village)
    request = make_request(village, home, due_on=date(2025, 10, 21))
    assert not household_file(village, home).requests[0].late
    clock.sleep(days=1)
    assert not household_file(village, home).requests[0].late
    clock.sleep(days=1)
    assert household_file(village, home).requests[0].late
    answer_request(village, NewReply(request_id=request, content="修好了。", outcome="solved_at_once"))
    (row,) = household_file(village, home).requests
    assert (row.late, row.replies[0].content, row.closed_on) == (False, "修好了。", "")
    close_request(village, request)
    assert household_file(village, home).requests[0].closed_on == "2025-10-22"


def test_a_visit_tells_its_texts_in_the_order_of_the_form(village: Store) -> None:
    home = make_household(village)
    make_visit(village, home, "问了收成。", policy_told="医保。", difficulties="缺水。", visited_on=date(2025, 5, 1))
    make_visit(village, home, visited_on=date(2025, 6, 1))
    new, old = household_file(village, home).visits
    assert (new.visited_on, old.visited_on) == ("2025-06-01", "2025-05-01")
    assert [label for label, _said in old.texts] == ["谈了什么", "困难", "政策宣传"]
    assert {column for column, _label in visit_texts()} == set(TEXTS)


def test_a_merged_household_is_filled_from_both_entries(village: Store) -> None:
    one = make_household(village, "李林峰")
    two = make_household(village, "李林峰", "陈秀英", no="002", phone="15488160538")
    make_visit(village, two)
    first, again = household_file(village, one).members[0], household_file(village, two).members[0]
    correct(village, "person", again.id, {"birth_date": "1980-10-03"})
    merge_persons(village, again.id, first.id)
    merge_households(village, two, one)
    file = household_file(village, two)
    assert (file.id, file.household_no, file.phone, len(file.visits)) == (one, "001", "15488160538", 1)
    assert next((m.id, m.name, m.birth_date) for m in file.members) == (first.id, "李林峰", "1980-10-03")
    assert len(file.members) == 2


def test_accusations_and_papers_of_mediation_are_not_in_it(village: Store) -> None:
    home = make_household(village)
    make_request(village, home, "举报某人。", petition_kind="accusation", accused_unit="桃溪村村委会")
    with village.connection() as connection:
        for n, compartment in enumerate((0, 1)):
            connection.exec_driver_sql(
                "INSERT INTO attachment(id, scope, compartment, household_id, caption) VALUES (?, ?, ?, ?, 'x')",
                (str(n), village.scope, compartment, home),
            )
    file = household_file(village, home)
    assert (file.requests, [paper.id for paper in file.papers]) == ((), ["0"])


def test_a_household_that_is_not_there_is_said(village: Store) -> None:
    with pytest.raises(RuleError, match="找不到这一户"):
        household_file(village, "nobody")
    home, other = make_household(village), make_household(village, no="002")
    assert [file.household_no for file in household_files(village, [other, home])] == ["002", "001"]
