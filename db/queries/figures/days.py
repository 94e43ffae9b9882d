"""As of which day a figure is counted, and what of the book was known by the end of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from db.identity import CHINA, stamp
from db.queries.rows import ask

_NO_END: Final = "9999"
VILLAGE: Final = "(:village IS NULL OR {column} = :village)"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day by whose end things are counted.

    Events count up to ``on``; a record that has no day of its own counts when it was written down before the instant
    ``written``. As of today (or a day to come) everything in the book counts, even what a clock running ahead dated
    tomorrow: the figures say what the lists show.
    """

    day: date
    on: str
    written: str

    @property
    def is_past(self) -> bool:
        """Whether the day is over, so that the book may not have known something yet."""
        return self.on < _NO_END

    @property
    def values(self) -> dict[str, str]:
        """As SQL wants them."""
        return {"on": self.on, "written": self.written}


def as_of(day: date | None, today: date) -> AsOf:
    """By the end of a day in China; without one, or with one to come, as of today.

    >>> as_of(date(2025, 9, 30), date(2025, 10, 20))
    AsOf(day=datetime.date(2025, 9, 30), on='2025-09-30', written='2025-09-30T16:00:00.000Z')
    >>> as_of(date(2025, 12, 31), date(2025, 10, 20)) == as_of(None, date(2025, 10, 20))
    True
    """
    if day is None or day >= today:
        return AsOf(today, f"{_NO_END}-12-31", _NO_END)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), CHINA)
    return AsOf(day, day.isoformat(), stamp(end))


EVER: Final = AsOf(date.max, f"{_NO_END}-12-31", _NO_END)
"""As the book stands now."""


def written(alias: str) -> str:
    """SQL: whether a record was in the book by then."""
    return f"coalesce({alias}.recorded_at, '') < :written"


def day_of(alias: str, column: str) -> str:
    """SQL: the day of a record; where it has none, the day in China on which it was written down."""
    return f"coalesce({alias}.{column}, date({alias}.recorded_at, '+8 hours'), '')"


def within(alias: str, column: str) -> str:
    """SQL: whether a record's day lies in the period that begins at ``since``, if it has a beginning."""
    day = day_of(alias, column)
    return f"{day} <= :on AND (:since IS NULL OR {day} >= :since)"


def count(session: Session, sql: str, values: dict[str, str | None]) -> int:
    """The number one SELECT answers with; of the values it takes those it names."""
    return int(ask(session, sql, {name: value for name, value in values.items() if f":{name}" in sql})[0][0] or 0)
