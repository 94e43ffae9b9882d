"""This computer within its store: its keys, found again at each start and anchored in the profile (sync.md §4)."""

from __future__ import annotations

import secrets
from gettext import gettext as _
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection

from db import device_keys
from db.device_keys import Found, KeyPair, PublicKeys
from db.errors import KnownError
from db.keyring import recovery_secret

if TYPE_CHECKING:
    from db.store import Store

_OFFICE_PURPOSE = b"baijia/office"


def _keep(connection: Connection, pair: KeyPair, kind: str, wrapped: bytes, wrapped_by: str) -> None:
    public = msgspec.msgpack.encode([pair.public.sign, pair.public.box])
    connection.exec_driver_sql(
        "INSERT INTO sync_key(device_id, kind, public, wrapped, wrapped_by) VALUES (?, ?, ?, ?, ?)",
        (pair.id, kind, public, wrapped, wrapped_by),
    )


def establish(connection: Connection, store: Store, recovery_key: str) -> None:
    """New keys for this computer, and for the office where the store is a township's; part of making a store."""
    device_id = store.device_id
    profile_key = device_keys.make_profile_key(store.profile, device_id)
    pair = device_keys.make_pair(device_id)
    store.pair = pair
    connection.exec_driver_sql(
        "UPDATE sync_state SET device_id = ?, epoch = ?, open_nonce = '' WHERE id = 1",
        (device_id, secrets.token_hex(8)),
    )
    _keep(connection, pair, "device", device_keys.wrap(pair, profile_key, "device"), "profile")
    if store.role == "township":
        office = device_keys.make_pair(store.scope)
        _keep(connection, office, "office", device_keys.wrap(office, profile_key, "office"), "profile")
        secret = recovery_secret(recovery_key, _OFFICE_PURPOSE)
        assert secret is not None  # the key was made a moment ago
        _keep(connection, office, "office", device_keys.wrap(office, secret, "office"), "recovery")


def office_pair(connection: Connection, store: Store, recovery_key: str | None = None) -> KeyPair | None:
    """The office's private keys, from the profile or from the printed recovery key; None on a village's laptop."""
    rows = connection.exec_driver_sql("SELECT device_id, wrapped, wrapped_by FROM sync_key WHERE kind = 'office'").all()
    for key_id, wrapped, wrapped_by in rows:
        if wrapped_by == "profile":
            key = device_keys.profile_key(store.profile, store.device_id)
        else:
            key = recovery_secret(recovery_key, _OFFICE_PURPOSE) if recovery_key else None
        pair = device_keys.unwrap(wrapped, key, "office", key_id) if key and wrapped else None
        if pair is not None:
            return pair
    return None


def public_keys(connection: Connection, key_id: str, kind: str) -> PublicKeys | None:
    """The public half kept in this store of a computer or an office."""
    row = connection.exec_driver_sql(
        "SELECT public FROM sync_key WHERE device_id = ? AND kind = ?", (key_id, kind)
    ).first()
    if row is None:
        return None
    sign, box = msgspec.msgpack.decode(row[0], type=tuple[bytes, str])
    return PublicKeys(key_id, sign, box)


def recognise(connection: Connection, store: Store) -> Found:
    """Compares store and profile; an older or second copy gets a new epoch, and work goes on."""
    wrapped = connection.exec_driver_sql(
        "SELECT wrapped FROM sync_key WHERE kind = 'device' AND device_id = ? AND wrapped_by = 'profile'",
        (store.device_id,),
    ).scalar()
    nonces = str(connection.exec_driver_sql("SELECT open_nonce FROM sync_state WHERE id = 1").scalar() or "")

    def knows(segment: bytes) -> bool:
        query = "SELECT 1 FROM sync_segment WHERE hash = ?"
        return connection.exec_driver_sql(query, (segment,)).first() is not None

    found = device_keys.found_at_start(store.profile, store.device_id, wrapped, nonces.split(), knows)
    if found.standing is device_keys.Standing.OLDER_COPY:
        connection.exec_driver_sql("UPDATE sync_state SET epoch = ? WHERE id = 1", (secrets.token_hex(8),))
        store.set_fact(connection, "gap_since", _last_file(connection))
    return found


def _last_file(connection: Connection) -> str:
    """The row of the newest file in the log: hand-overs after it know of a restore before it."""
    return str(connection.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM sync_bundle_log").scalar_one())


def renew_opening(connection: Connection) -> tuple[str, bytes | None]:
    """A new random mark of this opening, kept in the store beside the last one; and the newest own segment."""
    nonce = secrets.token_hex(8)
    kept = str(connection.exec_driver_sql("SELECT open_nonce FROM sync_state WHERE id = 1").scalar() or "").split()
    connection.exec_driver_sql("UPDATE sync_state SET open_nonce = ? WHERE id = 1", (" ".join([nonce, *kept[:1]]),))
    own = connection.exec_driver_sql(
        "SELECT hash FROM sync_segment WHERE device_id = (SELECT device_id FROM sync_state) ORDER BY id DESC LIMIT 1"
    ).scalar()
    return nonce, own


def anchor_opening(store: Store, opening: tuple[str, bytes | None]) -> None:
    """Writes the mark into the user's profile, after the store has it: a crash between is no alarm."""
    nonce, own = opening
    device_keys.write_anchor(store.profile, store.device_id, nonce=nonce, segment=own)


def renew_identity(connection: Connection, store: Store, password: str) -> None:
    """A new identity for this computer in a store restored from a backup, or copied here (sync.md §4).

    Where the old key still opens it countersigns the new one. The office's keys come along from this user's profile
    or, on another computer, with the printed recovery key; KnownError where a township's store has neither.
    """
    office = office_pair(connection, store, password) if store.role == "township" else None
    if store.role == "township" and office is None:
        raise KnownError(
            _(
                "这是乡镇的数据库，在另一台电脑上恢复要用打印的恢复密钥，请把它当密码输入。"
                "恢复密钥也丢了的，只有县里的托管密钥能打开交给镇里的数据包，请联系县里。"
            ),
            code="NEEDS_RECOVERY_KEY",
        )
    former = _former(connection, store)
    device_id = device_keys.new_device_id()
    profile_key = device_keys.make_profile_key(store.profile, device_id)
    pair = device_keys.make_pair(device_id)
    connection.exec_driver_sql("DELETE FROM sync_key WHERE kind = 'device' OR wrapped_by = 'profile'")
    connection.exec_driver_sql(
        "UPDATE sync_state SET device_id = ?, epoch = ?, open_nonce = '' WHERE id = 1",
        (device_id, secrets.token_hex(8)),
    )
    _keep(connection, pair, "device", device_keys.wrap(pair, profile_key, "device"), "profile")
    if office is not None:
        _keep(connection, office, "office", device_keys.wrap(office, profile_key, "office"), "profile")
    signed = b""
    if store.pair is not None and store.pair.id == former:
        signed = store.pair.sign(device_keys.LABEL_SUCCESSOR, device_keys.succession(former, pair.public))
    last = _last_file(connection)
    facts = {"former_device_id": former, "successor_sig": signed.hex(), "device_id": device_id}
    for name, value in (facts | {"gap_since": last, "renewed_after": last}).items():
        store.set_fact(connection, name, value)
    store.pair = pair


def _former(connection: Connection, store: Store) -> str:
    """Whose place the new identity takes: the last one the office knew of."""
    granted = connection.exec_driver_sql(
        'SELECT 1 FROM sync_peer WHERE device_id = ? AND "grant" IS NOT NULL', (store.device_id,)
    ).first()
    return store.device_id if granted else store.facts.get("former_device_id", store.device_id)
