"""What the record says once everybody's writes are put together, in whatever order they came (sync.md §9).

Pure: no store, no clock, no chance. The book on disk and the model in the tests decide with these very functions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

INSERT, UPDATE, DELETE, RESOLVE, UNDELETE, MERGE, MOVE, REDACT = range(8)
WORDS, FACT, CLOCK, LADDER = "words", "fact", "clock", "ladder"

Value = None | bool | int | float | str | bytes
Partition = tuple[str, int]
"""A partition: scope and compartment."""


class Dot(NamedTuple):
    """The name of one op for ever: the hash of its segment and its place in it."""

    segment: bytes
    idx: int


class Write(NamedTuple):
    """A value somebody wrote, with the stamp of its segment (which orders the display and decides nothing else)."""

    value: Value
    hlc: int


class FieldWrite(NamedTuple):
    """One column of an op: the new value, and the writes its author saw and replaces."""

    col: str
    value: Value
    replaces: tuple[Dot, ...] = ()


class Op(NamedTuple):
    """One deed on one row; ``dots``: what a deletion saw or the deletions an undelete lifts; ``to``: where it went.

    A redaction speaks of no row but of a segment: ``rest`` is what stays of it.
    """

    code: int
    table: str
    pk: str
    writes: Sequence[FieldWrite] = ()
    dots: frozenset[Dot] = frozenset()
    to: Partition | None = None
    rest: Remains | None = None


class Segment(NamedTuple):
    """What merging needs to know of a segment."""

    hash: bytes
    part: Partition
    hlc: int
    ops: Sequence[Op]


class Remains(NamedTuple):
    """What an office left of a segment: its ops at their old places, and which of them have lost their words.

    The others say what they always said, and every op still names what it replaced: so whoever never saw the segment
    itself ends with the same rows as whoever did (sync.md §17).
    """

    segment: Segment
    erased: frozenset[int]


class Rule(NamedTuple):
    """How a field merges: its class (sync.md §10), and for a ladder its values from the lowest to the highest."""

    kind: str = FACT
    steps: tuple[Value, ...] = ()


Rules = Mapping[str, Rule]
FACTS: Final = Rule()
Live = dict[Dot, Write]


class Birth(NamedTuple):
    """The first insert of a row, and what it wrote: the live write of every column that has no cells."""

    dot: Dot
    hlc: int
    values: Mapping[str, Value]


@dataclass(slots=True)
class Row:
    """All that is known of one row in one partition; a column without cells still says what the birth wrote."""

    born: Birth | None = None
    cells: dict[str, Live] = field(default_factory=dict)
    dels: dict[Dot, frozenset[Dot]] = field(default_factory=dict)
    gone: set[tuple[Dot, str]] = field(default_factory=set)

    def copy(self) -> Row:
        """An independent copy."""
        return Row(self.born, {c: dict(live) for c, live in self.cells.items()}, dict(self.dels), set(self.gone))


# --- taking an op in ------------------------------------------------------------------------------------------------


def apply(row: Row, op: Op, me: Dot, hlc: int, rules: Rules) -> None:
    """Lays one op on its row: once per dot, in ANY order; what it builds on may be missing for ever."""
    if op.code == INSERT and row.born is None:
        _be_born(row, op, me, hlc, rules)
    else:
        for write in op.writes:
            put(row, write, me, hlc, rules.get(write.col, FACTS))
    if op.code in (DELETE, MOVE):
        delete(row, me, op.dots)
    elif op.code == UNDELETE:
        undelete(row, op.dots)


def _be_born(row: Row, op: Op, me: Dot, hlc: int, rules: Rules) -> None:
    row.born = Birth(me, hlc, {write.col: write.value for write in op.writes})
    for write in op.writes:
        if write.col in row.cells:  # an edit came before the insert it was made on
            put(row, write, me, hlc, rules.get(write.col, FACTS))


def put(row: Row, write: FieldWrite, me: Dot, hlc: int, rule: Rule) -> None:
    """Adds a write to its column and takes away exactly the writes it names; the others stay beside it."""
    unopened = row.born.dot if row.born is not None and write.col not in row.cells else None
    live = _opened(row, write.col, write.replaces if rule.kind != CLOCK else ())
    if rule.kind == CLOCK:
        live[me] = Write(write.value, hlc)
        top = shown(live, rule)
        row.cells[write.col] = {top: live[top]}
        return
    for dot in write.replaces:
        if dot != unopened:  # the birth's own write was left out above
            kill(row, live, dot, write.col)
    if (me, write.col) not in row.gone:
        live[me] = Write(write.value, hlc)


def _opened(row: Row, col: str, replaces: Sequence[Dot]) -> Live:
    """The column's cells; the birth's own write becomes one of them unless it is being replaced anyway."""
    live = row.cells.get(col)
    if live is None:
        live = row.cells[col] = {}
        born = row.born
        if born is not None and born.dot not in replaces and col in born.values:
            live[born.dot] = Write(born.values[col], born.hlc)
    return live


def kill(row: Row, live: Live, dot: Dot, col: str) -> None:
    """Takes a replaced write away, and remembers it in case it arrives only later."""
    if live.pop(dot, None) is None:
        row.gone.add((dot, col))


def bury(row: Row) -> None:
    """Takes away what lies in a row though it is known to be replaced, as after the log was integrated anew."""
    for dot, col in row.gone:
        live = live_writes(row, col) if col else {}
        if dot in live and len(live) > 1:
            row.cells[col] = {other: write for other, write in live.items() if other != dot}


def delete(row: Row, me: Dot, seen: frozenset[Dot]) -> None:
    """Somebody deleted the row as they saw it."""
    if (me, "") not in row.gone:
        row.dels[me] = seen


def undelete(row: Row, lifted: Iterable[Dot]) -> None:
    """Somebody took deletions back."""
    for dot in lifted:
        if row.dels.pop(dot, None) is None:
            row.gone.add((dot, ""))


# --- erasing --------------------------------------------------------------------------------------------------------


def remains(segment: Segment, erased: Iterable[int], rules: Mapping[str, Rules]) -> Remains:
    """A segment without the words of some of its ops."""
    lost = frozenset(erased)
    ops = [wordless(op, rules.get(op.table, {})) if idx in lost else op for idx, op in enumerate(segment.ops)]
    return Remains(segment._replace(ops=ops), lost)


def wordless(op: Op, rules: Rules) -> Op:
    """An op that still replaces what it replaced but says nothing any more; a clock, a counter, keeps its value."""
    keeps = {col for col, rule in rules.items() if rule.kind == CLOCK}
    return op._replace(writes=tuple(w if w.col in keeps else w._replace(value=None) for w in op.writes))


def blank(row: Row, dot: Dot, rules: Rules) -> None:
    """Takes the words of one op out of a row: what it wrote and nobody replaced is empty from now on."""
    keeps = {col for col, rule in rules.items() if rule.kind == CLOCK}
    for col, live in row.cells.items():
        if dot in live and col not in keeps:
            live[dot] = Write(None, live[dot].hlc)
    born = row.born
    if born is not None and born.dot == dot:
        row.born = born._replace(values={col: v if col in keeps else None for col, v in born.values.items()})


# --- reading a row --------------------------------------------------------------------------------------------------


def columns(row: Row) -> Iterable[str]:
    """The columns anybody wrote, in the order of the birth, then of arrival."""
    return dict.fromkeys((*(row.born.values if row.born else ()), *row.cells))


def live_writes(row: Row, col: str) -> Live:
    """Every write of the column that no other write replaced."""
    live = row.cells.get(col)
    if live is not None:
        return live
    if row.born is not None and col in row.born.values:
        return {row.born.dot: Write(row.born.values[col], row.born.hlc)}
    return {}


def shown(live: Live, rule: Rule = FACTS) -> Dot:
    """The write on display: the youngest stamp (of a clock field the greatest value), ties by name."""
    if rule.kind == CLOCK:
        return max(live, key=lambda dot: (_rank(live[dot].value), live[dot].hlc, dot))
    return max(live, key=lambda dot: (live[dot].hlc, dot))


def _rank(value: Value) -> tuple[int, Any]:
    if value is None:
        return (0, 0)
    if isinstance(value, (int, float)):
        return (1, value)
    return (2, value) if isinstance(value, str) else (3, value)


def norm(value: Value) -> Value:
    """What counts as one entry: characters composed, no blanks at the ends, one kind of line end; empty is nothing.

    >>> norm("cafe\u0301 "), norm("\u3000")
    ('caf\u00e9', None)
    """
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        return plain or None
    return value


def conflict(live: Live, rule: Rule = FACTS) -> bool:
    """Whether a person must choose: two different entries stand side by side (on a ladder: one above the one shown)."""
    if len(live) < 2 or rule.kind == CLOCK:
        return False
    if rule.kind == LADDER and rule.steps:
        top = max(_step(write.value, rule) for write in live.values())
        return top > _step(live[shown(live, rule)].value, rule)
    return len({norm(write.value) for write in live.values()}) > 1


def _step(value: Value, rule: Rule) -> int:
    """The rung of a value; one this version does not know stands above all, nothing at all below."""
    if value is None:
        return -1
    return rule.steps.index(value) if value in rule.steps else len(rule.steps)


def live_dots(row: Row) -> set[Dot]:
    """The ops that still have a say in the row."""
    dots = {dot for live in row.cells.values() for dot in live}
    if row.born is not None and any(col not in row.cells for col in row.born.values):
        dots.add(row.born.dot)
    return dots


def hidden(row: Row) -> bool:
    """Whether some live deletion saw all there is; an edit it did not see keeps the row visible."""
    if not row.dels:
        return False
    dots = live_dots(row)
    return any(dots <= seen for seen in row.dels.values())


def deleted_but_edited(row: Row) -> bool:
    """Whether somebody deleted the row while somebody else went on writing in it."""
    return bool(row.dels) and not hidden(row)


# --- many rows ------------------------------------------------------------------------------------------------------


class State:
    """Every row of every partition, as a set of segments makes it."""

    def __init__(self, rules: Mapping[str, Rules]) -> None:
        self.rules = rules
        self.rows: dict[tuple[Partition, str, str], Row] = {}
        self.integrated: set[bytes] = set()
        self.erased: dict[bytes, frozenset[int]] = {}

    def row(self, part: Partition, table: str, pk: str) -> Row:
        """The row, empty if nobody wrote it yet."""
        key = (part, table, pk)
        found = self.rows.get(key)
        if found is None:
            found = self.rows[key] = Row()
        return found

    def apply(self, segment: Segment) -> None:
        """Lays a whole segment on the rows, at most once, and without the words it has lost."""
        if segment.hash in self.integrated:
            return
        self.integrated.add(segment.hash)
        lost = self.erased.get(segment.hash, frozenset())
        for idx, op in enumerate(segment.ops):
            if op.code == REDACT:
                self._redact(op)
                continue
            rules = self.rules.get(op.table, {})
            said = wordless(op, rules) if idx in lost else op
            apply(self.row(segment.part, op.table, op.pk), said, Dot(segment.hash, idx), segment.hlc, rules)

    def _redact(self, op: Op) -> None:
        """Words go, before or after they came; several redactions of one segment take all that any of them takes."""
        if op.rest is None:  # said again in another redaction
            return
        segment, lost = op.rest
        self.erased[segment.hash] = self.erased.get(segment.hash, frozenset()) | lost
        if segment.hash not in self.integrated:
            self.apply(segment)
            return
        for idx in lost:
            deed = segment.ops[idx]
            if deed.code != REDACT:
                row = self.row(segment.part, deed.table, deed.pk)
                blank(row, Dot(segment.hash, idx), self.rules.get(deed.table, {}))

    def copy(self) -> State:
        """An independent copy, as a backup is."""
        twin = State(self.rules)
        twin.rows = {key: row.copy() for key, row in self.rows.items()}
        twin.integrated, twin.erased = set(self.integrated), dict(self.erased)
        return twin
