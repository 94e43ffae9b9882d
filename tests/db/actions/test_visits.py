"""A visit with what grows out of it: kept whole, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.drafts import DraftKey, save_draft
from db.actions.requests import NewRequest
from db.actions.visits import NewVisit, record_visit
from db.queries.dossier import household_file
from db.queries.drafts import latest_drafts
from db.queries.requests import request_list
from db.queries.visits import VisitFilter, visits
from tests.makers import make_household


def test_a_visit_is_kept_with_the_people_met_and_its_requests(village: Store) -> None:
    home = make_household(village, "曾国强", "李𬭎")
    head = household_file(village, home).members[0]
    changes = record_visit(
        village,
        NewVisit(
            household_id=home,
            talk="晚稻快收了，担心收割机进不了门口田。",
            visited_on=date(2025, 10, 18),
            person_ids=(head.id,),
            cadres=("周建国", "肖建英"),
            requests=(NewRequest(content="清机耕道口的石头", topic="水电路网"),),
        ),
    )
    assert changes.nouns == {"visits", "requests"}
    assert changes.households == {home}
    visit = household_file(village, home).visits[0]
    assert (visit.visited_on, visit.persons, visit.cadres) == ("2025-10-18", ("曾国强",), ("周建国", "肖建英"))
    assert visit.texts == (("谈了什么", "晚稻快收了，担心收割机进不了门口田。"),)
    request = household_file(village, home).requests[0]
    assert request.number in visit.request_numbers
    assert (request.received_on, request.due_on) == ("2025-10-18", "2025-10-25")


def test_without_more_words_it_is_today_by_me_at_home(village: Store) -> None:
    home = make_household(village)
    record_visit(village, NewVisit(household_id=home))
    line = visits(village, VisitFilter(household_id=home))[0]
    assert (line.visited_on, line.cadres, line.visit_kind, line.place_kind) == (
        date(2025, 10, 20), ("周建国",), "日常走访", "户内",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"household_id": ""}, "household_id"),
        ({"household_id": "nobody"}, "household_id"),
        ({"visited_on": date(2025, 10, 21)}, "visited_on"),
        ({"visit_kind": "sightseeing"}, "visit_kind"),
        ({"time_from": "10:00", "time_to": "09:00"}, "time_to"),
        ({"person_ids": ("nobody",)}, "person_ids"),
        ({"requests": (NewRequest(content=" "),)}, "content"),
    ],
)
def test_a_wrong_visit_is_refused_in_one_sentence_and_leaves_nothing(
    village: Store, wrong: dict[str, object], field: str
) -> None:
    given = {"household_id": make_household(village), "requests": (NewRequest(content="修路"),)} | wrong
    with pytest.raises(RuleError) as caught:
        record_visit(village, NewVisit(**given))
    assert caught.value.field == field
    assert str(caught.value).endswith("。")
    assert visits(village) == []
    assert request_list(village) == []


def test_a_saved_visit_takes_its_draft_away_and_a_refused_one_leaves_it(village: Store) -> None:
    home = make_household(village)
    save_draft(village, "visit", "k1", 1, {"talk": "说到一半"})
    with pytest.raises(RuleError):
        record_visit(village, NewVisit(household_id=home, visit_kind="?"), draft=DraftKey("visit", "k1", village.me.id))
    assert latest_drafts(village)[0].data == {"talk": "说到一半"}
    record_visit(village, NewVisit(household_id=home), draft=DraftKey("visit", "k1", village.me.id))
    assert latest_drafts(village) == []


def test_a_request_that_came_in_before_the_visit_keeps_its_own_day(village: Store) -> None:
    home = make_household(village, "曾国强")
    early = NewRequest(content="路灯不亮", received_on=date(2025, 10, 2))
    record_visit(
        village, NewVisit(household_id=home, talk="说了路灯。", visited_on=date(2025, 10, 18), requests=(early,))
    )
    assert household_file(village, home).requests[0].received_on == "2025-10-02"
