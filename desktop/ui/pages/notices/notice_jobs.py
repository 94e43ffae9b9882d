"""What the place 公示会议 asks the store, in workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.queries.drafts import latest_drafts
from db.queries.land.publicity import notice_list, objections
from db.queries.places import villages
from db.sync.exchange.standing import standings_in, standings_of

if TYPE_CHECKING:
    from db.queries.drafts import DraftRow
    from db.queries.land.publicity import NoticeLine, ObjectionLine
    from db.queries.places import VillageRow
    from db.store import Store

POST, OBJECTION, RESULT = "publicity", "objection", "objection_result"  # the forms whose drafts are kept
POST_KEY = "wall"  # one list is written down at a time
VERSION = 1


@dataclass(frozen=True, slots=True)
class Wall:
    """Every list on the wall, and the villages a list can be hung in."""

    notices: list[NoticeLine]
    villages: list[VillageRow]
    standings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """The villages a list can be hung in, and what was being typed of one."""

    villages: list[VillageRow]
    draft: DraftRow | None


@dataclass(frozen=True, slots=True)
class Detail:
    """One list with what was objected, and by objection what was being written to settle it."""

    notice: NoticeLine
    objections: list[ObjectionLine]
    kept: Mapping[str, DraftRow] = field(default_factory=dict)
    standings: Mapping[str, str] = field(default_factory=dict)
    """Of the list and of each objection that is not confirmed."""


def wall(store: Store) -> Wall:
    """What hangs where."""
    return Wall(notice_list(store), villages(store), standings_of(store, "publicity"))


def detail(store: Store, notice: NoticeLine) -> Detail:
    """One of them, whole."""
    kept = {row.about: row for row in reversed(latest_drafts(store, RESULT))}
    return Detail(notice, objections(store, notice.id), kept, standings_in(store, notice.id, "publicity"))


def begun(store: Store) -> Begun:
    """What the form of a list begins with."""
    return Begun(villages(store), kept(store, POST, POST_KEY))


def kept(store: Store, form: str, key: str) -> DraftRow | None:
    """What was being typed of a form when the work stopped."""
    return next((row for row in latest_drafts(store, form) if row.about == key), None)


def notice_of(store: Store, objection_id: str) -> str:
    """The list an objection is to; empty where the objection is gone."""
    lists = notice_list(store)
    return next((one.id for one in lists if any(o.id == objection_id for o in objections(store, one.id))), "")
