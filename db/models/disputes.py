"""Disputes and their mediation; all but the marker stand in the mediation compartment."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Screening(Recorded, table=True):
    """排查: a round is a record even when it found nothing (零报告)."""

    __table_args__ = synced(59)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    screened_on: str | None = field("fact", 1)
    found: int | None = field("fact", 1)
    nil_report: int | None = field("fact", 1)
    note: str | None = field("words", 1)


class Dispute(Recorded, table=True):
    """矛盾纠纷, with any number of parties on each side."""

    __table_args__ = synced(60)
    village_id: str | None = field("fact", 0, ref="village", index=True)
    screening_id: str | None = field("fact", 1, ref="screening")
    visit_id: str | None = field("fact", 1)
    request_id: str | None = field("fact", 1)
    draft_no: str | None = field("fact", 1)
    official_no: str | None = field("fact", 1)
    title: str | None = field("fact", 3)
    dispute_type: str | None = field("fact", 1)
    case_source: str | None = field("fact", 1)
    committee_kind: str | None = field("fact", 0)
    committee_name: str | None = field("fact", 0)
    found_on: str | None = field("fact", 1)
    place: str | None = field("fact", 2)
    summary: str | None = field("words", 3)
    demands: str | None = field("words", 3)
    people_count: int | None = field("fact", 1)
    amount: str | None = field("fact", 3)
    risk_grade: str | None = field("fact", 1)
    mediators: str | None = field("fact", 1)
    leader: str | None = field("fact", 1)
    known_since: str | None = field("fact", 1)
    land_contract: int | None = field("fact", 1)
    import_id: str | None = field("fact", 1)


class DisputeStep(Recorded, table=True):
    """One step of a case: accepted, refused, extended, terminated, closed, archived …"""

    __tablename__ = "dispute_step"
    __table_args__ = synced(61)
    dispute_id: str | None = field("fact", 1, ref="dispute", index=True)
    step: str | None = field("fact", 1)
    on_date: str | None = field("fact", 1)
    reason: str | None = field("fact", 3)
    note: str | None = field("words", 3)
    to_unit: str | None = field("fact", 1)
    due_on: str | None = field("fact", 1)


class Party(Recorded, table=True):
    """当事人: a person or an organisation on one side."""

    __table_args__ = synced(62)
    dispute_id: str | None = field("fact", 1, ref="dispute", index=True)
    person_id: str | None = field("fact", 1)
    household_id: str | None = field("fact", 1, index=True)
    side: str | None = field("fact", 1)
    position: int | None = field("fact", 1)
    name: str | None = field("fact", 3)
    sex: str | None = field("fact", 2)
    nationality: str | None = field("fact", 2)
    birth_date: str | None = field("fact", 2)
    occupation: str | None = field("fact", 2)
    id_no: str | None = field("fact", 3)
    phone: str | None = field("fact", 3)
    address: str | None = field("fact", 2)
    organisation: str | None = field("fact", 1)
    legal_representative: str | None = field("fact", 2)
    agent_name: str | None = field("fact", 2)
    notice_told_on: str | None = field("fact", 1)


class Sitting(Recorded, table=True):
    """调解会, the n-th of a case."""

    __table_args__ = synced(63)
    dispute_id: str | None = field("fact", 1, ref="dispute", index=True)
    number: int | None = field("fact", 1)
    held_on: str | None = field("fact", 1)
    time_from: str | None = field("fact", 1)
    place: str | None = field("fact", 1)
    mediators: str | None = field("fact", 1)
    recorder: str | None = field("fact", 1)
    attendees: str | None = field("fact", 3)
    record: str | None = field("words", 3)
    result: str | None = field("fact", 1)


class Agreement(Recorded, table=True):
    """调解协议, written or oral (oral never for contracted land: 调解仲裁法 art. 10)."""

    __table_args__ = synced(64)
    dispute_id: str | None = field("fact", 1, ref="dispute", index=True)
    agreement_form: str | None = field("fact", 1)
    draft_no: str | None = field("fact", 1)
    official_no: str | None = field("fact", 1)
    agreed_on: str | None = field("fact", 1)
    effective_on: str | None = field("fact", 1)
    facts: str | None = field("words", 3)
    place: str | None = field("fact", 1)
    mediators: str | None = field("fact", 1)
    recorder: str | None = field("fact", 1)
    copies: int | None = field("fact", 1)
    parties_signed: int | None = field("fact", 1)
    mediator_signed: int | None = field("fact", 1)
    sealed: int | None = field("fact", 1)


class Clause(Recorded, table=True):
    """One clause: who does what, how much, how, by when."""

    __table_args__ = synced(65)
    agreement_id: str | None = field("fact", 1, ref="agreement", index=True)
    position: int | None = field("fact", 1)
    who: str | None = field("fact", 3)
    what: str | None = field("words", 3)
    amount: str | None = field("fact", 3)
    how: str | None = field("fact", 3)
    due_on: str | None = field("fact", 2)


class Performance(Recorded, table=True):
    """履行 of a clause."""

    __table_args__ = synced(66)
    clause_id: str | None = field("fact", 1, ref="clause", index=True)
    performed_on: str | None = field("fact", 1)
    amount: str | None = field("fact", 3)
    complete: int | None = field("fact", 1)
    note: str | None = field("words", 3)


class Revisit(Recorded, table=True):
    """回访."""

    __table_args__ = synced(67)
    dispute_id: str | None = field("fact", 1, ref="dispute", index=True)
    revisited_on: str | None = field("fact", 1)
    revisited_by: str | None = field("fact", 1)
    performance: str | None = field("fact", 1)
    satisfaction: str | None = field("fact", 1)
    findings: str | None = field("words", 3)


class DisputeMarker(Recorded, table=True):
    """“有调解档案”: all that the general compartment says about a household's disputes."""

    __tablename__ = "dispute_marker"
    __table_args__ = synced(68)
    household_id: str | None = field("fact", 2, ref="household", index=True)
    village_id: str | None = field("fact", 0, ref="village")
