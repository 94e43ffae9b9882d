"""A store is made or opened: keys, version check, upgrade, and whether this computer knows it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from db import capture, device_keys, keyring, own_device, schema
from db.device_keys import Standing
from db.engine import is_writable, make_engine, plain_words, touch
from db.errors import KnownError, RuleError
from db.identity import new_id, stamp
from db.keyring import Keyring
from db.models import Cadre, StoreFact, Township, Village
from db.schema import BOOK
from db.store import SUFFIX, Me, Role, Store, Surroundings, surroundings


@dataclass(frozen=True, slots=True)
class NewStore:
    """What a new store must know: whose it is and who opens it first."""

    role: Role
    name: str
    region_code: str
    cadre: str
    password: str


def _folder(path: Path | str) -> Path:
    folder = Path(path)
    if folder.suffix != SUFFIX:
        raise RuleError(_("数据库文件夹的名字要以 .baijia 结尾，例如 taoxi.baijia。"), field="path")
    return folder


def create_store(path: Path | str, new: NewStore, around: Surroundings | None = None) -> tuple[Store, str]:
    """A new store and its recovery key, which is shown and printed once and kept nowhere."""
    around = around or surroundings()
    folder = _folder(path)
    _check_new(new)
    with plain_words():
        if folder.exists() and any(folder.iterdir()):
            raise RuleError(_("“{name}”已经存在，没有改动它。请换一个名字。").format(name=folder.name), field="path")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _create(folder, new, around)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _check_new(new: NewStore) -> None:
    if new.role not in ("village", "township"):
        raise RuleError(_("请选择这台电脑是村里用还是乡镇用。"), field="role")
    if not new.name.strip():
        raise RuleError(_("请填写村或乡镇的名称。"), field="name")
    if not new.cadre.strip():
        raise RuleError(_("请填写您的姓名。"), field="cadre")
    digits = 12 if new.role == "village" else 9
    if not (new.region_code.isdecimal() and len(new.region_code) == digits):
        raise RuleError(
            _("区划代码要填 {n} 位数字，例如 {example}。").format(n=digits, example="430499101201"[:digits]),
            field="region_code",
        )


def _create(folder: Path, new: NewStore, around: Surroundings) -> tuple[Store, str]:
    key, store_id = os.urandom(32), new_id()
    cadre_id, place_id, device_id = new_id(), new_id(), device_keys.new_device_id()
    for sub in ("blobs", "backups"):
        (folder / sub).mkdir(exist_ok=True)
    recovery_key = keyring.new_recovery_key()
    ring = Keyring.make(folder, store_id, around.cost)
    ring.add_password(key, cadre_id, new.password)
    ring.add_recovery(key, recovery_key)
    touch(folder / BOOK)
    engine = make_engine(folder / BOOK, key)
    facts = {
        "store_id": store_id, "role": new.role, "name": new.name.strip(), "region_code": new.region_code,
        "device_id": device_id, "scope": place_id, "place_id": place_id, "created_at": stamp(around.clock.now()),
        "owner_id": cadre_id,
    }  # fmt: skip
    if new.role == "township":
        facts |= {"township_id": place_id, "enrolled": "1"}
    store = Store(folder, engine, key, around, dict(facts))
    store.me = Me(cadre_id, new.cadre.strip())
    with store.connection() as connection:
        schema.create_schema(connection)
        own_device.establish(connection, store, recovery_key)
        for name, value in facts.items():
            store.set_fact(connection, name, value)
    with store.write(screen=_("建库")) as session:
        place = Township if new.role == "township" else Village
        session.add(place(id=place_id, scope=place_id, name=new.name.strip(), region_code=new.region_code))
        session.add(Cadre(id=cadre_id, scope=place_id, name=store.me.name, active=1, village_id=place_id))
    ring.save()
    _anchor(store)
    return store, recovery_key


def open_store(path: Path | str, password: str, around: Surroundings | None = None) -> Store:
    """Opens a store with a cadre's password or the recovery key; each failure is its own KnownError."""
    around = around or surroundings()
    folder = Path(path)
    with plain_words():
        if not folder.is_dir():
            raise KnownError(
                _("找不到“{name}”。请检查路径，或先建立数据库。").format(name=folder.name), code="NOT_STORE"
            )
        ring = Keyring.read(folder)
        cadre_id, key = ring.unlock(password)
        if not (folder / BOOK).exists():
            raise KnownError(_("数据库文件 book.db 不见了。请从备份恢复。"), code="DAMAGED_STORE")
        return _open(folder, key, cadre_id, around)


def _open(folder: Path, key: bytes, cadre_id: str, around: Surroundings) -> Store:
    engine = make_engine(folder / BOOK, key)
    try:
        read_only = not is_writable(engine)
        if read_only:
            engine.dispose()
            engine = make_engine(folder / BOOK, key, read_only=True)
        store = _opened(folder, engine, key, around, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise
    store.me = _me(store, cadre_id)
    return store


def _opened(folder: Path, engine: Engine, key: bytes, around: Surroundings, *, read_only: bool) -> Store:
    with engine.begin() as connection:
        old = schema.check_version(connection)
    if old and read_only:
        raise KnownError(
            _("这个数据库由旧版的百家生成，所在的位置又不能写入，升级不了。请把整个文件夹拷到本机硬盘上再打开。"),
            code="OLD_READ_ONLY",
        )
    if old:
        schema.bring_up_to_date(folder, engine, key, around.clock.now())
    with Session(engine) as session:
        facts = {f.name: f.value for f in session.exec(select(StoreFact))}
    store = Store(folder, engine, key, around, facts)
    if read_only:
        store.read_only_reason = _("数据库所在的位置不能写入，只能查看。请检查文件夹权限，或把它拷到本机硬盘上。")
        return store
    with store.connection(immediate=False) as connection:
        capture.check_fingerprint(connection, schema.metadata)
    _recognise(store)
    return store


def _recognise(store: Store) -> None:
    """Is this the store this computer knows? (sync.md §4)"""
    with store.connection() as connection:
        found = own_device.recognise(connection, store)
    store.pair, store.standing, store.other_machine = found.pair, found.standing, found.other_machine
    if found.standing is Standing.COPIED:
        store.read_only_reason = _("这是副本，登记为新电脑后才能填写。")
        return
    _anchor(store)


def _anchor(store: Store) -> None:
    with store.connection() as connection:
        opening = own_device.renew_opening(connection)
    own_device.anchor_opening(store, opening)


def _me(store: Store, cadre_id: str) -> Me:
    owner = store.facts.get("owner_id", "") if cadre_id == "recovery" else cadre_id
    with store.read() as session:
        cadre = session.get(Cadre, owner)
    return Me(owner, (cadre.name if cadre else None) or _("未署名"))
