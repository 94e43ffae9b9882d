"""A township with its village, and a look at every byte a store keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from db import Store, create_store
from db.blobs import shelf
from db.engine import connect
from db.opening import NewStore
from db.store import BOOK, Surroundings
from db.sync.log import remains, segment
from db.sync.peers import enrol
from tests.bundles.post import join
from tests.conftest import PASSWORD, VILLAGE

CANARY = "金丝雀"
_PAGE, _RESERVED = 4096, 80


def pages(file: Path, key: bytes) -> bytes:
    """Every page of an encrypted file, opened: free ones too, whatever no query would ever show."""
    raw, out = file.read_bytes(), bytearray()
    for at in range(0, len(raw), _PAGE):
        page = raw[at : at + _PAGE]
        start = 16 if at == 0 else 0  # the salt
        iv = page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
        machine = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        out += machine.update(page[start : _PAGE - _RESERVED]) + machine.finalize()
    return bytes(out)


def everything(store: Store) -> str:
    """All that is kept: rows of every table, segments opened with what their redactions left, pages, papers."""
    with store.connection(immediate=False) as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [str(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()) for name in names]
        for (packed,) in connection.exec_driver_sql("SELECT body FROM sync_segment WHERE body IS NOT NULL"):
            body = segment.body_again(packed)
            found.append(str(body))
            found += [str(remains.of(op).body) for _idx, op in remains.redactions(body)]
    files = [store.path / BOOK, *(store.path / "backups").glob("*.db")]
    assert not (wal := store.path / f"{BOOK}-wal").exists() or CANARY.encode() not in wal.read_bytes()
    found += [pages(file, store.data_key).decode("utf-8", "replace") for file in files]
    for file in (store.path / shelf.FOLDER).rglob("*"):
        if file.is_file() and shelf.is_name(file.name):
            found.append(shelf.content(store, file.name).decode("utf-8", "replace"))
    return "\n".join(found)


def settled(store: Store) -> None:
    """What was written ahead is in the file."""
    book = connect(store.path / BOOK, store.data_key)
    book.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()


@pytest.fixture
def second(enrolled: tuple[Store, Store], tmp_path: Path, around: Surroundings) -> Iterator[Store]:
    """A second laptop of the same village."""
    _village, township = enrolled
    new = NewStore(VILLAGE.role, "桃溪村二", VILLAGE.region_code, "吴小梅", PASSWORD)
    store, _recovery = create_store(tmp_path / "second.baijia", new, around)
    join(township, store, enrol.Wish(villages=(VILLAGE.region_code,)))
    yield store
    store.close()


Holds = Callable[[Store], bool]


@pytest.fixture
def holds() -> Holds:
    """holds(store): whether the canary is anywhere in it."""

    def look(store: Store) -> bool:
        settled(store)
        return CANARY in everything(store)

    return look
