"""What lies at the village and waits, and what was signed for twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session

from db.queries.figures.days import EVER, AsOf
from db.queries.merged import HOMES, merged
from db.queries.rows import ask, day, words
from db.rules import certificates as books
from db.rules.certificates import CertificateEvent
from db.rules.codes import CertificateEventKind, UncollectedCode, spoken
from db.store import Store

K = CertificateEventKind
NO_DAY: Final = date.min
"""Stands where an imported event has no readable day; it is never shown."""
KINDS: Final = frozenset(K)
_REASONS: Final = frozenset(UncollectedCode)
_STRAIGHT: Final = ", ".join(f"'{kind.value}'" for kind in books.STRAIGHT)
_RANK: Final = " ".join(f"WHEN '{kind.value}' THEN {rank}" for kind, rank in books.ON_THE_WAY.items())
_CERTIFICATES: Final = f"""
SELECT f.id, f.case_id, f.contractor_id, f.household_id, coalesce(f.certificate_kind, 'CBJYQ') AS certificate_kind,
  e.event, e.on_date, e.reason, e.odd
FROM certificate f JOIN (
  SELECT certificate_id, event, on_date, reason,
    max(CASE event {_RANK} ELSE 0 END || on_date || id) AS furthest,
    sum(event NOT IN ({_STRAIGHT})) AS odd
  FROM certificate_event WHERE hidden = 0 AND on_date <= :on AND event IS NOT NULL
    AND (:household IS NULL OR certificate_id IN (SELECT id FROM certificate WHERE household_id IN
      (SELECT value FROM json_each(:household))))
  GROUP BY certificate_id
) e ON e.certificate_id = f.id
WHERE f.hidden = 0 AND (:household IS NULL OR f.household_id IN (SELECT value FROM json_each(:household)))
"""
_BOOKS: Final = f"""
SELECT id AS event_id, certificate_id, event, on_date, reason, revokes_id, collector_name FROM certificate_event
WHERE hidden = 0 AND on_date <= :on AND certificate_id IN (SELECT certificate_id FROM certificate_event
  WHERE hidden = 0 AND event NOT IN ({_STRAIGHT}))
"""


@dataclass(frozen=True, slots=True)
class WaitingCertificate:
    """A certificate lying at the village, for the issuing desk: whose it is and who may take it."""

    certificate_id: str
    household_id: str
    household_no: str
    village_group: str
    contractor_name: str
    certificate_kind: str
    certificate_code: str
    serial_no: str
    since: date | None
    reason: str
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubleCollection:
    """A certificate signed for twice (双重签收): by whom and when; the township settles it by revoking one entry."""

    certificate_id: str
    certificate_code: str
    household_id: str
    household_no: str
    contractor_name: str
    village: str
    event_ids: tuple[str, ...]
    collectors: tuple[str, ...]
    days: tuple[date, ...]


_WHOSE: Final = f"""
{HOMES}
SELECT f.id, coalesce(home.home, f.household_id) AS household_id, f.contractor_id, f.certificate_kind,
  f.certificate_code, f.serial_no, h.household_no,
  g.name AS village_group, v.name AS village, c.name AS contractor_name
FROM certificate f LEFT JOIN contractor c ON c.id = f.contractor_id
LEFT JOIN home ON home.id = f.household_id
LEFT JOIN household h ON h.id = coalesce(home.home, f.household_id)
LEFT JOIN village v ON v.id = coalesce(f.village_id, h.village_id)
LEFT JOIN village_group g ON g.id = h.village_group_id
WHERE f.hidden = 0 AND (:village IS NULL OR coalesce(f.village_id, h.village_id) = :village)
ORDER BY v.region_code, g.number, g.name, h.household_no, f.id
"""
_RECEIVERS: Final = """
SELECT contractor_id, name FROM contractor_member WHERE hidden = 0 AND left_on IS NULL AND name IS NOT NULL
  AND (remark_code IS NULL OR remark_code <> '7') ORDER BY contractor_id, is_head DESC, relation, id
