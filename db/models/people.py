"""Who works here, what hangs on a record, what was set: cadres, contact points, papers, settings."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Cadre(Recorded, table=True):
    """干部; a cadre of a village laptop stands in the village's partition, one of the office in the common one."""

    __table_args__ = synced(80, "干部")
    village_id: str | None = field("fact", 0, "村")
    name: str | None = field("fact", 1, "姓名", "name", required=True)
    post: str | None = field("fact", 1, "职务")
    phone: str | None = field("fact", 3, "电话", "phone")
    roles: str | None = field("fact", 1, "权限", editable=False)
    active: int | None = field("fact", 1, "在岗", "yes_no", editable=False)


class ContactPoint(Recorded, table=True):
    """联系点: a cadre's village or household, from one day to another."""

    __tablename__ = "contact_point"
    __table_args__ = synced(81, "联系点")
    cadre_id: str | None = field("fact", 1, "干部", "system")
    cadre_name: str | None = field("fact", 1, "联系干部")
    village_id: str | None = field("fact", 0, "村")
    household_id: str | None = field("fact", 1, "农户", "system", index=True)
    from_on: str | None = field("fact", 1, "从哪天", "day", future=True)
    to_on: str | None = field("fact", 1, "到哪天", "day", future=True, after="from_on")


class Attachment(Recorded, table=True):
    """A paper or photo that belongs to a record; its bytes lie encrypted under their SHA-256."""

    __table_args__ = synced(70, "材料")
    noun: str | None = field("fact", 1, "属于哪类记录", "system")
    record_id: str | None = field("fact", 1, "属于哪条记录", "system", index=True)
    household_id: str | None = field("fact", 1, "农户", "system", index=True)
    paper_kind: str | None = field("fact", 1, "材料种类", codes="paper_kind")
    caption: str | None = field("fact", 2, "说明")
    sha256: str | None = field("fact", 1, "文件指纹", "system")
    size: int | None = field("fact", 1, "大小", "system")
    mime: str | None = field("fact", 1, "格式", "system")
    taken_on: str | None = field("fact", 1, "拍摄日期", "day")


class Setting(Recorded, table=True):
    """A number or list the township has set for everybody, e.g. days until a village's reply."""

    __table_args__ = synced(90, "设置")
    name: str | None = field("fact", 0, "设置名称", editable=False, index=True)
    value: str | None = field("fact", 0, "设置内容", editable=False)
