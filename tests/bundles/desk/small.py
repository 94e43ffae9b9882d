"""A person's choice on a small book, made by the very writes of the merge desk."""

from __future__ import annotations

from typing import Literal

from db import RuleError
from db.sync.log import merge
from db.sync.log.merge import Value
from db.sync.log.rows import queues
from db.sync.matters.deciding import writing
from db.sync.matters.shown.conflicts import Conflict, listed
from db.sync.matters.shown.sides import DELETED
from tests.bundles.model.stores import SmallStore, pair

Keep = Literal["ours", "theirs", "both"]


def settle(store: SmallStore, conflict: Conflict, keep: Keep | None = None, value: Value = None) -> None:
    """Ours, theirs, both or a third value; it closes only the sides that were listed."""
    with writing.open_record_on(store.replica, "肖建英", (conflict.table, conflict.pk), [conflict.id]) as record:
        mine = [side for side in conflict.sides if side.device == pair(store.device).id]
        if conflict.kind == queues.FIELD:
            chosen = _chosen(store, conflict, keep) if keep else value
            writing.choose(record, {conflict.col: (chosen, [side.dot for side in conflict.sides])}, "")
            return
        ours_deleted = bool(mine) and all(side.value == DELETED and not side.col for side in mine)
        if keep == "both" or (keep == "ours") != ours_deleted:
            writing.undelete(record, [side.dot for side in conflict.sides if not side.col], "")
        else:
            writing.delete(record, "")


def _chosen(store: SmallStore, conflict: Conflict, keep: Keep) -> Value:
    mine = [side for side in conflict.sides if side.device == pair(store.device).id]
    ours = mine[0] if len(mine) == 1 else next((side for side in conflict.sides if side.shown), conflict.sides[0])
    rest = [side.value for side in conflict.sides if merge.norm(side.value) != merge.norm(ours.value)]
    if keep == "ours" or not rest:
        return ours.value
    if keep == "theirs":
        return rest[-1]
    if not all(isinstance(value, str) for value in (ours.value, *rest)):
        raise RuleError("a number cannot be both")
    return "\n".join(dict.fromkeys(str(value) for value in (ours.value, *rest)))


def open_of(store: SmallStore) -> dict[str, Conflict]:
    """What stands open on a small book, by field."""
    return {conflict.col: conflict for conflict in listed(store.replica)}
