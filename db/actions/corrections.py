"""Putting a record right: any field of any record, with what the author saw, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from sqlalchemy import Integer
from sqlmodel import Session

from db import capture
from db.actions.inputs import fits, iso
from db.actions.requests import not_of_the_office
from db.changes import Changes
from db.errors import RuleError
from db.models import RESTRICTED, metadata
from db.store import Store

NOUNS = {
    "household": "households", "person": "households", "tag_mark": "households", "visit": "visits",
    "request": "requests", "reply": "requests", "contractor": "land", "certificate": "land", "dispute": "disputes",
    "attachment": "papers",
}  # fmt: skip


def correct(
    store: Store,
    table: str,
    record_id: str,
    values: Mapping[str, Any],
    *,
    seen: Mapping[str, str] | None = None,
    reason: str | None = None,
) -> Changes:
    """Gives fields of a record new values; `seen` are the tokens of what the form showed (db.bundles.seal).

    A value taken in by bundle meanwhile is not overwritten in silence: it becomes a conflict for a person.
    """
    columns = capture.synced_tables(metadata).get(table)
    if columns is None:
        raise RuleError(_("没有“{kind}”这一种记录。").format(kind=table))
    strange = sorted(set(values) - set(columns.columns))
    if strange:
        raise RuleError(_("没有“{name}”这一项。").format(name=strange[0]), field=strange[0])
    with store.write(_("更正"), reason) as session:
        row = _row(session, table, record_id)
        if row["compartment"] == RESTRICTED and values.get("accused_unit"):
            not_of_the_office(session, store, str(values["accused_unit"]))
        connection = session.connection()
        if seen:
            capture.set_base(connection, columns, record_id, {k: v for k, v in seen.items() if k in values})
        names = ", ".join(f'"{name}" = ?' for name in values)
        given = [_value(table, name, value) for name, value in values.items()]
        connection.exec_driver_sql(f'UPDATE "{table}" SET {names} WHERE id = ?', (*given, record_id))
        household = row.get("household_id") or (record_id if table == "household" else None)
    return Changes.of(NOUNS.get(table, table), record_id, household=household)


def _row(session: Session, table: str, record_id: str) -> dict[str, Any]:
    sql = f'SELECT * FROM "{table}" WHERE id = ? AND hidden = 0'
    row = session.connection().exec_driver_sql(sql, (record_id,)).first()
    if row is None:
        raise RuleError(_("没有这个编号的记录。"))
    return dict(row._mapping)


def _value(table: str, name: str, value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return iso(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        fits(value, name, name)
        value = value.strip() or None
        if value is not None and isinstance(metadata.tables[table].c[name].type, Integer):
            if not value.lstrip("-").isdigit():
                raise RuleError(_("“{name}”要填整数。").format(name=name), field=name)
            return int(value)
    return value


def remove(store: Store, table: str, record_id: str, *, seen: Mapping[str, str] | None = None) -> Changes:
    """Takes a record out of sight; it can be brought back, and an edit made elsewhere meanwhile keeps it visible."""
    with store.write(_("删除")) as session:
        row = _row(session, table, record_id)
        connection = session.connection()
        if seen:
            capture.set_base(connection, capture.synced_tables(metadata)[table], record_id, seen)
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (record_id,))
    return Changes.of(NOUNS.get(table, table), record_id, household=row.get("household_id"))


def bring_back(store: Store, table: str, record_id: str) -> Changes:
    """Brings a removed record back."""
    with store.write(_("恢复")) as session:
        connection = session.connection()
        done = connection.exec_driver_sql(f'UPDATE "{table}" SET hidden = 0 WHERE id = ? AND hidden = 1', (record_id,))
        if not done.rowcount:
            raise RuleError(_("这条记录没有被删除。"))
    return Changes.of(NOUNS.get(table, table), record_id)


def take_back(store: Store, table: str, record_id: str, field: str) -> Changes:
    """Takes the last change of a field back: the value before it is written again."""
    with store.read() as session:
        if _row(session, table, record_id).get("compartment") == RESTRICTED:
            raise RuleError(_("检举控告的内容不写进操作日志，收不回上一次改动。请直接更正这一项。"))
        last = (
            session.connection()
            .exec_driver_sql(
                "SELECT old FROM audit_log WHERE tbl = ? AND pk = ? AND field = ? ORDER BY seq DESC LIMIT 1",
                (table, record_id, field),
            )
            .first()
        )
    if last is None:
        raise RuleError(_("这一项没有改过，不用收回。"))
    return correct(store, table, record_id, {field: last.old}, reason=_("收回上一次改动"))
