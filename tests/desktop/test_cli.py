"""The command line, to the letter of its design: shapes, exit codes, one sentence for whatever goes wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import create_store, surroundings
from tests.conftest import CHEAP, VILLAGE
from tests.desktop.conftest import Ran

Cli = Callable[..., Ran]


@pytest.fixture
def store(surrounded: Path, tmp_path: Path) -> Path:
    """A village's store, empty; its password is cheap to try, so that a hundred commands cost little."""
    path = tmp_path / "taoxi.baijia"
    made, _recovery = create_store(path, VILLAGE, surroundings(Path(os.environ["BAIJIA_PROFILE"]), cost=CHEAP))
    made.close()
    return path


def put(cli: Cli, store: Path, kind: str, **values: object) -> str:
    """Adds a record; returns its id."""
    source = store.parent / "record.json"
    source.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    ran = cli("record", store, kind, "--json", source)
    assert ran.code == 0, ran.err
    assert ran.json["kind"] == kind
    return str(ran.json["id"])


def household(cli: Cli, store: Path) -> str:
    """One household of two people."""
    return put(
        cli, store, "household", household_no="001", village_group="一组", phone="15400000001",
        persons=[{"name": "李𬭎", "relation": "02", "id_no": "430499198010036753"}, {"name": "曾英", "relation": "12"}],
    )  # fmt: skip


def test_init_makes_a_store_and_its_card_and_says_the_recovery_key_once(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "office.baijia"
    ran = cli("init", path, "--role", "township", "--name", "云岭镇", "--region", "430499101")
    assert ran.code == 0
    assert (tmp_path / "office.card").exists()
    assert "恢复密钥" in ran.err
    again = cli("init", path, "--role", "township", "--name", "云岭镇", "--region", "430499101")
    assert (again.code, again.out) == (1, "")
    assert "已经存在" in again.err


def test_a_record_goes_in_and_comes_out_whole(cli: Cli, store: Path) -> None:
    home = household(cli, store)
    visit = put(cli, store, "visit", household_id=home, visited_on="2025-10-18", talk="问了收成。",
                requests=[{"content": "修路", "topic": "水电路网"}])  # fmt: skip
    shown = cli("show", store, "visit", visit, "--json").json
    assert (shown["talk"], shown["visited_on"], shown["visit_kind"]) == ("问了收成。", "2025-10-18", "daily_visit")
    assert shown["sync_state"] == "local"
    assert shown["history"][0]["cadre"] == "周建国"
    assert set(shown["history"][0]) >= {"at", "cadre", "device", "field", "old", "new"}
    stats = cli("stats", store, "--json").json
    assert (stats["households"], stats["persons"], stats["visits"]) == (1, 2, 1)
    assert set(stats) == {
        "as_of", "households", "persons", "visits", "requests", "land", "disputes", "conflicts", "unsent",
    }  # fmt: skip
    assert set(stats["requests"]) == {"total", "unanswered", "overdue"}
    assert set(stats["land"]) == {"contractors", "collected", "A", "B", "C", "D", "due", "uncollected"}
    past = cli("stats", store, "--json", "--to", "2025-01-31").json
    assert (past["as_of"], past["households"], past["conflicts"], past["unsent"]) == ("2025-01-31", None, None, None)
    assert "农户 / 户，/ 人" in cli("stats", store, "--to", "2025-01-31").out


def test_search_finds_what_the_box_finds(cli: Cli, store: Path) -> None:
    household(cli, store)
    hits = cli("search", store, "lh", "--json").json
    assert [(h["kind"], h["label"]) for h in hits] == [("person", "李𬭎")]
    assert set(hits[0]) == {"kind", "id", "household_id", "label", "detail"}
    assert cli("search", store, "没有这人", "--json").json == []


def test_a_household_is_printed(cli: Cli, store: Path, tmp_path: Path) -> None:
    home = household(cli, store)
    out = tmp_path / "paper" / "x.pdf"
    ran = cli("report", store, "household", "-o", out, "--household", home, "--json")
    assert ran.code == 0, ran.err
    assert ran.json == {"kind": "household", "files": [str(out)], "pages": ran.json["pages"]}
    assert out.read_bytes().startswith(b"%PDF")
    assert "household" in cli("report", "--list").out
    for wrong in (("--household", "999"), ("--village", "1"), ()):
        assert cli("report", store, "household", "-o", tmp_path / "y.pdf", *wrong).code == 1
    assert not (tmp_path / "y.pdf").exists()


def test_backup_restore_and_check(cli: Cli, store: Path, tmp_path: Path) -> None:
    household(cli, store)
    made = cli("backup", store, tmp_path / "stick")
    assert made.code == 0, made.err
    assert cli("restore", made.out.strip(), tmp_path / "again.baijia").code == 0
    assert cli("stats", tmp_path / "again.baijia", "--json").json["households"] == 1
    assert cli("check", tmp_path / "again.baijia", "--json").json == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("{", "JSON"),
        ("[1]", "JSON 对象"),
        ('{"household_id": 5}', "household_id"),
        ('{"talk": "没有户"}', "household_id"),
        ('{"household_id": "x", "visited_on": "昨天"}', "visited_on"),
        ('{"household_id": "x", "no_such": 1}', "no_such"),
        ('{"household_id": "x"}', "找不到这一户"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_wrong_document_is_one_sentence(cli: Cli, store: Path, given: str, told: str) -> None:
    source = store.parent / "wrong.json"
    source.write_text(given, encoding="utf-8")
    ran = cli("record", store, "visit", "--json", source)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_fields_tell_what_a_kind_takes(cli: Cli) -> None:
    fields = {f["name"]: f for f in cli("record", "--fields", "visit").json}
    assert fields["household_id"]["required"] is True
    assert fields["visit_kind"]["codes"]["regular_reception"] == "常年接访"
    assert [f["name"] for f in fields["requests"]["fields"]][:2] == ["household_id", "village_id"]
    wrong = cli("record", "--fields", "无此")
    assert (wrong.code, wrong.out) == (1, "")


@pytest.mark.parametrize(
    "args",
    [
        ("stats",),
        ("nothing",),
        ("init", "a.baijia"),
        ("init", "a.baijia", "--role", "county", "--name", "x", "--region", "1"),
        ("stats", "a.baijia", "--from", "昨天"),
        ("resolve", "a.baijia", "x"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(cli: Cli, args: tuple[str, ...]) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.err


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


COMMANDS = """
demo init enroll import export pack inspect unpack handover conflicts resolve merge quarantine report stats
search check backup restore record show
"""


def test_help_names_every_command(cli: Cli) -> None:
    told = cli("--help").out
    for command in COMMANDS.split():
        assert command in told
        assert cli(command, "--help").code == 0
