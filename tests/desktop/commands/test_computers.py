"""Laptops come, are restored, copied, lost and renewed: by the commands a clerk types."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db import create_store, surroundings
from desktop.paths import user_places
from desktop.reports.preview import PdfPages
from desktop.settings import SettingsFile
from tests.bundles.post import join
from tests.conftest import CHEAP, TOWNSHIP, VILLAGE
from tests.desktop.conftest import Ran

Cli = Callable[..., Ran]


OFFICE, LAPTOP, OTHER = "office", "laptop", "another laptop"


@pytest.fixture
def pair(surrounded: Path, tmp_path: Path) -> tuple[Path, Path]:
    """(office, village), the village granted, each with a computer of its own; passwords are cheap to try."""
    office, village = tmp_path / "office.baijia", tmp_path / "taoxi.baijia"
    stores = []
    for path, new, computer in ((office, TOWNSHIP, OFFICE), (village, VILLAGE, LAPTOP)):
        store, _recovery = create_store(path, new, surroundings(profile=surrounded / computer, cost=CHEAP))
        stores.append(store)
    join(*stores)
    for store in stores:
        store.close()
    return office, village


@pytest.fixture
def at(cli: Cli, surrounded: Path) -> Callable[..., Ran]:
    """at(computer, command …): a command at one of the computers."""

    def run(computer: str, *args: object) -> Ran:
        os.environ["BAIJIA_PROFILE"] = str(surrounded / computer)
        return cli(*args)

    return run


At = Callable[..., Ran]


def put(at: At, computer: str, store: Path, number: str) -> None:
    source = store.parent / "record.json"
    source.write_text(f'{{"household_no": "{number}", "persons": [{{"name": "甲", "relation": "02"}}]}}')
    assert at(computer, "record", store, "household", "--json", source).code == 0


def households(at: At, computer: str, store: Path) -> int:
    return int(at(computer, "stats", store, "--json").json["households"])


def packed(at: At, computer: str, store: Path, stick: Path, *more: object) -> Path:
    ran = at(computer, "pack", store, stick, "--json", *more)
    assert ran.code == 0, ran.err
    return Path(ran.json["file"])


@pytest.mark.parametrize("machine", [LAPTOP, OTHER])
def test_the_backup_on_the_stick_is_restored_and_gets_back_what_it_lacks(
    at: At, pair: tuple[Path, Path], tmp_path: Path, machine: str
) -> None:
    """The laptop falls into the pond: the copy beside its last bundle comes back, here or on another one."""
    (office, village), stick = pair, tmp_path / "stick"
    put(at, LAPTOP, village, "001")
    assert "百家备份" in at(LAPTOP, "pack", village, stick).err
    (backup,) = (stick / "百家备份").glob("*/*.baijia")
    put(at, LAPTOP, village, "002")
    assert at(OFFICE, "unpack", office, packed(at, LAPTOP, village, tmp_path / "later", "--no-backup")).code == 0
    shutil.rmtree(village)

    restored = tmp_path / "again.baijia"
    ran = at(machine, "restore", backup, restored)
    assert (ran.code, "核对词" in ran.err) == (0, machine == OTHER)
    assert households(at, machine, restored) == 1
    put(at, machine, restored, "003")
    first = packed(at, machine, restored, stick)
    ran = at(OFFICE, "unpack", office, first, "--json")
    assert (ran.code, ran.json["bundles"][0]["code"]) == (3, "UNKNOWN_SENDER")

    grant = tmp_path / "again.grant"
    replaces = () if machine == LAPTOP else ("--replaces", "桃溪村")
    said = at(OFFICE, "enroll", office, restored.with_suffix(".card"), "--out", grant, *replaces).err
    assert ("不用再核对" in said, "接替原来的“桃溪村”" in said) == (machine == LAPTOP, True)
    assert at(machine, "enroll", restored, grant).code == 0
    assert at(OFFICE, "unpack", office, first).code == 0  # the very file that was refused
    assert households(at, OFFICE, office) == 3
    assert at(machine, "unpack", restored, packed(at, OFFICE, office, stick, "--to", "桃溪村")).code == 0
    assert households(at, machine, restored) == 3


def test_a_copy_is_read_only_until_it_is_enrolled_as_a_new_computer(
    at: At, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    office, village = pair
    put(at, LAPTOP, village, "001")
    copy = Path(shutil.copytree(village, tmp_path / "copy.baijia"))
    refused = at(OTHER, "pack", copy, tmp_path / "s")
    assert (refused.code, "副本" in refused.err) == (1, True)
    assert at(OTHER, "enroll", copy).code == 1
    ran = at(OTHER, "enroll", copy, "--as-new")
    assert (ran.code, "核对词" in ran.err) == (0, True)
    put(at, OTHER, copy, "002")
    grant = tmp_path / "copy.grant"
    assert at(OFFICE, "enroll", office, copy.with_suffix(".card"), "--out", grant).code == 0
    assert at(OTHER, "enroll", copy, grant).code == 0
    for computer, store in ((LAPTOP, village), (OTHER, copy)):  # both go on, as two computers of one village
        assert at(OFFICE, "unpack", office, packed(at, computer, store, tmp_path / computer)).code == 0
    assert households(at, OFFICE, office) == 2


def test_a_lost_laptop_is_quarantined_and_one_put_away_is_not(at: At, pair: tuple[Path, Path], tmp_path: Path) -> None:
    office, village = pair
    put(at, LAPTOP, village, "001")
    assert at(OFFICE, "revoke", office, "桃溪村", "--lost").code == 0
    ran = at(OFFICE, "unpack", office, packed(at, LAPTOP, village, tmp_path / "s"), "--json")
    assert (ran.code, ran.json["bundles"][0]["code"], households(at, OFFICE, office)) == (3, "REVOKED", 0)
    assert at(OFFICE, "revoke", office, "桃溪村").code == 0
    put(at, LAPTOP, village, "002")
    assert at(OFFICE, "unpack", office, packed(at, LAPTOP, village, tmp_path / "s")).code == 0
    assert households(at, OFFICE, office) == 1  # what came from it while it was lost still waits for a clerk
    assert at(OFFICE, "revoke", office, "山背村").code == 1


def test_a_grant_is_renewed(at: At, pair: tuple[Path, Path], tmp_path: Path) -> None:
    office, village = pair
    grant = tmp_path / "longer.grant"
    ran = at(OFFICE, "renew", office, "桃溪村", "--until", "2090-12-31", "--out", grant)
    assert (ran.code, "2090-12-31" in ran.err) == (0, True)
    assert at(LAPTOP, "enroll", village, grant).code == 0
    assert at(OFFICE, "renew", office, "桃溪村", "--until", "明年").code == 1


def test_no_backup_goes_along_where_nobody_wants_one(at: At, pair: tuple[Path, Path], tmp_path: Path) -> None:
    _office, village = pair
    assert at(LAPTOP, "pack", village, tmp_path / "s", "--no-backup").code == 0
    assert at(LAPTOP, "pack", village, tmp_path / "one.bjb").code == 0  # a file by name: its folder is not the stick
    SettingsFile(user_places().settings).change(stick_backup=False)
    assert at(LAPTOP, "pack", village, tmp_path / "s").code == 0
    assert list(tmp_path.rglob("百家备份")) == []


def test_the_slip_is_printed_on_both_sides(at: At, pair: tuple[Path, Path], tmp_path: Path) -> None:
    office, village = pair
    refused = at(LAPTOP, "report", village, "handover", "-o", tmp_path / "none.pdf")
    assert (refused.code, "没有找到这次交接" in refused.err) == (1, True)
    put(at, LAPTOP, village, "001")
    bundle = packed(at, LAPTOP, village, tmp_path / "s", "--no-backup")
    assert at(OFFICE, "unpack", office, bundle).code == 0
    said = []
    for computer, store, which in ((LAPTOP, village, ()), (OFFICE, office, ("--bundle", bundle))):
        paper = tmp_path / f"{computer}.pdf"
        ran = at(computer, "report", store, "handover", "-o", paper, *which, "--json")
        assert (ran.code, ran.json["pages"]) == (0, 1)
        with PdfPages(paper.read_bytes()) as pages:
            said.append(pages.text(0))
    assert "还没有收盘" in said[0]
    assert "已收下" in said[1]
    for text in said:
        assert bundle.name in text
        assert "农户" in text
        assert text.count("核对词") >= 3  # each side's own, and what to do with them


def test_the_township_names_the_countys_key_and_takes_it_back(at: At, pair: tuple[Path, Path], tmp_path: Path) -> None:
    office, village = pair
    county = tmp_path / "county.card"
    assert at(LAPTOP, "card", village, "--out", county).code == 0
    named = at(OFFICE, "card", office, "--escrow", county, "--escrow-reads", "mediation")
    assert named.code == 0
    assert "核对词" in named.err
    assert "下次给各村回送" in named.err
    assert at(LAPTOP, "card", village, "--escrow", county).code != 0  # a village names nobody
    assert "只有镇里自己的密钥" in at(OFFICE, "card", office, "--no-escrow").err
