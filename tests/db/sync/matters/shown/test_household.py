"""A household's file with where it stands and what is still in conflict, in the words of the page."""

from __future__ import annotations

from pathlib import Path

from db import Store
from db.actions.corrections import correct
from db.queries.dossier import household_file
from db.sync.matters.shown.household import conflict_notes, standing_file, standing_words
from tests.bundles.post import exchange
from tests.makers import make_household, make_request, make_visit


def test_it_says_where_the_household_stands(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    laptop, office = enrolled
    home = make_household(laptop)
    assert standing_file(laptop, home).sync_state == "仅本机"
    exchange(laptop, office, tmp_path)
    assert standing_file(laptop, home).sync_state == "已装盘"
    exchange(office, laptop, tmp_path)
    assert standing_file(laptop, home).sync_state == "镇里已确认"
    assert standing_file(laptop, home).conflicts == ()
    assert set(standing_words()) == {"local", "packed", "confirmed", "conflict"}


def test_an_open_conflict_is_told_with_both_values_and_their_authors(
    enrolled: tuple[Store, Store], tmp_path: Path
) -> None:
    laptop, office = enrolled
    home, other = make_household(laptop), make_household(laptop, no="002")
    exchange(laptop, office, tmp_path)
    for store, phone in ((laptop, "13800000001"), (office, "13800000002")):
        correct(store, "household", home, {"phone": phone})
    exchange(laptop, office, tmp_path)
    (note,) = standing_file(office, home).conflicts
    assert (note.record_id, note.field) == (home, "phone")
    assert {(value.value, value.by_name, value.device) for value in note.values} == {
        ("13800000001", "周建国", "桃溪村"), ("13800000002", "肖建英", "云岭镇"),
    }  # fmt: skip
    assert standing_file(office, home).sync_state == "有冲突"
    assert conflict_notes(office, household_file(office, other)) == ()


def test_the_least_advanced_record_speaks_for_the_household(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    home = make_household(village, "李林峰", no="031")
    visit = make_visit(village, home)
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    file = standing_file(village, home)
    assert (file.sync_state, file.standing(visit), file.standings) == ("镇里已确认", "confirmed", {})
    request = make_request(village, home)
    file = standing_file(village, home)
    assert file.sync_state == "仅本机"
    assert (file.standing(visit), file.standing(request), file.standing(home)) == ("confirmed", "local", "local")
