"""Passwords, the recovery key, and what a ring refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db import KnownError, RuleError
from db.keyring import Keyring, new_recovery_key, recovery_secret
from tests.conftest import CHEAP

KEY = bytes(range(32))


def test_each_cadre_has_a_password_and_the_ring_names_nobody(tmp_path: Path) -> None:
    ring = Keyring.make(tmp_path, "store1", CHEAP)
    ring.add_password(KEY, "c1", "山高水长-2025")
    ring.add_password(KEY, "c2", "另一个密码 2025")
    ring.save()
    again = Keyring.read(tmp_path)
    assert again.unlock("山高水长-2025") == ("c1", KEY)
    assert again.unlock("另一个密码 2025") == ("c2", KEY)
    again.remove("c1")
    with pytest.raises(KnownError):
        again.unlock("山高水长-2025")
    assert "山高" not in (tmp_path / "keys.json").read_text()


def test_a_ring_of_another_store_does_not_fit(tmp_path: Path) -> None:
    ring = Keyring.make(tmp_path, "store1", CHEAP)
    ring.add_password(KEY, "c1", "山高水长-2025")
    ring.save()
    content = json.loads((tmp_path / "keys.json").read_text())
    (tmp_path / "keys.json").write_text(json.dumps(content | {"store": "store2"}))
    with pytest.raises(KnownError):
        Keyring.read(tmp_path).unlock("山高水长-2025")


def test_a_recovery_key_survives_being_copied_by_hand() -> None:
    key = new_recovery_key()
    wanted = recovery_secret(key, b"x")
    assert wanted is not None
    assert recovery_secret(key.lower().replace("-", " "), b"x") == wanted
    assert recovery_secret(key, b"y") != wanted
    for wrong in ("", key[:-1], key + "A", "密" * 32, key.replace(key[0], "!", 1)):
        assert recovery_secret(wrong, b"x") != wanted


def test_a_recovery_key_half_typed_is_refused(tmp_path: Path) -> None:
    ring = Keyring.make(tmp_path, "store1", CHEAP)
    with pytest.raises(RuleError, match="逐组"):
        ring.add_recovery(KEY, "ABCD")
    with pytest.raises(RuleError, match="太短"):
        ring.add_password(KEY, "c1", "1234567")
