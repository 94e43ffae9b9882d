"""The encrypted file: what opens it, what its errors mean in plain words, copies that are read back."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError as Wrapped
from sqlcipher3 import dbapi2 as dbapi

from db import KnownError, engine
from db.engine import check_book, connect, copy_book, is_writable, known, make_engine, plain_words, streaming, touch

KEY, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small book with one table of 200 rows."""
    path = tmp_path / "book #1?.db"
    touch(path)
    made = connect(path, KEY)
    made.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT, t INTEGER REFERENCES t(id))")
    made.execute("BEGIN")
    made.executemany("INSERT INTO t(x) VALUES (?)", [("x" * 200,)] * 200)
    made.execute("COMMIT")
    made.close()
    return path


def test_only_its_key_opens_it_and_an_existing_file_is_not_touched(book: Path) -> None:
    assert not book.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(dbapi.DatabaseError):
        connect(book, OTHER)
    with pytest.raises(FileExistsError):
        touch(book)


def test_references_hold_unless_a_transaction_asks_for_any_order(book: Path) -> None:
    engine = make_engine(book, KEY)
    row = "INSERT INTO t(id, t) VALUES (?, ?)"
    with pytest.raises(Wrapped), engine.begin() as connection:
        connection.exec_driver_sql(row, (900, 901))
    with engine.execution_options(baijia_begin="IMMEDIATE").begin() as connection:
        connection.exec_driver_sql(row, (900, 901))
        connection.exec_driver_sql(row, (901, None))
    ordered = engine.execution_options(baijia_begin="IMMEDIATE", baijia_any_order=False)
    with pytest.raises(Wrapped), ordered.begin() as connection:
        connection.exec_driver_sql(row, (902, 903))
    engine.dispose()


def test_a_book_opened_to_look_at_cannot_be_written(book: Path) -> None:
    looked = connect(book, KEY, read_only=True)
    with pytest.raises(dbapi.OperationalError, match="readonly"):
        looked.execute("DELETE FROM t")
    looked.close()
    assert _writable(book, KEY)
    with pytest.raises(dbapi.DatabaseError):
        _writable(book, OTHER)
    assert not _writable(book.with_name("none.db"), KEY)


def _writable(book: Path, key: bytes) -> bool:
    asked = make_engine(book, key)
    try:
        found = is_writable(asked)
        if found:  # the connection it asked over is as good as any other
            with asked.connect() as again:
                assert again.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
            assert asked.pool.checkedin() == 1  # type: ignore[attr-defined]
    finally:
        asked.dispose()
    return found


def test_a_lock_of_another_window_does_not_make_it_unwritable(book: Path) -> None:
    other = connect(book, KEY)
    other.execute("BEGIN IMMEDIATE")
    assert _writable(book, KEY)
    other.close()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x"), "DISK_FULL"),
        (OSError(errno.EACCES, "x"), "READ_ONLY"),
        (OSError(errno.EIO, "x"), "IO"),
        (OSError(errno.ENOENT, "x"), None),
        (dbapi.OperationalError("database is locked"), "LOCKED"),
        (dbapi.OperationalError("database or disk is full"), "DISK_FULL"),
        (dbapi.OperationalError("attempt to write a readonly database"), "READ_ONLY"),
        (dbapi.DatabaseError("database disk image is malformed"), "DAMAGED_STORE"),
        (dbapi.OperationalError("no such table: x"), None),
        (Wrapped("x", (), dbapi.IntegrityError("locked")), None),
        (ValueError("database is locked"), None),
    ],
)
def test_errors_in_plain_words_and_bugs_as_they_are(error: Exception, code: str | None) -> None:
    found = known(error)
    assert (found.code if found else None) == code
    with pytest.raises(KnownError if code else type(error)), plain_words():
        raise error


def test_a_copy_is_whole_or_not_there(book: Path, tmp_path: Path) -> None:
    size = copy_book(book, KEY, tmp_path / "copy.db")
    assert size == (tmp_path / "copy.db").stat().st_size
    check_book(tmp_path / "copy.db", KEY)
    with pytest.raises(dbapi.DatabaseError):
        copy_book(book, OTHER, tmp_path / "no.db")
    assert not list(tmp_path.glob("no*"))


def test_a_damaged_page_is_found(book: Path) -> None:
    damaged = bytearray(book.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    book.write_bytes(damaged)
    with pytest.raises(KnownError):
        check_book(book, KEY)


def test_streaming_needs_little_memory_and_gives_the_cache_back(book: Path) -> None:
    connection = connect(book, KEY)

    def cache() -> int:
        return int(connection.execute("PRAGMA cache_size").fetchone()[0])

    def fail() -> None:
        with streaming(connection):
            assert cache() > usual  # both are negative: kibibytes
            raise InterruptedError

    usual = cache()
    with pytest.raises(InterruptedError):
        fail()
    assert cache() == usual
    connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_one_budget_for_the_pages_of_all_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four connections read 16 MB each and hold less than twice that together; without a budget four times."""
    usual = engine._HEAP_BYTES
    monkeypatch.setattr(engine, "_HEAP_BYTES", 4_000_000)
    path = tmp_path / "large.db"
    touch(path)
    first = connect(path, KEY)
    first.execute("CREATE TABLE t(x BLOB)")
    first.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 16000) "
                  "INSERT INTO t SELECT zeroblob(1000) FROM n")  # fmt: skip
    before = _held()
    many = [first, *(connect(path, KEY) for _n in range(3))]
    for one in many:
        assert one.execute("SELECT sum(length(x)) FROM t").fetchone() == (16_000_000,)
    grown = _held() - before
    first.execute(f"PRAGMA soft_heap_limit = {usual}").fetchone()
    for one in many:
        one.close()
    assert grown < 32_000_000


def _held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_what_a_power_cut_tore_is_whole_again_before_anything_is_asked(book: Path, tmp_path: Path) -> None:
    """The log holds the pages; the book was cut off while they were copied there. `baijia check` must not cry wolf."""
    writer = connect(book, KEY)
    writer.execute("UPDATE t SET x = x || 'y'")
    torn = tmp_path / "torn" / book.name
    torn.parent.mkdir()
    pages = bytearray(book.read_bytes())
    pages[4096 + 100 : 8192] = bytes(4096 - 100)
    torn.write_bytes(pages)
    shutil.copy(f"{book}-wal", f"{torn}-wal")
    writer.close()
    asked = make_engine(torn, KEY)
    assert is_writable(asked)
    with asked.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.exec_driver_sql("SELECT count(*) FROM t WHERE x LIKE '%y'").scalar() == 200
    asked.dispose()
