"""Matters somebody decided to leave as they are: closed for as long as they concern the very same records."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Final

from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.checks import Found

TABLE: Final = "decision"
LEAVE: Final = "leave"
_IN: Final = "IN (SELECT value FROM json_each(?))"
Case = tuple[str, str, str]
"""(row id, column, ids of the others)."""


def others(ids: Collection[str]) -> str:
    """The further records of a matter, as a decision names them."""
    return ",".join(sorted(ids))


def still_open(book: Bookkeeping, kind: str, table: str, found: Collection[Found]) -> list[Found]:
    """The cases nobody decided to leave."""
    if not found or TABLE not in book.tables:
        return list(found)
    rows = book.db.execute(
        f"SELECT record_id, coalesce(field_name, ''), coalesce(others, '') FROM {TABLE} WHERE answer = ? AND hidden = 0"
        f" AND kind = ? AND noun = ? AND record_id {_IN}",
        (LEAVE, kind, table, json.dumps([hit.pk for hit in found])),
    )
    left: set[Case] = {tuple(row) for row in rows}
    return [hit for hit in found if (hit.pk, hit.col, others(hit.other)) not in left]


def subjects(book: Bookkeeping, decisions: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(kind, table, row) of the matters those decisions were about."""
    rows = book.db.execute(
        f"SELECT DISTINCT kind, noun, record_id FROM {TABLE} WHERE id {_IN}", (json.dumps(list(decisions)),)
    ).fetchall()
    yield from ((kind, noun, pk) for kind, noun, pk in rows if kind and noun and pk)
