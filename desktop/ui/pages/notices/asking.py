"""What the place 公示会议 asks the store, in workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries.land.publicity import NoticeLine, ObjectionLine
    from db.queries.places import VillageRow
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Wall:
    """Every list on the wall, and the villages a list can be hung in."""

    notices: list[NoticeLine]
    villages: list[VillageRow]


@dataclass(frozen=True, slots=True)
class Detail:
    """One list with what was objected."""

    notice: NoticeLine
    objections: list[ObjectionLine]


def wall(store: Store) -> Wall:
    """What hangs where."""
    from db.queries.land.publicity import notice_list
    from db.queries.places import villages

    return Wall(notice_list(store), villages(store))


def detail(store: Store, notice: NoticeLine) -> Detail:
    """One of them, whole."""
    from db.queries.land.publicity import objections

    return Detail(notice, objections(store, notice.id))
