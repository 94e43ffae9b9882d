"""Half-filled forms are found again, also of a household that was merged and in a shape that cannot be read."""

from __future__ import annotations

from dataclasses import replace

from db import Store
from db.actions.drafts import save_draft
from db.actions.merging import merge_households
from db.models import Draft
from db.queries.drafts import latest_drafts
from tests.conftest import StillClock
from tests.makers import make_household


def test_the_newest_stands_first_and_forms_are_told_apart(village: Store, clock: StillClock) -> None:
    for form in ("visit", "reply"):
        clock.sleep(minutes=1)
        save_draft(village, form, "a", 1, {"content": form})
    assert [row.form for row in latest_drafts(village)] == ["reply", "visit"]
    assert [row.form for row in latest_drafts(village, "visit")] == ["visit"]


def test_a_draft_follows_its_household_into_the_one_it_was_merged_with(village: Store) -> None:
    kept, gone = make_household(village, "李林峰", no="011"), make_household(village, "李林峰", no="012")
    save_draft(village, "visit", gone, 1, {"household_id": gone, "talk": "问了收成"})
    merge_households(village, kept, gone, "同一户")
    assert [row.household_id for row in latest_drafts(village)] == [kept]


def test_words_that_cannot_be_read_are_given_as_they_are(village: Store) -> None:
    with village.write() as session:
        session.add(Draft(form="visit", key="a/1", data="{坏的", cadre_id=village.me.id))
        session.add(Draft(form="visit", key="b", data="[1]", cadre_id=village.me.id))
    rows = {row.about: row.data for row in latest_drafts(village)}
    assert rows == {"a": {"raw": "{坏的"}, "b": {"raw": "[1]"}}


def test_only_ones_own(village: Store) -> None:
    save_draft(village, "visit", "a", 1, {})
    village.me = replace(village.me, id="f" * 32)
    assert latest_drafts(village) == []
