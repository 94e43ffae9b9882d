"""Disputes and their mediation; all but the marker stand in the mediation compartment."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Screening(Recorded, table=True):
    """排查: a round is a record even when it found nothing (零报告)."""

    __table_args__ = synced(59, "排查")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    screened_on: str | None = field("fact", 1, "排查日期", "day")
    found: int | None = field("fact", 1, "发现纠纷(件)", "number")
    nil_report: int | None = field("fact", 1, "零报告", "yes_no", editable=False)
    note: str | None = field("words", 1, "说明")


class Dispute(Recorded, table=True):
    """矛盾纠纷, with any number of parties on each side."""

    __table_args__ = synced(60, "纠纷")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    screening_id: str | None = field("fact", 1, "哪次排查", ref="screening")
    visit_id: str | None = field("fact", 1, "走访", "system")
    request_id: str | None = field("fact", 1, "诉求", "system")
    draft_no: str | None = field("fact", 1, "草稿编号", editable=False)
    official_no: str | None = field("fact", 1, "正式编号", editable=False)
    title: str | None = field("fact", 3, "案件名称")
    dispute_type: str | None = field("fact", 1, "纠纷类型", codes="dispute_type", required=True)
    case_source: str | None = field("fact", 1, "案件来源", codes="case_source")
    committee_kind: str | None = field("fact", 0, "调委会类别", codes="committee_kind")
    committee_name: str | None = field("fact", 0, "调委会名称")
    found_on: str | None = field("fact", 1, "发现或申请日期", "day", required=True)
    place: str | None = field("fact", 2, "发生地点")
    summary: str | None = field("words", 3, "纠纷简要情况", required=True)
    demands: str | None = field("words", 3, "申请事项")
    people_count: int | None = field("fact", 1, "涉及人数", "number")
    amount: str | None = field("fact", 3, "涉及金额(元)", "amount")
    risk_grade: str | None = field("fact", 1, "风险等级", codes="risk_grade")
    mediators: str | None = field("fact", 1, "人民调解员")
    leader: str | None = field("fact", 1, "包案领导")
    known_since: str | None = field("fact", 1, "知道权利受侵害的日期", "day")
    land_contract: int | None = field("fact", 1, "是农村土地承包纠纷", "yes_no")
    import_id: str | None = field("fact", 1, "导入编号", "system")


class DisputeStep(Recorded, table=True):
    """One step of a case: accepted, refused, extended, terminated, closed, archived …"""

    __tablename__ = "dispute_step"
    __table_args__ = synced(61, "纠纷办理")
    dispute_id: str | None = field("fact", 1, "纠纷", ref="dispute", index=True)
    step: str | None = field("fact", 1, "步骤", codes="dispute_state", required=True, editable=False)
    on_date: str | None = field("fact", 1, "日期", "day")
    reason: str | None = field("fact", 3, "理由")
    note: str | None = field("words", 3, "说明")
    to_unit: str | None = field("fact", 1, "移送单位")
    due_on: str | None = field("fact", 1, "延期到", "day", future=True, editable=False)


class Party(Recorded, table=True):
    """当事人: a person or an organisation on one side."""

    __table_args__ = synced(62, "当事人")
    dispute_id: str | None = field("fact", 1, "纠纷", ref="dispute", index=True)
    person_id: str | None = field("fact", 1, "人员", "system")
    household_id: str | None = field("fact", 1, "农户", "system", index=True)
    side: str | None = field("fact", 1, "哪一方", codes="party_side")
    position: int | None = field("fact", 1, "次序", "number")
    name: str | None = field("fact", 3, "姓名")
    sex: str | None = field("fact", 2, "性别", codes="GB/T 2261.1")
    nationality: str | None = field("fact", 2, "民族", codes="GB/T 3304-1991")
    birth_date: str | None = field("fact", 2, "出生日期", "day", partial=True)
    occupation: str | None = field("fact", 2, "职业或职务")
    id_no: str | None = field("fact", 3, "证件号码", "id_no")
    phone: str | None = field("fact", 3, "联系方式", "phone")
    address: str | None = field("fact", 2, "单位或住址")
    organisation: str | None = field("fact", 1, "单位名称")
    legal_representative: str | None = field("fact", 2, "法定代表人")
    agent_name: str | None = field("fact", 2, "委托代理人")
    notice_told_on: str | None = field("fact", 1, "告知权利日期", "day")


class Sitting(Recorded, table=True):
    """调解会, the n-th of a case."""

    __table_args__ = synced(63, "调解会")
    dispute_id: str | None = field("fact", 1, "纠纷", ref="dispute", index=True)
    number: int | None = field("fact", 1, "第几次", "number", editable=False)
    held_on: str | None = field("fact", 1, "日期", "day", required=True)
    time_from: str | None = field("fact", 1, "时间", "time")
    place: str | None = field("fact", 1, "地点")
    mediators: str | None = field("fact", 1, "人民调解员")
    recorder: str | None = field("fact", 1, "记录人")
    attendees: str | None = field("fact", 3, "参加人")
    record: str | None = field("words", 3, "调解记录", required=True)
    result: str | None = field("fact", 1, "调解结果", codes="sitting_result", required=True, editable=False)


class Agreement(Recorded, table=True):
    """调解协议, written or oral (oral never for contracted land: 调解仲裁法 art. 10)."""

    __table_args__ = synced(64, "调解协议")
    dispute_id: str | None = field("fact", 1, "纠纷", ref="dispute", index=True)
    agreement_form: str | None = field("fact", 1, "协议形式", codes="agreement_form")
    draft_no: str | None = field("fact", 1, "草稿编号", editable=False)
    official_no: str | None = field("fact", 1, "正式编号", editable=False)
    agreed_on: str | None = field("fact", 1, "达成日期", "day", required=True)
    effective_on: str | None = field("fact", 1, "生效日期", "day", after="agreed_on", editable=False)
    facts: str | None = field("words", 3, "纠纷主要事实、争议事项")
    place: str | None = field("fact", 1, "地点")
    mediators: str | None = field("fact", 1, "人民调解员")
    recorder: str | None = field("fact", 1, "记录人")
    copies: int | None = field("fact", 1, "份数", "number")
    parties_signed: int | None = field("fact", 1, "当事人都已签名", "yes_no", editable=False)
    mediator_signed: int | None = field("fact", 1, "调解员已签名", "yes_no", editable=False)
    sealed: int | None = field("fact", 1, "已盖调委会印章", "yes_no", editable=False)


class Clause(Recorded, table=True):
    """One clause: who does what, how much, how, by when."""

    __table_args__ = synced(65, "协议条款")
    agreement_id: str | None = field("fact", 1, "协议", ref="agreement", index=True)
    position: int | None = field("fact", 1, "第几条", "number")
    who: str | None = field("fact", 3, "谁履行")
    what: str | None = field("words", 3, "做什么")
    amount: str | None = field("fact", 3, "金额(元)", "amount")
    how: str | None = field("fact", 3, "怎么履行")
    due_on: str | None = field("fact", 2, "履行期限", "day", future=True)


class Performance(Recorded, table=True):
    """履行 of a clause."""

    __table_args__ = synced(66, "履行")
    clause_id: str | None = field("fact", 1, "条款", ref="clause", index=True)
    performed_on: str | None = field("fact", 1, "履行日期", "day")
    amount: str | None = field("fact", 3, "金额(元)", "amount")
    complete: int | None = field("fact", 1, "这一条已履行完毕", "yes_no")
    note: str | None = field("words", 3, "说明")


class Revisit(Recorded, table=True):
    """回访."""

    __table_args__ = synced(67, "回访")
    dispute_id: str | None = field("fact", 1, "纠纷", ref="dispute", index=True)
    revisited_on: str | None = field("fact", 1, "回访日期", "day")
    revisited_by: str | None = field("fact", 1, "回访人")
    performance: str | None = field("fact", 1, "履行情况")
    satisfaction: str | None = field("fact", 1, "满意度", codes="satisfaction")
    findings: str | None = field("words", 3, "回访情况", required=True)


class DisputeMarker(Recorded, table=True):
    """“有调解档案”: all that the general compartment says about a household's disputes."""

    __tablename__ = "dispute_marker"
    __table_args__ = synced(68, "调解标记")
    household_id: str | None = field("fact", 2, "农户", ref="household", index=True)
    village_id: str | None = field("fact", 0, "村", ref="village")
