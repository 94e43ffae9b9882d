"""Saying again in one partition what was written of a row in another: once each, on what it was based on (sync.md §13).

Pure: no store, no clock, no chance. The book and the model in the tests move rows with these very functions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from typing import NamedTuple

from db.sync.log import merge
from db.sync.log.merge import Dot, FieldWrite, Op, Row, Rules, Value

Spot = tuple[Dot, str]
"""One write: an op and its column; '' for a deletion."""
Find = Callable[[Dot], Op | None]
"""Looks an op up in the log; None where its words are gone."""


class Copied(NamedTuple):
    """An op to be written, and by column the writes of the other partition that it says again."""

    op: Op
    origins: Mapping[str, tuple[Dot, ...]]


class Copies:
    """Which writes say the same in several partitions, because one was copied from the other."""

    def __init__(self, part_of: Callable[[bytes], Hashable]) -> None:
        self._part_of = part_of
        self._beside: dict[Spot, list[Spot]] = {}
        self._said: dict[Dot, dict[str, list[Dot]]] = {}

    def add(self, copy: Dot, col: str, origin: Dot) -> None:
        """A write that was copied from another."""
        self._beside.setdefault((copy, col), []).append((origin, col))
        self._beside.setdefault((origin, col), []).append((copy, col))
        self._said.setdefault(copy, {}).setdefault(col, []).append(origin)

    def of(self, spot: Spot, part: Hashable) -> set[Dot]:
        """The same write in that partition, itself included if it stands there."""
        met, todo = {spot}, [spot]
        while todo:
            for other in self._beside.get(todo.pop(), ()):
                if other not in met:
                    met.add(other)
                    todo.append(other)
        return {dot for dot, _col in met if self._part_of(dot.segment) == part}


class Issuing:
    """From one partition to another, for rows of one table; ``placed`` are columns that say where a row is at home."""

    def __init__(
        self, copies: Copies, find: Find, rules: Rules, way: tuple[Hashable, Hashable], placed: Mapping[str, Value]
    ) -> None:
        self._copies, self._find, self._rules = copies, find, rules
        self._from, self._to = way
        self._placed = placed

    # --- words ---

    def writes(self, table: str, pk: str, there: Row, here: Row) -> list[Copied]:
        """What stands there and was never said here: the whole row the first time, with every side of a conflict."""
        told: list[tuple[str, Value, tuple[Dot, ...], tuple[Dot, ...]]] = []
        for col in merge.columns(there):
            if not (col in self._placed and here.born):
                told.extend((col, *side) for side in self._sides(col, there, here))
        if here.born is not None:
            return [_edit(table, pk, *one) for one in told]
        return _whole(table, pk, told, self._placed)

    def _sides(self, col: str, there: Row, here: Row) -> Iterator[tuple[Value, tuple[Dot, ...], tuple[Dot, ...]]]:
        """(value, writes here that it replaces, writes there that it says again), the one on display last."""
        rule = self._rules.get(col, merge.FACTS)
        live, standing = merge.live_writes(there, col), merge.live_writes(here, col)
        top = merge.shown(live, rule) if live else None
        groups: dict[tuple[type, Value], list[Dot]] = {}
        for dot in sorted(live, key=lambda dot: (dot == top, live[dot].hlc, dot)):
            value = merge.norm(live[dot].value)
            groups.setdefault((type(value), value), []).append(dot)
        ordered = sorted(groups.values(), key=lambda dots: top in dots)
        for dots in ordered:
            new = [dot for dot in dots if not self._is_said((dot, col))]
            if new:
                replaced = {base for dot in new for base in self._bases((dot, col))}
                replaced |= {said for dot in dots for said in self._copies.of((dot, col), self._to)}
                yield live[dots[-1]].value, tuple(sorted(replaced & standing.keys())), tuple(sorted(new))

    def _is_said(self, spot: Spot) -> bool:
        """Whether this write, or one that it only repeats, was said here at any time."""
        met: set[Dot] = set()
        dot, col = spot
        while dot not in met:
            if self._copies.of((dot, col), self._to):
                return True
            met.add(dot)
            before = self._repeated(dot, col)
            dot = before if before is not None else dot
        return False

    def _repeated(self, dot: Dot, col: str) -> Dot | None:
        """The write it replaced, where it only repeated its value."""
        write = self._written(dot, col)
        if write is None or len(write.replaces) != 1:
            return None
        before = self._written(write.replaces[0], col)
        return write.replaces[0] if before is not None and before.value == write.value else None

    def _written(self, dot: Dot, col: str) -> FieldWrite | None:
        op = self._find(dot)
        return next((write for write in op.writes if write.col == col), None) if op else None

    def _bases(self, spot: Spot) -> set[Dot]:
        """The writes here that it was based on, by way of others that were never said here."""
        found, met, todo = set[Dot](), {spot[0]}, [spot[0]]
        while todo:
            write = self._written(todo.pop(), spot[1])
            for dot in write.replaces if write else ():
                said = self._copies.of((dot, spot[1]), self._to)
                found |= said
                if not said and dot not in met:
                    met.add(dot)
                    todo.append(dot)
        return found

    # --- deletions ---

    def fates(self, table: str, pk: str, there: Row, here: Row) -> list[Copied]:
        """Deletions there (moves aside) that were never said here, and those lifted there since; after `writes`."""
        found = []
        for dot, seen in sorted(there.dels.items()):
            op = self._find(dot)
            if op is not None and op.code != merge.MOVE and not self._copies.of((dot, ""), self._to):
                known = self._knew(seen, here)
                found.append(Copied(Op(merge.DELETE, table, pk, dots=frozenset(known)), {"": (dot,)}))
        lifted = [dot for dot in here.dels if self._lifted(dot, there)]
        if lifted:
            found.append(Copied(Op(merge.UNDELETE, table, pk, dots=frozenset(lifted)), {}))
        return found

    def _knew(self, seen: Collection[Dot], here: Row) -> Iterator[Dot]:
        """The ops here of which everything that is still live was before the eyes of who deleted the row there."""
        for dot in sorted(merge.live_dots(here)):
            cols = [col for col in merge.columns(here) if dot in merge.live_writes(here, col)]
            if all(self._copies.of((dot, col), self._from) & set(seen) for col in cols if col not in self._placed):
                yield dot

    def _lifted(self, dot: Dot, there: Row) -> bool:
        same = self._copies.of((dot, ""), self._from)
        return bool(same) and not same & there.dels.keys()


def _edit(table: str, pk: str, col: str, value: Value, replaced: tuple[Dot, ...], said: tuple[Dot, ...]) -> Copied:
    code = merge.UPDATE if len(replaced) < 2 else merge.RESOLVE
    return Copied(Op(code, table, pk, (FieldWrite(col, value, replaced),)), {col: said})


def _whole(
    table: str, pk: str, told: list[tuple[str, Value, tuple[Dot, ...], tuple[Dot, ...]]], placed: Mapping[str, Value]
) -> list[Copied]:
    """The row is born here; of a conflict the further sides come first, so that the one on display stays on display."""
    last = {col: at for at, (col, *_rest) in enumerate(told)}
    beside = [_edit(table, pk, *one) for at, one in enumerate(told) if last[one[0]] != at and one[0] not in placed]
    born = [told[at] for at in last.values()]
    if not born:
        return []
    writes = tuple(FieldWrite(col, placed.get(col, value)) for col, value, _replaced, _said in born)
    return [*beside, Copied(Op(merge.INSERT, table, pk, writes), {col: said for col, _v, _r, said in born})]


def covered(row: Row, moves: Collection[Dot]) -> bool:
    """Whether one of those moves saw all there is."""
    dots = merge.live_dots(row)
    return any(dots <= row.dels[move] for move in moves if move in row.dels)
