"""Counting days and working days; where the holiday table ends, the result says so (节假日数据不足)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from gettext import gettext as _
from importlib.resources import files

SATURDAY = 5
OFF, WORK = "休", "班"


@dataclass(frozen=True, slots=True)
class Holidays:
    """The years that are known, the days off, and the weekend days that are worked."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def knows(self, day: date) -> bool:
        """Whether the holiday table covers this day."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day; beyond the table Monday to Friday.

        >>> shipped_holidays().is_working_day(date(2026, 2, 16)), shipped_holidays().is_working_day(date(2026, 2, 28))
        (False, True)
        """
        if day in self.work:
            return True
        return day not in self.off and day.weekday() < SATURDAY

    def with_lines(self, year: int, lines: Iterable[str]) -> "Holidays":
        """This table with one more year, from lines `day;休 or 班;festival` (a file or a bundle); ValueError if bad.

        >>> shipped_holidays().with_lines(2030, ["2030-01-01;休;元旦"]).knows(date(2030, 5, 1))
        True
        """
        kept_off = {day for day in self.off if day.year != year}
        kept_work = {day for day in self.work if day.year != year}
        for line in lines:
            text, kind, *_festival = line.strip().split(";")
            if kind not in (OFF, WORK):
                raise ValueError(_("节假日表里只能写“休”或“班”"))
            (kept_off if kind == OFF else kept_work).add(date.fromisoformat(text))
        return Holidays(self.years | {year}, frozenset(kept_off), frozenset(kept_work))


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a limit, and whether the holiday table was enough to be sure of it."""

    day: date
    enough_data: bool = True

    @property
    def note(self) -> str:
        """What to say beside the date; '' when the table was enough.

        >>> add_working_days(date(2035, 1, 1), 3).note
        '节假日数据不足'
        """
        return "" if self.enough_data else _("节假日数据不足")


@cache
def shipped_holidays() -> Holidays:
    """The holiday tables in resources/holidays."""
    table = Holidays(frozenset(), frozenset(), frozenset())
    folder = files("resources") / "holidays"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".csv"):
            lines = entry.read_text(encoding="utf-8").splitlines()
            table = table.with_lines(int(entry.name.removesuffix(".csv")), lines)
    return table


def add_working_days(start: date, days: int, holidays: Holidays | None = None) -> Counted:
    """The day that is so many working days after the start, which itself is not counted.

    >>> add_working_days(date(2026, 9, 30), 1)  # over the National Day holidays
    Counted(day=datetime.date(2026, 10, 8), enough_data=True)
    """
    table = holidays or shipped_holidays()
    day, left, enough = start, days, True
    while left > 0:
        day += timedelta(days=1)
        enough = enough and table.knows(day)
        left -= table.is_working_day(day)
    return Counted(day, enough)


def next_working_day(day: date, holidays: Holidays | None = None) -> Counted:
    """The day itself if offices work then, else the next day on which they do.

    >>> next_working_day(date(2026, 5, 2)).day
    datetime.date(2026, 5, 6)
    """
    table = holidays or shipped_holidays()
    enough = table.knows(day)
    while not table.is_working_day(day):
        day += timedelta(days=1)
        enough = enough and table.knows(day)
    return Counted(day, enough)


def add_days(
    start: date, days: int, *, count_first: bool = False, roll: bool = False, holidays: Holidays | None = None
) -> Counted:
    """The last day of a limit in calendar days; by default the first day is not counted and nothing rolls over.

    With `roll` a limit that ends on a day off ends on the next working day (民事诉讼法 85, court periods).

    >>> add_days(date(2026, 11, 1), 7).day, add_days(date(2026, 9, 25), 7, roll=True).day
    (datetime.date(2026, 11, 8), datetime.date(2026, 10, 8))
    """
    last = start + timedelta(days=days - 1 if count_first and days else days)
    return next_working_day(last, holidays) if roll else Counted(last)


def add_years(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February in a common year.

    >>> add_years(date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def working_days_between(start: date, end: date, holidays: Holidays | None = None) -> tuple[int, bool]:
    """How many working days lie after the start up to and including the end, and whether the table was enough.

    >>> working_days_between(date(2026, 9, 30), date(2026, 10, 10))
    (3, True)
    """
    table = holidays or shipped_holidays()
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return sum(table.is_working_day(day) for day in days), all(table.knows(day) for day in days)
