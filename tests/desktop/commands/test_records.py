"""One record in from JSON and out whole; a wrong document is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.book import Cli, household, put


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
