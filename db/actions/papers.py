"""Deeds about papers and photos: one is hung on a record, or taken down again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from db.actions.corrections import remove
from db.actions.inputs import asked, asks, check, plain
from db.blobs import files, shelf, standing
from db.changes import Changes
from db.errors import KnownError, RuleError
from db.identity import new_id
from db.models import GENERAL, Attachment
from db.store import Store

SCANS: Final = frozenset(
    {"id_card", "household_register", "sign_sheet", "power_of_attorney", "agreement_scan", "certificate"}
)
"""Kinds whose small writing must stay legible."""
_LEADS: Final = (
    ("request_id", "request"),
    ("contractor_id", "contractor"),
    ("certificate_id", "certificate"),
    ("publicity_id", "publicity"),
)
"""Columns through which a record belongs to another one that knows its household."""


@asks("attachment")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A photo or scanned paper and the record it hangs on; the household is found from the record where it can be."""

    noun: str = asked("属于", codes="paper_owner", required=True)
    record_id: str = asked("记录", required=True)
    household_id: str | None = asked()
    paper_kind: str = asked(default="photo")
    caption: str | None = asked()
    taken_on: date | None = asked("日期")


def attach_paper(store: Store, new: NewPaper, path: Path, *, keep_original: bool = False) -> Changes:
    """Hangs a photo or PDF on a record, in whose partition it then stands; the same file twice is two entries.

    A photo is made small (300 KB at most) and loses the camera's notes of place and time, unless ``keep_original``.
    RuleError for what is neither photo nor PDF, is damaged or is too large.
    """
    if store.read_only_reason:
        raise KnownError(store.read_only_reason, code="READ_ONLY_COPY")
    check(new, store.today())
    with store.read() as session:
        _household(session, new, _record(session, new.noun, new.record_id))
    fit = files.fit(path, scan=new.paper_kind in SCANS, keep_original=keep_original)
    blob = shelf.put(store, [fit.content])
    with store.write(_("档案材料")) as session:
        owner = _record(session, new.noun, new.record_id)
        household_id = _household(session, new, owner)
        paper = Attachment(
            id=new_id(), scope=owner["scope"], compartment=owner["compartment"], sha256=blob.sha256, size=blob.size,
            mime=fit.mime, **plain(replace(new, household_id=household_id)),
        )  # fmt: skip
        session.add(paper)
        standing.note_here(session.connection(), blob, fit.mime)
        paper_id = paper.id
    return Changes.of("papers", paper_id, household=household_id)


def remove_paper(store: Store, paper_id: str) -> Changes:
    """Takes a paper down; it can be brought back (db.actions.corrections), the file is kept."""
    return remove(store, "attachment", paper_id)


def _record(session: Session, noun: str, record_id: str) -> dict[str, Any]:
    sql = f'SELECT * FROM "{noun}" WHERE id = ? AND hidden = 0'
    row = session.connection().exec_driver_sql(sql, (record_id,)).first()
    if row is None:
        raise RuleError(_("这份材料要放进的记录已不在，请重新选择。"), field="record_id")
    return dict(row._mapping)


def _household(session: Session, new: NewPaper, owner: dict[str, Any]) -> str | None:
    """The household a paper belongs to; a file of mediation names one only where it was told to."""
    given = _record(session, "household", new.household_id)["id"] if new.household_id else None
    found = _household_of(session, new.noun, owner) if owner["compartment"] == GENERAL else None
    if given and found and given != found:
        raise RuleError(_("这条记录不是这一户的，请重新选择农户。"), field="household_id")
    return given or found


def _household_of(session: Session, noun: str, row: dict[str, Any]) -> str | None:
    if noun == "household":
        return str(row["id"])
    if row.get("household_id"):
        return str(row["household_id"])
    for column, lead in _LEADS:
        if row.get(column):
            sql = f'SELECT * FROM "{lead}" WHERE id = ?'
            above = session.connection().exec_driver_sql(sql, (row[column],)).first()
            if above is not None:
                return _household_of(session, lead, dict(above._mapping))
    return None
