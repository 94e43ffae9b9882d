"""Who lived here on a day: from the day of coming to the day of going."""

from datetime import date

import pytest
from sqlmodel import select

from db import Store
from db.actions.merging import merge_households
from db.models import Household, Person
from db.queries.figures.days import as_of
from db.queries.figures.register import residents, visit_count
from tests.conftest import StillClock
from tests.makers import make_household, make_visit


def lived(store: Store, *day: int) -> tuple[int | None, int | None]:
    with store.read() as session:
        return residents(session, as_of(date(*day) if day else None, store.today()))


def enter(store: Store, kind: type[Household | Person], **values: str) -> None:
    with store.write() as session:
        row = session.exec(select(kind)).first()
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


@pytest.mark.parametrize("column", ["died_on", "left_on"])
def test_who_goes_counts_until_the_day_before(village: Store, clock: StillClock, column: str) -> None:
    make_household(village, "李林峰", "王秀兰")
    clock.sleep(days=20)
    enter(village, Person, **{column: "2025-10-25"})
    assert (lived(village, 2025, 10, 24), lived(village, 2025, 10, 25), lived(village)) == ((1, 2), (1, 1), (1, 1))


def test_a_household_that_ended_takes_its_people_along(village: Store, clock: StillClock) -> None:
    make_household(village, "李林峰", "王秀兰")
    clock.sleep(days=20)
    enter(village, Household, ended_on="2025-10-25")
    assert (lived(village, 2025, 10, 24), lived(village, 2025, 10, 25)) == ((1, 2), (0, 0))


def test_who_was_written_down_later_came_on_the_day_that_is_known(village: Store, clock: StillClock) -> None:
    make_household(village, "李林峰")
    clock.sleep(days=20)
    make_household(village, "赵六", "赵小六", no="002")
    assert lived(village, 2025, 10, 25) == (1, 1)
    with village.write() as session:
        home = session.exec(select(Household).where(Household.household_no == "002")).one()
        home.founded_on = "2025-10-22"
        child, head = sorted(
            session.exec(select(Person).where(Person.household_id == home.id)), key=lambda p: p.name or "", reverse=True
        )
        head.joined_on, child.birth_date = "2025-10-22", "2025-10-24"
        session.add_all([home, head, child])
    counted = [lived(village, 2025, 10, on) for on in (21, 22, 23, 24)]
    assert counted == [(1, 1), (2, 2), (2, 2), (2, 3)]


def test_a_merged_household_counts_from_its_earlier_entry(village: Store, clock: StillClock) -> None:
    first = make_household(village, "李林峰")
    clock.sleep(days=20)
    second = make_household(village, "李林峰", no="002")
    merge_households(village, first, second)
    assert (lived(village, 2025, 10, 21)[0], lived(village)[0]) == (1, 1)


def test_two_visits_to_one_household_are_two(village: Store) -> None:
    home = make_household(village)
    for _n in range(2):
        make_visit(village, home)
    with village.read() as session:
        assert visit_count(session, "2025-10-20", as_of(None, village.today())) == 2
        assert visit_count(session, None, as_of(date(2025, 10, 19), village.today())) == 0
