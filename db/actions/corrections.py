"""Putting a record right: any field of any record, with what the author saw, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _
from typing import Any

from sqlmodel import Session

from db import capture
from db.actions.requests import not_of_the_office
from db.changes import Changes
from db.errors import RuleError
from db.fields import declared, field_words, followers, kept, kept_together, noun_words, proved, target
from db.models import RESTRICTED, metadata
from db.rules.values import day_words
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
    """Gives fields of a record new values; `seen` are the tokens of what the form showed (db.sync.log.seal).

    A value taken in by bundle meanwhile is not overwritten in silence: it becomes a conflict for a person. RuleError,
    with the field, for a value that may not stand there (`db.fields.kept`), for a field that has a deed of its own, and
    for an identity number that fails its check unless a ``reason`` is given.
    """
    if table not in capture.synced_tables(metadata):
        raise RuleError(_("没有“{kind}”这一种记录。").format(kind=table))
    for name in values:
        rule = declared(table, name)
        if rule is None or name not in capture.synced_tables(metadata)[table].columns:
            raise RuleError(_("没有“{name}”这一项。").format(name=name), field=name)
        if not rule.editable:
            raise RuleError(_("“{name}”不能直接改写，请用办理它的那一步。").format(name=rule.words), field=name)
    given = {name: kept(table, name, value, store.today()) for name, value in values.items()}
    with store.write(_("更正"), reason) as session:
        in_agreement(session, table, record_id, given, store.today(), reason or "")
        if table == "request" and "due_on" in given:
            _not_later(session, record_id, given["due_on"])
        return _put(session, store, table, record_id, given, seen)


def _not_later(session: Session, request_id: str, due_on: Any) -> None:
    """RuleError where a correction would give a request more time: that is an extension, which its head approves."""
    now = _row(session, "request", request_id)["due_on"]
    if now and (due_on is None or due_on > now):
        told = _("答复期限不能往后改，也不能去掉；要延长，请用延期，写明理由并经负责人批准。")
        raise RuleError(told, field="due_on")


def repoint(
    store: Store, table: str, record_id: str, column: str, wanted: str, *, reason: str | None = None
) -> Changes:
    """Lets a reference of a record name another record; RuleError where there is none of that id."""
    if declared(table, column) is None or column not in capture.synced_tables(metadata)[table].refs:
        raise RuleError(_("没有“{name}”这一项。").format(name=column), field=column)
    with store.write(_("更正"), reason) as session:
        _row(session, target(table, column), wanted)
        return _put(session, store, table, record_id, {column: wanted}, None)


def in_agreement(
    session: Session, table: str, record_id: str, given: Mapping[str, Any], today: date, reason: str
) -> None:
    """RuleError where new values do not agree with the rest: days in the wrong order, a wrong number, a code twice."""
    row = {**_row(session, table, record_id), **given}

    def of(other: str, other_id: str, column: str) -> Any:
        query = f'SELECT "{column}" FROM "{other}" WHERE id = ?'
        return session.connection().exec_driver_sql(query, (other_id,)).scalar()

    kept_together(table, row, given, of)
    for name, value in given.items():
        rule = declared(table, name)
        if rule is not None and rule.proved:
            proved(rule, value, row.get("id_type"), reason, name, today)
        if rule is not None and rule.once and value:
            _only_here(session, table, row, name)
        for other, reference, later in followers(table, name):
            query = f'SELECT min("{later}") FROM "{other}" WHERE "{reference}" = ? AND hidden = 0'
            first = session.connection().exec_driver_sql(query, (record_id,)).scalar()
            if value and first and str(value) > str(first):
                told = _("这条记录后面已经有{day}的{noun}，“{label}”不能比它晚。")
                words = {"day": day_words(first), "noun": noun_words(other), "label": field_words(table, name)}
                raise RuleError(told.format(**words), field=name)


def _only_here(session: Session, table: str, row: Mapping[str, Any], name: str) -> None:
    query = f'SELECT * FROM "{table}" WHERE "{name}" = ? AND id <> ? AND hidden = 0'
    for found in session.connection().exec_driver_sql(query, (row[name], row["id"])):
        other = found._mapping
        if row["id"] != other.get("replaces_id") and other["id"] != row.get("replaces_id"):
            told = _("“{label}”{value}已经登记过，请核对。")
            raise RuleError(told.format(label=field_words(table, name), value=row[name]), field=name)


def _put(
    session: Session, store: Store, table: str, record_id: str, given: Mapping[str, Any], seen: Mapping[str, str] | None
) -> Changes:
    row = _row(session, table, record_id)
    if row["compartment"] == RESTRICTED and given.get("accused_unit"):
        not_of_the_office(session, store, str(given["accused_unit"]))
    connection = session.connection()
    if seen:
        shown = {name: token for name, token in seen.items() if name in given}
        capture.set_base(connection, capture.synced_tables(metadata)[table], record_id, shown)
    names = ", ".join(f'"{name}" = ?' for name in given)
    connection.exec_driver_sql(f'UPDATE "{table}" SET {names} WHERE id = ?', (*given.values(), record_id))
    household = row.get("household_id") or (record_id if table == "household" else None)
    return Changes.of(NOUNS.get(table, table), record_id, household=household)


def _row(session: Session, table: str, record_id: str) -> dict[str, Any]:
    sql = f'SELECT * FROM "{table}" WHERE id = ? AND hidden = 0'
    row = session.connection().exec_driver_sql(sql, (record_id,)).first()
    if row is None:
        raise RuleError(_("没有这个编号的记录。"))
    return dict(row._mapping)


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
    """Takes the last change of a field back: the value before it is written again, whatever rule it was written under.

    RuleError where the field was never changed, or has a deed of its own.
    """
    rule = declared(table, field)
    if rule is None or not rule.editable:
        raise RuleError(_("这一项不能收回改动，请用办理它的那一步。"), field=field)
    with store.write(_("更正"), _("收回上一次改动")) as session:
        if _row(session, table, record_id).get("compartment") == RESTRICTED:
            raise RuleError(_("检举控告的内容不写进操作日志，收不回上一次改动。请直接更正这一项。"))
        query = "SELECT old FROM audit_log WHERE tbl = ? AND pk = ? AND field = ? ORDER BY seq DESC LIMIT 1"
        last = session.connection().exec_driver_sql(query, (table, record_id, field)).first()
        if last is None:
            raise RuleError(_("这一项没有改过，不用收回。"))
        old = int(last.old) if last.old is not None and rule.kind in ("number", "yes_no") else last.old
        return _put(session, store, table, record_id, {field: old}, None)
