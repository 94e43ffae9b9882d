"""Who lives here: households, persons, their tags."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Household(Recorded, table=True):
    """户, the centre of the record book."""

    __table_args__ = synced(10)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    village_group_id: str | None = field("fact", 0, ref="village_group", index=True)
    household_no: str | None = field("fact", 1, index=True)
    address: str | None = field("fact", 2)
    phone: str | None = field("fact", 3)
    household_kind: str | None = field("fact", 3)
    monitor_kind: str | None = field("fact", 3)
    best_visit_time: str | None = field("fact", 1)
    founded_on: str | None = field("fact", 1)
    ended_on: str | None = field("fact", 1)
    ended_reason: str | None = field("fact", 2)
    note: str | None = field("words", 2)
    merged_into: str | None = field("fact", 1)
    import_id: str | None = field("fact", 1)


class Person(Recorded, table=True):
    """人员. Codes, not words: ``relation`` GB/T 4761, ``sex`` 2261.1, ``nationality`` (民族) 3304, ``education`` 4658,
    ``political_status`` 4762, ``marital_status`` 2261.2, ``id_type`` the list id_document; words no list knows
    are kept as they were given.
    """

    __table_args__ = synced(11)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    name: str | None = field("fact", 2)
    name_note: str | None = field("fact", 2)
    former_name: str | None = field("fact", 2)
    relation: str | None = field("fact", 2)
    relation_text: str | None = field("fact", 2)
    is_head: int | None = field("fact", 1)
    position: int | None = field("fact", 1)
    sex: str | None = field("fact", 2)
    birth_date: str | None = field("fact", 2)
    birth_stated: str | None = field("fact", 2)
    id_type: str | None = field("fact", 2)
    id_no: str | None = field("fact", 3, index=True)
    no_id_reason: str | None = field("fact", 2)
    nationality: str | None = field("fact", 2)
    education: str | None = field("fact", 2)
    political_status: str | None = field("fact", 2)
    marital_status: str | None = field("fact", 2)
    phone: str | None = field("fact", 3)
    residence_kind: str | None = field("fact", 2)
    whereabouts: str | None = field("fact", 2)
    employment: str | None = field("fact", 2)
    health: str | None = field("fact", 3)
    guardian_consent_on: str | None = field("fact", 3)
    joined_on: str | None = field("fact", 2)
    joined_reason: str | None = field("fact", 2)
    died_on: str | None = field("fact", 2)
    left_on: str | None = field("fact", 2)
    left_reason: str | None = field("fact", 2)
    note: str | None = field("words", 3)
    merged_into: str | None = field("fact", 1)
    import_id: str | None = field("fact", 1)
    source_file: str | None = field("fact", 1)
    source_sheet: str | None = field("fact", 1)
    source_row: int | None = field("fact", 1)


class TagMark(Recorded, table=True):
    """A tag on a household or one of its persons (低保, 特困 …), from one day to another."""

    __tablename__ = "tag_mark"
    __table_args__ = synced(12)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    person_id: str | None = field("fact", 1, ref="person")
    tag: str | None = field("fact", 3)
    from_on: str | None = field("fact", 2)
    to_on: str | None = field("fact", 2)
    import_id: str | None = field("fact", 1)
