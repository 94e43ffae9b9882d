"""One record, whole, under the names of the code; and as a form shows it, to notice what comes in meanwhile."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, Final

from db import capture
from db.errors import RuleError
from db.models import RESTRICTED, metadata
from db.queries.history import history
from db.queries.rows import ask
from db.store import Store

PARTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "household": (("person", "household_id"), ("tag_mark", "household_id")),
    "visit": (("visit_person", "visit_id"), ("visit_cadre", "visit_id")),
    "request": (("request_step", "request_id"), ("reply", "request_id")),
    "contractor": (
        ("contractor_member", "contractor_id"),
        ("holding", "contractor_id"),
        ("contract", "contractor_id"),
        ("certificate", "contractor_id"),
    ),
    "land_case": (("stage_event", "case_id"), ("blocker", "case_id")),
    "certificate": (("certificate_event", "certificate_id"),),
    "dispute": (
        ("party", "dispute_id"),
        ("dispute_step", "dispute_id"),
        ("sitting", "dispute_id"),
        ("agreement", "dispute_id"),
        ("revisit", "dispute_id"),
    ),
    "agreement": (("clause", "agreement_id"),),
}
"""The rows that belong to a record and are shown with it: table and the column that names the record."""


def record(store: Store, kind: str, record_id: str) -> dict[str, Any]:
    """All fields of a record, the rows that belong to it, and its history; RuleError for an unknown kind or id."""
    table = kind.replace("-", "_")
    if table not in metadata.tables or metadata.tables[table].info.get("sync") is None:
        known = sorted(n for n, t in metadata.tables.items() if t.info.get("sync") is not None)
        raise RuleError(_("没有“{kind}”这一种，可以看：{known}。").format(kind=kind, known="、".join(known)))
    with store.read() as session:
        rows = ask(session, f'SELECT * FROM "{table}" WHERE id = ?', (record_id,))
        if not rows or (rows[0].compartment == 2 and store.role == "village"):
            raise RuleError(_("没有这个编号的记录。"))
        found: dict[str, Any] = dict(rows[0]._mapping)
        for part, column in PARTS.get(table, ()):
            sql = f'SELECT * FROM "{part}" WHERE "{column}" = ? AND hidden = 0 ORDER BY id'
            found[part + "s"] = [dict(r._mapping) for r in ask(session, sql, (record_id,))]
    found["table"] = table
    found["history"] = [dataclasses.asdict(change) for change in history(store, table, record_id)]
    return found


# --- in a form ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """The fields of a record as they stood, and for each the write that stood there (`capture.seen`)."""

    table: str
    id: str
    values: Mapping[str, Any]
    seen: Mapping[str, str]


def shown(store: Store, table: str, record_id: str) -> Shown:
    """A record to be put into a form; give ``seen`` back when it is saved. RuleError where there is none."""
    synced = capture.synced_tables(metadata)[table]
    with store.read() as session:
        rows = ask(session, f'SELECT * FROM "{table}" WHERE id = ? AND hidden = 0', (record_id,))
        if not rows or (rows[0].compartment == RESTRICTED and store.role == "village"):
            raise RuleError(_("没有这个编号的记录。"))
        row = rows[0]._mapping
        values = {name: row[name] for name in synced.columns}
        return Shown(table, record_id, values, capture.seen(session.connection(), synced, record_id))


def moved_on(store: Store, before: Shown, fields: Mapping[str, Any]) -> bool:
    """Whether somebody wrote one of those fields since the form was opened, here or by a bundle."""
    now = shown(store, before.table, before.id)
    return any(now.seen.get(name) != before.seen.get(name) for name in fields)
