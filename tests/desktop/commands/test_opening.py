"""What every command has in common: the password, what is no store, a log without names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.desktop.book import Cli, household


@pytest.mark.parametrize("command", ["stats", "check", "handover", "conflicts"])
def test_what_is_no_store_is_said_so(cli: Cli, tmp_path: Path, command: str) -> None:
    for path in (tmp_path / "gone.baijia", tmp_path):
        ran = cli(command, path)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.strip().endswith("。")


def test_the_wrong_password_is_said_so_and_a_file_may_hold_the_right_one(cli: Cli, store: Path, tmp_path: Path) -> None:
    right = os.environ.pop("BAIJIA_PASSWORD")
    file = tmp_path / "password.txt"
    file.write_text("不是这个\n", encoding="utf-8")
    assert "密码不对" in cli("stats", store, "--password-file", file).err
    file.write_text(right + "\r\n", encoding="utf-8-sig")
    assert cli("stats", store, "--password-file", file).code == 0
    assert cli("stats", store, "--password-file", tmp_path / "none").code == 1


def test_nothing_private_reaches_the_log(cli: Cli, store: Path, surrounded: Path) -> None:
    household(cli, store)
    cli("search", store, "李𬭎")
    for log in surrounded.rglob("*.log*"):
        text = log.read_text(encoding="utf-8")
        for secret in ("李𬭎", "430499198010036753", "15400000001"):
            assert secret not in text
