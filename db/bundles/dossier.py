"""A household's file with what only the bundles know: where it stands, and what is still in conflict."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from gettext import gettext as _

from db.actions.registry import KINDS
from db.bundles.conflicts import conflicts
from db.bundles.stick.handover import standings
from db.queries.dossier import household_file
from db.queries.household_file import ConflictNote, ConflictValue, HouseholdFile
from db.store import Store


def standing_words() -> dict[str, str]:
    """What each standing is called."""
    return {"local": _("仅本机"), "packed": _("已装盘"), "confirmed": _("镇里已确认"), "conflict": _("有冲突")}


def standing_file(store: Store, household_id: str) -> HouseholdFile:
    """The file as screen and paper show it."""
    file = household_file(store, household_id)
    state = standings(store, "household", [household_id]).get(household_id, "local")
    return replace(file, sync_state=standing_words()[state], conflicts=conflict_notes(store, file))


def conflict_notes(store: Store, file: HouseholdFile) -> tuple[ConflictNote, ...]:
    """The open conflicts of everything in the file, for the footnotes of its pages."""
    inside = {file.id, *(m.id for m in file.members), *(v.id for v in file.visits), *(r.id for r in file.requests)}
    for land in file.land:
        inside |= {land.id, *(p.id for p in land.parcels), *(c.id for c in land.certificates)}
    return tuple(
        ConflictNote(
            conflict.pk,
            conflict.col,
            field_words(conflict.table, conflict.col),
            tuple(
                ConflictValue(str(s.value) if s.value is not None else "", s.cadre or "", s.device, s.at)
                for s in conflict.sides
            ),
        )
        for conflict in conflicts(store)
        if conflict.pk in inside and conflict.sides
    )


def field_words(table: str, column: str) -> str:
    """What people call a field: the label of the input that asks for it."""
    kind = KINDS.get(table)
    for item in dataclasses.fields(kind.input) if kind else ():
        if item.name == column:
            return _(str(item.metadata.get("label", column)))
    return column
