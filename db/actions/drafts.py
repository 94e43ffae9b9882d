"""What is being typed is kept as it is typed, so that a flat battery costs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.changes import Changes
from db.identity import stamp
from db.models import Draft
from db.store import Store


def save_draft(
    store: Store, form: str, key: str, version: int, data: Mapping[str, Any], *, household_id: str | None = None
) -> Changes:
    """Keeps a half-filled form under its key, with the version of the form it was typed in."""
    with store.write() as session:
        draft = session.get(Draft, (form, key)) or Draft(form=form, key=key)
        draft.version, draft.household_id = version, household_id or data.get("household_id")
        draft.data = json.dumps(dict(data), ensure_ascii=False, default=str)
        draft.saved_at, draft.cadre_id = stamp(store.now()), store.me.id
        session.add(draft)
    return Changes.of("drafts", key)


def drop_draft_in(session: Session, form: str, key: str) -> None:
    """Lets a draft go in the caller's transaction."""
    draft = session.get(Draft, (form, key))
    if draft:
        session.delete(draft)


def drop_draft(store: Store, form: str, key: str) -> Changes:
    """Lets a draft go: it was saved as a record, or thrown away on purpose."""
    with store.write() as session:
        drop_draft_in(session, form, key)
    return Changes.of("drafts", key)
