"""Where people live: county, township, village, village group. All but the group are common to the township."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class County(Recorded, table=True):
    """县."""

    __table_args__ = synced(1, "县")
    name: str | None = field("fact", 0, "县名", required=True, editable=False)
    region_code: str | None = field("fact", 0, "区划代码", editable=False)


class Township(Recorded, table=True):
    """乡镇; its ``id`` is the scope of everything common to the township."""

    __table_args__ = synced(2, "乡镇")
    county_id: str | None = field("fact", 0, "县", ref="county")
    name: str | None = field("fact", 0, "乡镇名称", required=True, editable=False)
    region_code: str | None = field("fact", 0, "区划代码", editable=False)
    office_phone: str | None = field("fact", 0, "办公电话", "phone")


class Village(Recorded, table=True):
    """村; its ``id`` is the scope of everything recorded in it. Codes are never keys: villages merge."""

    __table_args__ = synced(3, "村")
    township_id: str | None = field("fact", 0, "乡镇", ref="township")
    name: str | None = field("fact", 0, "村名", required=True)
    region_code: str | None = field("fact", 0, "区划代码", editable=False)
    local_code: str | None = field("fact", 0, "本地编码")


class VillageGroup(Recorded, table=True):
    """村民小组."""

    __tablename__ = "village_group"
    __table_args__ = synced(4, "村民小组")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    name: str | None = field("fact", 0, "组名", required=True)
    number: int | None = field("fact", 0, "组序", "number")
    head_name: str | None = field("fact", 1, "组长")
