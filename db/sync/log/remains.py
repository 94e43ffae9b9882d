"""What is left of a segment when its words go: the signed head, and every op at its place (sync.md §17).

An op without words still names what it replaced. So whoever never had the segment ends with the same rows as whoever
had it; edits that others made on top of the words that stay go on naming them; and nothing has to be written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from db.device_keys import PublicKeys, digest
from db.sync.log import merge, press, segment
from db.sync.log.segment import Body, Head, Insert, Malformed, Redact, Resolve, Update, Who, WireOp

Clocks = Mapping[str, Collection[str]]
"""By table, the columns whose greatest value counts: they are counters and keep their value."""
_encode: Final = msgspec.msgpack.Encoder().encode


class Left(NamedTuple):
    """A redaction as read: the other segment's name and head, which ops lost their words, what is left (or nothing)."""

    hash: bytes
    head: Head
    op: Redact
    body: Body | None


def of(op: Redact) -> Left:
    """Reads a redaction that was checked when it came in."""
    return Left(digest(op.head), segment.read_head(op.head), op, segment.body_again(op.rest) if op.rest else None)


def redactions(body: Body) -> Iterator[tuple[int, Redact]]:
    """The redactions in a segment, with their places."""
    return ((idx, op) for idx, op in enumerate(body.ops) if isinstance(op, Redact))


def check(head: Head, body: Body) -> None:
    """Malformed where a redaction is of another partition, or is none an honest office makes."""
    for _idx, op in redactions(body):
        inner = segment.read_head(op.head)
        if inner.part != head.part or any(idx >= inner.n for idx in op.erased):
            raise Malformed("BAD_SEGMENT", "a redaction of something else")
        if op.rest and any(nested.rest for _at, nested in redactions(_read(inner, op.rest))):
            raise Malformed("BAD_SEGMENT", "a redaction in a redaction")


def genuine(body: Body, public_of: Callable[[str], PublicKeys | None]) -> bool:
    """Whether what redactions leave was really begun by whom they name; an author nobody knows here is believed."""
    for _idx, op in redactions(body):
        author = public_of(segment.read_head(op.head).dev)
        if author is not None and not author.signed(segment.LABEL, op.head, op.sig):
            return False
    return True


def _read(head: Head, rest: bytes) -> Body:
    """What is left, checked like any body; it may be pressed in another way than the whole was."""
    asked = segment.reader(segment.body_again(rest))
    return segment.read_body(replace(head, reader=asked, pressed=segment.pressed(rest)), rest)


def made(kept: tuple[bytes, bytes, bytes], erased: Iterable[int], clocks: Clocks) -> Redact:
    """The redaction of a segment (head, signature, body) that takes the words of those ops."""
    head, sig, packed = kept
    lost = frozenset(erased)
    return Redact(head, sig, sorted(lost), pack(without(segment.body_again(packed), lost, clocks)))


def pack(body: Body) -> bytes:
    """A body as it is kept and travels."""
    return press.press(_encode(body))


def without(body: Body, erased: Collection[int], clocks: Clocks) -> Body:
    """A body without the words of some ops, and the reasons given for them; a redaction among them is said anew."""
    ops = [_wordless(op, body.cols, clocks) if idx in erased else op for idx, op in enumerate(body.ops)]
    return replace(body, ops=ops, who=list(_reasonless(body, erased)))


def _wordless(op: WireOp, cols: Sequence[tuple[str, list[str]]], clocks: Clocks) -> WireOp:
    if isinstance(op, Redact):
        return Redact(op.head, op.sig, [], b"")
    table, names = cols[op.t]
    keeps = clocks.get(table, ())
    if isinstance(op, Insert):
        values = [v if col in keeps else None for col, v in zip(names, op.values, strict=True)]
        return replace(op, values=values)
    if isinstance(op, Update):
        cells = {col: [cell[0] if names[col] in keeps else None, *cell[1:]] for col, cell in op.cells.items()}
        return replace(op, cells=cells)
    if isinstance(op, Resolve) and names[op.col] not in keeps:
        return replace(op, value=None)
    return op


def _reasonless(body: Body, erased: Collection[int]) -> Iterator[Who]:
    """Who made each op; why, only where its words stay."""
    each = enumerate(entry[1:] for entry in body.who for _op in range(entry[0]))
    said = ((*who[:3], None if idx in erased else who[3]) for idx, who in each)
    yield from ((len(list(run)), *who) for who, run in groupby(said))


def ops(body: Body) -> list[merge.Op]:
    """The ops as merging knows them, redactions with what they leave."""
    found = list(segment.ops(body))
    for idx, op in redactions(body):
        left = of(op)
        if left.body is not None:
            whole = merge.Segment(left.hash, left.head.part, left.head.hlc, ops(left.body))
            found[idx] = found[idx]._replace(rest=merge.Remains(whole, frozenset(op.erased)))
    return found


def clocks(rules: Mapping[str, merge.Rules]) -> Clocks:
    """The columns that keep their value."""
    return {
        table: kept
        for table, fields in rules.items()
        if (kept := {col for col, rule in fields.items() if rule.kind == merge.CLOCK})
    }
