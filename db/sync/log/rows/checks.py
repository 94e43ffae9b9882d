"""Rules that two laptops can break together though each kept them: one entry of the queue for each case."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from db.queries.rows import answering
from db.rules.certificates import CertificateEvent, double_collections
from db.rules.codes.cases import CertificateEventKind
from db.rules.codes.kinds import RequestState
from db.rules.requests import ENDED
from db.sync.log.rows.bookkeeping import Bookkeeping

_IN: Final = "IN (SELECT value FROM json_each(?))"


class Found(NamedTuple):
    """A case: the row it is listed under, the column it is about (or none), the other rows concerned."""

    pk: str
    col: str = ""
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A rule to look at again when rows of the watched tables were touched.

    ``watches`` maps a table to the SQL that leads from its touched ids (one JSON parameter) to the rows of ``table``;
    "" where they are those rows. ``mutual``: the other rows of a case are rows of the same table.
    """

    kind: str
    table: str
    watches: Mapping[str, str]
    find: Callable[[Bookkeeping, Collection[str]], Iterable[Found]]
    mutual: bool = False
    needs: frozenset[str] = field(default_factory=frozenset)

    def subjects(self, book: Bookkeeping, table: str, pks: Collection[str]) -> set[str]:
        """The rows of the checked table that those rows may concern."""
        query = self.watches[table]
        if not query:
            return set(pks)
        return {row[0] for row in book.db.execute(query, (json.dumps(list(pks)),)) if row[0]}


def _select(book: Bookkeeping, query: str, pks: Collection[str]) -> Iterator[tuple[Any, ...]]:
    yield from book.db.execute(query, (json.dumps(list(pks)),)).fetchall()


def _groups(rows: Iterable[tuple[Any, ...]], col: str) -> Iterator[Found]:
    """Rows of (what they share, id), each group listed under its smallest id."""
    shared: dict[Any, set[str]] = {}
    for what, pk in rows:
        shared.setdefault(what, set()).add(pk)
    for ids in shared.values():
        first, *rest = sorted(ids)
        if rest:
            yield Found(first, col, tuple(rest))


_ALIVE: Final = "p.hidden = 0 AND p.merged_into IS NULL"


def _same_person(book: Bookkeeping, pks: Collection[str]) -> Iterator[Found]:
    """One ID number twice; else one name, birth date and household number twice."""
    by_number = list(_groups(_select(book, (
        f"SELECT p.id_no, p.id FROM person p WHERE {_ALIVE} AND p.id_no <> '' AND p.id_no IN"
        f" (SELECT q.id_no FROM person q WHERE q.id {_IN}"
        " AND EXISTS (SELECT 1 FROM person o WHERE o.id_no = q.id_no AND o.id <> q.id))"
    ), pks), "id_no"))  # fmt: skip
    yield from by_number
    named = [{found.pk, *found.other} for found in by_number]
    numbers: dict[Any, set[str]] = {}
    shared: list[tuple[Any, str]] = []
    for name, born, household_no, pk, id_no in _namesakes(book, pks):
        shared.append(((name, born, household_no), pk))
        numbers.setdefault((name, born, household_no), set()).update(filter(None, [id_no]))
    for found in _groups((row for row in shared if len(numbers[row[0]]) < 2), "name"):
        if not any({found.pk, *found.other} <= group for group in named):
            yield found


def _namesakes(book: Bookkeeping, pks: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Persons of one name, birth date and household number as one of those, and those; none without a namesake."""
    query = (  # CROSS JOIN: from those few persons outwards, by the index of namesakes
        "SELECT p.name, p.birth_date, h.household_no, p.id, p.id_no, q.id, q.id_no,"
        " q.hidden = 0 AND q.merged_into IS NULL FROM person q"
        " CROSS JOIN person p ON p.birth_date = q.birth_date AND p.name = q.name AND p.id <> q.id"
        " CROSS JOIN household g ON g.id = q.household_id"
        " CROSS JOIN household h ON h.id = p.household_id AND h.household_no = g.household_no"
        f" WHERE {_ALIVE} AND q.id {_IN} AND p.name <> '' AND p.birth_date <> '' AND h.household_no <> ''"
    )
    for name, born, household_no, pk, id_no, other, other_no, alive in _select(book, query, pks):
        yield name, born, household_no, pk, id_no
        if alive:
            yield name, born, household_no, other, other_no


def _signed_for_twice(book: Bookkeeping, pks: Collection[str]) -> Iterator[Found]:
    rows = _select(book, (
        "SELECT certificate_id, event, on_date, id, revokes_id, collector_name FROM certificate_event"
        f" WHERE hidden = 0 AND certificate_id {_IN}"
    ), pks)  # fmt: skip
    known = {kind.value for kind in CertificateEventKind}
    events = [
        CertificateEvent(certificate, CertificateEventKind(event), _day(on), pk, revokes or "", collector or "")
        for certificate, event, on, pk, revokes, collector in rows
        if event in known
    ]
    for certificate, twice in double_collections(events).items():
        yield Found(certificate, "", twice)


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return date.min


def _closed_without_reply(book: Bookkeeping, pks: Collection[str]) -> Iterator[Found]:
    """The last step ended the request, and no reply stands that answers; the other row is that step."""
    rows = _select(book, (
        "SELECT r.id, e.id, e.step FROM request r JOIN request_step e ON e.id = (SELECT s.id FROM request_step s"
        " WHERE s.request_id = r.id AND s.hidden = 0 ORDER BY s.on_date DESC, s.id DESC LIMIT 1)"
        f" WHERE r.hidden = 0 AND r.id {_IN}"
        f" AND NOT EXISTS (SELECT 1 FROM reply a WHERE a.request_id = r.id AND {answering('a')})"
    ), pks)  # fmt: skip
    ended = {RequestState(state).value for state in ENDED}
    return (Found(pk, "", (last,)) for pk, last, step in rows if step in ended)


def _same_contractor(book: Bookkeeping, pks: Collection[str]) -> Iterator[Found]:
    """One code of a contractor (CBFBM) twice."""
    return _groups(_select(book, (
        "SELECT contractor_code, id FROM contractor WHERE hidden = 0 AND contractor_code <> ''"
        f" AND contractor_code IN (SELECT contractor_code FROM contractor WHERE id {_IN})"
    ), pks), "contractor_code")  # fmt: skip


CHECKS: Final[list[Check]] = [
    Check(
        "duplicate_identity", "person",
        {"person": "", "household": f"SELECT id FROM person WHERE household_id {_IN}"},
        _same_person, mutual=True, needs=frozenset({"household"}),
    ),
    Check(
        "rule:double_collected", "certificate",
        {"certificate": "", "certificate_event": f"SELECT certificate_id FROM certificate_event WHERE id {_IN}"},
        _signed_for_twice, needs=frozenset({"certificate_event"}),
    ),
    Check(
        "rule:closed_without_reply", "request",
        {
            "request": "",
            "request_step": f"SELECT request_id FROM request_step WHERE id {_IN}",
            "reply": f"SELECT request_id FROM reply WHERE id {_IN}",
        },
        _closed_without_reply, needs=frozenset({"request_step", "reply"}),
    ),
    Check("rule:same_contractor_code", "contractor", {"contractor": ""}, _same_contractor, mutual=True),
]  # fmt: skip
"""Others may add their own; a check of a table a store does not have is passed over."""
