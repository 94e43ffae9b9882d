"""What was decided, and taking it back: the matter stands open again as it was, with the words of both sides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any

from db.actions.corrections import NOUNS, bring_back, remove
from db.actions.merging import unmerge_household, unmerge_person
from db.capture import synced_tables
from db.changes import Changes
from db.errors import RuleError
from db.identity import china_day, instant
from db.models import Decision, metadata
from db.queries.rows import ask, words
from db.store import Store
from db.sync.log.rows import left
from db.sync.log.rows.bookkeeping import Bookkeeping
from db.sync.log.rows.replica import replica_of
from db.sync.log.seal import seal_pending
from db.sync.matters.deciding import writing
from db.sync.matters.deciding.writing import dot_of, open_record
from db.sync.matters.shown.records import Records
from db.sync.matters.shown.sides import births

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands, newest first in a list; ``at`` is an ISO instant in UTC."""

    id: str
    kind: str
    title: str
    about: str
    answer: str
    answer_words: str
    reason: str
    cadre: str
    device: str
    at: str
    table: str
    pk: str
    can_take_back: bool


_DECIDED = (
    "SELECT * FROM decision WHERE hidden = 0 AND kind <> 'quarantine'"  # those are words about segments, not records
    " ORDER BY recorded_at DESC, id DESC"
)


def decided(store: Store, since: date | None = None) -> list[Decided]:
    """The decisions that stand, of both ends, the newest first; those since a day in China."""
    with store.read() as session:
        rows = [row for row in ask(session, _DECIDED) if since is None or _day(row.recorded_at) >= since]
    with replica_of(store) as replica:
        book = replica.bookkeeping()
        records = Records(book, store)
        return [_decided(row, records, trusted=is_trusted(book, records, row.id)) for row in rows]


def decided_today(store: Store) -> list[Decided]:
    """What was decided today, here or elsewhere."""
    return decided(store, store.today())


def is_trusted(book: Bookkeeping, records: Records, decision_id: str) -> bool:
    """Whether how it is undone was written here or at the office: nobody else's steps are carried out in our name."""
    table = book.tables["decision"]
    changed = "SELECT 1 FROM sync_cell WHERE part IN (SELECT no FROM sync_part) AND tbl = ? AND pk = ? AND col = 'undo'"
    if book.db.execute(changed, (table.number, decision_id)).fetchone():
        return False
    makers = [book.author(dot) for _part, dot in births(book, table, decision_id)]
    return all(maker is not None and maker.device in records.trusted for maker in makers)


def _day(at: str | None) -> date:
    try:
        return china_day(instant(at or ""))
    except ValueError:
        return date.min


def _decided(row: Any, records: Records, *, trusted: bool) -> Decided:
    return Decided(
        row.id, words(row.kind), words(row.title), words(row.about), words(row.answer), words(row.answer_words),
        words(row.reason), words(row.recorded_by), records.device(words(row.recorded_on)), words(row.recorded_at),
        words(row.noun), words(row.record_id), trusted and (row.answer == left.LEAVE or bool(_steps(row.undo))),
    )  # fmt: skip


def take_back(store: Store, decision_id: str) -> Changes:
    """Takes a decision back: everything it did is undone by further writes, and the matter is open again."""
    with store.read() as session:
        row = session.get(Decision, decision_id)
        if row is None or row.hidden:
            raise RuleError(_("这一件已经收回了。"), field="id")
        steps, noun, record = _steps(row.undo), row.noun or "", row.record_id or ""
        left_open = row.answer == left.LEAVE
    with replica_of(store) as replica:
        book = replica.bookkeeping()
        trusted = is_trusted(book, Records(book, store), decision_id)
    if not (trusted and (steps or left_open)):
        raise RuleError(_("这一件在这台电脑上收不回来，请打开记录改正。"), field="id")
    seal_pending(store)
    changes = Changes(frozenset({NOUNS.get(noun, noun), "bundles"}), (record,))
    for step in steps:
        changes |= _STEPS[step["do"]](store, step) or Changes()
    remove(store, "decision", decision_id)
    seal_pending(store)
    return changes


def _steps(undo: str | None) -> Sequence[Step]:
    """What was kept with the decision; anything this version does not know cannot be undone here."""
    try:
        steps = json.loads(undo or "[]")
    except ValueError:
        return []
    tables = synced_tables(metadata)
    known = isinstance(steps, list) and all(
        isinstance(step, dict) and step.get("do") in _STEPS and step.get("noun") in tables for step in steps
    )
    return steps if known else []


def _reopen(store: Store, step: Step) -> None:
    fields = {col: [(value, str(whose)) for value, whose in sides] for col, sides in step["fields"].items()}
    with open_record(store, step["noun"], step["id"]) as record:
        writing.reopen(record, fields)


def _delete(store: Store, step: Step) -> None:
    with open_record(store, step["noun"], step["id"]) as record:
        writing.delete(record, str(step["whose"]), seen=[dot_of(kept) for kept in step["seen"]])


def _undelete(store: Store, step: Step) -> None:
    part = (str(step["part"][0]), int(step["part"][1])) if "part" in step else None
    with open_record(store, step["noun"], step["id"]) as record:
        writing.undelete(record, [dot_of(kept) for kept in step["dots"]], _("收回"), part)


def _remove(store: Store, step: Step) -> Changes:
    return remove(store, step["noun"], step["id"])


def _bring_back(store: Store, step: Step) -> Changes:
    return bring_back(store, step["noun"], step["id"])


def _unmerge(store: Store, step: Step) -> Changes:
    unmerge = unmerge_household if step["noun"] == "household" else unmerge_person
    return unmerge(store, step["id"], step["into"], _("收回"))


_STEPS: Mapping[str, Callable[[Store, Step], Changes | None]] = {
    "reopen": _reopen, "delete": _delete, "undelete": _undelete, "remove": _remove, "bring_back": _bring_back,
    "unmerge": _unmerge,
}  # fmt: skip
