"""The merge desk: what stands open, both sides with who and when, and a person's choice (sync.md §10)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import Any, Literal

from db.changes import Changes
from db.errors import RuleError
from db.identity import stamp
from db.store import Store
from db.sync.log import merge
from db.sync.log.effect.making import Maker, check_size, wall_ms
from db.sync.log.effect.writer import Writer
from db.sync.log.merge import Dot, FieldWrite, Value
from db.sync.log.rows import queues
from db.sync.log.rows.display import Tally
from db.sync.log.rows.transaction import Bench, bench_of, writing
from db.sync.log.seal import seal_here
from db.sync.matters.shown.sides import DELETED, Side, before, sides_of

Keep = Literal["ours", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry of the queue; ``other`` are further records concerned, ``before`` what the sides replaced."""

    id: str
    kind: str
    table: str
    pk: str
    col: str
    sides: tuple[Side, ...]
    before: Value
    other: tuple[str, ...]
    opened_at: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What a choice changed, and how to take it back."""

    changes: Changes
    table: str
    pk: str
    col: str
    before: Value


def conflicts(store: Store) -> list[Conflict]:
    """Everything that stands open, the oldest first."""
    with bench_of(store) as bench:
        return listed(bench)


def conflicts_of(store: Store, records: Iterable[str]) -> list[Conflict]:
    """What stands open about those records."""
    with bench_of(store) as bench:
        return listed(bench, records=records)


def listed(bench: Bench, only: str | None = None, records: Iterable[str] | None = None) -> list[Conflict]:
    """The same on a bench; ``only`` one id, or only what is listed under those records."""
    book = bench.book()
    query = "SELECT id, part, tbl, pk, col, kind, other, opened_at FROM sync_conflict"
    where, values = (" WHERE id = ?", (only,)) if only else ("", ())
    if records is not None:
        where, values = " WHERE pk IN (SELECT value FROM json_each(?))", (json.dumps(list(records)),)
    rows = bench.db.execute(f"{query}{where} ORDER BY opened_at, id", values).fetchall()
    found = []
    for name, part, number, pk, col, kind, other, opened_at in rows:
        table = book.by_number[number]
        entry = book.load(part, number, [pk], trust_table=True)[pk]
        others = tuple(filter(None, other.split(",")))
        sides = sides_of(book, table, entry, (kind, col, others))
        old = before(book, [side.dot for side in sides], col) if kind == queues.FIELD else None
        found.append(Conflict(name, kind, table.name, pk, col, sides, old, others, opened_at or ""))
    return found


# --- choosing -------------------------------------------------------------------------------------------------------


def resolve(store: Store, conflict: Conflict | str, keep: Keep | None = None, value: Any = None) -> Settled:
    """Settles an entry of the queue: ours, theirs, both, or a third value. It closes only the sides that were listed.

    “Ours” is this computer's own entry, else the one on display. Raises RuleError where there is nothing to choose.
    """
    with bench_of(store) as bench:
        return settle(bench, store.me.name, conflict, keep, value)


def settle(bench: Bench, author: str, conflict: Conflict | str, keep: Keep | None = None, value: Any = None) -> Settled:
    """The same on a bench, in the name of that cadre."""
    with writing(bench.db):
        seal_here(bench)
        found = next(iter(listed(bench, conflict if isinstance(conflict, str) else conflict.id)), None)
        if found is None:
            raise RuleError(_("这一条已经处理过了。"), field="id")
        if isinstance(conflict, Conflict):
            found = replace(found, sides=conflict.sides)
        return _Choice(bench, author, found).make(keep, value)


def take_back(store: Store, settled: Settled) -> Settled:
    """Puts back what a choice had taken off display; another write, like any."""
    with bench_of(store) as bench:
        return put_back(bench, store.me.name, settled)


def put_back(bench: Bench, author: str, settled: Settled) -> Settled:
    """The same on a bench, in the name of that cadre."""
    with writing(bench.db):
        seal_here(bench)
        found = Conflict("", queues.FIELD, settled.table, settled.pk, settled.col, (), None, (), "")
        return _Choice(bench, author, found).write(settled.before, None)


class _Choice:
    """One choice of a person, which becomes a segment of its own."""

    def __init__(self, bench: Bench, author: str, conflict: Conflict) -> None:
        if bench.signer is None:
            raise RuleError(_("这台电脑还没有登记，不能处理冲突。"))
        self._bench, self._author, self._conflict, self._signer = bench, author, conflict, bench.signer
        self._book, self._tally = bench.book(), Tally()
        self._table = self._book.tables[conflict.table]
        home = self._book.current(self._table, [conflict.pk])[conflict.pk]
        self._part = self._book.part_no((home["scope"], home["compartment"]))
        self._writer = Writer({conflict.table: self._table.columns})
        loaded = self._book.load(self._part, self._table.number, [conflict.pk], trust_table=True)
        self._row = loaded[conflict.pk].row

    def make(self, keep: Keep | None, value: Any) -> Settled:
        kind = self._conflict.kind
        if keep is None and value is None:
            raise RuleError(_("请选择保留哪一个，或填写正确的内容。"), field="keep")
        if kind == queues.FIELD:
            chosen = self._typed(value) if keep is None else self._chosen(keep)
            return self.write(chosen, [side.dot for side in self._conflict.sides])
        if kind == queues.DELETED_BUT_EDITED and keep is not None:
            return self._keep_or_delete(keep)
        raise RuleError(_("这一条要打开记录改正，不能在这里选择。"), field="keep")

    def write(self, value: Value, dots: Sequence[Dot] | None) -> Settled:
        """A value for the field, closing those writes (or all there are)."""
        conflict, table = self._conflict, self._table
        live = merge.live_writes(self._row, conflict.col)
        before = live[merge.shown(live, self._book.rules[table.name][conflict.col])].value if live else None
        check_size([value])
        closed = tuple(sorted(live if dots is None else dots))
        self._writer.resolve(table.name, conflict.pk, FieldWrite(conflict.col, value, closed))
        return self._done(before)

    def _keep_or_delete(self, keep: Keep) -> Settled:
        conflict = self._conflict
        mine = [side for side in conflict.sides if side.device == self._signer.id]
        ours_deleted = bool(mine) and all(side.value == DELETED and not side.col for side in mine)
        if keep == "both" or (keep == "ours") != ours_deleted:
            lifted = [side.dot for side in conflict.sides if not side.col]
            self._writer.undelete(conflict.table, conflict.pk, sorted(lifted))
        else:
            self._writer.delete(conflict.table, conflict.pk, sorted(merge.live_dots(self._row)))
        return self._done(None)

    def _done(self, before: Value) -> Settled:
        now = self._bench.now()
        self._writer.signed(self._author, wall_ms(stamp(now)), _("合并"), None)
        Maker(self._book, self._signer, now, self._tally).make(self._part, self._writer)
        queues.refresh(self._book, self._tally)
        conflict = self._conflict
        return Settled(Changes.of(conflict.table, conflict.pk), conflict.table, conflict.pk, conflict.col, before)

    # --- which value ---

    def _chosen(self, keep: Keep) -> Value:
        sides = self._conflict.sides
        mine = [side for side in sides if side.device == self._signer.id]
        ours = mine[0] if len(mine) == 1 else next((side for side in sides if side.shown), sides[0])
        rest = [side for side in sides if side is not ours and merge.norm(side.value) != merge.norm(ours.value)]
        if keep == "ours" or not rest:
            return ours.value
        if keep == "theirs":
            return rest[-1].value
        return self._both([ours.value, *(side.value for side in rest)])

    def _both(self, values: Sequence[Value]) -> Value:
        texts = list(dict.fromkeys(str(value).strip() for value in values if merge.norm(value) is not None))
        if self._table.kinds[self._conflict.col] is not str:
            raise RuleError(_("这一项只能留一个，请选择或重新填写。"), field="keep")
        return ("\n" if self._table.classes[self._conflict.col] == merge.WORDS else "；").join(texts)

    def _typed(self, value: Any) -> Value:
        if self._table.kinds[self._conflict.col] is not int:
            return str(value)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise RuleError(_("这一项要填整数。"), field="value") from None
