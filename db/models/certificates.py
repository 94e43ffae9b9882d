"""Certificates and the road to them. Events decide; nothing is overwritten."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class LandBatch(Recorded, table=True):
    """One round of titling or contract renewal."""

    __tablename__ = "land_batch"
    __table_args__ = synced(46, "办证批次")
    name: str | None = field("fact", 0, "批次名称", required=True)
    certificate_kind: str | None = field("fact", 0, "证书种类", codes="land_certificate_kind")
    policy_ref: str | None = field("fact", 0, "政策依据")
    publicity_days: int | None = field("fact", 0, "公示天数", "number")
    required_documents: str | None = field("fact", 0, "必备材料")
    waivable_stages: str | None = field("fact", 0, "可以免办的步骤(序号，用逗号隔开)")


class LandCase(Recorded, table=True):
    """One contractor's way to one kind of certificate within a batch."""

    __tablename__ = "land_case"
    __table_args__ = synced(47, "办证事项")
    batch_id: str | None = field("fact", 1, "批次", ref="land_batch", index=True)
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    certificate_kind: str | None = field("fact", 1, "证书种类", codes="land_certificate_kind")
    assignee: str | None = field("fact", 1, "经办人")
    note: str | None = field("words", 1, "备注")


class StageEvent(Recorded, table=True):
    """A stage (1 摸底 … 11 领取签收) done, returned or waived."""

    __tablename__ = "stage_event"
    __table_args__ = synced(48, "办证环节")
    case_id: str | None = field("fact", 1, "办证事项", ref="land_case", index=True)
    stage: int | None = field("fact", 1, "步骤", "number", required=True, editable=False)
    outcome: str | None = field("fact", 1, "结果", codes="land_stage_outcome", editable=False)
    on_date: str | None = field("fact", 1, "日期", "day", editable=False)
    by_name: str | None = field("fact", 1, "经办人")
    reason: str | None = field("words", 1, "理由")


class Blocker(Recorded, table=True):
    """What stands in the way (reason B); it may open at any stage and never changes the stage."""

    __table_args__ = synced(49, "办证障碍")
    case_id: str | None = field("fact", 1, "办证事项", ref="land_case", index=True)
    code: str | None = field("fact", 1, "障碍", codes="land_reason_b", required=True)
    note: str | None = field("words", 1, "说明")
    opened_on: str | None = field("fact", 1, "从何时起", "day")
    opened_by: str | None = field("fact", 1, "登记人")
    closed_on: str | None = field("fact", 1, "解决日期", "day", after="opened_on", editable=False)
    closed_by: str | None = field("fact", 1, "解决人", editable=False)
    resolution: str | None = field("words", 1, "怎么解决的", editable=False)


class Publicity(Recorded, table=True):
    """公示 with its first and last legal day."""

    __table_args__ = synced(50, "公示")
    batch_id: str | None = field("fact", 1, "批次", ref="land_batch", index=True)
    village_id: str | None = field("fact", 0, "村", ref="village")
    issuer_id: str | None = field("fact", 0, "发包方", ref="issuer")
    round: str | None = field("fact", 0, "哪一榜", codes="land_publicity_round", required=True, editable=False)
    place: str | None = field("fact", 0, "张贴地点", required=True)
    posted_on: str | None = field("fact", 0, "张贴日期", "day", editable=False)
    days_required: int | None = field("fact", 0, "公示天数", "number", editable=False)
    ends_on: str | None = field("fact", 0, "截止日期", "day", future=True, after="posted_on", editable=False)
    confirmed_on: str | None = field("fact", 0, "确认日期", "day", editable=False)


class Objection(Recorded, table=True):
    """异议 against a publicity."""

    __table_args__ = synced(51, "异议")
    publicity_id: str | None = field("fact", 1, "公示", ref="publicity", index=True)
    household_id: str | None = field("fact", 1, "农户", ref="household")
    text: str | None = field("words", 2, "异议内容", required=True)
    received_on: str | None = field("fact", 1, "收到日期", "day")
    handled_on: str | None = field("fact", 1, "处理日期", "day", after="received_on", editable=False)
    result: str | None = field("words", 2, "结果", editable=False)


class RegisterEntry(Recorded, table=True):
    """登记簿 DJB (B.8)."""

    __tablename__ = "register_entry"
    __table_args__ = synced(52, "登记簿")
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    register_code: str | None = field("fact", 1, "登记簿编号")
    serial_no: str | None = field("fact", 1, "流水号")
    old_serial_no: str | None = field("fact", 1, "原流水号")
    registrar: str | None = field("fact", 1, "登簿人")
    registered_on: str | None = field("fact", 1, "登簿日期", "day")
    note: str | None = field("words", 1, "备注")


class Certificate(Recorded, table=True):
    """权证 CBJYQZ (B.9) and its siblings; who collected it stands in its events."""

    __table_args__ = synced(53, "权证")
    case_id: str | None = field("fact", 1, "办证事项", ref="land_case", index=True)
    contractor_id: str | None = field("fact", 1, "承包方", ref="contractor", index=True)
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    certificate_kind: str | None = field("fact", 1, "证书种类", codes="land_certificate_kind")
    certificate_code: str | None = field("fact", 1, "权证编码", once=True, index=True)
    serial_no: str | None = field("fact", 1, "权证流水号")
    issuing_body: str | None = field("fact", 0, "发证机关")
    issued_on: str | None = field("fact", 1, "发证日期", "day")
    replaces_id: str | None = field("fact", 1, "换下的旧证", "system")
    import_id: str | None = field("fact", 1, "导入编号", "system")


class CertificateEvent(Recorded, table=True):
    """What happened to a certificate: printed … collected … revoked (naming the event it takes back)."""

    __tablename__ = "certificate_event"
    __table_args__ = synced(54, "权证事项")
    certificate_id: str | None = field("fact", 1, "权证", ref="certificate", index=True)
    event: str | None = field("fact", 1, "事项", codes="land_certificate_event", required=True, editable=False)
    on_date: str | None = field("fact", 1, "日期", "day", editable=False)
    reason: str | None = field("fact", 1, "理由", editable=False)
    note: str | None = field("words", 2, "说明")
    collector_name: str | None = field("fact", 2, "领证人")
    collector_id_type: str | None = field("fact", 2, "领证人证件类型", codes="land_id_document")
    collector_id_no: str | None = field("fact", 3, "领证人证件号码", "id_no")
    collector_relation: str | None = field("fact", 2, "与户主关系", codes="GB/T 4761-2008")
    is_proxy: int | None = field("fact", 1, "代领", "yes_no", editable=False)
    proxy_paper: str | None = field("fact", 2, "委托书")
    field_name: str | None = field("fact", 1, "哪一项有误")
    printed_value: str | None = field("fact", 3, "证上印的")
    true_value: str | None = field("fact", 3, "正确的")
    revokes_id: str | None = field("fact", 1, "撤销哪一条", "system")
    by_name: str | None = field("fact", 1, "经办人")
    import_id: str | None = field("fact", 1, "导入编号", "system")
