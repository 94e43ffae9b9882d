"""Where a row is at home by now: its forwarding addresses followed as far as they lead. Pure, like merging."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import NamedTuple

from db.sync.log import merge
from db.sync.log.merge import Dot, Row


class Address(NamedTuple):
    """A move out of a partition: when (the stamp of its segment), its op, and where to."""

    hlc: int
    dot: Dot
    to: Hashable


Addresses = Mapping[Hashable, Collection[Address]]
"""For each partition the live moves out of it."""


def target(start: Hashable, born: Mapping[Hashable, Row], addresses: Addresses) -> Hashable | None:
    """The partition to which what stands in ``start`` belongs; None where it did not move, or is not there yet.

    Of several the one where the row is visible, then the one it was born in first. Where every place was left for
    another (two offices moved it to and fro at one time), the youngest move decides.
    """
    met, todo = [start], [start]
    while todo:
        for address in addresses.get(todo.pop(), ()):
            if address.to not in met and address.to in born:
                met.append(address.to)
                todo.append(address.to)
    if len(met) == 1:
        return None
    staying = [part for part in met[1:] if not addresses.get(part)]
    if staying:
        return min(staying, key=lambda part: _rank(born[part]))
    left = [address for part in met for address in addresses.get(part, ())]
    return max(left).to if all(address.to in born for address in left) else None


def _rank(row: Row) -> tuple[bool, int, Dot]:
    assert row.born is not None  # only born rows are compared
    return (merge.hidden(row), row.born.hlc, row.born.dot)
