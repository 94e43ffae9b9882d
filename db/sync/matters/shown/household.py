"""A household's file with what only sync knows: where each record stands (仅本机 …), and what is still in conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from gettext import gettext as _
from typing import Any

from db.fields import NOTHING, field_words, noun_words
from db.identity import china_day, instant
from db.queries.dossier import household_file, visit_texts
from db.queries.household_file import ConflictNote, ConflictValue, HouseholdFile
from db.queries.merged import household_homes
from db.store import Store
from db.sync.exchange.standing import standings_in
from db.sync.log.rows import queues
from db.sync.log.rows.replica import replica_of
from db.sync.matters.shown.conflicts import Conflict, listed
from db.sync.matters.shown.records import SYSTEM, Records
from db.sync.matters.shown.sides import DELETED, Side


def standing_words() -> dict[str, str]:
    """What each standing is called."""
    return {"local": _("仅本机"), "packed": _("已装盘"), "confirmed": _("镇里已确认"), "conflict": _("有冲突")}


def standing_file(store: Store, household_id: str) -> HouseholdFile:
    """The file as screen and paper show it."""
    file = household_file(store, household_id)
    found = standings_in(store, file.id)
    state = standing_words()[found.get(file.id, "confirmed")]
    return replace(file, sync_state=state, standings=found, conflicts=conflict_notes(store, file))


def conflict_notes(store: Store, file: HouseholdFile) -> tuple[ConflictNote, ...]:
    """The open conflicts of everything in the file, for the footnotes of its pages, in the words of the page."""
    inside = set(_records(file)) | set(household_homes(store).ids(file.id))
    with replica_of(store) as replica:
        found = listed(replica, records=inside)
        records = Records(replica.bookkeeping(), store)
        notes = (_note(records, conflict) for conflict in found)
        return tuple(note for note in notes if note is not None)


def _records(file: HouseholdFile) -> Iterator[str]:
    yield file.id
    rows: list[Any] = [*file.members, *file.visits, *file.requests, *file.land, *file.papers]
    yield from (row.id for row in rows)
    for request in file.requests:
        yield from (reply.id for reply in request.replies if reply.id)
    for land in file.land:
        rows = [*land.parcels, *land.certificates]
        yield from (row.id for row in rows)


def _note(records: Records, conflict: Conflict) -> ConflictNote | None:
    if conflict.kind == queues.FIELD and conflict.col not in SYSTEM:
        field, label = conflict.col, _label(conflict.table, conflict.col)
    elif conflict.kind == queues.DELETED_BUT_EDITED:
        field, label = "", noun_words(conflict.table)
    elif conflict.kind == "rule:double_collected":
        field, label = "collector_name", field_words("certificate_event", "collector_name")
    else:
        return None
    values = tuple(_value(records, conflict, side) for side in conflict.sides)
    return ConflictNote(conflict.pk, field, label, values) if values else None


def _label(table: str, column: str) -> str:
    """What the page calls the field."""
    texts = dict(visit_texts()) if table == "visit" else {}
    return texts.get(column) or field_words(table, column)


def _value(records: Records, conflict: Conflict, side: Side) -> ConflictValue:
    if side.value == DELETED and not side.col:
        text = _("删除")
    else:
        text = records.value(conflict.table, side.col, side.value) if side.col else ""
        if conflict.kind == queues.DELETED_BUT_EDITED:
            text = f"{field_words(conflict.table, side.col)}：{text}"
    day = china_day(instant(side.at)).isoformat() if side.at else ""
    return ConflictValue("" if text == NOTHING else text, side.cadre or "", records.device(side.device), day)
