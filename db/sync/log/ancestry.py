"""What a receipt (回执) covers in a graph of segments, and so what the next file must carry. Pure (sync.md §14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

Graph = Mapping[bytes, Collection[bytes]]
"""The segments of one partition that are here, oldest first, each with its parents."""


class Receipt(NamedTuple):
    """“I hold everything up to these heads, these are missing, these I will not take” – of one partition."""

    heads: Collection[bytes] = ()
    want: Collection[bytes] = ()
    refused: Collection[bytes] = ()


def closure(graph: Graph, heads: Iterable[bytes], stop: Collection[bytes] = ()) -> set[bytes]:
    """Everything at or below the heads; unknown hashes are ignored, and nothing THROUGH a missing one is believed."""
    found: set[bytes] = set()
    todo = list(heads)
    while todo:
        segment = todo.pop()
        if segment in found or segment in stop or segment not in graph:
            continue
        found.add(segment)
        todo.extend(graph[segment])
    return found


def to_send(graph: Graph, theirs: Receipt, withheld: Collection[bytes] = ()) -> list[bytes]:
    """What to pack for somebody with this receipt; ``withheld`` are the segments quarantined here."""
    have = closure(graph, theirs.heads, stop=theirs.want)
    return [
        segment
        for segment in graph
        if segment not in withheld
        and (segment in theirs.want or (segment not in have and segment not in theirs.refused))
    ]


def confirmed(graph: Graph, theirs: Receipt) -> set[bytes]:
    """What the other side has in effect; what it put aside for review (镇里待审) is not."""
    return closure(graph, theirs.heads, stop=theirs.want) - set(theirs.refused)


def wanted(graph: Graph) -> set[bytes]:
    """The parents nobody has brought yet."""
    return {parent for parents in graph.values() for parent in parents if parent not in graph}
