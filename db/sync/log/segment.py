"""A segment: what one computer wrote in one partition, signed, named by its own hash, never changed (sync.md §8)."""

from __future__ import annotations

import math
import secrets
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from db.device_keys import SUITE, PublicKeys, Signer, digest
from db.sync.log import merge, press
from db.sync.log.merge import Dot, FieldWrite, Op, Partition, Value

APP: Final = "0.1.0"
"""The version of this program, as segments and files name it; the sentence of TOO_NEW is told with it."""
LABEL: Final = "baijia/segment"
MAX_OPS: Final = 5_000
MAX_BODY: Final = 8 * 1024 * 1024 - 512 * 1024  # head and frame around it stay within a frame of 8 MiB
MAX_INFLATED: Final = 32 * 1024 * 1024
MAX_TEXT: Final = 64 * 1024
MAX_PARENTS: Final = 1_000
_INT64: Final = 1 << 63

Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
Id = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
Name = Annotated[str, Meta(pattern="^[a-z_][a-z0-9_]*$", max_length=63)]
Count = Annotated[int, Meta(ge=0, le=_INT64 - 1)]
Short = Annotated[str, Meta(max_length=256)]
_Whole = Annotated[int, Meta(ge=-_INT64, le=_INT64 - 1)]
_Finite = Annotated[float, Meta(ge=-sys.float_info.max, le=sys.float_info.max)]
_Plain = None | bool | _Whole | _Finite | Annotated[str, Meta(max_length=MAX_TEXT // 4)]
WireDot = tuple[Count, Annotated[int, Meta(ge=0, lt=MAX_OPS)]]
"""(index into refs, op index)."""
Spot = Annotated[str, Meta(pattern="^([a-z_][a-z0-9_]*)?$", max_length=63)]
"""A column, or '' for a whole row: what a deletion deletes."""
Origins = list[tuple[Annotated[int, Meta(ge=0, lt=MAX_OPS)], dict[Spot, list[WireDot]]]]
"""For ops that copy a row which moved: what each field (a deletion: '') was copied from, in the partition it left."""


class Malformed(Exception):
    """A segment no honest computer makes; ``code`` as in sync.md §20."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The signed beginning: who, where, after what; the body only by its hash, so that it can be erased later."""

    suite: Annotated[str, Meta(max_length=8)] = SUITE
    part: tuple[Id, Annotated[int, Meta(ge=0, le=255)]]
    dev: Id
    epoch: Annotated[str, Meta(max_length=64)]
    seq: Count
    parents: Annotated[list[Hash], Meta(max_length=MAX_PARENTS)]
    hlc: Count
    n: Annotated[int, Meta(ge=1, le=MAX_OPS)]
    body_hash: Hash
    body_len: Annotated[int, Meta(ge=1, le=MAX_BODY)]
    nonce: Annotated[bytes, Meta(min_length=8, max_length=32)]
    reader: Annotated[int, Meta(ge=2, le=255)] | msgspec.UnsetType = msgspec.UNSET
    """The reader it takes to understand the ops, said only where an older one cannot (a move, a redaction)."""
    pressed: Annotated[int, Meta(ge=1, le=255)] | msgspec.UnsetType = msgspec.UNSET
    """The dictionary its body is pressed with; an older reader has none."""
    copies: Annotated[int, Meta(ge=1, le=MAX_OPS)] | msgspec.UnsetType = msgspec.UNSET
    """How many ops copy a row that moved, so that they are found without opening every body."""


class Insert(msgspec.Struct, array_like=True, tag=0, frozen=True):
    """A new row: the value of every column of its table."""

    t: Count
    pk: Id
    values: list[Any]


class PlainInsert(Insert, array_like=True, tag=0, frozen=True):
    """A new row without bytes and without anything of a doubtful size: reading it has checked it."""

    values: list[_Plain]


class Update(msgspec.Struct, array_like=True, tag=1, frozen=True):
    """Changed fields: column index -> [value] or [value, ref, idx], the dot that was on screen."""

    t: Count
    pk: Id
    cells: dict[Count, Annotated[list[Any], Meta(min_length=1, max_length=3)]]


class Delete(msgspec.Struct, array_like=True, tag=2, frozen=True):
    """A deletion, with every live dot its author saw."""

    t: Count
    pk: Id
    dots: list[WireDot]


class Resolve(msgspec.Struct, array_like=True, tag=3, frozen=True):
    """A person's choice for one field, naming every sibling it closes."""

    t: Count
    pk: Id
    col: Count
    value: Any
    dots: list[WireDot]


class Undelete(msgspec.Struct, array_like=True, tag=4, frozen=True):
    """Shown again: the deletions it lifts."""

    t: Count
    pk: Id
    dots: list[WireDot]


class Move(msgspec.Struct, array_like=True, tag=6, frozen=True):
    """A deletion with a forwarding address: the partition the row went to, and every live dot its author saw."""

    t: Count
    pk: Id
    scope: Id
    compartment: Annotated[int, Meta(ge=0, le=255)]
    dots: list[WireDot]


class Redact(msgspec.Struct, array_like=True, tag=7, frozen=True):
    """What an office leaves of another segment: its head, and its body without the words of some ops (sync.md §17)."""

    head: Annotated[bytes, Meta(max_length=MAX_TEXT)]
    sig: Annotated[bytes, Meta(min_length=64, max_length=64)]
    erased: list[Annotated[int, Meta(ge=0, lt=MAX_OPS)]]
    rest: Annotated[bytes, Meta(max_length=MAX_BODY)]


GAP: Final = Update(0, "0" * 32, {})
"""What stands, in what is left of a segment, in the place of an op that says nothing."""
RowOp = Insert | Update | Delete | Resolve | Undelete | Move
WireOp = RowOp | Redact
Who = tuple[Count, str | None, Count, str | None, str | None]
"""(number of ops, author, wall time in ms, screen, reason)."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The ops, with the names of tables and columns they use and the hashes they refer to."""

    v: int = 1
    schema: Count
    app: Short = APP
    cols: Annotated[list[tuple[Name, Annotated[list[Name], Meta(max_length=500)]]], Meta(max_length=500)]
    refs: list[Hash] = []
    ops: Annotated[list[WireOp], Meta(min_length=1, max_length=MAX_OPS)]
    who: list[Who]
    blobs: list[Hash] = []
    origins: Annotated[Origins, Meta(max_length=MAX_OPS)] | msgspec.UnsetType = msgspec.UNSET


class _PlainBody(Body, frozen=True, kw_only=True):
    ops: Annotated[  # type: ignore[assignment]
        list[PlainInsert | Update | Delete | Resolve | Undelete | Move | Redact], Meta(min_length=1, max_length=MAX_OPS)
    ]


class _WideBody(Body, frozen=True, kw_only=True):
    who: list[list[Any]]  # type: ignore[assignment]


class Sealed(NamedTuple):
    """A segment as it is kept and travels; these bytes are never made anew."""

    hash: bytes
    head: bytes
    sig: bytes
    body: bytes


class Place(NamedTuple):
    """Where in the history of its device and partition a new segment stands."""

    part: Partition
    epoch: str
    seq: int
    parents: Sequence[bytes]
    hlc: int


_encode: Final = msgspec.msgpack.Encoder().encode
_read_head: Final = msgspec.msgpack.Decoder(Head).decode
_read_plain: Final = msgspec.msgpack.Decoder(_PlainBody).decode
_read_wide: Final = msgspec.msgpack.Decoder(_WideBody).decode
_read_any: Final = msgspec.msgpack.Decoder(Body).decode


def encode(place: Place, body: Body, signer: Signer, nonce: bytes | None = None) -> Sealed:
    """Seals a body: compressed, hashed, signed."""
    packed = press.press(_encode(body))
    head = _encode(
        Head(
            part=place.part, dev=signer.id, epoch=place.epoch, seq=place.seq, parents=sorted(place.parents),
            hlc=place.hlc, n=len(body.ops), body_hash=digest(packed), body_len=len(packed),
            nonce=nonce or secrets.token_bytes(16), reader=reader(body), pressed=pressed(packed), copies=_copies(body),
        )
    )  # fmt: skip
    return Sealed(digest(head), head, signer.sign(LABEL, head), packed)


def reader(body: Body) -> int | msgspec.UnsetType:
    """What a reader must be able to do for the ops, where that is more than the first one could."""
    return 2 if any(isinstance(op, Move | Redact) for op in body.ops) else msgspec.UNSET


def pressed(packed: bytes) -> int | msgspec.UnsetType:
    """The dictionary it needs."""
    return int(press.needs_dictionary(packed)) or msgspec.UNSET


def _copies(body: Body) -> int | msgspec.UnsetType:
    return len(body.origins or ()) or msgspec.UNSET


def read_head(raw: bytes) -> Head:
    """The head of a segment; Malformed for anything else."""
    try:
        head = _read_head(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed("BAD_SEGMENT", str(error)) from None
    if head.suite != SUITE:
        raise Malformed("BAD_SEGMENT", f"suite {head.suite}")
    return head


def genuine(raw: bytes, head: Head, sig: bytes, body: bytes, author: PublicKeys) -> bool:
    """Whether the author signed this head and meant this body."""
    return (
        head.dev == author.id
        and len(body) == head.body_len
        and digest(body) == head.body_hash
        and author.signed(LABEL, raw, sig)
    )


def body_again(packed: bytes) -> Body:
    """The ops of a segment whose body was verified when it came in."""
    return decoded(inflated(packed))


def read_body(head: Head, packed: bytes) -> Body:
    """The ops, within the limits of §19 and meaning something; Malformed otherwise."""
    body = decoded(inflated(packed))
    if len(body.ops) != head.n or sum(entry[0] for entry in body.who) != head.n:
        raise Malformed("BAD_SEGMENT", "counts differ")
    if (head.reader, head.pressed, head.copies) != (reader(body), pressed(packed), _copies(body)):
        raise Malformed("BAD_SEGMENT", "the head promises something else")
    tables = [name for name, _columns in body.cols]
    if len(set(tables)) != len(tables) or any(len(set(names)) != len(names) for _table, names in body.cols):
        raise Malformed("BAD_SEGMENT", "a table or column twice")
    check_ops(body)
    return body


def check_ops(body: Body) -> None:
    """Every op, every origin and every name of an author means something."""
    widths = [len(names) for _table, names in body.cols]
    for _idx, op in row_ops(body):
        if op.t >= len(widths):
            raise Malformed("BAD_SEGMENT", "no such table")
        _check(op, widths[op.t], len(body.refs))
    for idx, found in body.origins or ():
        if idx >= len(body.ops) or any(ref >= len(body.refs) for dots in found.values() for ref, _idx in dots):
            raise Malformed("BAD_SEGMENT", "an origin points to nothing")
    for _n, *texts in body.who:
        _check_values(texts)


def inflated(packed: bytes) -> bytes:
    """The bytes of a body, within the limits of §19; Malformed otherwise."""
    try:
        return press.inflate(packed, MAX_INFLATED)
    except press.TooLarge:
        raise Malformed("LIMIT", "inflated") from None
    except ValueError as error:
        raise Malformed("BAD_SEGMENT", str(error)) from None


def decoded(raw: bytes) -> Body:
    """The ops in the bytes of a body; Malformed for anything else."""
    try:
        try:
            return _read_plain(raw)
        except msgspec.ValidationError:  # bytes among the values, or what no honest computer makes: looked at closely
            try:
                return _read_any(raw)
            except msgspec.ValidationError:  # a newer version may say more of who wrote something
                wide = _read_wide(raw)
                return replace(wide, who=msgspec.convert([entry[:5] for entry in wide.who], list[Who]))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed("BAD_SEGMENT", str(error)) from None


def _check(op: RowOp, width: int, refs: int) -> None:
    match op:
        case PlainInsert(values=values):
            fits = len(values) == width
        case Insert(values=values):
            fits = len(values) == width
            _check_values(values)
        case Update(cells=cells):
            fits = all(col < width and _is_cell(cell, refs) for col, cell in cells.items())
            _check_values([cell[0] for cell in cells.values()])
        case Resolve(col=col, value=value, dots=dots):
            fits = col < width and all(ref < refs for ref, _idx in dots)
            _check_values([value])
        case Delete(dots=dots) | Undelete(dots=dots) | Move(dots=dots):
            fits = all(ref < refs for ref, _idx in dots)
    if not fits:
        raise Malformed("BAD_SEGMENT", "an op points to nothing")


def _is_cell(cell: Sequence[Any], refs: int) -> bool:
    if len(cell) == 1:
        return True
    return len(cell) == 3 and all(type(n) is int and n >= 0 for n in cell[1:]) and cell[1] < refs and cell[2] < MAX_OPS


def _check_values(values: Sequence[Any]) -> None:
    """Null, truth, numbers SQLite can hold, text and bytes up to 64 KiB; nothing else."""
    for value in values:
        kind = type(value)
        if kind is str:
            fits = len(value) <= MAX_TEXT // 4 or len(value.encode()) <= MAX_TEXT
        elif kind is int:
            fits = -_INT64 <= value < _INT64
        elif kind is float:
            fits = math.isfinite(value)
        elif kind is bytes:
            fits = len(value) <= MAX_TEXT
        elif value is None or kind is bool:
            fits = True
        else:
            raise Malformed("BAD_SEGMENT", "no value")
        if not fits:
            raise Malformed("LIMIT", "value")


def plain(value: Value) -> Value:
    """A value as the store keeps it: truth is 0 or 1."""
    return int(value) if value is True or value is False else value


def ops(body: Body) -> Iterator[Op]:
    """The ops as merging knows them, with full dots."""
    return (op(body, idx) for idx in range(len(body.ops)))


def op(body: Body, idx: int) -> Op:
    """The op at that place."""
    refs, wire = body.refs, body.ops[idx]
    if isinstance(wire, Redact):
        return Op(merge.REDACT, "", "")
    table, names = body.cols[wire.t]
    match wire:
        case Insert(pk=pk, values=values):
            writes = tuple(FieldWrite(col, plain(value)) for col, value in zip(names, values, strict=True))
            return Op(merge.INSERT, table, pk, writes)
        case Update(pk=pk, cells=cells):
            return Op(merge.UPDATE, table, pk, tuple(_cell(names[col], cell, refs) for col, cell in cells.items()))
        case Resolve(pk=pk, col=col, value=value, dots=dots):
            closed = tuple(Dot(refs[ref], at) for ref, at in dots)
            return Op(merge.RESOLVE, table, pk, (FieldWrite(names[col], plain(value), closed),))
        case Delete(pk=pk, dots=dots) | Undelete(pk=pk, dots=dots):
            code = merge.DELETE if isinstance(wire, Delete) else merge.UNDELETE
            return Op(code, table, pk, dots=frozenset(Dot(refs[ref], at) for ref, at in dots))
        case Move(pk=pk, scope=scope, compartment=compartment, dots=dots):
            seen = frozenset(Dot(refs[ref], at) for ref, at in dots)
            return Op(merge.MOVE, table, pk, dots=seen, to=(scope, compartment))


def row_ops(body: Body) -> Iterator[tuple[int, RowOp]]:
    """The ops that speak of a row, with their places."""
    return ((idx, op) for idx, op in enumerate(body.ops) if not isinstance(op, Redact) and op != GAP)


def origins(body: Body) -> Iterator[tuple[int, str, Dot]]:
    """(op, column, the write it was copied from) of a segment into which rows moved."""
    for idx, found in body.origins or ():
        yield from ((idx, col, Dot(body.refs[ref], at)) for col, dots in found.items() for ref, at in dots)


def _cell(col: str, cell: Sequence[Any], refs: Sequence[bytes]) -> FieldWrite:
    return FieldWrite(col, plain(cell[0]), (Dot(refs[cell[1]], cell[2]),) if len(cell) == 3 else ())
