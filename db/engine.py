"""The encrypted file under the record book, and what its errors mean in plain words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as dbapi

from db.errors import KnownError

APPLICATION_ID: Final = 0x42414A41  # "BAJA" in the header of the file, as `PRAGMA application_id` shows it
_BUSY_SECONDS = 10
_CACHE_KIB: Final = 64_000  # a search that reads whole tables stays in memory
_HEAP_BYTES: Final = 32_000_000  # of all connections together; beyond it SQLite reuses the pages longest not asked for
_STREAM_KIB: Final = 4_500  # what passes by once needs no more
# None stays None: without an adapter of its own the driver searches for one, 1.5 µs for every empty field.
dbapi.register_adapter(type(None), {}.get)


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """One connection with the pragmas of libraries.md §2; raises sqlcipher3's own errors."""
    uri = f"file:{path.as_posix().replace('?', '%3f').replace('#', '%23')}"
    connection = dbapi.connect(
        uri + ("?mode=ro" if read_only else "?mode=rw"),
        uri=True,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
        cached_statements=512,  # once the driver's default of 128 is full, new ones are prepared again and again
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_memory_security = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA soft_heap_limit = {_HEAP_BYTES}").fetchone()
        connection.execute("PRAGMA temp.auto_vacuum = FULL")  # else what a dropped table took stays taken, in memory
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    connection.isolation_level = None  # BEGIN is ours, so that migrations are atomic too
    return connection


def make_engine(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """An engine over the encrypted book; transactions begin as the caller of ``begin`` says."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, key, read_only=read_only),
        module=dbapi,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        options = connection.get_execution_options()
        mode = options.get("baijia_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
        if mode == "IMMEDIATE" and options.get("baijia_any_order", True):
            any_order(connection)

    return engine


def any_order(connection: Any) -> None:
    """Until the end of this transaction a record may come before the one it points to.

    SQLite then prepares every statement of the connection anew, half a millisecond with its triggers: not for one row.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


@contextmanager
def streaming(connection: Any) -> Iterator[None]:
    """For work that reads or writes much, once: its memory does not grow with the book."""
    connection.execute(f"PRAGMA cache_size = -{_STREAM_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def is_writable(engine: Engine) -> bool:
    """Whether the book lies where it can be written; a lock held by another window does not count against it.

    Asked over a connection that stays in the pool: a new one reads the whole schema again (17 ms). What a power cut
    left in the write-ahead log goes into the book first: pages torn while they were copied there are whole again.
    """
    try:
        pooled = engine.raw_connection()
    except dbapi.OperationalError as error:
        if any(word in str(error).lower() for word in ("readonly", "read-only", "unable to open")):
            return False
        raise
    connection: Any = pooled.driver_connection
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except dbapi.OperationalError as error:
        return "readonly" not in str(error).lower()
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        pooled.close()
    return True


def touch(path: Path) -> None:
    """Makes the empty file a new book is written into; an existing one is not touched."""
    path.open("xb").close()


def _sentences() -> dict[str, tuple[str, str]]:
    return {
        "LOCKED": ("LOCKED", _("另一窗口正在写入，请稍后再试。")),
        "DISK_FULL": ("DISK_FULL", _("磁盘空间不足，没有保存。请清理出一些空间后再试；已保存的记录都在。")),
        "READ_ONLY": ("READ_ONLY", _("数据库所在的位置不能写入。请检查文件夹权限，或把数据库放到本机硬盘上。")),
        "DAMAGED": ("DAMAGED_STORE", _("数据库文件已损坏。请不要继续填写，从最近的备份恢复。")),
        "IO": ("IO", _("读写磁盘出错，可能是硬盘或 U 盘松动。请检查后再试；已保存的记录都在。")),
    }


_PHRASES = (
    ("locked", "LOCKED"),
    ("busy", "LOCKED"),
    ("full", "DISK_FULL"),
    ("readonly", "READ_ONLY"),
    ("read-only", "READ_ONLY"),
    ("unable to open", "READ_ONLY"),
    ("malformed", "DAMAGED"),
    ("not a database", "DAMAGED"),
    ("hmac", "DAMAGED"),
    ("disk i/o", "IO"),
)
_ERRNOS = {errno.ENOSPC: "DISK_FULL", errno.EDQUOT: "DISK_FULL", errno.EROFS: "READ_ONLY", errno.EACCES: "READ_ONLY",
           errno.EPERM: "READ_ONLY", errno.EIO: "IO"}  # fmt: skip


def known(error: BaseException) -> KnownError | None:
    """The plain sentence for an error of the database or the disk; None where it is a bug of ours."""
    kind = None
    if isinstance(error, OSError) and error.errno is not None:
        kind = _ERRNOS.get(error.errno)
    elif isinstance(error, (DBAPIError, dbapi.Error)):
        if isinstance(error, DBAPIError) and isinstance(error.orig, dbapi.IntegrityError):
            return None
        text = str(getattr(error, "orig", error)).lower()
        kind = next((k for phrase, k in _PHRASES if phrase in text), None)
    if kind is None:
        return None
    code, sentence = _sentences()[kind]
    return KnownError(sentence, code=code)


@contextmanager
def plain_words() -> Iterator[None]:
    """Turns the errors of database and disk into their sentences."""
    try:
        yield
    except (OSError, DBAPIError, dbapi.Error) as error:
        sentence = known(error)
        if sentence is None:
            raise
        raise sentence from error


def copy_book(source: Path, key: bytes, to: Path, *, read_only: bool = False) -> int:
    """An encrypted copy of a book, read back and checked page by page; returns its size in bytes."""
    part = to.with_suffix(".part")
    part.unlink(missing_ok=True)
    book = connect(source, key, read_only=read_only)
    try:
        with streaming(book):
            book.execute("VACUUM INTO ?", (str(part),))
    finally:
        book.close()
    try:
        check_book(part, key)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def check_book(path: Path, key: bytes) -> None:
    """KnownError where a page of the book is damaged."""
    with plain_words():
        book = connect(path, key, read_only=True)
        try:
            with streaming(book):
                bad = book.execute("PRAGMA cipher_integrity_check").fetchall()
                verdict = book.execute("PRAGMA quick_check").fetchall()
        finally:
            book.close()
    if bad or verdict != [("ok",)]:
        raise KnownError(_("备份没有通过检查，已经作废。可能是 U 盘或硬盘有问题，请换一个再备份。"), code="BAD_BACKUP")
