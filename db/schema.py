"""The tables of a new store, made in one go, and the index the search box reads."""

from __future__ import annotations

from gettext import gettext as _
from typing import Final

from sqlalchemy import Connection

from db import capture
from db.engine import APPLICATION_ID
from db.errors import KnownError
from db.migrations import HEAD
from db.models import metadata

SCHEMA_VERSION: Final = int(HEAD)
SEARCHED: Final = ("household", "person", "certificate", "contractor", "parcel")
_INDEX = """
CREATE VIRTUAL TABLE search_index USING fts5(
    tbl UNINDEXED, pk UNINDEXED, household_id UNINDEXED, name, pinyin, initials, numbers,
    tokenize = 'unicode61', prefix = '1 2 3'
)
"""


def create_schema(connection: Connection) -> None:
    """All tables, triggers and the search index, inside the caller's one transaction; the version number comes last."""
    metadata.create_all(connection)
    connection.exec_driver_sql(_INDEX)
    install_triggers(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def install_triggers(connection: Connection) -> None:
    """Makes capture and search triggers anew, as after every migration."""
    capture.install(connection, metadata)
    for table in SEARCHED:
        for moment in ("INSERT", "UPDATE"):
            name = f"search_{table}_{moment.lower()}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} AFTER {moment} ON {table} BEGIN"
                f" INSERT OR IGNORE INTO search_dirty(tbl, pk) VALUES ('{table}', NEW.id); END"
            )


def check_version(connection: Connection) -> bool:
    """True when the store must be brought up to date; KnownError when it is not ours or newer than we are."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise KnownError(_("这不是百家的数据库，没有打开。请选择名字以 .baijia 结尾的文件夹。"), code="NOT_STORE")
    found = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if found > SCHEMA_VERSION:
        raise KnownError(_("这个数据库由更新版本的百家生成，请先升级本机的百家再打开。数据没有损坏。"), code="TOO_NEW")
    if found == 0:
        raise KnownError(_("这个数据库没有建完。请删除这个文件夹后重新建立。"), code="DAMAGED_STORE")
    return found < SCHEMA_VERSION
