"""What the first page asks the store, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.queries.households import household_totals
from db.queries.today import today
from desktop.ui.parts.drafts import Resting, resting

if TYPE_CHECKING:
    from db.queries.today import Today
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything the first page shows."""

    today: Today
    resting: Resting | None
    households: int


def morning(store: Store) -> Morning:
    """What waits, what was left half-written, and whether there is anybody in the register at all."""
    return Morning(today(store), resting(store), household_totals(store).households)
