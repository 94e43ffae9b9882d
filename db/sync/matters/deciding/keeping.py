"""`--keep ours|theirs|both` and `--value` of the command line, for every kind of matter."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from typing import Literal

from db.errors import RuleError
from db.store import Store
from db.sync.log.rows import queues, references
from db.sync.matters.deciding.settling import Settlement, settle
from db.sync.matters.shown import answers as ways
from db.sync.matters.shown.items import DeskItem, item
from db.sync.matters.shown.sides import DELETED

Keep = Literal["ours", "theirs", "both"]
Filled = dict[str, str]


def resolve(
    store: Store, conflict_id: str, keep: Keep | None = None, value: str | None = None, reason: str | None = None
) -> Settlement:
    """Settles one matter of any kind: ours (this computer's, else the one on display), theirs, both, or a third value.

    For two records that may be one, ours and theirs merge them, both leaves them two, a value is the other's right
    number; for a reference to nothing, ours brings it back, theirs removes the record too, a value says where it
    belongs; for a request closed without a reply, ours leaves it closed, theirs opens it again, a value is the reply.
    """
    found = item(store, conflict_id)
    if found is None:
        raise RuleError(_("这一条已经处理过了。"), field="id")
    if keep is None and value is None:
        raise RuleError(_("请选择保留哪一个，或填写正确的内容。"), field="keep")
    code, filled = _answer(found, keep, value or "")
    if found.answer(code) is None:
        raise RuleError(_("这一件不能这样定，可以用 --keep ours 或 theirs。"), field="keep")
    return settle(store, found, code, reason or _default_reason(found, code), filled)


def _default_reason(found: DeskItem, code: str) -> str | None:
    return _("照旧办结") if code == ways.LEAVE and found.kind == "rule:closed_without_reply" else None


def _answer(found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    special: dict[str, Callable[[DeskItem, Keep | None, str], tuple[str, Filled]]] = {
        queues.FIELD: _field,
        queues.DELETED_BUT_EDITED: _deletion,
        references.KIND: _reference,
        "duplicate_identity": _person,
        "rule:closed_without_reply": _request,
    }
    return special.get(found.kind, _records)(found, keep, value)


def _own(found: DeskItem) -> int:
    """The place of this computer's side, else of the one on display."""
    mine = [at for at, party in enumerate(found.parties) if party.mine]
    if len(mine) == 1:
        return mine[0]
    return next((at for at, party in enumerate(found.parties) if party.shown), 0)


def _side(found: DeskItem, keep: Keep | None) -> str:
    ours = _own(found)
    others = [at for at in range(len(found.parties)) if at != ours]
    return f"{ways.SIDE}{ours if keep == 'ours' or not others else others[-1]}"


def _field(found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    if keep is None:
        return ways.VALUE, {found.matters[0].col: value}
    if keep != "both":
        return _side(found, keep), {}
    values = [side.value for party in found.parties for side in party.sides.values() if side.value is not None]
    if found.answer(ways.BOTH) or not all(isinstance(value, str) for value in values):
        return ways.BOTH, {}
    return ways.VALUE, {found.matters[0].col: "；".join(dict.fromkeys(str(value).strip() for value in values))}


def _deletion(found: DeskItem, keep: Keep | None, _value: str) -> tuple[str, Filled]:
    mine = [side for party in found.parties if party.mine for side in party.sides.values()]
    ours_deleted = bool(mine) and all(side.value == DELETED and not side.col for side in mine)
    if keep is None:
        return ways.VALUE, {}
    return (ways.KEEP, {}) if keep == "both" or (keep == "ours") != ours_deleted else (ways.DELETE, {})


def _reference(found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    if keep is None:
        return ways.VALUE, {found.matters[0].col: value}
    if keep == "ours" and found.answer(ways.RESTORE):
        return ways.RESTORE, {}
    return (ways.REMOVE if keep == "theirs" else ways.LEAVE), {}


def _person(found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    if keep is None:
        return ways.VALUE, {found.parties[-1].record: value}
    return (ways.LEAVE if keep == "both" else ways.MERGE), {}


def _request(_found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    if keep is None:
        return ways.REPLY, {"content": value}
    return (ways.REOPEN if keep == "theirs" else ways.LEAVE), {}


def _records(found: DeskItem, keep: Keep | None, value: str) -> tuple[str, Filled]:
    """Two certificates' entries, two contractors, two villages, or a rule nobody here knows."""
    if keep is None:
        answer = found.answer(ways.VALUE)
        return ways.VALUE, {answer.asks[-1].field: value} if answer else {}
    side = _side(found, keep)
    if keep == "both" or (found.answer(side) is None and found.kind != queues.MOVED_TWICE):
        return ways.LEAVE, {}
    return side, {}
