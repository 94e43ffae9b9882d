"""What an older version wrote, said in today's words; the log itself is never rewritten (sync.md §16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from db.sync.log.merge import Op

Upcast = Callable[[Op], Op]
UPCASTS: Final[Mapping[int, Upcast]] = {}
"""Schema version -> the pure step to the next; the name of a field never changes its meaning, so most need none."""


def today(op: Op, schema: int, now: int, steps: Mapping[int, Upcast] = UPCASTS) -> Op:
    """The op as version ``now`` writes it; what comes from a newer version stays as it is."""
    for version in range(schema, now):
        if version in steps:
            op = steps[version](op)
    return op


def needed(schema: int, now: int, steps: Mapping[int, Upcast] = UPCASTS) -> bool:
    """Whether ops of that version must be looked at one by one."""
    return any(version in steps for version in range(schema, now))
