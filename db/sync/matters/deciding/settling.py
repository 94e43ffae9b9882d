"""Settling a matter: the answer becomes ordinary writes, and a decision that says who, why, and how it is undone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from db.actions.corrections import NOUNS, in_agreement
from db.actions.drafts import DraftKey, let_go
from db.capture import synced_tables
from db.changes import Changes
from db.errors import RuleError
from db.fields import kept
from db.identity import new_id
from db.models import Decision, metadata
from db.store import Store
from db.sync.log.merge import Partition, Value
from db.sync.log.rows import left, queues, references
from db.sync.log.rows.replica import replica_of
from db.sync.log.seal import seal_pending
from db.sync.matters.deciding import moving, ordinary, writing
from db.sync.matters.deciding.ordinary import Deed
from db.sync.matters.deciding.writing import dot_text, open_record
from db.sync.matters.shown import answers as ways
from db.sync.matters.shown.evidence import Party
from db.sync.matters.shown.items import DeskItem, item
from db.sync.matters.shown.sides import DELETED, Side, origin, reopened_as

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision made: its id, by which it is taken back, and what it touched."""

    id: str
    changes: Changes
    item: DeskItem = field(repr=False)


def settle(
    store: Store,
    what: DeskItem | str,
    answer: str,
    reason: str | None = None,
    values: Values | None = None,
    draft: DraftKey | None = None,
) -> Settlement:
    """Settles one item of the merge desk with one of its answers; ``values`` are what that answer asks for, by field.

    Only the sides that were shown are closed: what came meanwhile stays open. Raises RuleError where the item was
    settled meanwhile, where the answer does not fit, or where something it asks for is missing.
    """
    found = item(store, what) if isinstance(what, str) else what
    if found is None:
        raise RuleError(_("这一条已经处理过了。"), field="id")
    chosen = found.answer(answer)
    if chosen is None:
        raise RuleError(_("这一件不能这样定，请选列出来的。"), field="answer")
    given = _given(chosen, values or {})
    _still_open(store, found)
    done = _do(store, found, Deed(chosen.code, (reason or "").strip(), given))
    kept = _keep(store, found, chosen, (reason or "").strip(), done.undo, draft)
    seal_pending(store)
    homes = frozenset(filter(None, [found.household_id])) | done.changes.households
    nouns = frozenset({NOUNS.get(found.table, found.table), "bundles"}) | done.changes.nouns
    return Settlement(kept, Changes(nouns, (found.pk, *done.changes.ids), homes), found)


def _given(answer: ways.Answer, values: Values) -> dict[str, str]:
    """What was filled in; RuleError where nothing was."""
    known = {ask.field: values[ask.field].strip() for ask in answer.asks if ask.field in values}
    if answer.asks and not any(known.values()):
        raise RuleError(_("请先填“{label}”。").format(label=answer.asks[0].label), field="value")
    return known


def _still_open(store: Store, found: DeskItem) -> None:
    seal_pending(store)
    with replica_of(store) as replica:
        if replica.signer is None:
            raise RuleError(_("这台电脑还没有登记，不能处理冲突。"))
        if not all(writing.is_open(replica, matter.id) for matter in found.matters):
            raise RuleError(_("这一条已经处理过了。"), field="id")


def _do(store: Store, found: DeskItem, deed: Deed) -> ordinary.Done:
    if deed.code == ways.LEAVE:
        if found.kind == "rule:closed_without_reply" and not deed.reason:
            raise RuleError(_("没有答复就办结，请写明理由。"), field="reason")
        return ordinary.Done()
    special: dict[str, Callable[[Store, DeskItem, Deed], ordinary.Done]] = {
        queues.FIELD: _choose,
        queues.DELETED_BUT_EDITED: _keep_or_delete,
        queues.MOVED_TWICE: _one_village,
        references.KIND: ordinary.mend_reference,
        "duplicate_identity": ordinary.one_person,
        "rule:double_collected": ordinary.one_collection,
        "rule:same_contractor_code": ordinary.one_code,
        "rule:closed_without_reply": ordinary.answer,
    }
    return special[found.kind](store, found, deed)


