"""Who lives here: the list of households with what a cadre must see at a glance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Any, Final

from db.queries.figures.days import as_of
from db.queries.figures.land import uncollected_households
from db.queries.figures.register import residents
from db.queries.merged import HOMES, merged
from db.queries.rows import answering, ask, day, each, words
from db.store import Store

_LINES: Final = f"""
{HOMES}
SELECT k.id, h.id AS own_id, h.household_no, h.address, g.name AS group_name, v.name AS village_name,
  p.name AS head_name,
  (SELECT count(*) FROM person m WHERE m.household_id = h.id AND m.hidden = 0
     AND m.id NOT IN (SELECT value FROM json_each(:absorbed)) AND m.died_on IS NULL AND m.left_on IS NULL) AS members,
  (SELECT max(visited_on) FROM visit w WHERE w.household_id = h.id AND w.hidden = 0) AS last_visit,
  (SELECT count(*) FROM request r WHERE r.household_id = h.id AND r.hidden = 0 AND r.compartment = 0 AND NOT EXISTS
     (SELECT 1 FROM reply a WHERE a.request_id = r.id AND {answering("a")})) AS open_requests,
  (SELECT group_concat(DISTINCT t.tag) FROM tag_mark t WHERE t.household_id = h.id AND t.hidden = 0
     AND t.to_on IS NULL) AS tags,
  EXISTS (SELECT 1 FROM certificate c WHERE c.household_id = h.id AND c.hidden = 0) AS has_certificate
FROM household h
LEFT JOIN home ON home.id = h.id
JOIN household k ON k.id = coalesce(home.home, h.id)
LEFT JOIN village_group g ON g.id = k.village_group_id
LEFT JOIN village v ON v.id = k.village_id
LEFT JOIN person p ON p.id = (SELECT q.id FROM person q WHERE q.household_id = h.id AND q.hidden = 0
  AND q.id NOT IN (SELECT value FROM json_each(:absorbed)) ORDER BY q.is_head IS NOT 1, q.position, q.id LIMIT 1)
WHERE k.hidden = 0
  AND (:village IS NULL OR k.village_id = :village) AND (:grp IS NULL OR k.village_group_id = :grp)
ORDER BY v.region_code, g.number, g.name, k.household_no, k.id, h.id <> k.id, h.id
"""


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """Which households to list; what is not set does not matter."""

    village_id: str | None = None
    village_group_id: str | None = None
    tag: str | None = None
    never_visited: bool = False
    uncollected: bool = False
    open_request: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One row of the list; `certificate_uncollected` is 未领证, as `figures.land` counts it."""

    id: str
    household_no: str
    head_name: str
    village: str
    village_group: str
    address: str
    members: int
    last_visit: date | None
    open_requests: int
    tags: tuple[str, ...]
    has_certificate: bool
    certificate_uncollected: bool


def household_list(store: Store, wanted: HouseholdFilter | None = None) -> list[HouseholdLine]:
    """The households in house order: village, group, household number; merged ones are one line."""
    wanted = wanted or HouseholdFilter()
    with store.read() as session:
        same = merged(session)
        lacking = uncollected_households(session)
        lines: dict[str, HouseholdLine] = {}
        given = same.values | {"village": wanted.village_id, "grp": wanted.village_group_id}
        for r in each(session, _LINES, given):
            line = _line(r, uncollected=r.id in lacking)
            lines[line.id] = _joined(lines[line.id], line) if line.id in lines else line
    return [line for line in lines.values() if _fits(line, wanted)]


def _line(r: Any, *, uncollected: bool) -> HouseholdLine:
    return HouseholdLine(  # what many lines or two pages say is kept once: 200,000 persons are 60,000 lines
        intern(r.id),
        words(r.household_no),
        intern(words(r.head_name)),
        intern(words(r.village_name)),
        intern(words(r.group_name)),
        intern(words(r.address)),
        r.members,
        day(r.last_visit),
        r.open_requests,
        tuple(sorted(r.tags.split(","))) if r.tags else (),
        bool(r.has_certificate),
        uncollected,
    )


def _joined(line: HouseholdLine, other: HouseholdLine) -> HouseholdLine:
    """The line of a household with what another entry of it holds."""
    return replace(
        line,
        household_no=line.household_no or other.household_no,
        head_name=line.head_name or other.head_name,
        address=line.address or other.address,
        members=line.members + other.members,
        last_visit=max(filter(None, (line.last_visit, other.last_visit)), default=None),
        open_requests=line.open_requests + other.open_requests,
        tags=tuple(sorted({*line.tags, *other.tags})),
        has_certificate=line.has_certificate or other.has_certificate,
    )


def _fits(line: HouseholdLine, wanted: HouseholdFilter) -> bool:
    text = wanted.text.strip()
    return (
        (wanted.tag is None or wanted.tag in line.tags)
        and not (wanted.never_visited and line.last_visit)
        and not (wanted.uncollected and not line.certificate_uncollected)
        and not (wanted.open_request and not line.open_requests)
        and (not text or any(text in part for part in (line.head_name, line.household_no, line.address)))
    )


@dataclass(frozen=True, slots=True)
class HouseholdTotals:
    """How many households and people are on the list."""

    households: int
    persons: int


def household_totals(store: Store, village_id: str | None = None) -> HouseholdTotals:
    """Living members of households that stand on their own, as of today; merged ones are one."""
    with store.read() as session:
        households, persons = residents(session, as_of(None, store.today()), village_id)
    return HouseholdTotals(households or 0, persons or 0)


def tags_in_use(store: Store) -> list[tuple[str, int]]:
    """Every tag with the number of households that bear it, most frequent first."""
    sql = (
        f"{HOMES} SELECT tag, count(DISTINCT coalesce(home.home, household_id)) n FROM tag_mark"
        " LEFT JOIN home ON home.id = household_id"
        " WHERE hidden = 0 AND to_on IS NULL AND tag IS NOT NULL GROUP BY tag ORDER BY n DESC, tag"
    )
    with store.read() as session:
        return [(tag, n) for tag, n in ask(session, sql, merged(session).values)]
