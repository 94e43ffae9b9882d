"""One household's whole file, 一户一档: what the dossier shows and the household report prints.

Rows carry words, not codes (`走访`, `户主`), so that screen and paper need no code lists; dates are ISO text as stored
(`2025-10-20`, or `1949-03` and `1949` where no more is known), areas are decimal text in 亩, absent values are "".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.rules.requests import is_answered


@dataclass(frozen=True, slots=True)
class Fact:
    """A further fact in words (a field declared ``listed``); `sensitive` stays out of copies to work with."""

    field: str
    label: str
    value: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the household, the head first."""

    id: str
    name: str
    relation: str = ""
    sex: str = ""
    birth_date: str = ""
    id_type: str = ""
    id_no: str = ""
    nationality: str = ""
    education: str = ""
    residence_kind: str = ""
    whereabouts: str = ""
    phone: str = ""
    note: str = ""
    name_note: str = ""
    former_name: str = ""
    is_head: bool = False
    left_on: str = ""
    left_reason: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit; newest first. `texts` are (label, what was said) pairs in the order of the form, empty ones left out."""

    id: str
    visited_on: str
    visit_kind: str = ""
    place: str = ""
    cadres: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    gifts: str = ""
    next_visit_on: str = ""
    request_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in the life of a request."""

    on_date: str
    step: str
    by_name: str = ""
    to_unit: str = ""
    due_on: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply: who told whom what, when and how; one that only says who has the matter now does not answer."""

    replied_on: str
    by_name: str = ""
    way: str = ""
    content: str = ""
    outcome: str = ""
    legal_basis: str = ""
    id: str = ""
    answers: bool = True


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its steps and replies; newest first. `state` and `late` as of the day of the file."""

    id: str
    number: str
    received_on: str
    requester_name: str = ""
    request_kind: str = ""
    topic: str = ""
    channel: str = ""
    content: str = ""
    due_on: str = ""
    state: str = ""
    late: bool = False
    outcome: str = ""
    handler_name: str = ""
    satisfaction: str = ""
    satisfaction_note: str = ""
    closed_on: str = ""
    steps: tuple[StepRow, ...] = ()
    replies: tuple[ReplyRow, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether one of the replies is an answer."""
        return is_answered(sum(reply.answers for reply in self.replies))


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel the household holds; areas in 亩, bounds east, south, west, north."""

    id: str
    parcel_code: str = ""
    name: str = ""
    use_type: str = ""
    contract_area_mu: str = ""
    measured_area_mu: str = ""
    bounds: tuple[str, str, str, str] = ("", "", "", "")
    note: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate and where it is now (`where`: 已领取, 已到村未领 …)."""

    id: str
    certificate_kind: str = ""
    certificate_code: str = ""
    serial_no: str = ""
    issued_on: str = ""
    where: str = ""
    where_since: str = ""
    collected_on: str = ""
    collector_name: str = ""
    collector_relation: str = ""
    is_proxy: bool = False


@dataclass(frozen=True, slots=True)
class LandRow:
    """What one contractor of the household contracted; `gap` says in words whose move it is where no certificate was
    collected, `gap_letter` is A, B, C or D ("" when all is well)."""

    id: str
    contractor_code: str = ""
    contractor_name: str = ""
    issuer_name: str = ""
    contract_code: str = ""
    contract_from: str = ""
    contract_to: str = ""
    perpetual: bool = False
    signed_on: str = ""
    contract_area_mu: str = ""
    measured_area_mu: str = ""
    parcels: tuple[ParcelRow, ...] = ()
    co_owners: tuple[str, ...] = ()
    certificates: tuple[CertificateRow, ...] = ()
    gap_letter: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper or photo kept with the household."""

    id: str
    paper_kind: str = ""
    caption: str = ""
    taken_on: str = ""
    belongs_to: str = ""


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values two laptops hold of the same field."""

    value: str
    by_name: str = ""
    device: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ConflictNote:
    """A field with two values that nobody has settled yet; printed as a footnote."""

    record_id: str
    field: str
    label: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """Everything the record book holds about one household, as of a day; ``standings`` names the records that are not
    confirmed, ``sync_state`` says in words where the least advanced of all stands."""

    id: str
    household_no: str
    as_of: str
    head_name: str = ""
    county: str = ""
    township: str = ""
    village: str = ""
    village_group: str = ""
    address: str = ""
    phone: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    facts: tuple[Fact, ...] = ()
    members: tuple[MemberRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    land: tuple[LandRow, ...] = ()
    has_dispute: bool = False
    papers: tuple[PaperRow, ...] = ()
    conflicts: tuple[ConflictNote, ...] = ()
    bundle_no: int | None = None
    sync_state: str = ""
    printed_by: str = ""
    standings: Mapping[str, str] = field(default_factory=dict)

    def standing(self, record_id: str) -> str:
        """Where a record of the file stands: local, packed, confirmed or conflict; '' where nobody looked."""
        return self.standings.get(record_id, "confirmed") if self.sync_state else ""
