"""Takes an import back, row by row, as far as nobody has worked on its records since."""

from __future__ import annotations

import json
from gettext import gettext as _
from typing import Any, Final, cast

from sqlmodel import Session, col, select

from db.identity import stamp
from db.ledgers.intake.report import UndoReport
from db.models import Household, ImportBatch, ImportFlag, ImportRow, Person, TagMark, metadata
from db.store import Store

_OWN: Final = frozenset({"person", "tag_mark", "import_flag", "household"})


def take_back(session: Session, store: Store, batch: ImportBatch) -> UndoReport:
    """Undoes one import in the caller's transaction."""
    rows = list(session.exec(select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(col(ImportRow.seq))))
    undo = _Undo(session)
    done = [row for row in rows if row.made and row.record_id]
    for row in sorted(done, key=lambda row: row.noun != "person"):  # people first, then the empty households
        undo.row(row)
    undo.flags(batch, store)
    batch.undone_at = stamp(store.now())
    session.add(batch)
    return UndoReport(batch.id, batch.file_name or "", undo.removed, undo.restored, tuple(undo.kept))


class _Undo:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.removed = self.restored = 0
        self.kept: list[str] = []
        self.kept_ids: set[str] = set()

    def row(self, row: ImportRow) -> None:
        """Takes back what one row made."""
        kind: type[Person] | type[Household] = Person if row.noun == "person" else Household
        record = cast("Person | Household | None", self.session.get(kind, row.record_id))
        made = json.loads(row.made or "{}")
        if record is None or record.hidden:
            return
        if made["new"]:
            self._remove(record, made)
        elif self._restore(record, made["set"]):
            self.restored += 1
        self._tags(made["tags"], record.id)
        self._reopen(made["settled"])

    def _remove(self, record: Person | Household, made: dict[str, Any]) -> None:
        table = "person" if isinstance(record, Person) else "household"
        touched = any(getattr(record, name) != new for name, (_old, new) in made["set"].items() if name[0] != "?")
        if touched or self._changed_since(record, table) or self._needed(table, record.id):
            self.kept.append(_name(record))
            self.kept_ids.add(record.id)
            return
        self._delete(table, record.id)
        self.removed += 1

    def _changed_since(self, record: Person | Household, table: str) -> bool:
        """Somebody wrote in the record by hand after it was made."""
        sql = "SELECT 1 FROM audit_log WHERE tbl = ? AND pk = ? AND screen NOT IN (?, ?) LIMIT 1"
        given = (table, record.id, _("导入台账"), _("撤回导入"))
        return self.session.connection().exec_driver_sql(sql, given).first() is not None

    def _needed(self, table: str, record_id: str) -> bool:
        """Something else of the book points to the record: a visit, a request, a person who stays."""
        column = f"{table}_id"
        for name, other in metadata.tables.items():
            if column not in other.c or "hidden" not in other.c:
                continue
            if name in _OWN and not (table == "household" and name == "person"):
                continue
            sql = f"SELECT 1 FROM {name} WHERE {column} = ? AND hidden = 0 LIMIT 1"
            if self.session.connection().exec_driver_sql(sql, (record_id,)).first() is not None:
                return True
        return False

    def _delete(self, table: str, record_id: str) -> None:
        self.session.flush()
        self.session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (record_id,))

    def _restore(self, record: Person | Household, changes: dict[str, list[Any]]) -> bool:
        done = False
        for name, (old, new) in changes.items():
            if name.startswith("?"):
                continue
            if getattr(record, name) == new:
                setattr(record, name, old)
                done = True
            else:
                self.kept.append(_name(record))
        self.session.add(record)
        return done

    def _tags(self, ids: list[str], record_id: str) -> None:
        for mark_id in ids:
            mark = self.session.get(TagMark, mark_id)
            if mark is not None and mark.to_on is None and record_id not in self.kept_ids:
                self._delete("tag_mark", mark_id)

    def _reopen(self, ids: list[str]) -> None:
        for flag_id in ids:
            flag = self.session.get(ImportFlag, flag_id)
            if flag is not None:
                flag.settled_at = flag.settled_by = flag.settled_value = None
                self.session.add(flag)

    def flags(self, batch: ImportBatch, store: Store) -> None:
        """The open cells of this import go with it, but for those on records that stay."""
        wanted = select(ImportFlag).where(ImportFlag.batch_id == batch.id, col(ImportFlag.settled_at).is_(None))
        for flag in list(self.session.exec(wanted)):
            if flag.record_id not in self.kept_ids:
                flag.settled_at, flag.settled_by = stamp(store.now()), store.me.name
                self.session.add(flag)


def _name(record: Person | Household) -> str:
    if isinstance(record, Person):
        return record.name or _("（姓名待核对）")
    return _("{no}号户").format(no=record.household_no) if record.household_no else record.address or record.id
