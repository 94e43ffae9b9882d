"""权证: every case by its letter, and 应领证, 未领证 by household; the rules read the books, here they are counted.

A contractor, a case or a certificate counts from the day in China on which it was written down: no other day is known
of it. On a past day before the first of them the book knows nothing, and every figure is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from db.queries.figures.days import EVER, AsOf, count, written
from db.queries.land.gaps import gap_letters
from db.rules.codes import GapLetter
from db.rules.land import WITHOUT_CERTIFICATE

_FIRST: Final = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} t LEFT JOIN household h ON h.id = t.household_id WHERE {written('t')}"
    " AND (:village IS NULL OR h.village_id = :village))"
    for table in ("contractor", "land_case", "certificate")
)


@dataclass(frozen=True, slots=True)
class LandTotals:
    """Cases (contractors where none was opened) by letter: collected and A–D add up to ``contractors``.

    ``due`` households must have a certificate (应领证); ``uncollected`` of them do not have every one yet (未领证).
    """

    contractors: int | None = None
    collected: int | None = None
    A: int | None = None
    B: int | None = None
    C: int | None = None
    D: int | None = None
    due: int | None = None
    uncollected: int | None = None


def land_totals(session: Session, at: AsOf, village_id: str | None = None) -> LandTotals:
    """The figures by the end of a day."""
    values: dict[str, str | None] = {**at.values, "village": village_id}
    if at.is_past and not count(session, f"SELECT {_FIRST}", values):
        return LandTotals()
    cases = gap_letters(session, village_id, at)
    letters = Counter(letter for _of, letter in cases)
    return LandTotals(
        letters.total(), letters[GapLetter.OK],
        letters[GapLetter.A], letters[GapLetter.B], letters[GapLetter.C], letters[GapLetter.D],
        len(due(cases)), len(uncollected(cases)),
    )  # fmt: skip


def due(cases: Iterable[tuple[str, GapLetter]]) -> set[str]:
    """应领证: the households that have a certificate or must have one; several cases of a household are one."""
    return {of for of, letter in cases if letter is not GapLetter.C}


def uncollected(cases: Iterable[tuple[str, GapLetter]]) -> set[str]:
    """未领证: those of them that lack a certificate."""
    return {of for of, letter in cases if letter in WITHOUT_CERTIFICATE}


def uncollected_households(session: Session) -> set[str]:
    """The households without their certificate, as the list of households narrows to them."""
    return uncollected(gap_letters(session, None, EVER))
