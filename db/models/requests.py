"""What people ask for, each step taken, each reply given. The state is read from the steps, never stored."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Request(Recorded, table=True):
    """诉求; an accusation (检举控告) stands in the restricted compartment."""

    __table_args__ = synced(30)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    household_id: str | None = field("fact", 1, ref="household", index=True)
    requester_id: str | None = field("fact", 1, ref="person")
    visit_id: str | None = field("fact", 1, ref="visit", index=True)
    number: str | None = field("fact", 1)
    official_no: str | None = field("fact", 1)
    requester_name: str | None = field("fact", 2)
    requester_phone: str | None = field("fact", 3)
    received_on: str | None = field("fact", 1, index=True)
    channel: str | None = field("fact", 1)
    source: str | None = field("fact", 1)
    assigner: str | None = field("fact", 1)
    request_kind: str | None = field("fact", 1)
    petition_kind: str | None = field("fact", 2)
    topic: str | None = field("fact", 1)
    content: str | None = field("words", 2)
    place: str | None = field("fact", 2)
    people_count: int | None = field("fact", 1)
    priority: str | None = field("fact", 1)
    legacy_year: int | None = field("fact", 1)
    litigation: str | None = field("fact", 2)
    legal_route: str | None = field("fact", 1)
    handling: str | None = field("fact", 1)
    opinion: str | None = field("fact", 1)
    outcome: str | None = field("fact", 1)
    first_due_on: str | None = field("fact", 1)
    due_on: str | None = field("fact", 1, index=True)
    handler_id: str | None = field("fact", 1)
    handler_name: str | None = field("fact", 1)
    accused_unit: str | None = field("fact", 3)
    satisfaction: str | None = field("fact", 1)
    satisfaction_note: str | None = field("words", 2)
    import_id: str | None = field("fact", 1)


class RequestStep(Recorded, table=True):
    """One step in the life of a request: triaged, accepted, forwarded, extended, closed …"""

    __tablename__ = "request_step"
    __table_args__ = synced(31)
    request_id: str | None = field("fact", 1, ref="request", index=True)
    step: str | None = field("fact", 1)
    on_date: str | None = field("fact", 1)
    to_unit: str | None = field("fact", 1)
    to_person: str | None = field("fact", 1)
    due_on: str | None = field("fact", 1)
    reason: str | None = field("words", 2)
    note: str | None = field("words", 2)
    cadre_name: str | None = field("fact", 1)


class Reply(Recorded, table=True):
    """答复, without which no request is closed."""

    __table_args__ = synced(32)
    request_id: str | None = field("fact", 1, ref="request", index=True)
    replied_on: str | None = field("fact", 1)
    way: str | None = field("fact", 1)
    content: str | None = field("words", 2)
    outcome: str | None = field("fact", 1)
    legal_basis: str | None = field("fact", 1)
    proof: str | None = field("fact", 2)
    replier_id: str | None = field("fact", 1)
    replier_name: str | None = field("fact", 1)
