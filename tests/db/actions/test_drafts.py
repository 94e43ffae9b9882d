"""Half-filled forms: one that moves takes nobody's place."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import select

from db import Store
from db.actions.drafts import DraftKey, drop_draft, let_go, save_draft
from db.actions.inputs import fields_of
from db.actions.registry import KINDS
from db.models import Draft
from db.queries.drafts import latest_drafts
from db.store import Me
from tests.conftest import StillClock


def kept(store: Store, form: str = "request") -> list[tuple[str, str, str]]:
    return [(row.about, row.household_id or "", row.data["content"]) for row in latest_drafts(store, form)]


def latest_of(store: Store, cadre_id: str) -> str:
    """The key of the draft of another cadre."""
    with store.read() as session:
        return next(draft.key for draft in session.exec(select(Draft)) if draft.cadre_id == cadre_id)


def test_what_is_typed_again_replaces_what_was_kept(village: Store) -> None:
    for words in ("修", "修路"):
        save_draft(village, "request", "a", 2, {"household_id": "a", "content": words})
    assert kept(village) == [("a", "a", "修路")]
    drop_draft(village, "request", "a")
    assert kept(village) == []


def test_a_draft_that_moves_leaves_nothing_behind(village: Store) -> None:
    save_draft(village, "request", "a", 2, {"household_id": "a", "content": "修路"}, was="")
    save_draft(village, "request", "b", 2, {"household_id": "b", "content": "修路灯"}, was="a")
    assert kept(village) == [("b", "b", "修路灯")]


def test_a_draft_never_takes_the_place_of_another(village: Store, clock: StillClock) -> None:
    save_draft(village, "request", "b", 2, {"household_id": "b", "content": "水渠"})
    for was in ("", "a"):
        clock.sleep(minutes=1)
        save_draft(village, "request", "b", 2, {"household_id": "b", "content": f"修路{was}"}, was=was)
    assert kept(village) == [("b", "b", "修路a"), ("b", "b", "修路"), ("b", "b", "水渠")]
    assert len({row.key for row in latest_drafts(village)}) == 3


def test_a_draft_of_another_cadre_is_put_aside_and_stays_his(village: Store, clock: StillClock) -> None:
    save_draft(village, "request", "a", 2, {"household_id": "a", "content": "我写的"})
    me = village.me
    village.me = Me(id="f" * 32, name="肖建英")
    clock.sleep(minutes=1)
    save_draft(village, "request", "a", 2, {"household_id": "a", "content": "她写的"})
    assert kept(village) == [("a", "a", "她写的")]
    drop_draft(village, "request", latest_of(village, me.id))
    village.me = replace(me)
    assert kept(village) == [("a", "a", "我写的")]


def test_letting_go_of_nothing_is_nothing(village: Store) -> None:
    with village.write() as session:
        let_go(session, None)
        let_go(session, DraftKey("request", "nowhere", village.me.id))
        assert session.get(Draft, ("request", "nowhere")) is None


def test_no_draft_is_asked_for_by_a_command_or_a_file() -> None:
    for kind in KINDS.values():
        assert not [found.name for found in fields_of(kind.input) if "draft" in found.name]
