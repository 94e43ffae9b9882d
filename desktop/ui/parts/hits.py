"""What the search box shows of a hit, and where a hit leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.queries.search import search
from desktop.ui.desk import Where
from desktop.ui.widgets.lists.lines import Line

if TYPE_CHECKING:
    from db.queries.search import Hit
    from db.store import Store

_SHOWN = 30


def find(store: Store, text: str) -> list[Hit]:
    """What the store finds for a text, best first."""
    return search(store, text)[:_SHOWN]


def present_hit(hit: Hit) -> Line:
    """A hit as a row."""
    icons = {"person": "user", "household": "house", "certificate": "scroll-text", "parcel": "map-pin"}
    return Line(hit.label, caption=hit.detail, icon=icons.get(hit.kind, "house"))


def where_hit(hit: Hit) -> Where:
    """Every hit leads to its household: the household is the centre."""
    return Where("households", "open", hit.household_id) if hit.household_id else Where("")
