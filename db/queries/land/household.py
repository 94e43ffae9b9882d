"""What one household contracted: members, parcels, contracts, cases, certificates with all that happened to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from gettext import gettext as _
from typing import Any, Final

from sqlmodel import Session

from db.queries.land.certificates import event_day, known_day
from db.queries.land.gaps import GapRow, gap_rows
from db.queries.merged import merged
from db.queries.rows import ask, day, words
from db.rules import certificates as books
from db.rules.certificates import CertificateEvent
from db.rules.codes import N_, RELATION, CertificateEventKind, LandStage, UncollectedCode, spoken
from db.rules.land_values import mu_of
from db.store import Store

K = CertificateEventKind
WHERE: Final[dict[CertificateEventKind, str]] = {
    K.PRINTED: N_("已打印"),
    K.SENT_TO_TOWNSHIP: N_("已到乡镇"),
    K.AT_VILLAGE: N_("已到村未领"),
    K.UNCOLLECTED: N_("已到村未领"),
    K.COLLECTED: N_("已领取"),
    K.RETURNED_WRONG: N_("有误退回"),
    K.LOST_REPORTED: N_("已报遗失"),
    K.CANCELLED: N_("已注销"),
}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member holding the right."""

    id: str
    person_id: str
    name: str
    relation: str
    is_head: bool
    id_no: str
    remark: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel held; areas in 亩 as stated (reckoned from ㎡ where only those were stated)."""

    id: str
    holding_id: str
    parcel_code: str
    name: str
    use_type: str
    contract_area_mu: str
    measured_area_mu: str
    bounds: tuple[str, str, str, str]
    note: str


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract; `perpetual` where it never ends."""

    id: str
    contract_code: str
    round: str
    start_on: date | None
    end_on: date | None
    perpetual: bool
    signed_on: date | None
    total_area_mu: str
    parcel_count: int | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One entry of a certificate's book; `revoked` when a later entry took it back."""

    id: str
    event: str
    label: str
    on: date | None
    reason: str
    collector_name: str
    collector_relation: str
    is_proxy: bool
    proxy_paper: str
    wrong_field: str
    printed_value: str
    true_value: str
    revokes_id: str
    revoked: bool
    by_name: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate with its book; `state` is the event that decides where it is now, '' when nothing is known."""

    id: str
    case_id: str
    certificate_kind: str
    certificate_code: str
    serial_no: str
    issuing_body: str
    issued_on: date | None
    state: str
    where: str
    since: date | None
    events: tuple[EventLine, ...]

    @property
    def collected(self) -> EventLine | None:
        """The entry by which it was signed for, where it is in somebody's hands now."""
        if self.state != K.COLLECTED:
            return None
        return next((e for e in reversed(self.events) if e.collector_name and not e.revoked), None)


