"""What the quarantine asks workers to do: what lies there, what is in it, printing it, a person's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.sync.matters import quarantine
from db.sync.matters.quarantine import quarantined, returned

if TYPE_CHECKING:
    from db.changes import Changes
    from db.store import Store
    from db.sync.log.apply import Applied
    from db.sync.matters.quarantine import Held, HeldDeed, Returned


@dataclass(frozen=True, slots=True)
class Aside:
    """What others sent and was set aside here; what of ours the other side set aside or refused."""

    held: tuple[Held, ...]
    returned: tuple[Returned, ...]


def aside(store: Store) -> Aside:
    """Everything in quarantine, at both ends."""
    return Aside(tuple(quarantined(store)), tuple(returned(store)))


def content(store: Store, held_id: str) -> tuple[HeldDeed, ...]:
    """What is in one of them, in words."""
    return tuple(quarantine.content(store, held_id))


def let_in(store: Store, ids: tuple[str, ...], reason: str) -> Applied:
    """They come into effect as if they had just arrived."""
    return quarantine.release(store, ids, reason or None)


def refuse(store: Store, ids: tuple[str, ...], reason: str) -> Changes:
    """They stay here; their sender reads it in the next receipt."""
    return quarantine.reject(store, ids, reason or None)


def paper(store: Store, ids: tuple[str, ...]) -> bytes:
    """The list as PDF."""
    from desktop.papers import held_papers
    from desktop.reports.quarantine import quarantine_report

    return quarantine_report(held_papers(store, ids)).pdf
