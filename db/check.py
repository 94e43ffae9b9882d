"""Is everything whole? Pages, references, the log's chain, triggers, attachments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from gettext import gettext as _

from sqlalchemy import Connection

from db import capture
from db.blobs import standing
from db.errors import KnownError
from db.models import metadata
from db.queries.rows import ask
from db.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `record` names table and id where there is one."""

    kind: str
    record: str
    message: str


def check(store: Store) -> list[Finding]:
    """Every finding; an empty list means the store is whole."""
    with store.connection(immediate=False) as connection:
        found = [
            *_pages(connection),
            *_triggers(connection),
            *_references(connection),
            *_log(connection),
            *_stuck(connection),
        ]
    return found + _attachments(store)


def _pages(connection: Connection) -> list[Finding]:
    found = [Finding("page", "", str(row[0])) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    return found + [
        Finding("page", "", str(row[0]))
        for row in connection.exec_driver_sql("PRAGMA integrity_check")
        if row[0] != "ok"
    ]


def _triggers(connection: Connection) -> list[Finding]:
    try:
        capture.check_fingerprint(connection, metadata)
    except KnownError as error:
        return [Finding("capture", "", str(error))]
    return []


def _references(connection: Connection) -> list[Finding]:
    """References to a record that is not here, unless the merge queue already shows them."""
    queued = {
        (int(row[0]), row[1])
        for row in connection.exec_driver_sql("SELECT tbl, pk FROM sync_conflict WHERE kind = 'dangling_ref'")
    }
    found = []
    for table in metadata.sorted_tables:
        number = table.info.get("sync")
        if number is None:
            continue
        for key in table.foreign_keys:
            column, other = key.parent.name, key.column.table.name
            rows = connection.exec_driver_sql(
                f'SELECT t.id FROM "{table.name}" t WHERE t.hidden = 0 AND t."{column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT 1 FROM "{other}" o WHERE o.id = t."{column}")'
            )
            found += [
                Finding(
                    "reference", f"{table.name} {row[0]}", _("“{column}”指向的记录不在本机。").format(column=column)
                )
                for row in rows
                if (number, row[0]) not in queued
            ]
    return found


def _log(connection: Connection) -> list[Finding]:
    broken = capture.broken_link(connection)
    if broken is None:
        return []
    return [Finding("log", str(broken), _("操作日志从第 {n} 条起被改动过。").format(n=broken))]


def _stuck(connection: Connection) -> list[Finding]:
    if connection.exec_driver_sql("SELECT applying FROM sync_state").scalar():
        return [Finding("state", "", _("上次收盘没有做完，请重新打开一次。"))]
    return []


def _attachments(store: Store) -> list[Finding]:
    """Papers that are not here or do not open; they are noted, so that the next hand-over brings them."""
    spoilt = standing.verify_all(store)
    standing.settle(store)
    with store.read() as session:
        rows = ask(
            session,
            "SELECT a.id, b.sha256 FROM sync_blob b LEFT JOIN attachment a ON a.sha256 = b.sha256 AND a.hidden = 0"
            " WHERE b.state = 'missing' OR b.sha256 IN (SELECT value FROM json_each(?)) ORDER BY a.id, b.sha256",
            (json.dumps(spoilt),),
        )
    damaged, absent = _("附件文件坏了或不见了，下次交接时会请对方补发。"), _("附件还没有到，下次交接时会补来。")
    return [
        Finding(
            "attachment", f"attachment {row.id}" if row.id else row.sha256, damaged if row.sha256 in spoilt else absent
        )
        for row in rows
        if row.id or row.sha256 in spoilt
    ]
