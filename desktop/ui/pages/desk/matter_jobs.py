"""What the merge desk asks workers to do: what stands open, deciding it, by rule, taking back, merging by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from gettext import gettext as _
from typing import TYPE_CHECKING, Final

from db.actions import merging
from db.changes import Changes
from db.identity import china_day, instant
from db.queries.drafts import latest_drafts
from db.sync.matters import decided, items, merged_pairs, preview, rules, settle_all
from db.sync.matters import take_back as again

if TYPE_CHECKING:
    from db.store import Store
    from db.sync.matters import Choice, Decided, DeskItem, Pair, Rule, Settlement
    from desktop.ui.jobs import Progress

_RECENT = timedelta(days=30)
_SHOWN = 60
"""Decisions listed: further back they are found in the history of the record."""


DRAFT: Final = "desk"
VERSION: Final = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cadre chose: an answer's code, why, and what was filled in."""

    answer: str
    reason: str
    values: Mapping[str, str]

    def data(self) -> dict[str, object]:
        """As a draft keeps it."""
        return {"answer": self.answer, "reason": self.reason, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Matters:
    """What stands open, the largest damage first; what was decided, the newest first; what was being typed."""

    items: tuple[DeskItem, ...]
    decided: tuple[Decided, ...]
    today: int
    kept: Mapping[str, Verdict] = field(default_factory=dict)


def matters(store: Store) -> Matters:
    """Everything on the desk."""
    today = store.today()
    done = decided(store, today - _RECENT)
    today_done = sum(china_day(instant(one.at)) == today for one in done)
    return Matters(tuple(items(store)), tuple(done[:_SHOWN]), today_done, _drafts(store))


def _drafts(store: Store) -> dict[str, Verdict]:
    found = {}
    for draft in latest_drafts(store, DRAFT):
        values = draft.data.get("values")
        if isinstance(values, dict):
            given = {str(name): str(text) for name, text in values.items()}
            found[draft.key] = Verdict(str(draft.data.get("answer", "")), str(draft.data.get("reason", "")), given)
    return found


def take_back(store: Store, decision_id: str) -> Changes:
    """Opens a matter again, with the words of both sides."""
    return again(store, decision_id)


# --- many at once ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swept:
    """What a rule would decide."""

    rule: Rule
    choices: tuple[Choice, ...]


def sweeps(store: Store) -> list[Swept]:
    """The rules there are, each with everything it would decide."""
    listed = items(store)
    return [Swept(rule, tuple(preview(store, rule.code, listed))) for rule in rules(store, listed)]


def sweep(progress: Progress, store: Store, swept: Swept, reason: str) -> list[Settlement]:
    """Settles what the cadre was shown, one by one; each can be taken back, and stopping leaves the rest open."""
    return settle_all(store, swept.choices, reason or None, progress)


def take_back_all(progress: Progress, store: Store, ids: tuple[str, ...]) -> Changes:
    """Takes a whole sweep back."""
    changes = Changes()
    for at, decision in enumerate(ids):
        progress(at, len(ids), _("正在收回"))
        changes |= again(store, decision)
    return changes


# --- duplicates -----------------------------------------------------------------------------------------------------


def pairs(store: Store) -> list[Pair]:
    """Everything merged, to be taken apart again."""
    return merged_pairs(store)


def join(store: Store, table: str, ids: tuple[str, str], reason: str) -> Changes:
    """Two entries are one household or one person from now on."""
    deed = merging.merge_households if table == "household" else merging.merge_persons
    return deed(store, *ids, reason or None)


def part(store: Store, table: str, ids: tuple[str, str]) -> Changes:
    """They are two after all."""
    deed = merging.unmerge_household if table == "household" else merging.unmerge_person
    return deed(store, *ids)
