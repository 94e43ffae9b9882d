"""Who lives here: the list of households with what a cadre must see at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from db.queries.rows import ask, day, words
from db.store import Store

_LINES: Final = """
SELECT h.id, h.household_no, h.address, g.name AS group_name, v.name AS village_name, p.name AS head_name,
  (SELECT count(*) FROM person m WHERE m.household_id = h.id AND m.hidden = 0 AND m.merged_into IS NULL
     AND m.died_on IS NULL AND m.left_on IS NULL) AS members,
  (SELECT max(visited_on) FROM visit w WHERE w.household_id = h.id AND w.hidden = 0) AS last_visit,
  (SELECT count(*) FROM request r WHERE r.household_id = h.id AND r.hidden = 0 AND r.compartment = 0 AND NOT EXISTS
     (SELECT 1 FROM reply a WHERE a.request_id = r.id AND a.hidden = 0)) AS open_requests,
  (SELECT group_concat(DISTINCT t.tag) FROM tag_mark t WHERE t.household_id = h.id AND t.hidden = 0
     AND t.to_on IS NULL) AS tags,
  EXISTS (SELECT 1 FROM certificate c WHERE c.household_id = h.id AND c.hidden = 0) AS has_certificate,
  EXISTS (SELECT 1 FROM certificate c WHERE c.household_id = h.id AND c.hidden = 0 AND NOT EXISTS (
     SELECT 1 FROM certificate_event e WHERE e.certificate_id = c.id AND e.event = 'collected' AND e.hidden = 0
       AND NOT EXISTS (SELECT 1 FROM certificate_event x WHERE x.revokes_id = e.id AND x.hidden = 0)))
     AS uncollected
FROM household h
LEFT JOIN village_group g ON g.id = h.village_group_id
LEFT JOIN village v ON v.id = h.village_id
LEFT JOIN person p ON p.id = (SELECT q.id FROM person q WHERE q.household_id = h.id AND q.hidden = 0
  AND q.merged_into IS NULL ORDER BY q.is_head IS NOT 1, q.position, q.id LIMIT 1)
WHERE h.hidden = 0 AND h.merged_into IS NULL
  AND (:village IS NULL OR h.village_id = :village) AND (:grp IS NULL OR h.village_group_id = :grp)
ORDER BY v.region_code, g.number, g.name, h.household_no, h.id
"""


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """Which households to list; what is not set does not matter."""

    village_id: str | None = None
    village_group_id: str | None = None
    tag: str | None = None
    never_visited: bool = False
    no_certificate: bool = False
    open_request: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One row of the list."""

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
    """The households in house order: village, group, household number."""
    wanted = wanted or HouseholdFilter()
    with store.read() as session:
        rows = ask(session, _LINES, {"village": wanted.village_id, "grp": wanted.village_group_id})
    lines = [
        HouseholdLine(
            r.id,
            words(r.household_no),
            words(r.head_name),
            words(r.village_name),
            words(r.group_name),
            words(r.address),
            r.members,
            day(r.last_visit),
            r.open_requests,
            tuple(sorted(r.tags.split(","))) if r.tags else (),
            bool(r.has_certificate),
            bool(r.uncollected),
        )
        for r in rows
    ]
    return [line for line in lines if _fits(line, wanted)]


def _fits(line: HouseholdLine, wanted: HouseholdFilter) -> bool:
    text = wanted.text.strip()
    return (
        (wanted.tag is None or wanted.tag in line.tags)
        and not (wanted.never_visited and line.last_visit)
        and not (wanted.no_certificate and line.has_certificate and not line.certificate_uncollected)
        and not (wanted.open_request and not line.open_requests)
        and (not text or any(text in part for part in (line.head_name, line.household_no, line.address)))
    )


@dataclass(frozen=True, slots=True)
class HouseholdTotals:
    """How many households and people are on the list."""

    households: int
    persons: int


def household_totals(store: Store, village_id: str | None = None) -> HouseholdTotals:
    """Living members of households that stand on their own."""
    sql = """
    SELECT count(DISTINCT h.id), count(p.id) FROM household h
    LEFT JOIN person p ON p.household_id = h.id AND p.hidden = 0 AND p.merged_into IS NULL
      AND p.died_on IS NULL AND p.left_on IS NULL
    WHERE h.hidden = 0 AND h.merged_into IS NULL AND (:v IS NULL OR h.village_id = :v)
    """
    with store.read() as session:
        row = ask(session, sql, {"v": village_id})[0]
    return HouseholdTotals(*row)


def tags_in_use(store: Store) -> list[tuple[str, int]]:
    """Every tag with the number of households that bear it, most frequent first."""
    sql = (
        "SELECT tag, count(DISTINCT household_id) n FROM tag_mark"
        " WHERE hidden = 0 AND to_on IS NULL AND tag IS NOT NULL GROUP BY tag ORDER BY n DESC, tag"
    )
    with store.read() as session:
        return [(tag, n) for tag, n in ask(session, sql)]
