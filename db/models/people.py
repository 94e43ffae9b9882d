"""Who works here, what hangs on a record, what was set: cadres, contact points, papers, settings."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Cadre(Recorded, table=True):
    """干部; a cadre of a village laptop stands in the village's partition, one of the office in the common one."""

    __table_args__ = synced(80)
    village_id: str | None = field("fact", 0)
    name: str | None = field("fact", 1)
    post: str | None = field("fact", 1)
    phone: str | None = field("fact", 3)
    roles: str | None = field("fact", 1)
    active: int | None = field("fact", 1)


class ContactPoint(Recorded, table=True):
    """联系点: a cadre's village or household, from one day to another."""

    __tablename__ = "contact_point"
    __table_args__ = synced(81)
    cadre_id: str | None = field("fact", 1)
    cadre_name: str | None = field("fact", 1)
    village_id: str | None = field("fact", 0)
    household_id: str | None = field("fact", 1, index=True)
    from_on: str | None = field("fact", 1)
    to_on: str | None = field("fact", 1)


class Attachment(Recorded, table=True):
    """A paper or photo that belongs to a record; its bytes lie encrypted under their SHA-256."""

    __table_args__ = synced(70)
    noun: str | None = field("fact", 1)
    record_id: str | None = field("fact", 1, index=True)
    household_id: str | None = field("fact", 1, index=True)
    paper_kind: str | None = field("fact", 1)
    caption: str | None = field("fact", 2)
    sha256: str | None = field("fact", 1)
    size: int | None = field("fact", 1)
    mime: str | None = field("fact", 1)
    taken_on: str | None = field("fact", 1)


class Setting(Recorded, table=True):
    """A number or list the township has set for everybody, e.g. days until a village's reply."""

    __table_args__ = synced(90)
    name: str | None = field("fact", 0, index=True)
    value: str | None = field("fact", 0)
