"""What hangs on the wall, until when, and what was objected."""

from __future__ import annotations

from datetime import date

from db import Store
from db.actions.land import (
    NewObjection,
    NewPublicity,
    confirm_publicity,
    handle_objection,
    post_publicity,
    record_objection,
)
from db.queries.land.publicity import notice_list, objections
from tests.land_makers import days_ago
from tests.makers import make_household


def test_the_nearest_last_day_stands_first_and_confirmed_lists_last(village: Store) -> None:
    done = post_publicity(village, NewPublicity(round="intent", place="村部", posted_on=days_ago(40))).id
    confirm_publicity(village, done)
    late = post_publicity(village, NewPublicity(round="second_list", place="二组", posted_on=days_ago(2))).id
    soon = post_publicity(village, NewPublicity(round="first_list", place="一组", posted_on=days_ago(12))).id
    lines = notice_list(village)
    assert [line.id for line in lines] == [soon, late, done]
    assert (lines[0].round_label, lines[0].place, lines[0].days_left) == ("调查一榜", "一组", 3)
    assert (lines[0].ends_on, lines[0].days_required) == (date(2025, 10, 23), 15)
    assert lines[2].confirmed_on == date(2025, 10, 20)
    assert notice_list(village, "0" * 32) == []


def test_objections_are_counted_until_they_are_handled(village: Store) -> None:
    home = make_household(village, "李林峰")
    notice = post_publicity(village, NewPublicity(round="first_list", place="一组", posted_on=days_ago(12))).id
    first = record_objection(village, NewObjection(publicity_id=notice, household_id=home, text="少了一块")).id
    record_objection(village, NewObjection(publicity_id=notice, text="名字写错"))
    assert (notice_list(village)[0].objections, notice_list(village)[0].open_objections) == (2, 2)
    handle_objection(village, first, "已补测")
    assert notice_list(village)[0].open_objections == 1
    told = objections(village, notice)
    assert [(o.who, o.text, o.result) for o in told] == [("李林峰", "少了一块", "已补测"), ("", "名字写错", "")]
