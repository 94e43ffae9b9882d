"""Who changed what, from what to what, when and on which computer."""

from __future__ import annotations

from dataclasses import dataclass

from db.models import metadata
from db.queries.rows import ask
from db.store import Store


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of one field; `field` is its code name, `at` an ISO instant in UTC. Making the record is field ''."""

    at: str
    cadre: str
    device: str
    field: str
    old: str | None
    new: str | None
    screen: str = ""


def history(store: Store, table: str, record_id: str) -> list[ChangeRow]:
    """The life of one record, oldest first, beginning with who made it."""
    if table not in metadata.tables or "recorded_at" not in metadata.tables[table].c:
        return []
    with store.read() as session:
        made = ask(session, f"SELECT recorded_at, recorded_by, recorded_on FROM {table} WHERE id = ?", (record_id,))
        changed = ask(
            session,
            "SELECT at, cadre, device, field, old, new, screen FROM audit_log"
            " WHERE tbl = ? AND pk = ? ORDER BY at, seq",
            (table, record_id),
        )
    first = [ChangeRow(r[0] or "", r[1] or "", r[2] or "", "", None, None) for r in made]
    return first + [ChangeRow(r[0], r[1] or "", r[2] or "", r[3], r[4], r[5], r[6] or "") for r in changed]
