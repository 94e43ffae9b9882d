"""A store made, backed up, restored and checked by command."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.book import Cli, household


def test_init_makes_a_store_and_its_card_and_says_the_recovery_key_once(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "office.baijia"
    ran = cli("init", path, "--role", "township", "--name", "云岭镇", "--region", "430499101")
    assert ran.code == 0
    assert (tmp_path / "office.card").exists()
    assert "恢复密钥" in ran.err
    again = cli("init", path, "--role", "township", "--name", "云岭镇", "--region", "430499101")
    assert (again.code, again.out) == (1, "")
    assert "已经存在" in again.err


def test_backup_restore_and_check(cli: Cli, store: Path, tmp_path: Path) -> None:
    household(cli, store)
    made = cli("backup", store, tmp_path / "stick")
    assert made.code == 0, made.err
    assert cli("restore", made.out.strip(), tmp_path / "again.baijia").code == 0
    assert cli("stats", tmp_path / "again.baijia", "--json").json["households"] == 1
    assert cli("check", tmp_path / "again.baijia", "--json").json == {"ok": True, "findings": []}