"""


def event_day(text: str | None) -> date:
    return day(text) or NO_DAY


def known_day(found: date | None) -> date | None:
    return None if found == NO_DAY else found


Entry = tuple[str, str, str, str, str, str, str]
"""An entry of a book as it is read: certificate, event, day, id, what it revokes, collector, reason."""


def book_event(entry: Entry) -> CertificateEvent:
    """One entry as the rules read it."""
    certificate, event, on, event_id, revokes, collector, reason = entry
    why = UncollectedCode(reason) if reason in _REASONS else None
    return CertificateEvent(certificate, K(event), event_day(on), event_id, revokes, collector, why)


def _entry(certificate: str, r: Any) -> Entry:
    return (
        certificate, r.event, r.on_date, r.event_id, r.revokes_id or "", r.collector_name or "", r.reason or ""
    )  # fmt: skip


def _odd_books(session: Session, at: AsOf) -> dict[str, list[Entry]]:
    """The books in which more stands than the straight way to the household; these the rules read whole."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for r in ask(session, _BOOKS, {"on": at.on}):
        if r.event in KINDS:
            found[r.certificate_id].append(_entry(r.certificate_id, r))
    return found


def certificate_entries(
    session: Session, household: str | None = None, at: AsOf = EVER
) -> Iterator[tuple[str, str | None, str | None, str | None, str, list[Entry]]]:
    """Every certificate that has a book by that day: id, case, contractor, household, kind, the entries that decide.

    Of a straight book that is the furthest entry alone, which is how a whole township is read in a moment.
    ``household`` are all ids of one household as JSON.
    """
    rows = ask(session, _CERTIFICATES, {"household": household, "on": at.on})
    odd = _odd_books(session, at) if any(r[-1] for r in rows) else {}
    for id_, case_id, contractor_id, of, kind, event, on, reason, is_odd in rows:
        book = odd.get(id_, []) if is_odd else [(id_, event, on, "", "", "", reason or "")] if event in KINDS else []
        yield id_, case_id, contractor_id, of, kind, book


def lying_here(session: Session) -> dict[str, CertificateEvent]:
    """The certificates that lie at a village, each with the entry that says so."""
    here = {}
    for id_, *_whose, book in certificate_entries(session):
        standing = books.certificate_standing(map(book_event, book))
        if standing and standing.kind in books.LYING:
            here[id_] = standing
    return here


def certificates_at_village(store: Store, village_id: str | None = None) -> list[WaitingCertificate]:
    """The certificates that lie at the village and wait for their household, in house order."""
    with store.read() as session:
        here = lying_here(session)
        receivers: dict[str, list[str]] = defaultdict(list)
        for contractor_id, name in ask(session, _RECEIVERS) if here else ():
            receivers[contractor_id].append(name)
        whose = ask(session, _WHOSE, merged(session).values | {"village": village_id})
    return [
        WaitingCertificate(
            r.id, words(r.household_id), words(r.household_no), words(r.village_group), words(r.contractor_name),
            spoken("land_certificate_kind", r.certificate_kind), words(r.certificate_code), words(r.serial_no),
            known_day(here[r.id].on), (here[r.id].reason or UncollectedCode.NOT_TOLD).label,
            tuple(dict.fromkeys(receivers.get(r.contractor_id) or [words(r.contractor_name)])),
        )
        for r in whose
        if r.id in here
    ]  # fmt: skip


_TWICE: Final = """
SELECT id AS event_id, certificate_id, event, on_date, reason, revokes_id, collector_name FROM certificate_event
WHERE hidden = 0 AND on_date IS NOT NULL AND certificate_id IN (SELECT certificate_id FROM certificate_event
  WHERE hidden = 0 AND event = :signed GROUP BY certificate_id HAVING count(*) > 1)
"""


def double_collections(store: Store, village_id: str | None = None) -> list[DoubleCollection]:
    """Certificates two people signed for, as happens when two laptops issue the same one; both entries are kept."""
    with store.read() as session:
        rows = {r.event_id: r for r in ask(session, _TWICE, {"signed": K.COLLECTED.value}) if r.event in KINDS}
        whose = ask(session, _WHOSE, merged(session).values | {"village": village_id}) if rows else ()
    events = [book_event(_entry(r.certificate_id, r)) for r in rows.values()]
    doubled = books.double_collections(events)
    return [
        DoubleCollection(
            c.id, words(c.certificate_code), words(c.household_id), words(c.household_no), words(c.contractor_name),
            words(c.village), doubled[c.id], tuple(words(rows[e].collector_name) for e in doubled[c.id]),
            tuple(event_day(rows[e].on_date) for e in doubled[c.id]),
        )
        for c in whose
        if c.id in doubled
    ]  # fmt: skip
