"""A household's file with what only the bundles know: where it stands, and what is still in conflict."""

from __future__ import annotations

from dataclasses import replace
from gettext import gettext as _

from db.bundles.stick.handover import standings
from db.queries.dossier import household_file
from db.queries.household_file import HouseholdFile
from db.store import Store


def standing_words() -> dict[str, str]:
    """What each standing is called."""
    return {"local": _("仅本机"), "packed": _("已装盘"), "confirmed": _("镇里已确认"), "conflict": _("有冲突")}


def standing_file(store: Store, household_id: str) -> HouseholdFile:
    """The file as screen and paper show it."""
    state = standings(store, "household", [household_id]).get(household_id, "local")
    return replace(household_file(store, household_id), sync_state=standing_words()[state])