@dataclass(frozen=True, slots=True)
class StageLine:
    """One entry of a case's stage book."""

    id: str
    stage: int
    label: str
    outcome: str
    on: date | None
    by_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BlockerLine:
    """An obstacle, open while `closed_on` is not known."""

    id: str
    code: str
    label: str
    note: str
    opened_on: date | None
    closed_on: date | None
    resolution: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with its stages, obstacles and the one-glance answer; `id` is '' where none was opened yet."""

    id: str
    batch: str
    gap: GapRow
    stages: tuple[StageLine, ...]
    blockers: tuple[BlockerLine, ...]


@dataclass(frozen=True, slots=True)
class ContractorLand:
    """Everything about one contractor of the household."""

    id: str
    contractor_code: str
    contractor_type: str
    name: str
    issuer_name: str
    terminal: str
    terminal_on: date | None
    terminal_reason: str
    members: tuple[MemberLine, ...]
    parcels: tuple[ParcelLine, ...]
    contracts: tuple[ContractLine, ...]
    cases: tuple[CaseLine, ...]
    certificates: tuple[CertificateLine, ...]


_IDS: Final = "(SELECT value FROM json_each(?))"
_OF: Final = f"(SELECT id FROM contractor WHERE household_id IN {_IDS} AND hidden = 0)"
_CONTRACTORS: Final = f"""
SELECT c.*, i.name AS issuer_name FROM contractor c LEFT JOIN issuer i ON i.id = c.issuer_id
WHERE c.household_id IN {_IDS} AND c.hidden = 0 ORDER BY c.id
"""
_MEMBERS: Final = f"""
SELECT * FROM contractor_member WHERE contractor_id IN {_OF} AND hidden = 0
ORDER BY is_head IS NOT 1, relation IS NULL, relation, id
"""
_PARCELS: Final = f"""
SELECT p.*, o.id AS holding_id, o.contractor_id, o.contract_area, o.contract_area_mu
FROM holding o JOIN parcel p ON p.id = o.parcel_id
WHERE o.contractor_id IN {_OF} AND o.hidden = 0 AND p.hidden = 0 ORDER BY p.parcel_code, o.id
"""
_CONTRACTS: Final = f"SELECT * FROM contract WHERE contractor_id IN {_OF} AND hidden = 0 ORDER BY start_on, id"
_CERTIFICATES: Final = f"""
SELECT * FROM certificate WHERE (contractor_id IN {_OF} OR household_id IN {_IDS}) AND hidden = 0
ORDER BY issued_on, id
"""
_CASES: Final = f"""
SELECT k.id, k.contractor_id, b.name AS batch_name FROM land_case k LEFT JOIN land_batch b ON b.id = k.batch_id
WHERE k.household_id IN {_IDS} AND k.hidden = 0
"""
_OF_CASE: Final = f"(SELECT id FROM land_case WHERE household_id IN {_IDS} AND hidden = 0)"


def household_land(store: Store, household_id: str) -> tuple[ContractorLand, ...]:
    """Every contractor of a household with all that belongs to it."""
    with store.read() as session:
        return land_of(session, household_id)


def land_of(session: Session, household_id: str) -> tuple[ContractorLand, ...]:
    """The same within a session."""
    household = merged(session).household_ids(household_id)
    one = (household,)
    members = _by(ask(session, _MEMBERS, one), "contractor_id")
    parcels = _by(ask(session, _PARCELS, one), "contractor_id")
    contracts = _by(ask(session, _CONTRACTS, one), "contractor_id")
    certificates = _certificates(session, household)
    cases = _cases(session, household_id, one)
    found = [
        ContractorLand(
            c.id, words(c.contractor_code), spoken("land_contractor_type", c.contractor_type), words(c.name),
            words(c.issuer_name), words(c.terminal), day(c.terminal_on), words(c.terminal_reason),
            tuple(map(_member, members(c.id))), tuple(map(_parcel, parcels(c.id))),
            tuple(map(_contract, contracts(c.id))), cases.get(c.id, ()), certificates.get(c.id, ()),
        )
        for c in ask(session, _CONTRACTORS, one)
    ]  # fmt: skip
    if "" in certificates:  # an imported certificate whose contractor nobody knows yet
        loose = (cases.get("", ()), certificates[""])
        found.append(ContractorLand("", "", "", "", "", "", None, "", (), (), (), *loose))
    return tuple(found)


def _by(rows: Sequence[Any], column: str) -> Callable[[str], list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column) or "", []).append(row)
    return lambda wanted: found.get(wanted, [])


def in_mu(square_metres: str | None, mu: str | None) -> str:
    """An area in 亩: the stated figure, else reckoned from ㎡, else ''."""
    if mu:
        return mu
    try:
        return str(mu_of(Decimal(square_metres))) if square_metres else ""
    except InvalidOperation:
        return ""


def _member(r: Any) -> MemberLine:
    remark = " ".join(filter(None, (spoken("land_member_remark", r.remark_code), r.remark_text)))
    return MemberLine(
        r.id, words(r.person_id), words(r.name), spoken(RELATION, r.relation), r.is_head == 1, words(r.id_no), remark,
        day(r.left_on),
    )  # fmt: skip


def _parcel(r: Any) -> ParcelLine:
    return ParcelLine(
        r.id, r.holding_id, words(r.parcel_code), words(r.name), spoken("land_use_type", r.use_type),
        in_mu(r.contract_area, r.contract_area_mu), in_mu(r.measured_area, r.measured_area_mu),
        (words(r.bound_e), words(r.bound_s), words(r.bound_w), words(r.bound_n)), words(r.note),
    )  # fmt: skip


def _contract(r: Any) -> ContractLine:
    return ContractLine(
        r.id, words(r.contract_code), spoken("land_contract_round", r.round), day(r.start_on), day(r.end_on),
        r.perpetual == 1, day(r.signed_on), in_mu(r.total_area, r.total_area_mu), r.parcel_count,
    )  # fmt: skip


def _certificates(session: Session, household: str) -> dict[str, tuple[CertificateLine, ...]]:
    rows = ask(session, _CERTIFICATES, (household, household))
    marks = ",".join("?" * len(rows))
    events = _by(
        ask(
            session,
            f"SELECT * FROM certificate_event WHERE certificate_id IN ({marks}) AND hidden = 0 ORDER BY on_date, id",
            tuple(r.id for r in rows),
        ),
        "certificate_id",
    )
    found: dict[str, tuple[CertificateLine, ...]] = {}
    for r in rows:
        found[words(r.contractor_id)] = (*found.get(words(r.contractor_id), ()), _certificate(r, events(r.id)))
    return found


def _certificate(r: Any, rows: list[Any]) -> CertificateLine:
    book = [
        CertificateEvent(
            r.id, K(e.event), event_day(e.on_date), e.id, words(e.revokes_id), words(e.collector_name),
            UncollectedCode(e.reason) if e.reason in set(UncollectedCode) else None,
        )
        for e in rows
        if e.event in set(K)
    ]  # fmt: skip
    standing = books.certificate_standing(book)
    stand = {e.id for e in books.standing_events(book)}
    return CertificateLine(
        r.id, words(r.case_id), spoken("land_certificate_kind", r.certificate_kind), words(r.certificate_code),
        words(r.serial_no), words(r.issuing_body), day(r.issued_on), standing.kind.value if standing else "",
        _(WHERE[standing.kind]) if standing else "", known_day(standing.on) if standing else None,
        tuple(_event(e, revoked=e.id not in stand and e.event != K.REVOKED) for e in rows),
    )  # fmt: skip


def _event(r: Any, *, revoked: bool) -> EventLine:
    reason = spoken("land_reason_d", r.reason) if r.event == K.UNCOLLECTED else words(r.reason)
    if r.event == K.CANCELLED:
        reason = spoken("land_cancel_reason", r.reason)
    return EventLine(
        r.id, words(r.event), spoken("land_certificate_event", r.event), day(r.on_date), reason,
        words(r.collector_name), spoken(RELATION, r.collector_relation), r.is_proxy == 1, words(r.proxy_paper),
        words(r.field_name), words(r.printed_value), words(r.true_value), words(r.revokes_id), revoked,
        words(r.by_name),
    )  # fmt: skip


def _cases(session: Session, household_id: str, one: tuple[str]) -> dict[str, tuple[CaseLine, ...]]:
    batches = {r.id: words(r.batch_name) for r in ask(session, _CASES, one)}
    stages = _by(
        ask(session, f"SELECT * FROM stage_event WHERE case_id IN {_OF_CASE} AND hidden = 0 ORDER BY on_date, id", one),
        "case_id",
    )
    blockers = _by(
        ask(session, f"SELECT * FROM blocker WHERE case_id IN {_OF_CASE} AND hidden = 0 ORDER BY opened_on, id", one),
        "case_id",
    )
    found: dict[str, tuple[CaseLine, ...]] = {}
    for gap in gap_rows(session, household_id=household_id):
        line = CaseLine(
            gap.case_id, batches.get(gap.case_id, ""), gap,
            tuple(_stage(r) for r in stages(gap.case_id)), tuple(_blocker(r) for r in blockers(gap.case_id)),
        )  # fmt: skip
        found[gap.contractor_id] = (*found.get(gap.contractor_id, ()), line)
    return found


def _stage(r: Any) -> StageLine:
    name = LandStage(r.stage).label if r.stage in set(LandStage) else ""
    outcome = spoken("land_stage_outcome", r.outcome)
    return StageLine(r.id, r.stage or 0, name, outcome, day(r.on_date), words(r.by_name), words(r.reason))


def _blocker(r: Any) -> BlockerLine:
    return BlockerLine(
        r.id, words(r.code), spoken("land_reason_b", r.code), words(r.note), day(r.opened_on), day(r.closed_on),
        words(r.resolution),
    )  # fmt: skip
