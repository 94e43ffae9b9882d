"""What was being typed when the work stopped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from db.models import Draft
from db.queries.merged import merged
from db.store import Store


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A half-filled form; `household_id` is the household as it stands now, `saved_at` an ISO instant in UTC."""

    form: str
    key: str
    version: int
    household_id: str | None
    data: dict[str, Any]
    saved_at: str

    @property
    def about(self) -> str:
        """The id of what the form is about; a draft put aside has an ending to its key."""
        return self.key.partition("/")[0]


def latest_drafts(store: Store, form: str | None = None) -> list[DraftRow]:
    """Drafts of the cadre at this computer, newest first; one that cannot be read is kept and given as raw text."""
    with store.read() as session:
        query = select(Draft).where(Draft.cadre_id == store.me.id).order_by(col(Draft.saved_at).desc())
        drafts = session.exec(query.where(Draft.form == form) if form else query).all()
        homes = merged(session).households if drafts else None
        return [
            DraftRow(
                d.form,
                d.key,
                d.version,
                homes.home(d.household_id) if homes and d.household_id else None,
                _read(d.data),
                d.saved_at,
            )
            for d in drafts
        ]


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {"raw": text}
    return found if isinstance(found, dict) else {"raw": text}
