"""Who was seen: visits, whom they met, who went."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Campaign(Recorded, table=True):
    """大走访活动."""

    __table_args__ = synced(19)
    name: str | None = field("fact", 0)
    from_on: str | None = field("fact", 0)
    to_on: str | None = field("fact", 0)
    questions: str | None = field("words", 1)


class Visit(Recorded, table=True):
    """走访: one visit to one household."""

    __table_args__ = synced(20)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    campaign_id: str | None = field("fact", 1, ref="campaign")
    visit_kind: str | None = field("fact", 1)
    visited_on: str | None = field("fact", 1, index=True)
    time_from: str | None = field("fact", 1)
    time_to: str | None = field("fact", 1)
    place_kind: str | None = field("fact", 1)
    place_note: str | None = field("fact", 2)
    language: str | None = field("fact", 1)
    interpreter: str | None = field("fact", 2)
    purpose: str | None = field("fact", 1)
    talk: str | None = field("words", 2)
    family_changes: str | None = field("words", 2)
    thoughts: str | None = field("words", 2)
    livelihood: str | None = field("words", 2)
    difficulties: str | None = field("words", 2)
    hazards: str | None = field("words", 2)
    suggestions: str | None = field("words", 2)
    policy_told: str | None = field("words", 1)
    gifts: str | None = field("fact", 2)
    gift_value: str | None = field("fact", 2)
    signed_on_paper: int | None = field("fact", 1)
    next_visit_on: str | None = field("fact", 1)
    review_grade: str | None = field("fact", 1)
    review_comment: str | None = field("words", 1)
    reviewed_by: str | None = field("fact", 1)
    reviewed_on: str | None = field("fact", 1)


class VisitPerson(Recorded, table=True):
    """A person met on a visit; the name is kept as it was that day."""

    __tablename__ = "visit_person"
    __table_args__ = synced(21)
    visit_id: str | None = field("fact", 1, ref="visit", index=True)
    person_id: str | None = field("fact", 1, ref="person", index=True)
    name: str | None = field("fact", 2)


class VisitCadre(Recorded, table=True):
    """A cadre who went on a visit."""

    __tablename__ = "visit_cadre"
    __table_args__ = synced(22)
    visit_id: str | None = field("fact", 1, ref="visit", index=True)
    cadre_id: str | None = field("fact", 1)
    name: str | None = field("fact", 1)
