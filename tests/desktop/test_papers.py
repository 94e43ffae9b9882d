"""The summary is made in one place, for the command line and the window."""

from datetime import date

from db import Store
from db.queries.totals import Period
from desktop.papers import summary_of
from desktop.ui.pages.reports.orders import Order, proof
from tests.desktop.reports.conftest import read_back  # noqa: F401
from tests.makers import make_household, make_request, make_visit

MONTH = Period(date(2025, 10, 1), date(2025, 10, 31))


def test_the_period_before_stands_beside_the_period(village: Store) -> None:
    home = make_household(village)
    make_visit(village, home, visited_on=date(2025, 9, 30))
    make_request(village, home, received_on=date(2025, 9, 1))
    made = summary_of(village, MONTH)
    assert made.before is not None
    assert (made.before.as_of, made.before.visits, made.before.households) == ("2025-09-30", 1, None)
    assert (made.total.visits, made.total.requests.total, made.before.requests.overdue) == (0, 0, 1)
    assert summary_of(village, Period()).before is None


def test_the_window_prints_it_too(village: Store, read_back) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    make_household(village)
    made = proof(village, Order(kind="summary", since=MONTH.since, until=MONTH.until))
    assert made is not None
    text = read_back(made.pdf).text
    assert "上期" in text
    assert "户数 1 / /" in text
