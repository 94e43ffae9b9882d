"""What the triggers noted, row by row: many edits between two seals become one deed each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from db.capture import Db

AT_ONCE: Final = 800
"""Notes read at a time: however much was written since the last seal, sealing it asks for no more memory."""


class Signed(NamedTuple):
    """Who made an edit, where, why and when."""

    author: str | None
    screen: str | None
    reason: str | None
    at: str


class Edit(NamedTuple):
    """One line of the triggers' notes; ``base`` are the tokens of what the form showed."""

    seq: int
    op: str
    cols: tuple[str, ...]
    base: Mapping[str, str]
    signed: Signed


@dataclass(slots=True)
class Folded:
    """All edits of one row since the last seal: born, fields changed, hidden or shown again."""

    born: Edit | None = None
    first: dict[str, Edit] = field(default_factory=dict)
    last: dict[str, Edit] = field(default_factory=dict)
    first_fate: Edit | None = None
    fate: Edit | None = None
    seq: int = 0

    def add(self, edit: Edit) -> None:
        """Takes the next edit of the row in."""
        self.seq = self.seq or edit.seq
        if edit.op == "I":
            self.born = edit
        elif edit.op in ("D", "X"):
            self.first_fate = self.first_fate or edit
            self.fate = edit
        for col in edit.cols:
            self.first.setdefault(col, edit)
            self.last[col] = edit

    @property
    def deleted(self) -> bool:
        """Whether the row ends hidden."""
        return self.fate is not None and self.fate.op == "D"

    @property
    def came_back(self) -> bool:
        """Whether it was shown again after having been hidden before all this."""
        fates = (self.first_fate, self.fate)
        return all(fate is not None and fate.op == "X" for fate in fates)

    def edited_after(self, edit: Edit) -> bool:
        """Whether somebody went on writing in the row after that deed."""
        return any(other.seq > edit.seq for other in self.last.values())


def pending(db: Db) -> tuple[int, dict[int, dict[str, Folded]]]:
    """The oldest notes, folded, by table number and row; and the number of the last of them (0: there are none)."""
    rows = db.execute(
        "SELECT seq, tbl, pk, op, cols, base, author, screen, reason, at FROM sync_pending ORDER BY seq LIMIT ?",
        (AT_ONCE,),
    ).fetchall()
    folded: dict[int, dict[str, Folded]] = {}
    for seq, tbl, pk, op, cols, base, *signed in rows:
        names = tuple((cols or "").split(",")[1:])
        edit = Edit(seq, op, names, json.loads(base) if base else {}, Signed(*signed))
        folded.setdefault(tbl, {}).setdefault(pk, Folded()).add(edit)
    return (rows[-1][0] if rows else 0), folded
