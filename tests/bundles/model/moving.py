"""Rows that move between partitions in the model: the township carries them with the product's own functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from db.sync.log import merge
from db.sync.log.merge import Dot, Op, Row
from db.sync.log.moves import placing
from db.sync.log.moves.issuing import Copied, Copies, Issuing
from db.sync.log.moves.placing import Address

if TYPE_CHECKING:
    from tests.bundles.model.world import Replica, World


def find(replica: Replica, dot: Dot) -> Op | None:
    """Looks an op up in the log of a computer."""
    seg = replica.applied.get(dot.segment)
    return seg.ops[dot.idx] if seg else None


def copies(replica: Replica, pk: str) -> Copies:
    """Which writes of a row say the same in several partitions."""
    applied = replica.applied
    found = Copies(lambda name: applied[name].part if name in applied else None)
    for name in replica.copying:
        seg = applied[name]
        if seg.ops[0].pk == pk:
            for col, dots in seg.origins.items():
                for dot in dots:
                    found.add(Dot(name, 0), col, dot)
    return found


def born(replica: Replica, pk: str) -> dict[str, Row]:
    """A row in every partition in which it is there."""
    found = {}
    for part in replica.parts:
        row = replica.state.rows.get((part, "t", pk))  # type: ignore[call-overload]
        if row is not None and row.born is not None:
            found[part] = row
    return found


def addresses(replica: Replica, row: Row) -> list[Address]:
    """The live moves out of the partition of this row."""
    return [
        Address(replica.applied[dot.segment].hlc, dot, op.to)
        for dot in row.dels
        if (op := find(replica, dot)) is not None and op.to is not None
    ]


def carry(world: World, replica: Replica, pk: str, src: str, dst: str) -> int:
    """Says the row again where it goes, and closes it where it was; returns how many entries were said again."""
    known = copies(replica, pk)
    issuing = Issuing(known, lambda dot: find(replica, dot), world.rules["t"], (src, dst), {})
    there = replica.row(src, pk)
    said = 0
    for copied in issuing.writes("t", pk, there, replica.row(dst, pk)):
        _say(world, replica, dst, copied, known)
        said += 1
    lifted = addresses(replica, replica.row(dst, pk))
    if lifted:
        world.seal(replica, dst, Op(merge.UNDELETE, "t", pk, dots=frozenset(one.dot for one in lifted)))
    for copied in issuing.fates("t", pk, there, replica.row(dst, pk)):
        _say(world, replica, dst, copied, known)
        said += 1
    if not merge.hidden(there):
        world.seal(replica, src, Op(merge.MOVE, "t", pk, dots=frozenset(merge.live_dots(there)), to=dst))  # type: ignore[arg-type]
    return said


def _say(world: World, replica: Replica, part: str, copied: Copied, known: Copies) -> None:
    screen = {write.col: write.replaces[0] if write.replaces else None for write in copied.op.writes}
    seg = world.seal(replica, part, copied.op, screen, copied.origins)
    for col, dots in copied.origins.items():
        for dot in dots:
            known.add(Dot(seg.hash, 0), col, dot)


def target(replica: Replica, pk: str, start: str, rows: Mapping[str, Row]) -> object:
    """Where what stands in a partition belongs by now."""
    return placing.target(start, rows, {part: addresses(replica, row) for part, row in rows.items()})


def follow(world: World, replica: Replica, pks: Iterable[str], *, force: bool = False) -> int:
    """What was written late is carried after the row; ``force``: also where the row never came (after 14 days)."""
    said = 0
    for pk in pks:
        for _round in range(5):
            rows = born(replica, pk)
            moved = {part: row for part, row in rows.items() if addresses(replica, row)}
            before = said
            for part, row in moved.items():
                to = target(replica, pk, part, rows)
                if to is not None and to != part:
                    said += carry(world, replica, pk, part, str(to))
                elif force and to is None:
                    for address in addresses(replica, row):
                        if address.to not in rows:
                            said += carry(world, replica, pk, part, str(address.to))
                            break
            if said == before:
                break
    return said
