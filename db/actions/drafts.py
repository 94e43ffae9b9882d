"""What is being typed is kept as it is typed, so that a flat battery costs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db.changes import Changes
from db.identity import new_id, stamp
from db.models import Draft
from db.store import Store


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Where a half-filled form lies: the form, and the household or record it is about.

    A deed takes it as ``draft=`` and lets the draft go in its own transaction: a deed refused leaves it. One of another
    cadre at this computer is never let go.
    """

    form: str
    key: str
    cadre_id: str


def save_draft(
    store: Store, form: str, key: str, version: int, data: Mapping[str, Any], *, was: str | None = None
) -> Changes:
    """Keeps a half-filled form under its key, with the version of the form it was typed in.

    ``was`` is the key this same draft lay under so far, empty for a new one: it moves from there. Another draft that
    lies under the new key, or one of another cadre, is put aside, never written over.
    """
    with store.write() as session:
        kept = session.get(Draft, (form, key))
        if kept is not None and (kept.cadre_id != store.me.id or was not in (None, key)):
            _put_aside(session, kept)
            kept = None
        if was and was != key:
            let_go(session, DraftKey(form, was, store.me.id))
        draft = kept or Draft(form=form, key=key)
        draft.version, draft.household_id = version, data.get("household_id") or None
        draft.data = json.dumps(dict(data), ensure_ascii=False, default=str)
        draft.saved_at, draft.cadre_id = stamp(store.now()), store.me.id
        session.add(draft)
    return Changes.of("drafts", key)


def _put_aside(session: Session, draft: Draft) -> None:
    """Under a key of its own it is offered beside the one that takes its place."""
    values = draft.model_dump() | {"key": f"{draft.key.partition('/')[0]}/{new_id()}"}
    session.delete(draft)
    session.flush()
    session.add(Draft(**values))
    session.flush()


def let_go(session: Session, draft: DraftKey | None) -> None:
    """Lets a draft go in the caller's transaction: what was typed is a record now."""
    found = session.get(Draft, (draft.form, draft.key)) if draft else None
    if found and draft and found.cadre_id == draft.cadre_id:
        session.delete(found)


def drop_draft(store: Store, form: str, key: str) -> Changes:
    """Throws a draft away on purpose."""
    with store.write() as session:
        let_go(session, DraftKey(form, key, store.me.id))
    return Changes.of("drafts", key)