def _keep(
    store: Store, found: DeskItem, answer: ways.Answer, reason: str, undo: list[Any], draft: DraftKey | None
) -> str:
    """Writes the decision into the record's own partition, so that both ends can read it."""
    matter, kept = found.matters[0], new_id()
    with store.write(_("合并台"), reason or None) as session:
        query = f'SELECT scope, compartment FROM "{found.table}" WHERE id = ?'
        home = session.connection().exec_driver_sql(query, (found.pk,)).one()
        session.add(
            Decision(
                id=kept, scope=home.scope, compartment=home.compartment, matter=found.id, kind=found.kind,
                noun=found.table, record_id=found.pk, field_name=matter.col, others=left.others(matter.other),
                title=found.title, about=found.about, answer=answer.code, answer_words=answer.title,
                reason=reason or None, undo=json.dumps(undo, ensure_ascii=False),
            )
        )  # fmt: skip
        let_go(session, draft)
    return kept


# --- fields ---------------------------------------------------------------------------------------------------------


def _choose(store: Store, found: DeskItem, deed: Deed) -> ordinary.Done:
    typed = {col: _typed(store, found, col, text) for col, text in deed.values.items()}
    with store.read() as session:
        in_agreement(session, found.table, found.pk, typed, store.today(), deed.reason)
    chosen = {
        m.col: (typed[m.col] if m.col in typed else _value(found, m.col, m.sides, deed), [s.dot for s in m.sides])
        for m in found.matters
    }
    with open_record(store, found.table, found.pk, [matter.id for matter in found.matters]) as record:
        sides = {matter.col: sorted(matter.sides, key=lambda side: side.shown) for matter in found.matters}
        before = {
            col: [[side.value, reopened_as(origin(record.book, side.dot))] for side in listed]
            for col, listed in sides.items()
        }
        writing.choose(record, chosen, deed.reason)
    whole = not any(isinstance(side.value, bytes) for matter in found.matters for side in matter.sides)
    return ordinary.Done(
        undo=[{"do": "reopen", "noun": found.table, "id": found.pk, "fields": before}] if whole else []
    )


def _value(found: DeskItem, col: str, sides: tuple[Side, ...], deed: Deed) -> Value:
    shown = next((side.value for side in sides if side.shown), sides[0].value)
    if deed.code == ways.VALUE:
        return shown
    if deed.code == ways.BOTH:
        ordered = [str(side.value).strip() for party in found.parties if (side := party.sides.get(col)) and side.value]
        return "\n".join(dict.fromkeys(ordered))
    party = found.parties[int(deed.code.removeprefix(ways.SIDE))]
    return party.sides[col].value if col in party.sides else shown


def _typed(store: Store, found: DeskItem, col: str, text: str) -> Value:
    """What was typed for a field, as it is kept; what points to another record is looked up."""
    table = synced_tables(metadata)[found.table]
    if col in table.refs and text:
        return ordinary.target(store, table.refs[col], text, (found.table, found.pk))
    return kept(found.table, col, text, store.today())


# --- deletions and places -------------------------------------------------------------------------------------------


def _keep_or_delete(store: Store, found: DeskItem, deed: Deed) -> ordinary.Done:
    where = {"noun": found.table, "id": found.pk}
    with open_record(store, found.table, found.pk, [found.id]) as record:
        if deed.code == ways.DELETE:
            dot = writing.delete(record, deed.reason)
            return ordinary.Done(undo=[{"do": "undelete", **where, "dots": [dot_text(dot)]}])
        deletions = {side.dot for side in found.matters[0].sides if side.value == DELETED and not side.col}
        seen = [
            {"do": "delete", **where, "seen": [dot_text(found) for found in sorted(known)],
             "whose": reopened_as(origin(record.book, dot))}
            for dot, known in record.row().dels.items()
            if dot in deletions
        ]  # fmt: skip
        writing.undelete(record, deletions, deed.reason)
    return ordinary.Done(undo=list(seen))


def _one_village(store: Store, found: DeskItem, deed: Deed) -> ordinary.Done:
    kept = int(deed.code.removeprefix(ways.SIDE))
    undo: list[Any] = []
    with open_record(store, found.table, found.pk, [found.id]) as record:
        for at, party in enumerate(found.parties):
            if at != kept:
                lost = _place(party)
                closed = moving.give_up(record, (lost, _place(found.parties[kept])), deed.reason) or [
                    (found.table, found.pk, writing.delete(record, deed.reason, lost))
                ]
                undo += [
                    {"do": "undelete", "noun": name, "id": pk, "dots": [dot_text(dot)], "part": list(lost)}
                    for name, pk, dot in closed
                ]
    return ordinary.Done(undo=undo)


def _place(party: Party) -> Partition:
    scope, compartment = str(party.sides[""].value).split(":")
    return scope, int(compartment)
