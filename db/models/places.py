"""Where people live: county, township, village, village group. All but the group are common to the township."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class County(Recorded, table=True):
    """县."""

    __table_args__ = synced(1)
    name: str | None = field("fact", 0)
    region_code: str | None = field("fact", 0)


class Township(Recorded, table=True):
    """乡镇; its ``id`` is the scope of everything common to the township."""

    __table_args__ = synced(2)
    county_id: str | None = field("fact", 0, ref="county")
    name: str | None = field("fact", 0)
    region_code: str | None = field("fact", 0)
    office_phone: str | None = field("fact", 0)


class Village(Recorded, table=True):
    """村; its ``id`` is the scope of everything recorded in it. Codes are never keys: villages merge."""

    __table_args__ = synced(3)
    township_id: str | None = field("fact", 0, ref="township")
    name: str | None = field("fact", 0)
    region_code: str | None = field("fact", 0)
    local_code: str | None = field("fact", 0)


class VillageGroup(Recorded, table=True):
    """村民小组."""

    __tablename__ = "village_group"
    __table_args__ = synced(4)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    name: str | None = field("fact", 0)
    number: int | None = field("fact", 0)
    head_name: str | None = field("fact", 1)
