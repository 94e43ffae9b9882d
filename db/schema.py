"""The tables of a new store, made in one go, and the index the search box reads."""

from __future__ import annotations

from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

import db.migrations
from db import capture
from db.engine import APPLICATION_ID, copy_book, plain_words
from db.errors import KnownError
from db.migrations import HEAD
from db.models import metadata

__all__ = ["BOOK", "bring_up_to_date", "check_version", "create_schema", "install_triggers", "metadata"]

BOOK: Final = "book.db"
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
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"  # to the letter as Alembic makes it
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def install_triggers(connection: Connection) -> None:
    """Makes capture and search triggers anew, as after every migration, and the indexes that are ours alone."""
    capture.install(connection, metadata)
    for table in ("household", "person"):  # every list asks who is merged
        connection.exec_driver_sql(
            f"CREATE INDEX IF NOT EXISTS ix_{table}_merged ON {table}(merged_into) WHERE merged_into IS NOT NULL"
        )
    connection.exec_driver_sql(  # every hand-over asks whether a newcomer is here already
        "CREATE INDEX IF NOT EXISTS ix_person_namesake ON person(birth_date, name)"
    )
    for table in SEARCHED:
        for moment in ("INSERT", "UPDATE"):
            name = f"search_{table}_{moment.lower()}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} AFTER {moment} ON {table} BEGIN"
                f" INSERT OR IGNORE INTO search_dirty(tbl, pk) VALUES ('{table}', NEW.id); END"
            )


def bring_up_to_date(folder: Path, engine: Engine, key: bytes, now: datetime) -> Path:
    """Makes an older store today's, after a verified backup of it; all of it or nothing. Returns the backup."""
    from alembic import command
    from alembic.config import Config

    with plain_words():
        kept = folder / "backups" / f"{now:%Y%m%d-%H%M%S}-upgrade.db"
        kept.parent.mkdir(exist_ok=True)
        copy_book(folder / BOOK, key, kept)
        with engine.execution_options(baijia_begin="IMMEDIATE").connect() as connection:
            connection.exec_driver_sql(
                "PRAGMA foreign_keys = OFF"
            )  # tables are rebuilt; takes effect outside a transaction
            connection.rollback()
            with connection.begin():
                config = Config()
                config.set_main_option("script_location", str(Path(db.migrations.__file__).parent))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                install_triggers(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise KnownError(
                        _("升级数据库没有成功，数据没有改动。请把日志发给技术人员。"), code="UPGRADE_FAILED"
                    )
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        engine.dispose()
    return kept


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
