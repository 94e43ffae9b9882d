"""Who may open the book: one random data key, wrapped once per cadre's password and once for the printed recovery key.

``keys.json`` holds no name: a cadre's wrap is found by trying. Changing a password rewrites only this file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from db.errors import KnownError, RuleError

FILE_NAME = "keys.json"
FORMAT = 1
SHORTEST_PASSWORD = 8
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 letters and digits nobody mistakes for another
_RECOVERY_CHARS = 32  # 160 bits


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess at a password is made (Argon2id, RFC 9106): memory in KiB, passes, lanes."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1


def new_recovery_key() -> str:
    """Thirty-two letters and digits in groups of four, to be printed and locked away."""
    text = "".join(secrets.choice(_ALPHABET) for _n in range(_RECOVERY_CHARS))
    return "-".join(text[i : i + 4] for i in range(0, _RECOVERY_CHARS, 4))


def _recovery_bytes(text: str) -> bytes | None:
    plain = "".join(ch for ch in text.upper() if ch.isalnum())
    plain = plain.translate(str.maketrans("01", "OI")) if len(plain) == _RECOVERY_CHARS else plain
    if len(plain) != _RECOVERY_CHARS or set(plain) - set(_ALPHABET):
        return None
    return plain.encode()


def recovery_secret(text: str, purpose: bytes) -> bytes | None:
    """32 bytes that only the recovery key gives, one for each purpose; None if it is not a recovery key."""
    plain = _recovery_bytes(text)
    return hashlib.blake2b(plain, digest_size=32, person=purpose[:16]).digest() if plain else None


class Keyring:
    """The wraps of one store's data key, as they stand in ``keys.json``."""

    def __init__(self, folder: Path, content: dict[str, Any]) -> None:
        self._path = folder / FILE_NAME
        self._content = content

    @classmethod
    def make(cls, folder: Path, store_id: str, cost: Cost) -> Keyring:
        """An empty ring for a new store."""
        return cls(
            folder,
            {
                "format": FORMAT,
                "store": store_id,
                "kdf": {"name": "argon2id", "m": cost.memory_kib, "t": cost.passes, "p": cost.lanes},
                "salt": base64.b64encode(os.urandom(16)).decode(),
                "wraps": [],
            },
        )

    @classmethod
    def read(cls, folder: Path) -> Keyring:
        """The ring of an existing store; KnownError where it is missing, damaged or of a newer version."""
        try:
            content = json.loads((folder / FILE_NAME).read_bytes())
            if content["format"] > FORMAT:
                raise KnownError(
                    _("这个数据库由更新版本的百家生成，请先升级本机的百家再打开。数据没有损坏。"), code="TOO_NEW"
                )
            ring = cls(folder, content)
            ring._salt, ring._cost, content["wraps"]  # all parts are there
        except FileNotFoundError:
            raise KnownError(
                _("“{name}”里没有百家的数据库。请选择名字以 .baijia 结尾的文件夹。").format(name=folder.name),
                code="NOT_STORE",
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KnownError(
                _("数据库的钥匙文件 keys.json 已损坏。请从备份恢复，数据本身没有改动。"), code="DAMAGED_STORE"
            ) from None
        return ring

    @property
    def _salt(self) -> bytes:
        return base64.b64decode(self._content["salt"])

    @property
    def _cost(self) -> Cost:
        kdf = self._content["kdf"]
        return Cost(int(kdf["m"]), int(kdf["t"]), int(kdf["p"]))

    @property
    def store_id(self) -> str:
        """The id of the store this ring belongs to."""
        return str(self._content["store"])

    @property
    def cadre_ids(self) -> frozenset[str]:
        """The cadres who can open the store with a password of their own."""
        return frozenset(w["id"] for w in self._content["wraps"] if w["kind"] == "password")

    def _stretch(self, password: str) -> bytes:
        cost = self._cost
        return hash_secret_raw(password.encode(), self._salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)

    def add_password(self, data_key: bytes, cadre_id: str, password: str) -> None:
        """Wraps the data key for one cadre; RuleError when the password is too short."""
        if len(password) < SHORTEST_PASSWORD:
            raise RuleError(
                _("密码太短：至少 {n} 个字符，可以是一句好记的话。").format(n=SHORTEST_PASSWORD), field="password"
            )
        self._drop(cadre_id)
        self._add(cadre_id, "password", self._stretch(password), data_key)

    def add_recovery(self, data_key: bytes, recovery_key: str) -> None:
        """Wraps the data key for the printed recovery key."""
        secret = recovery_secret(recovery_key, b"baijia/store")
        if secret is None:
            raise RuleError(_("恢复密钥不完整，请照打印件逐组输入。"), field="recovery_key")
        self._drop("recovery")
        self._add("recovery", "recovery", secret, data_key)

    def _drop(self, cadre_id: str) -> None:
        self._content["wraps"] = [w for w in self._content["wraps"] if w["id"] != cadre_id]

    def remove(self, cadre_id: str) -> None:
        """Takes a cadre's password away; the last one stays."""
        if sum(1 for w in self._content["wraps"] if w["kind"] == "password") <= 1:
            raise RuleError(_("这是最后一个能打开数据库的人，不能移除。"))
        self._drop(cadre_id)

    def _add(self, wrap_id: str, kind: str, secret: bytes, data_key: bytes) -> None:
        nonce = os.urandom(12)
        box = ChaCha20Poly1305(secret).encrypt(nonce, data_key, self._bound(wrap_id))
        self._content["wraps"].append({"id": wrap_id, "kind": kind, "box": base64.b64encode(nonce + box).decode()})

    def _bound(self, wrap_id: str) -> bytes:
        return f"baijia/wrap/{self.store_id}/{wrap_id}".encode()

    def _open(self, kind: str, secret: bytes) -> tuple[str, bytes] | None:
        for wrap in self._content["wraps"]:
            if wrap["kind"] != kind:
                continue
            box = base64.b64decode(wrap["box"])
            try:
                key = ChaCha20Poly1305(secret).decrypt(box[:12], box[12:], self._bound(wrap["id"]))
            except InvalidTag:
                continue
            return wrap["id"], key
        return None

    def unlock(self, password: str) -> tuple[str, bytes]:
        """(cadre id, data key) for a password or the recovery key; KnownError when neither fits."""
        found = self._open("password", self._stretch(password))
        secret = recovery_secret(password, b"baijia/store")
        if found is None and secret is not None:
            found = self._open("recovery", secret)
        if found is None:
            raise KnownError(_("密码不对。请再输一次；忘了密码可以用打印的恢复密钥打开。"), code="WRONG_PASSWORD")
        return found

    def save(self) -> None:
        """Writes the ring: a new file beside the old one, then in its place."""
        part = self._path.with_suffix(".part")
        with part.open("wb") as out:
            out.write(json.dumps(self._content, indent=1).encode())
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._path)
