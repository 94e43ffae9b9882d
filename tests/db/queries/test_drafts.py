"""What was being typed: one's own, newest first, of one form or of all; nothing unreadable is lost."""

from __future__ import annotations

from dataclasses import replace

from db import Store
from db.actions.drafts import save_draft
from db.queries.drafts import latest_drafts
from tests.conftest import StillClock


def test_newest_first_of_one_form_or_of_all(village: Store, clock: StillClock) -> None:
    for form in ("visit", "request", "visit-2"):
        save_draft(village, form, "a", 1, {"text": form})
        clock.sleep(minutes=1)
    assert [row.form for row in latest_drafts(village)] == ["visit-2", "request", "visit"]
    assert [row.data for row in latest_drafts(village, "request")] == [{"text": "request"}]


def test_only_ones_own(village: Store) -> None:
    save_draft(village, "visit", "a", 1, {})
    village.me = replace(village.me, id="f" * 32)
    assert latest_drafts(village) == []


def test_a_draft_that_cannot_be_read_is_given_as_it_stands(village: Store) -> None:
    for key, text in (("a", "{broken"), ("b", '["a list"]')):
        save_draft(village, "visit", key, 1, {})
        with village.connection() as connection:
            connection.exec_driver_sql("UPDATE draft SET data = ? WHERE key = ?", (text, key))
    assert {row.data["raw"] for row in latest_drafts(village)} == {"{broken", '["a list"]'}
