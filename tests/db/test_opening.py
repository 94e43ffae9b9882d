"""Opening a store: the right password, the wrong one, and everything else a disk can do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from db import KnownError, NewStore, RuleError, Store, create_store, open_store, surroundings
from db.device_keys import Standing
from db.keyring import Keyring
from db.models import Person, Village
from db.store import Surroundings
from tests.conftest import PASSWORD, TOWNSHIP, VILLAGE


def test_a_new_store_knows_its_village_and_its_first_cadre(village: Store) -> None:
    assert (village.role, village.name, village.me.name) == ("village", "桃溪村", "周建国")
    with village.read() as session:
        place = session.exec(select(Village)).one()
    assert (place.id, place.name, place.recorded_by, place.recorded_on) == (
        village.scope, "桃溪村", "周建国", village.device_id,
    )  # fmt: skip
    assert village.today().isoformat() == "2025-10-20"


def test_the_password_and_the_recovery_key_open_it_and_nothing_else(tmp_path: Path, around: Surroundings) -> None:
    store, recovery = create_store(tmp_path / "a.baijia", VILLAGE, around)
    store.close()
    for right in (PASSWORD, recovery, recovery.lower().replace("-", " ")):
        open_store(tmp_path / "a.baijia", right, around).close()
    other = "A" if recovery[-1] != "A" else "B"
    for wrong in ("", PASSWORD + " ", recovery[:-1], recovery[:-1] + other, "x" * 5000):
        with pytest.raises(KnownError) as caught:
            open_store(tmp_path / "a.baijia", wrong, around)
        assert caught.value.code == "WRONG_PASSWORD"


def test_nothing_in_the_folder_shows_a_name(village: Store) -> None:
    with village.write() as session:
        session.add(Person(name="李𬭎", id_no="430499198010036753", phone="15488160538"))
    village.close()
    everything = b"".join(p.read_bytes() for p in village.path.rglob("*") if p.is_file())
    for secret in ("李𬭎", "周建国", "桃溪村", "430499198010036753", "15488160538"):
        assert secret.encode() not in everything
        assert secret.encode("gb18030") not in everything
        assert secret.encode("utf-16-le") not in everything


def test_plain_sqlite_cannot_open_the_book(village: Store) -> None:
    import sqlite3

    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(village.path / "book.db") as plain:
        plain.execute("SELECT * FROM sqlite_master").fetchall()
    plain.close()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (shutil.rmtree, "NOT_STORE"),
        (lambda p: (p / "keys.json").unlink(), "NOT_STORE"),
        (lambda p: (p / "keys.json").write_text("{"), "DAMAGED_STORE"),
        (lambda p: (p / "keys.json").write_text("[1]"), "DAMAGED_STORE"),
        (lambda p: _edit(p / "keys.json", format=99), "TOO_NEW"),
        (lambda p: (p / "book.db").unlink(), "DAMAGED_STORE"),
        (lambda p: (p / "book.db").write_bytes(os.urandom(8192)), "DAMAGED_STORE"),
        (lambda p: (p / "book.db").write_bytes(b""), "NOT_STORE"),
    ],
)
def test_each_failure_has_its_own_sentence(
    village: Store, around: Surroundings, spoil: Callable[[Path], object], code: str
) -> None:
    village.close()
    for side in ("book.db-wal", "book.db-shm"):
        (village.path / side).unlink(missing_ok=True)
    spoil(village.path)
    with pytest.raises(KnownError) as caught:
        open_store(village.path, PASSWORD, around)
    assert caught.value.code == code
    assert "。" in str(caught.value)


def _edit(path: Path, **more: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | more))


def test_a_store_of_a_newer_version_is_refused_and_left_alone(village: Store, around: Surroundings) -> None:
    with village.connection() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 9999")
    village.close()
    before = (village.path / "book.db").read_bytes()
    with pytest.raises(KnownError, match="请先升级") as caught:
        open_store(village.path, PASSWORD, around)
    assert caught.value.code == "TOO_NEW"
    assert (village.path / "book.db").read_bytes() == before


def test_a_copy_on_another_account_can_be_read_but_not_written(village: Store, tmp_path: Path) -> None:
    village.close()
    elsewhere = surroundings(profile=tmp_path / "another", clock=village.clock)
    copy = open_store(village.path, PASSWORD, elsewhere)
    assert copy.standing is Standing.COPIED
    with copy.read() as session:
        assert session.exec(select(Village)).one().name == "桃溪村"
    with pytest.raises(KnownError, match="这是副本"), copy.write():
        pass
    copy.close()


def test_an_older_copy_put_back_is_noticed_and_work_goes_on(
    village: Store, around: Surroundings, tmp_path: Path
) -> None:
    village.close()
    shutil.copytree(village.path, tmp_path / "older")
    for _n in range(3):
        open_store(village.path, PASSWORD, around).close()
    shutil.rmtree(village.path)
    shutil.copytree(tmp_path / "older", village.path)
    again = open_store(village.path, PASSWORD, around)
    assert again.standing is Standing.OLDER_COPY
    with again.write() as session:
        session.add(Person(name="张三"))
    again.close()
    assert open_store(village.path, PASSWORD, around).standing is Standing.NORMAL


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "county"}, "role"),
        ({"name": " "}, "name"),
        ({"cadre": ""}, "cadre"),
        ({"region_code": "4304"}, "region_code"),
        ({"region_code": "43049910120x"}, "region_code"),
        ({"password": "short"}, "password"),
    ],
)
def test_a_store_that_cannot_be_made_leaves_no_folder(
    tmp_path: Path, around: Surroundings, wrong: dict[str, str], field: str
) -> None:
    from dataclasses import replace

    with pytest.raises(RuleError) as caught:
        create_store(tmp_path / "a.baijia", replace(VILLAGE, **wrong), around)
    assert caught.value.field == field
    assert not (tmp_path / "a.baijia").exists()


def test_an_existing_store_is_never_written_over(village: Store, around: Surroundings) -> None:
    before = (village.path / "keys.json").read_bytes()
    with pytest.raises(RuleError, match="已经存在"):
        create_store(village.path, VILLAGE, around)
    assert (village.path / "keys.json").read_bytes() == before
    with pytest.raises(RuleError, match=r"\.baijia"):
        create_store(village.path.parent / "abc", TOWNSHIP, around)


def test_changing_a_password_leaves_the_book_alone(village: Store, around: Surroundings) -> None:
    ring = Keyring.read(village.path)
    ring.add_password(village.data_key, village.me.id, "新的密码-2026")
    ring.save()
    village.close()
    with pytest.raises(KnownError):
        open_store(village.path, PASSWORD, around)
    open_store(village.path, "新的密码-2026", around).close()
    with pytest.raises(RuleError, match="最后一个"):
        ring.remove(village.me.id)


def test_a_store_on_a_read_only_disk_can_be_looked_at(make_store: Callable[..., Store], around: Surroundings) -> None:
    store = make_store("village")
    store.close()
    if os.geteuid() == 0:  # root writes everywhere, but not into an immutable file
        made = subprocess.run(["chattr", "+i", str(store.path / "book.db")], check=False, capture_output=True)
        if made.returncode:
            pytest.skip("this file system has no immutable flag")
    else:
        (store.path / "book.db").chmod(0o444)
        store.path.chmod(0o555)
    try:
        looked = open_store(store.path, PASSWORD, around)
        with looked.read() as session:
            assert session.exec(select(Village)).one().name == "桃溪村"
        with pytest.raises(KnownError, match="不能写入"), looked.write():
            pass
        looked.close()
    finally:
        store.path.chmod(0o755)
        subprocess.run(["chattr", "-i", str(store.path / "book.db")], check=False, capture_output=True)


def test_new_store_is_a_plain_value() -> None:
    assert NewStore("village", "a", "b", "c", "d") == NewStore("village", "a", "b", "c", "d")
