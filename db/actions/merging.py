"""One household or person written down twice becomes one, and can be taken apart again (sync.md §12).

A merge is one ordinary field, ``merged_into``; nothing that hangs on either record is rewritten. Which of the ids is
shown, and what then belongs to it, is the readers' business (db/queries/merged).
"""

from __future__ import annotations

from gettext import gettext as _
from typing import NamedTuple, cast

from sqlmodel import Session, col, select

from db.changes import Changes
from db.errors import RuleError
from db.models import Household, Person
from db.store import Store

Twice = Household | Person
Links = dict[str, str]
"""Record -> the one it was merged into."""


class _Words(NamedTuple):
    same: str
    lost: str
    already: str
    never: str
    waits: str


def _words(table: type[Twice]) -> _Words:
    if table is Household:
        return _Words(
            _("选了同一户，请选另外一户。"),
            _("找不到这一户，请重新选择。"),
            _("这两户已经合成一户了。"),
            _("这一户没有合并过，不用拆开。"),
            _("这两户都连着还没收到的记录，等收齐了再合并。"),
        )
    return _Words(
        _("选了同一个人，请选另外一个。"),
        _("找不到这个人，请重新选择。"),
        _("这两条已经合成一个人了。"),
        _("这个人没有合并过，不用拆开。"),
        _("这两个人都连着还没收到的记录，等收齐了再合并。"),
    )


def merge_households(store: Store, from_id: str, into_id: str, reason: str | None = None) -> Changes:
    """Two entries are one household: from now on they are shown and counted once, with everything of both."""
    return _merge(store, Household, (from_id, into_id), reason)


def merge_persons(store: Store, from_id: str, into_id: str, reason: str | None = None) -> Changes:
    """Two entries are one person."""
    return _merge(store, Person, (from_id, into_id), reason)


def unmerge_household(store: Store, record_id: str, into_id: str | None = None, reason: str | None = None) -> Changes:
    """They are two households after all: with ``into_id`` exactly that merge is taken back, else all of this one's."""
    return _unmerge(store, Household, (record_id, into_id), reason)


def unmerge_person(store: Store, record_id: str, into_id: str | None = None, reason: str | None = None) -> Changes:
    """They are two persons after all."""
    return _unmerge(store, Person, (record_id, into_id), reason)


def _merge(store: Store, table: type[Twice], ends: tuple[str, str], reason: str | None) -> Changes:
    words, (from_id, into_id) = _words(table), ends
    if from_id == into_id:
        raise RuleError(words.same, field="into_id")
    with store.write(_("合并"), reason) as session:
        one, other = _here(session, table, from_id), _here(session, table, into_id)
        if table is Household and one.scope != other.scope:
            raise RuleError(_("两户不在同一个村，请先办迁户，再合并。"), field="into_id")
        links = _links(session, table)
        if _end(links, from_id) == _end(links, into_id):
            raise RuleError(words.already, field="into_id")
        row, target = _free(session, table, links, from_id), into_id
        if row is None:
            row, target = _free(session, table, links, into_id), from_id
        if row is None:
            raise RuleError(words.waits, field="into_id")
        row.merged_into = target
        session.add(row)
        return _changes(one, other)


def _unmerge(store: Store, table: type[Twice], ends: tuple[str, str | None], reason: str | None) -> Changes:
    record_id, into_id = ends
    with store.write(_("拆开"), reason) as session:
        if session.get(table, record_id) is None or (into_id and session.get(table, into_id) is None):
            raise RuleError(_words(table).lost, field="id")
        cut = _cuts(_links(session, table), record_id, into_id)
        if not cut:
            raise RuleError(_words(table).never, field="id")
        rows = cast("list[Twice]", session.exec(select(table).where(col(table.id).in_([record_id, *cut]))).all())
        for row in rows:
            if row.id in cut:
                row.merged_into = None
                session.add(row)
        return _changes(*sorted(rows, key=lambda row: row.id != record_id))


def _cuts(links: Links, record_id: str, into_id: str | None) -> list[str]:
    """The records whose link goes."""
    if into_id:
        for start, end in ((record_id, into_id), (into_id, record_id)):
            found = [name for name in _chain(links, start) if links.get(name) == end]
            if found:
                return found
        if _end(links, record_id) != _end(links, into_id):
            return []
    own = [record_id] if record_id in links else []
    rest = {name: target for name, target in links.items() if name != record_id}
    target = links.get(record_id)
    if target is None or record_id in _chain(rest, target):
        own += [name for name, into in rest.items() if into == record_id]
    return own


def _chain(links: Links, start: str) -> list[str]:
    """Where the links lead from a record, itself first; round a circle once.

    >>> _chain({"a": "b", "b": "c", "c": "b"}, "a")
    ['a', 'b', 'c']
    """
    found = [start]
    while (following := links.get(found[-1])) is not None and following not in found:
        found.append(following)
    return found


def _end(links: Links, start: str) -> str:
    """What all members of one component have in common: the end of their chains, or the least of their circle.

    >>> _end({"a": "c", "b": "c", "c": "b"}, "a")
    'b'
    """
    chain = _chain(links, start)
    following = links.get(chain[-1])
    return chain[-1] if following is None else min(chain[chain.index(following) :])


def _free(session: Session, table: type[Twice], links: Links, start: str) -> Twice | None:
    """The record whose link may be written without parting anybody: the end of the chain, or one link of a circle."""
    return cast("Twice | None", session.get(table, _chain(links, start)[-1]))


def _links(session: Session, table: type[Twice]) -> Links:
    rows = session.connection().exec_driver_sql(
        f"SELECT id, merged_into FROM {table.__tablename__} WHERE merged_into IS NOT NULL AND merged_into <> ''"
    )
    return {row[0]: row[1] for row in rows}


def _here(session: Session, table: type[Twice], record_id: str) -> Twice:
    row = cast("Twice | None", session.get(table, record_id))
    if row is None or row.hidden:
        raise RuleError(_words(table).lost, field="id")
    return row


def _changes(*rows: Twice) -> Changes:
    homes = [row.id if isinstance(row, Household) else row.household_id for row in rows]
    return Changes(frozenset({"households"}), tuple(row.id for row in rows), frozenset(filter(None, homes)))
