"""Which reply date was in force on a day."""

from datetime import date

import pytest

from db import Store
from db.actions.places import set_setting
from db.identity import new_id
from db.models import Request, RequestStep
from db.queries.figures.days import as_of
from db.queries.figures.requests import due_in_force
from db.queries.households import household_list
from db.queries.requests import RequestFilter, overdue_requests, request_list
from db.queries.totals import totals
from tests.makers import make_household, make_request

TODAY, FIRST, LAST = date(2025, 10, 20), date(2025, 9, 8), date(2025, 10, 30)
RECKONED = date(2025, 9, 7)
MOVED = [("2025-09-07", "2025-09-20"), ("2025-09-25", "2025-10-30")]


@pytest.mark.parametrize(
    ("on", "due"),
    [(date(2025, 9, 6), FIRST), (date(2025, 9, 7), date(2025, 9, 20)), (date(2025, 9, 25), LAST), (None, LAST)],
)
def test_each_extension_counts_from_its_day(on: date | None, due: date) -> None:
    assert due_in_force(RECKONED, FIRST, LAST, MOVED, as_of(on, TODAY)) == due


def test_a_request_of_an_older_version_keeps_its_date_unless_it_was_extended() -> None:
    at = as_of(date(2025, 9, 6), TODAY)
    assert due_in_force(RECKONED, None, date(2025, 9, 15), [], at) == date(2025, 9, 15)
    assert due_in_force(RECKONED, None, LAST, MOVED, at) == RECKONED


def test_a_request_without_a_date_is_overdue_where_the_list_says_so(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    with village.write() as session:
        row = session.get_one(Request, request)
        row.first_due_on = row.due_on = None
        session.add(row)
    for days, overdue in (("7", 1), ("30", 0)):
        set_setting(village, "village_reply_days", days)
        assert totals(village).requests.overdue == len(overdue_requests(village)) == overdue


def test_closed_without_an_answer_is_unanswered_everywhere(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    with village.write() as session:
        values = {"request_id": request, "step": "closed", "on_date": "2025-10-02"}
        session.add(RequestStep(id=new_id(), scope=village.scope, **values))
    (line,) = request_list(village, RequestFilter(unanswered=True))
    assert (line.state, line.clock) == ("closed", "逾期 12 天")
    found = totals(village).requests
    assert (found.unanswered, found.overdue, household_list(village)[0].open_requests) == (1, 1, 1)
