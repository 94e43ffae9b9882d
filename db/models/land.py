"""Land: who contracted what from whom (NY/T 2539-2016 Annex B names the fields)."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Issuer(Recorded, table=True):
    """发包方 FBF (B.2)."""

    __table_args__ = synced(40)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    issuer_code: str | None = field("fact", 0, index=True)
    name: str | None = field("fact", 0)
    head_name: str | None = field("fact", 1)
    head_id_type: str | None = field("fact", 2)
    head_id_no: str | None = field("fact", 3)
    phone: str | None = field("fact", 3)
    address: str | None = field("fact", 1)
    postcode: str | None = field("fact", 0)
    surveyed_by: str | None = field("fact", 1)
    surveyed_on: str | None = field("fact", 1)
    survey_note: str | None = field("words", 1)


class Contractor(Recorded, table=True):
    """承包方 CBF (B.3); never keyed by its code or name, both change."""

    __table_args__ = synced(41)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    issuer_id: str | None = field("fact", 0, ref="issuer", index=True)
    contractor_code: str | None = field("fact", 1, index=True)
    contractor_type: str | None = field("fact", 1)
    name: str | None = field("fact", 2)
    id_type: str | None = field("fact", 2)
    id_no: str | None = field("fact", 3)
    address: str | None = field("fact", 2)
    postcode: str | None = field("fact", 0)
    phone: str | None = field("fact", 3)
    declared_members: int | None = field("fact", 1)
    surveyed_by: str | None = field("fact", 1)
    surveyed_on: str | None = field("fact", 1)
    survey_note: str | None = field("words", 1)
    publicity_note: str | None = field("words", 1)
    publicity_by: str | None = field("fact", 1)
    publicity_approved_on: str | None = field("fact", 1)
    publicity_approved_by: str | None = field("fact", 1)
    terminal: str | None = field("fact", 1)
    terminal_reason: str | None = field("words", 1)
    terminal_evidence: str | None = field("words", 1)
    terminal_on: str | None = field("fact", 1)
    successor_id: str | None = field("fact", 1)
    import_id: str | None = field("fact", 1)


class ContractorMember(Recorded, table=True):
    """承包方家庭成员 CBF_JTCY (B.4): all family members holding the right (农村土地承包法 art. 24)."""

    __tablename__ = "contractor_member"
    __table_args__ = synced(42)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    person_id: str | None = field("fact", 1, ref="person")
    name: str | None = field("fact", 2)
    sex: str | None = field("fact", 2)
    id_type: str | None = field("fact", 2)
    id_no: str | None = field("fact", 3)
    relation: str | None = field("fact", 2)
    is_head: int | None = field("fact", 1)
    remark_code: str | None = field("fact", 2)
    is_co_owner: str | None = field("fact", 1)
    remark_text: str | None = field("words", 2)
    left_on: str | None = field("fact", 2)
    left_reason: str | None = field("fact", 2)


class Parcel(Recorded, table=True):
    """地块 DK (Annex A); areas as given with their unit, ㎡ or 亩."""

    __table_args__ = synced(43)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    parcel_code: str | None = field("fact", 1, index=True)
    name: str | None = field("fact", 1)
    owner_kind: str | None = field("fact", 1)
    category: str | None = field("fact", 1)
    use_type: str | None = field("fact", 1)
    soil_grade: str | None = field("fact", 1)
    purpose: str | None = field("fact", 1)
    basic_farmland: str | None = field("fact", 1)
    measured_area: str | None = field("fact", 1)
    measured_area_mu: str | None = field("fact", 1)
    bound_e: str | None = field("fact", 1)
    bound_s: str | None = field("fact", 1)
    bound_w: str | None = field("fact", 1)
    bound_n: str | None = field("fact", 1)
    note: str | None = field("words", 1)
    pointing_person: str | None = field("fact", 2)


class Holding(Recorded, table=True):
    """承包地块信息 CBDKXX (B.1): one parcel held by one contractor."""

    __table_args__ = synced(44)
    parcel_id: str | None = field("fact", 1, ref="parcel", index=True)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    contract_id: str | None = field("fact", 1, ref="contract")
    certificate_id: str | None = field("fact", 1, ref="certificate")
    acquire_way: str | None = field("fact", 1)
    contract_area: str | None = field("fact", 1)
    contract_area_mu: str | None = field("fact", 1)
    old_area: str | None = field("fact", 1)
    old_area_mu: str | None = field("fact", 1)
    share_only: str | None = field("fact", 1)
    from_on: str | None = field("fact", 1)
    to_on: str | None = field("fact", 1)


class Contract(Recorded, table=True):
    """承包合同 CBHT (B.5); 长久不变 is ``perpetual``, not a date."""

    __table_args__ = synced(45)
    contractor_id: str | None = field("fact", 1, ref="contractor", index=True)
    issuer_id: str | None = field("fact", 0, ref="issuer")
    contract_code: str | None = field("fact", 1, index=True)
    old_contract_code: str | None = field("fact", 1)
    round: str | None = field("fact", 1)
    way: str | None = field("fact", 1)
    start_on: str | None = field("fact", 1)
    end_on: str | None = field("fact", 1)
    perpetual: int | None = field("fact", 1)
    total_area: str | None = field("fact", 1)
    total_area_mu: str | None = field("fact", 1)
    old_total_area: str | None = field("fact", 1)
    old_total_area_mu: str | None = field("fact", 1)
    parcel_count: int | None = field("fact", 1)
    signed_on: str | None = field("fact", 1)
    signer: str | None = field("fact", 2)
    netsigned_on: str | None = field("fact", 1)
    netsign_no: str | None = field("fact", 1)
