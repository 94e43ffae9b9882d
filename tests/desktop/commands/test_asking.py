"""Figures and the search box by command."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.book import Cli, household


def test_search_finds_what_the_box_finds(cli: Cli, store: Path) -> None:
    household(cli, store)
    hits = cli("search", store, "lh", "--json").json
    assert [(h["kind"], h["label"]) for h in hits] == [("person", "李𬭎")]
    assert set(hits[0]) == {"kind", "id", "household_id", "label", "detail"}
    assert cli("search", store, "没有这人", "--json").json == []
