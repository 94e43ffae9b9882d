"""Which reply date was in force on a day."""

from datetime import date

import pytest

from db.queries.figures.days import as_of
from db.queries.figures.requests import due_in_force

TODAY, FIRST, LAST = date(2025, 10, 20), date(2025, 9, 8), date(2025, 10, 30)
MOVED = [("2025-09-07", "2025-09-20"), ("2025-09-25", "2025-10-30")]


@pytest.mark.parametrize(
    ("on", "due"),
    [(date(2025, 9, 6), FIRST), (date(2025, 9, 7), date(2025, 9, 20)), (date(2025, 9, 25), LAST), (None, LAST)],
)
def test_each_extension_counts_from_its_day(on: date | None, due: date) -> None:
    assert due_in_force("2025-09-01", FIRST, LAST, MOVED, as_of(on, TODAY)) == due


def test_a_request_of_an_older_version_keeps_its_date_unless_it_was_extended() -> None:
    at = as_of(date(2025, 9, 6), TODAY)
    assert due_in_force("2025-09-01", None, date(2025, 9, 15), [], at) == date(2025, 9, 15)
    assert due_in_force("2025-09-01", None, LAST, MOVED, at) == date(2025, 9, 8)  # seven days from its receipt
