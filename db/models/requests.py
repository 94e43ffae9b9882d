"""What people ask for, each step taken, each reply given. The state is read from the steps, never stored."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Request(Recorded, table=True):
    """诉求; an accusation (检举控告) stands in the restricted compartment."""

    __table_args__ = synced(30, "诉求")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    requester_id: str | None = field("fact", 1, "诉求人(成员)", ref="person")
    visit_id: str | None = field("fact", 1, "走访", ref="visit", index=True)
    number: str | None = field("fact", 1, "编号", editable=False)
    official_no: str | None = field("fact", 1, "正式编号", editable=False)
    requester_name: str | None = field("fact", 2, "诉求人", "name")
    requester_phone: str | None = field("fact", 3, "联系电话", "phone")
    received_on: str | None = field("fact", 1, "收到日期", "day", required=True, index=True)
    channel: str | None = field("fact", 1, "来源渠道", codes="request_channel")
    source: str | None = field("fact", 1, "来源")
    assigner: str | None = field("fact", 1, "交办人")
    request_kind: str | None = field("fact", 1, "类别", codes="request_kind")
    petition_kind: str | None = field("fact", 2, "信访类别", codes="petition_kind", editable=False)
    topic: str | None = field("fact", 1, "主题", codes="request_topic", free=True)
    content: str | None = field("words", 2, "诉求内容", required=True)
    place: str | None = field("fact", 2, "地点")
    people_count: int | None = field("fact", 1, "涉及人数", "number")
    priority: str | None = field("fact", 1, "轻重缓急")
    legacy_year: int | None = field("fact", 1, "历史遗留起始年份", "number")
    litigation: str | None = field("fact", 2, "涉法涉诉文号")
    legal_route: str | None = field("fact", 1, "法定途径", codes="legal_route")
    handling: str | None = field("fact", 1, "办理方式", codes="request_handling")
    opinion: str | None = field("fact", 1, "处理意见", codes="petition_opinion")
    outcome: str | None = field("fact", 1, "办理结果", codes="request_outcome", editable=False)
    first_due_on: str | None = field(
        "fact", 1, "登记时的答复期限", "day", future=True, after="received_on", editable=False
    )
    due_on: str | None = field("fact", 1, "答复期限", "day", future=True, after="received_on", index=True)
    handler_id: str | None = field("fact", 1, "承办人编号", "system")
    handler_name: str | None = field("fact", 1, "承办人")
    accused_unit: str | None = field("fact", 3, "被检举的单位")
    satisfaction: str | None = field("fact", 1, "满意度", codes="satisfaction", editable=False)
    satisfaction_note: str | None = field("words", 2, "评价")
    import_id: str | None = field("fact", 1, "导入编号", "system")


class RequestStep(Recorded, table=True):
    """One step in the life of a request: triaged, accepted, forwarded, extended, closed …"""

    __tablename__ = "request_step"
    __table_args__ = synced(31, "诉求办理")
    request_id: str | None = field("fact", 1, "诉求", ref="request", index=True)
    step: str | None = field("fact", 1, "步骤", codes="request_state", required=True, editable=False)
    on_date: str | None = field("fact", 1, "日期", "day", after="request_id.received_on", editable=False)
    to_unit: str | None = field("fact", 1, "去向单位")
    to_person: str | None = field("fact", 1, "去向人")
    due_on: str | None = field("fact", 1, "新的期限", "day", future=True, editable=False)
    reason: str | None = field("words", 2, "理由")
    note: str | None = field("words", 2, "说明")
    cadre_name: str | None = field("fact", 1, "经办人")


class Reply(Recorded, table=True):
    """答复, without which no request is closed."""

    __table_args__ = synced(32, "答复")
    request_id: str | None = field("fact", 1, "诉求", ref="request", index=True)
    replied_on: str | None = field("fact", 1, "答复日期", "day", required=True, after="request_id.received_on")
    way: str | None = field("fact", 1, "答复方式", codes="reply_way")
    content: str | None = field("words", 2, "答复内容", required=True)
    outcome: str | None = field("fact", 1, "办理结果", codes="request_outcome", editable=False)
    legal_basis: str | None = field("fact", 1, "依据")
    proof: str | None = field("fact", 2, "凭证")
    replier_id: str | None = field("fact", 1, "答复人编号", "system")
    replier_name: str | None = field("fact", 1, "答复人")
