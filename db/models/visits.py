"""Who was seen: visits, whom they met, who went."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Campaign(Recorded, table=True):
    """大走访活动."""

    __table_args__ = synced(19, "走访活动")
    name: str | None = field("fact", 0, "活动名称")
    from_on: str | None = field("fact", 0, "从哪天", "day", future=True)
    to_on: str | None = field("fact", 0, "到哪天", "day", future=True, after="from_on")
    questions: str | None = field("words", 1, "活动问题")


class Visit(Recorded, table=True):
    """走访: one visit to one household."""

    __table_args__ = synced(20, "走访")
    village_id: str | None = field("fact", 0, "村", ref="village", index=True)
    household_id: str | None = field("fact", 1, "农户", ref="household", index=True)
    campaign_id: str | None = field("fact", 1, "走访活动", ref="campaign")
    visit_kind: str | None = field("fact", 1, "走访类型", codes="visit_kind")
    visited_on: str | None = field("fact", 1, "日期", "day", required=True, index=True)
    time_from: str | None = field("fact", 1, "开始时间", "time")
    time_to: str | None = field("fact", 1, "结束时间", "time", after="time_from")
    place_kind: str | None = field("fact", 1, "地点", codes="place_kind")
    place_note: str | None = field("fact", 2, "地点说明")
    language: str | None = field("fact", 1, "语言")
    interpreter: str | None = field("fact", 2, "翻译")
    purpose: str | None = field("fact", 1, "目的")
    talk: str | None = field("words", 2, "谈了什么")
    family_changes: str | None = field("words", 2, "家庭变化")
    thoughts: str | None = field("words", 2, "思想动态")
    livelihood: str | None = field("words", 2, "生产生活")
    difficulties: str | None = field("words", 2, "困难")
    hazards: str | None = field("words", 2, "安全隐患")
    suggestions: str | None = field("words", 2, "建议")
    policy_told: str | None = field("words", 1, "政策宣传")
    gifts: str | None = field("fact", 2, "慰问物品")
    gift_value: str | None = field("fact", 2, "慰问金额")
    signed_on_paper: int | None = field("fact", 1, "群众已在纸上签名", "yes_no")
    next_visit_on: str | None = field("fact", 1, "下次走访", "day", future=True, after="visited_on")
    review_grade: str | None = field("fact", 1, "评阅等次", editable=False)
    review_comment: str | None = field("words", 1, "评阅意见", editable=False)
    reviewed_by: str | None = field("fact", 1, "评阅人", editable=False)
    reviewed_on: str | None = field("fact", 1, "评阅日期", "day", editable=False)


class VisitPerson(Recorded, table=True):
    """A person met on a visit; the name is kept as it was that day."""

    __tablename__ = "visit_person"
    __table_args__ = synced(21, "走访见到的人")
    visit_id: str | None = field("fact", 1, "走访", ref="visit", index=True)
    person_id: str | None = field("fact", 1, "人员", ref="person", index=True)
    name: str | None = field("fact", 2, "见到的人", "name")


class VisitCadre(Recorded, table=True):
    """A cadre who went on a visit."""

    __tablename__ = "visit_cadre"
    __table_args__ = synced(22, "走访的干部")
    visit_id: str | None = field("fact", 1, "走访", ref="visit", index=True)
    cadre_id: str | None = field("fact", 1, "干部", "system")
    name: str | None = field("fact", 1, "走访干部", "name")
