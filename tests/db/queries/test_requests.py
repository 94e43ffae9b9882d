"""The ledger of requests: what counts as an answer, also of rows that older versions wrote."""

from __future__ import annotations

from datetime import date

import pytest

from db import RuleError, Store
from db.actions.requests import NewJudgement, NewReply, answer_request, close_request, evaluate_request
from db.identity import new_id
from db.models import Reply, Request, RequestStep
from db.queries.dossier import household_file
from db.queries.households import HouseholdFilter, household_list
from db.queries.requests import RequestFilter, request_list
from tests.makers import make_household, make_request


def passed_on_as_before(store: Store, request_id: str) -> None:
    """A reply 转办 as the versions before wrote it: the request stood as answered."""
    with store.write() as session:
        request = session.get(Request, request_id)
        assert request is not None
        request.outcome = "passed_on"
        common = {"scope": request.scope, "request_id": request_id}
        session.add(
            Reply(id=new_id(), content="已转给镇水利站。", outcome="passed_on", replied_on="2025-10-02", **common)
        )
        for step in ("triaged", "accepted", "replied"):
            session.add(RequestStep(id=new_id(), step=step, on_date="2025-10-02", **common))


def test_a_request_that_was_only_passed_on_still_waits_for_its_answer(village: Store) -> None:
    home = make_household(village)
    request = make_request(village, home, received_on=date(2025, 10, 1))
    passed_on_as_before(village, request)
    (line,) = request_list(village, RequestFilter(unanswered=True, overdue=True))
    assert (line.replies, line.state, line.clock) == (0, "accepted", "逾期 12 天")
    assert [found.open_requests for found in household_list(village, HouseholdFilter(open_request=True))] == [1]
    told = household_file(village, home).requests[0]
    assert (told.state, told.late, told.answered) == ("受理", True, False)


def test_nothing_that_was_only_passed_on_is_judged_or_closed(village: Store) -> None:
    request = make_request(village, make_household(village), received_on=date(2025, 10, 1))
    passed_on_as_before(village, request)
    for deed in (
        lambda: close_request(village, request),
        lambda: evaluate_request(village, NewJudgement(request_id=request, satisfaction="satisfied")),
    ):
        with pytest.raises(RuleError, match="答复"):
            deed()
    answer_request(village, NewReply(request_id=request, content="渠修好了。"))
    close_request(village, request)
    (line,) = request_list(village)
    assert (line.replies, line.state, line.clock) == (1, "closed", "已答复")
