"""Partitions whose rows are not shown on this computer, though the log of them is here."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from db.capture import Db
from db.models import RESTRICTED

_FACT: Final = "out_of_sight"
"""Fact: the local numbers of the partitions taken away from this laptop, as JSON."""


def out_of_sight(db: Db) -> frozenset[int]:
    """The local numbers of the partitions this laptop may not see any more."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'store_fact'").fetchone() is None:
        return frozenset()
    found = db.execute("SELECT value FROM store_fact WHERE name = ?", (_FACT,)).fetchone()
    return frozenset(json.loads(found[0])) if found else frozenset()


def keep_out_of_sight(db: Db, parts: Collection[int]) -> None:
    """Notes which they are from now on; the rows are the caller's business."""
    db.execute("INSERT OR REPLACE INTO store_fact(name, value) VALUES (?, ?)", (_FACT, json.dumps(sorted(parts))))


def unseen(db: Db, *, village: bool) -> frozenset[int]:
    """The partitions of which a store shows no open matter: taken from it, or accusations in a village (P5)."""
    rows = db.execute("SELECT no FROM sync_part WHERE compartment = ?", (RESTRICTED,)).fetchall() if village else []
    return out_of_sight(db) | {row[0] for row in rows}
