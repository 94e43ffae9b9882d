"""Answers that are deeds like any other: merge, revoke, correct, reply, remove; each says how it is undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from db.actions.certificates import NewCertificateEvent, record_certificate_event
from db.actions.corrections import bring_back, correct, remove, repoint
from db.actions.merging import merge_households, merge_persons
from db.actions.requests import NewReply, NewStep, answer_request, take_step
from db.changes import Changes
from db.errors import RuleError
from db.models import metadata
from db.rules import id_number
from db.rules.codes import CertificateEventKind, RequestState
from db.rules.id_number import Verdict
from db.store import Store
from db.sync.matters.deciding.writing import standing
from db.sync.matters.shown import answers as ways
from db.sync.matters.shown.items import DeskItem


@dataclass(frozen=True, slots=True)
class Deed:
    """What was chosen, why, and what was filled in."""

    code: str
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed touched, and the steps that undo it, the first to be done first."""

    changes: Changes = field(default_factory=Changes)
    undo: list[Any] = field(default_factory=list)


def _made(store: Store, changes: Changes, tables: Sequence[str]) -> list[Any]:
    """The rows a deed made in those tables, to be removed again; the last first."""
    found: list[tuple[str, str]] = []
    with store.read() as session:
        for table in tables:
            query = f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC'
            rows = session.connection().exec_driver_sql(query, (json.dumps(list(changes.ids)),))
            found += [(table, row[0]) for row in rows]
    return [{"do": "remove", "noun": table, "id": pk} for table, pk in found]


def _kept(item: DeskItem, deed: Deed) -> tuple[str, list[str]]:
    """The record an answer keeps, and the others."""
    at = int(deed.code.removeprefix(ways.SIDE)) if deed.code.startswith(ways.SIDE) else 0
    ids = [party.record for party in item.parties]
    return ids[at], [pk for n, pk in enumerate(ids) if n != at]


# --- one person, one collection, one code ---------------------------------------------------------------------------


def one_person(store: Store, item: DeskItem, deed: Deed) -> Done:
    """Merges the entries of one person (and of their households), or puts a wrong number right."""
    if deed.code == ways.VALUE:
        for number in deed.values.values():
            checked = id_number.check(number, store.today()) if number else None
            if checked is not None and checked.verdict is Verdict.ERROR:
                raise RuleError(_("{what}，请核对。").format(what=checked.messages[0].rstrip("。")), field="value")
        return _correct(store, "person", "id_no", deed)
    first, *others = sorted(party.record for party in item.parties)
    changes, undo = Changes(), list[Any]()
    homes = _households(store, [first, *others])
    for other in others:
        changes |= merge_persons(store, other, first, deed.reason or None)
        undo.insert(0, {"do": "unmerge", "noun": "person", "id": other, "into": first})
    if deed.code == ways.MERGE_HOMES:
        into, *rest = sorted(set(homes))
        for household in rest:
            changes |= merge_households(store, household, into, deed.reason or None)
            undo.insert(0, {"do": "unmerge", "noun": "household", "id": household, "into": into})
    return Done(changes, undo)


def _households(store: Store, persons: Sequence[str]) -> list[str]:
    query = "SELECT household_id FROM person WHERE id IN (SELECT value FROM json_each(?)) AND household_id IS NOT NULL"
    with store.read() as session:
        return [row[0] for row in session.connection().exec_driver_sql(query, (json.dumps(list(persons)),))]


def one_collection(store: Store, item: DeskItem, deed: Deed) -> Done:
    """One entry of collection stays, the others are revoked; ``value`` puts right who took the certificate."""
    kept, others = _kept(item, deed)
    changes, undo = Changes(), list[Any]()
    for event in others:
        new = NewCertificateEvent(
            certificate_id=item.pk, event=CertificateEventKind.REVOKED.value, revokes_id=event,
            reason=deed.reason or _("同一本证签收了两次，以另一条为准"),
        )  # fmt: skip
        done = record_certificate_event(store, new)
        changes |= done
        undo += _made(store, done, ("certificate_event", "stage_event"))
    if deed.code == ways.VALUE:
        put_right = _set(store, "certificate_event", kept, {"collector_name": deed.values["collector_name"]}, deed)
        return Done(changes | put_right.changes, undo + put_right.undo)
    return Done(changes, undo)


