"""Certificates and the road to them. Events decide; nothing is overwritten."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class LandBatch(Recorded, table=True):
    """One round of titling or contract renewal."""

    __tablename__ = "land_batch"
    __table_args__ = synced(46)
    name: str | None = field("fact", 0)
    certificate_kind: str | None = field("fact", 0)
    policy_ref: str | None = field("fact", 0)
    publicity_days: int | None = field("fact", 0)
    required_documents: str | None = field("fact", 0)
    waivable_stages: str | None = field("fact", 0)


class LandCase(Recorded, table=True):
    """One contractor's way to one kind of certificate within a batch."""

    __tablename__ = "land_case"
    __table_args__ = synced(47)
    batch_id: str | None = field("fact", 1, ref="land_batch", index=True)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    certificate_kind: str | None = field("fact", 1)
    assignee: str | None = field("fact", 1)
    note: str | None = field("words", 1)


class StageEvent(Recorded, table=True):
    """A stage (1 摸底 … 11 领取签收) done, returned or waived."""

    __tablename__ = "stage_event"
    __table_args__ = synced(48)
    case_id: str | None = field("fact", 1, ref="land_case", index=True)
    stage: int | None = field("fact", 1)
    outcome: str | None = field("fact", 1)
    on_date: str | None = field("fact", 1)
    by_name: str | None = field("fact", 1)
    reason: str | None = field("words", 1)


class Blocker(Recorded, table=True):
    """What stands in the way (reason B); it may open at any stage and never changes the stage."""

    __table_args__ = synced(49)
    case_id: str | None = field("fact", 1, ref="land_case", index=True)
    code: str | None = field("fact", 1)
    note: str | None = field("words", 1)
    opened_on: str | None = field("fact", 1)
    opened_by: str | None = field("fact", 1)
    closed_on: str | None = field("fact", 1)
    closed_by: str | None = field("fact", 1)
    resolution: str | None = field("words", 1)


class Publicity(Recorded, table=True):
    """公示 with its first and last legal day."""

    __table_args__ = synced(50)
    batch_id: str | None = field("fact", 1, ref="land_batch", index=True)
    village_id: str | None = field("fact", 0, ref="village")
    issuer_id: str | None = field("fact", 0, ref="issuer")
    round: str | None = field("fact", 0)
    place: str | None = field("fact", 0)
    posted_on: str | None = field("fact", 0)
    days_required: int | None = field("fact", 0)
    ends_on: str | None = field("fact", 0)
    confirmed_on: str | None = field("fact", 0)


class Objection(Recorded, table=True):
    """异议 against a publicity."""

    __table_args__ = synced(51)
    publicity_id: str | None = field("fact", 1, ref="publicity", index=True)
    household_id: str | None = field("fact", 1, ref="household")
    text: str | None = field("words", 2)
    received_on: str | None = field("fact", 1)
    handled_on: str | None = field("fact", 1)
    result: str | None = field("words", 2)


class RegisterEntry(Recorded, table=True):
    """登记簿 DJB (B.8)."""

    __tablename__ = "register_entry"
    __table_args__ = synced(52)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    register_code: str | None = field("fact", 1)
    serial_no: str | None = field("fact", 1)
    old_serial_no: str | None = field("fact", 1)
    registrar: str | None = field("fact", 1)
    registered_on: str | None = field("fact", 1)
    note: str | None = field("words", 1)


class Certificate(Recorded, table=True):
    """权证 CBJYQZ (B.9) and its siblings; who collected it stands in its events."""

    __table_args__ = synced(53)
    case_id: str | None = field("fact", 1, ref="land_case", index=True)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    certificate_kind: str | None = field("fact", 1)
    certificate_code: str | None = field("fact", 1, index=True)
    serial_no: str | None = field("fact", 1)
    issuing_body: str | None = field("fact", 0)
    issued_on: str | None = field("fact", 1)
    replaces_id: str | None = field("fact", 1)
    import_id: str | None = field("fact", 1)


class CertificateEvent(Recorded, table=True):
    """What happened to a certificate: printed … collected … revoked (naming the event it takes back)."""

    __tablename__ = "certificate_event"
    __table_args__ = synced(54)
    certificate_id: str | None = field("fact", 1, ref="certificate", index=True)
    event: str | None = field("fact", 1)
    on_date: str | None = field("fact", 1)
    reason: str | None = field("fact", 1)
    note: str | None = field("words", 2)
    collector_name: str | None = field("fact", 2)
    collector_id_type: str | None = field("fact", 2)
    collector_id_no: str | None = field("fact", 3)
    collector_relation: str | None = field("fact", 2)
    is_proxy: int | None = field("fact", 1)
    proxy_paper: str | None = field("fact", 2)
    field_name: str | None = field("fact", 1)
    printed_value: str | None = field("fact", 3)
    true_value: str | None = field("fact", 3)
    revokes_id: str | None = field("fact", 1)
    by_name: str | None = field("fact", 1)
    import_id: str | None = field("fact", 1)
