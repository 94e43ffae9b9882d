"""The day a laptop is granted its village: what it recorded before moves under the village's real id (sync.md §4)."""

from __future__ import annotations

from gettext import gettext as _

from sqlalchemy import Column, Connection, Table, Text
from sqlmodel.sql.sqltypes import AutoString

from db.errors import RuleError
from db.models import RESTRICTED, Township, Village, metadata
from db.rules.requests import accuses_unit
from db.sync.peers.papers import Place

_BOOKS = ("sync_", "audit_log", "alembic_version")


def adopt_village(connection: Connection, provisional: str, granted: Place, township: Place) -> None:
    """Give every local record the granted village in place of the provisional one; nothing of this travels.

    The village and the township themselves are the office's records: the laptop keeps a copy until they arrive.
    RuleError where an accusation recorded before is of the township itself: it would be handed to those it accuses.
    """
    _nothing_against(connection, township)
    connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
    number = Village.__table__.info["sync"]  # type: ignore[attr-defined]
    connection.exec_driver_sql("DELETE FROM sync_pending WHERE tbl = ? AND pk = ?", (number, provisional))
    _copy_of_township(connection, township)
    if provisional != granted.id:
        for table in metadata.tables.values():
            if not table.name.startswith(_BOOKS):
                _rename(connection, table, provisional, granted.id)
        connection.exec_driver_sql("UPDATE draft SET data = replace(data, ?, ?)", (provisional, granted.id))
    connection.exec_driver_sql(
        "UPDATE village SET scope = ?, township_id = ?, name = ?, region_code = ? WHERE id = ?",
        (township.id, township.id, granted.name, granted.code, granted.id),
    )
    connection.exec_driver_sql("UPDATE sync_state SET applying = 0")


def _nothing_against(connection: Connection, township: Place) -> None:
    query = "SELECT accused_unit FROM request WHERE compartment = ? AND hidden = 0 AND accused_unit <> ''"
    accused = [row[0] for row in connection.exec_driver_sql(query, (RESTRICTED,))]
    if count := sum(accuses_unit(unit, township.name) for unit in accused):
        raise RuleError(
            _(
                "本机记着 {count} 件检举{name}自己的事，登记以后会交到被检举的单位，所以先不登记。"
                "请告诉群众直接向县纪委、县信访局反映，把它删除，再来登记。"
            ).format(count=count, name=township.name)
        )


def _copy_of_township(connection: Connection, township: Place) -> None:
    connection.execute(
        Township.__table__.insert().prefix_with("OR IGNORE"),  # type: ignore[attr-defined]
        {"id": township.id, "scope": township.id, "name": township.name, "region_code": township.code},
    )


def _rename(connection: Connection, table: Table, old: str, new: str) -> None:
    columns = [column.name for column in table.columns if _is_text(column)]
    if not columns:
        return
    values = ", ".join(f'"{c}" = CASE WHEN "{c}" = ?1 THEN ?2 ELSE "{c}" END' for c in columns)
    found = " OR ".join(f'"{c}" = ?1' for c in columns)
    connection.exec_driver_sql(f'UPDATE "{table.name}" SET {values} WHERE {found}', (old, new))


def _is_text(column: Column[str]) -> bool:
    return isinstance(column.type, Text | AutoString)
