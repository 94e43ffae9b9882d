"""The cells an import left open: shown to a cadre, and settled by one."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, Final

from db.changes import Changes
from db.errors import RuleError
from db.fields import kept
from db.identity import stamp
from db.ledgers.cells.relations import HEAD
from db.ledgers.files.sheets import Raw
from db.ledgers.intake.code_words import to_store
from db.ledgers.intake.values import HOUSEHOLD_FIELDS, PERSON_FIELDS
from db.ledgers.roster.drafts import READERS
from db.models import Household, ImportFlag, Person
from db.queries.rows import ask
from db.rules import id_number
from db.rules.id_number import Verdict
from db.store import Store

_FIELDS: Final = {"person": frozenset(PERSON_FIELDS), "household": frozenset(HOUSEHOLD_FIELDS)}

_OPEN: Final = """
SELECT f.id, f.noun, f.record_id, f.field_name, f.kind, f.raw, f.message, f.source_sheet, f.source_row, f.source_column,
  b.file_name, coalesce(p.household_id, h.id) AS household_id, p.name AS person_name
FROM import_flag f
JOIN import_batch b ON b.id = f.batch_id
LEFT JOIN person p ON p.id = f.record_id AND p.hidden = 0
LEFT JOIN household h ON h.id = f.record_id AND h.hidden = 0
WHERE f.settled_at IS NULL AND f.hidden = 0 AND coalesce(p.id, h.id) IS NOT NULL
  AND (:household IS NULL OR coalesce(p.household_id, h.id) = :household)
ORDER BY b.recorded_at, f.source_sheet, f.source_row, f.source_column_no, f.id
"""


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """A cell waiting for a person: what stood there, why it was not taken, and where it stands in its file."""

    id: str
    household_id: str
    person_name: str
    field: str
    kind: str
    raw: str
    message: str
    place: str


def open_flags(store: Store, household_id: str | None = None) -> list[OpenFlag]:
    """The cells nobody has settled, of one household or of all, in the order of their files."""
    with store.read() as session:
        rows = ask(session, _OPEN, {"household": household_id})
    return [
        OpenFlag(
            r.id, r.household_id, r.person_name or "", r.field_name or "", r.kind or "", r.raw or "", r.message or "",
            f"{r.file_name} {r.source_sheet} {r.source_row}",
        )
        for r in rows
    ]  # fmt: skip


def settle_flag(store: Store, flag_id: str, value: str | None) -> Changes:
    """Writes the value a cadre found out into the open cell; without a value the cell is left empty on purpose."""
    with store.write(_("核对导入")) as session:
        flag = session.get(ImportFlag, flag_id)
        if flag is None or flag.settled_at:
            raise RuleError(_("这一处已经核对过了。"))
        kind: type[Person] | type[Household] = Person if flag.noun == "person" else Household
        record: Any = session.get(kind, flag.record_id)
        name = flag.field_name or ""
        if record is not None and value and name in _FIELDS[flag.noun or "person"]:
            stored = kept(flag.noun or "person", name, _stored(name, value.strip(), store), store.today())
            setattr(record, name, stored)
            if name == "relation":
                record.is_head = 1 if stored == HEAD else 0
            session.add(record)
        flag.settled_at, flag.settled_by = stamp(store.now()), store.me.name
        flag.settled_value = value
        session.add(flag)
        household_id = record.household_id if isinstance(record, Person) else flag.record_id
    return Changes.of("households", flag_id, household=household_id)


def _stored(name: str, value: Raw, store: Store) -> str:
    """What a cadre typed, read as the same cell of a ledger would be."""
    text = str(value)
    if name == "id_no":
        checked = id_number.check(text, store.today())
        looks_resident = checked.kind is not id_number.NumberKind.UNKNOWN
        if looks_resident and checked.verdict is Verdict.ERROR:
            raise RuleError(checked.messages[0], field=name)
        return checked.upgraded or checked.number if looks_resident else text
    reader = READERS.get(name)
    found = reader(text) if reader else None
    if found is not None and found.flagged:
        raise RuleError(found.message, field=name)
    return to_store(name, found.value or text) if found else text
