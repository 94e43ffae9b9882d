"""How questions are asked of the book: plain SQL in, named tuples out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from db.models import RESTRICTED, metadata
from db.rules.requests import NOT_ANSWERING


def ask(session: Session, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> Sequence[Any]:
    """The rows of one SELECT; columns are reached by name."""
    given = dict(values) if isinstance(values, Mapping) else tuple(values)
    return session.connection().exec_driver_sql(sql, given).all()


def each(session: Session, sql: str, values: Mapping[str, Any]) -> Iterator[Any]:
    """The same row by row, for lists of thousands: what a row held is free again before the next one comes."""
    yield from session.connection().exec_driver_sql(sql, dict(values)).yield_per(500)


def day(text: str | None) -> date | None:
    """The day a stored text names; None where it names none or only a month."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def words(text: str | None) -> str:
    """A text that may be absent, as screens and pages want it."""
    return text or ""


def answering(reply: str) -> str:
    """SQL: whether the reply of that alias stands and is an answer (`rules.requests.answers`)."""
    others = ", ".join(f"'{outcome.value}'" for outcome in NOT_ANSWERING)
    return f"({reply}.hidden = 0 AND coalesce({reply}.outcome, '') NOT IN ({others}))"


def restricted_pending(notes: str) -> str:
    """SQL: whether a line of those notes of the triggers is about an accusation, which no figure counts (P5)."""
    cases = " ".join(
        f'WHEN {table.info["sync"]} THEN (SELECT compartment = {RESTRICTED} FROM "{table.name}" WHERE id = {notes}.pk)'
        for table in metadata.sorted_tables
        if table.info.get("sync") is not None
    )
    return f"coalesce(CASE {notes}.tbl {cases} END, 0)"
