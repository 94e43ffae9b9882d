"""Visit rules: how often a contact point, a household or a cadre's round is due, counted in trips and days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from gettext import gettext as _

from db.rules.codes.words import N_, Words


class Period(Words):
    """The stretch of time a visit rule counts in."""

    MONTH = "month", N_("每月")
    QUARTER = "quarter", N_("每季度")
    YEAR = "year", N_("每年")


class VisitScope(Words):
    """For whom or what a visit rule holds."""

    CONTACT_POINT = "contact_point", N_("联系点")
    CADRE = "cadre", N_("每名村干部")
    HARDSHIP = "hardship", N_("困难户、五保户、上访户")
    GROUP_LEADER = "group_leader", N_("党小组长走访本组各户")
    CONTACT_HOUSEHOLD = "contact_household", N_("结对联系户")
    LEADING_GROUP = "leading_group", N_("班子成员")
    GRID_ORDINARY = "grid_ordinary", N_("网格员走访一般户")
    GRID_FOCUS = "grid_focus", N_("网格员走访困难、流动、空巢、矫正户")
    OPINION_MEETING = "opinion_meeting", N_("民情分析会")


@dataclass(frozen=True, slots=True)
class VisitRule:
    """At least so many visits or trips, on so many different days, in each period; every number is a setting."""

    scope: VisitScope
    min_count: int
    period: Period
    distinct_days: int = 0
    days_per_trip: bool = False


RULES: tuple[VisitRule, ...] = (
    VisitRule(VisitScope.CONTACT_POINT, 1, Period.QUARTER, 3),
    VisitRule(VisitScope.CADRE, 20, Period.MONTH),
    VisitRule(VisitScope.HARDSHIP, 1, Period.QUARTER),
    VisitRule(VisitScope.GROUP_LEADER, 1, Period.QUARTER),
    VisitRule(VisitScope.CONTACT_HOUSEHOLD, 2, Period.YEAR),
    VisitRule(VisitScope.LEADING_GROUP, 1, Period.MONTH),
    VisitRule(VisitScope.GRID_ORDINARY, 2, Period.YEAR),
    VisitRule(VisitScope.GRID_FOCUS, 1, Period.MONTH),
    VisitRule(VisitScope.OPINION_MEETING, 1, Period.MONTH),
)
CONTACT_POINT = RULES[0]
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit rule is kept in its period."""

    count: int
    days: int
    need_count: int
    need_days: int
    met: bool
    days_left: int

    @property
    def label(self) -> str:
        """The progress in words.

        >>> progress(CONTACT_POINT, [date(2026, 11, 3)], date(2026, 11, 21)).label
        '已去1次1天,还差2天'
        """
        done = _("已去{count}次{days}天").format(count=self.count, days=self.days)
        if self.met:
            return done
        missing = []
        if self.count < self.need_count:
            missing.append(_("{n}次").format(n=self.need_count - self.count))
        if self.days < self.need_days:
            missing.append(_("{n}天").format(n=self.need_days - self.days))
        return _("{done},还差{missing}").format(done=done, missing="".join(missing)) if missing else done


def period_of(day: date, period: Period) -> Span:
    """The month, quarter or year in which a day lies.

    >>> period_of(date(2026, 11, 21), Period.QUARTER)
    Span(first=datetime.date(2026, 10, 1), last=datetime.date(2026, 12, 31))
    """
    months = MONTHS[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, next_period(first, period) - timedelta(days=1))


def next_period(first: date, period: Period) -> date:
    """The first day of the period after the one that begins on `first`."""
    months = first.month - 1 + MONTHS[period]
    return date(first.year + months // 12, months % 12 + 1, 1)


def previous_span(span: Span, period: Period, years: int = 0) -> Span:
    """The period before (环比), or the same period so many years earlier (同比).

    >>> previous_span(period_of(date(2026, 2, 1), Period.QUARTER), Period.QUARTER).first
    datetime.date(2025, 10, 1)
    """
    if years:
        return period_of(span.first.replace(year=span.first.year - years), period)
    return period_of(span.first - timedelta(days=1), period)


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the number of the quarter.

    >>> quarter_of(date(2026, 11, 21))
    (2026, 4)
    """
    return day.year, (day.month + 2) // 3


def trips_of(days: Iterable[date]) -> tuple[Span, ...]:
    """Visit days gathered into trips: days that follow each other without a gap are one trip.

    >>> [(trip.first.day, trip.last.day) for trip in trips_of([date(2026, 11, d) for d in (3, 9, 10, 3)])]
    [(3, 3), (9, 10)]
    """
    trips: list[Span] = []
    for day in sorted(set(days)):
        if trips and day - trips[-1].last == timedelta(days=1):
            trips[-1] = Span(trips[-1].first, day)
        else:
            trips.append(Span(day, day))
    return tuple(trips)


def progress(rule: VisitRule, visit_days: Iterable[date], today: date) -> Progress:
    """How far a rule is kept in the period of `today`, from the days of the visits (one entry a visit).

    A contact point counts trips and different days; the other rules count visits.

    >>> progress(CONTACT_POINT, [date(2026, 10, 8), date(2026, 11, 3), date(2026, 11, 4)], date(2026, 11, 21)).met
    True
    """
    span = period_of(today, rule.period)
    inside = [day for day in visit_days if day in span and day <= today]
    trips = trips_of(inside)
    days = len(set(inside))
    if rule.days_per_trip:
        days = max(((trip.last - trip.first).days + 1 for trip in trips), default=0)
    count = len(trips) if rule.distinct_days else len(inside)
    met = count >= rule.min_count and days >= rule.distinct_days
    return Progress(count, days, rule.min_count, rule.distinct_days, met, (span.last - today).days)