def one_code(store: Store, item: DeskItem, deed: Deed) -> Done:
    """One contractor keeps the code; the others' is emptied, or each gets the code that was filled in."""
    if deed.code == ways.VALUE:
        return _correct(store, "contractor", "contractor_code", deed)
    _first, others = _kept(item, deed)
    changes, undo = Changes(), list[Any]()
    for contractor in others:
        done = _set(store, "contractor", contractor, {"contractor_code": None}, deed)
        changes, undo = changes | done.changes, undo + done.undo
    return Done(changes, undo)


def _correct(store: Store, table: str, column: str, deed: Deed) -> Done:
    """Each record's field becomes what was filled in for it."""
    changes, undo = Changes(), list[Any]()
    for pk, value in deed.values.items():
        done = _set(store, table, pk, {column: value or None}, deed)
        changes, undo = changes | done.changes, undo + done.undo
    if not undo:
        raise RuleError(_("没有改动，请填上对的。"), field="value")
    return Done(changes, undo)


def _set(store: Store, table: str, pk: str, values: Mapping[str, Any], deed: Deed) -> Done:
    names = ", ".join(f'"{name}"' for name in values)
    with store.read() as session:
        row = session.connection().exec_driver_sql(f'SELECT {names} FROM "{table}" WHERE id = ?', (pk,)).one()
    if tuple(row) == tuple(values.values()):
        return Done()
    before = standing(store, table, pk, values)
    changes = correct(store, table, pk, values, reason=deed.reason or None)
    return Done(changes, [{"do": "reopen", "noun": table, "id": pk, "fields": before}])


# --- a request closed without a reply -------------------------------------------------------------------------------


def answer(store: Store, item: DeskItem, deed: Deed) -> Done:
    """Writes the missing reply, or opens the request again."""
    if deed.code == ways.REPLY:
        done = answer_request(store, NewReply(request_id=item.pk, content=deed.values["content"]))
        return Done(done, _made(store, done, ("reply", "request_step")))
    step = NewStep(
        request_id=item.pk, step=RequestState.IN_PROGRESS.value, reason=deed.reason or _("没有答复，退回再办")
    )
    done = take_step(store, step)
    return Done(done, _made(store, done, ("request_step",)))


# --- a reference to nothing -----------------------------------------------------------------------------------------


def mend_reference(store: Store, item: DeskItem, deed: Deed) -> Done:
    """Brings back what the record points to, removes the record too, or lets it point elsewhere."""
    matter = item.matters[0]
    if deed.code == ways.REMOVE:
        return Done(remove(store, item.table, item.pk), [{"do": "bring_back", "noun": item.table, "id": item.pk}])
    parent = next(iter(metadata.tables[item.table].c[matter.col].foreign_keys)).column.table.name
    if deed.code == ways.RESTORE:
        lost = matter.other[0]
        return Done(bring_back(store, parent, lost), [{"do": "remove", "noun": parent, "id": lost}])
    wanted = target(store, str(parent), deed.values[matter.col], (item.table, item.pk))
    before = standing(store, item.table, item.pk, [matter.col])
    changes = repoint(store, item.table, item.pk, matter.col, wanted, reason=deed.reason or None)
    return Done(changes, [{"do": "reopen", "noun": item.table, "id": item.pk, "fields": before}])


def target(store: Store, table: str, text: str, beside: tuple[str, str]) -> str:
    """The one record those words mean: its id; a household of the same village also by number or head."""
    noun, pk = beside
    here = f'scope = (SELECT scope FROM "{noun}" WHERE id = ?)'
    queries = [f'SELECT id FROM "{table}" WHERE {here} AND hidden = 0 AND id = ?']
    if table == "household":
        queries += [
            f"SELECT id FROM household WHERE {here} AND hidden = 0 AND household_no = ?",
            f"SELECT id FROM household WHERE {here} AND hidden = 0 AND ltrim(household_no, '0') = ?",
            f"SELECT DISTINCT household_id FROM person WHERE {here} AND hidden = 0 AND is_head = 1 AND name = ?"
            " AND household_id IN (SELECT id FROM household WHERE hidden = 0)",
        ]
    with store.read() as session:
        for query in queries:
            rows = session.connection().exec_driver_sql(query, (pk, text)).all()
            if len(rows) == 1:
                return str(rows[0][0])
            if rows:
                raise RuleError(_("“{text}”有 {n} 个，请填编号。").format(text=text, n=len(rows)), field="value")
    raise RuleError(_("找不到“{text}”，请核对后再填。").format(text=text), field="value")
