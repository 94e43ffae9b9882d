"""How many households and people lived here on a day, and how often they were visited.

A household counts from the day it was founded, a person from the day of joining; who was born into a household counts
from birth. Where no such day is known, they count from the day in China on which they were written down. On the day a
household ended, or a person died or left, they count no more. On a past day before the first household of the place
was written down the book knows nothing, and says None.
"""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from db.queries.figures.days import VILLAGE, AsOf, count, day_of, within, written
from db.queries.merged import HOMES, merged

_BEGUN: Final = f"iif({{h}}.founded_on <> '', {{h}}.founded_on <= :on, {written('{h}')})"
_HAD_BEGUN: Final = f"""({_BEGUN.format(h="h")} OR h.id IN (
  SELECT home.home FROM home JOIN household o ON o.id = home.id WHERE {_BEGUN.format(h="o")}))"""
_JOINED: Final = f"""iif({{p}}.joined_on <> '', {{p}}.joined_on <= :on,
  {written("{p}")} OR ({{p}}.birth_date <= :on AND {{p}}.birth_date > {day_of("h", "founded_on")}))"""
_HAD_JOINED: Final = f"""({_JOINED.format(p="p")} OR p.id IN (
  SELECT same.home FROM same JOIN person o ON o.id = same.id WHERE {_JOINED.format(p="o")}))"""
_HOUSEHOLDS: Final = f"""
{HOMES} SELECT count(*) FROM household h LEFT JOIN home ON home.id = h.id
WHERE h.hidden = 0 AND coalesce(home.home, h.id) = h.id AND (h.ended_on IS NULL OR h.ended_on > :on)
  AND {VILLAGE.format(column="h.village_id")}
"""
_PERSONS: Final = f"""
{HOMES} SELECT count(*) FROM person p LEFT JOIN home ON home.id = p.household_id
JOIN household h ON h.id = coalesce(home.home, p.household_id)
WHERE p.hidden = 0 AND h.hidden = 0 AND p.id NOT IN (SELECT value FROM json_each(:absorbed))
  AND (h.ended_on IS NULL OR h.ended_on > :on)
  AND (p.died_on IS NULL OR p.died_on > :on) AND (p.left_on IS NULL OR p.left_on > :on)
  AND {VILLAGE.format(column="h.village_id")}
"""
_FIRST: Final = f"SELECT 1 FROM household h WHERE {written('h')} AND {VILLAGE.format(column='h.village_id')}"
_VISITS: Final = f"""
SELECT count(*) FROM visit w WHERE w.hidden = 0 AND {VILLAGE.format(column="w.village_id")}
AND {within("w", "visited_on")}
"""


def residents(session: Session, at: AsOf, village_id: str | None = None) -> tuple[int | None, int | None]:
    """Households and persons; merged ones are one."""
    values: dict[str, str | None] = {**merged(session).values, **at.values, "village": village_id}
    if not at.is_past:  # everything in the book has begun
        return count(session, _HOUSEHOLDS, values), count(session, _PERSONS, values)
    if not count(session, f"SELECT EXISTS ({_FIRST})", values):
        return None, None
    return (
        count(session, f"{_HOUSEHOLDS} AND {_HAD_BEGUN}", values),
        count(session, f"{_PERSONS} AND {_HAD_BEGUN} AND {_HAD_JOINED}", values),
    )


def visit_count(session: Session, since: str | None, at: AsOf, village_id: str | None = None) -> int:
    """走访户次: every visit counts once, two to one household are two."""
    return count(session, _VISITS, {**at.values, "since": since, "village": village_id})
