"""What the first page asks the store, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.queries.today import Today
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Resting:
    """A form left half-written: whose it is, where they live, its first words, when it was left, how many more."""

    household_id: str
    name: str
    place: str
    words: str
    saved_at: str
    more: int


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything the first page shows."""

    today: Today
    resting: Resting | None
    households: int


def morning(store: Store) -> Morning:
    """What waits, what was left half-written, and whether there is anybody in the register at all."""
    from db.queries.drafts import latest_drafts
    from db.queries.households import household_totals
    from db.queries.today import today

    drafts = [draft for draft in latest_drafts(store, "visit") if draft.household_id]
    resting = _resting(store, drafts[0], len(drafts) - 1) if drafts else None
    return Morning(today(store), resting, household_totals(store).households)


def _resting(store: Store, draft: DraftRow, more: int) -> Resting | None:
    from db.errors import RuleError
    from db.queries.dossier import household_file

    try:
        file = household_file(store, draft.household_id or "")
    except RuleError:
        return None
    words = str(draft.data.get("talk") or "").strip()
    return Resting(file.id, file.head_name, file.village_group, words, draft.saved_at, more)
