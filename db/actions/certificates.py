"""Deeds about certificates: each keeps the book of what happened to it, and whatever happened can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Final

from sqlmodel import Session, col, select

from db.actions.households import household_here
from db.actions.inputs import asked, asks, check, iso, plain
from db.actions.land.cases import case_here, put_stage, stage_book
from db.actions.land.contractors import contractor_here
from db.changes import Changes
from db.errors import RuleError
from db.identity import new_id
from db.models import Certificate, CertificateEvent, Contractor, ContractorMember, LandCase, Person
from db.rules import certificates as rules
from db.rules.codes import CertificateEventKind, LandStage, StageOutcome, UncollectedCode
from db.rules.land import current_stage
from db.store import Store

K = CertificateEventKind
_PROVES: Final = {
    K.PRINTED: int(LandStage.PRINTING),
    K.SENT_TO_TOWNSHIP: int(LandStage.PRINTING),
    K.AT_VILLAGE: int(LandStage.AT_VILLAGE),
    K.UNCOLLECTED: int(LandStage.AT_VILLAGE),
    K.COLLECTED: int(LandStage.COLLECTION),
}
_HANDED_OUT: Final = (K.COLLECTED, K.REISSUED, K.REPLACED)
_LOST_TO_HOUSEHOLD: Final = (K.RETURNED_WRONG, K.LOST_REPORTED, K.CANCELLED)


@asks("certificate")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """A certificate the county issued; this program never prints one."""

    household_id: str | None = asked()
    contractor_id: str | None = asked()
    case_id: str | None = asked()
    certificate_kind: str = asked(default="CBJYQ")
    certificate_code: str | None = asked()
    serial_no: str | None = asked()
    issuing_body: str | None = asked()
    issued_on: date | None = asked()
    replaces_id: str | None = asked()


@asks("certificate_event")
@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificateEvent:
    """What happened to a certificate."""

    certificate_id: str = asked(required=True)
    event: str = asked()
    on_date: date | None = asked()
    reason: str | None = asked()
    note: str | None = asked()
    collector_name: str | None = asked()
    collector_id_type: str | None = asked()
    collector_id_no: str | None = asked()
    collector_relation: str | None = asked()
    proxy_paper: str | None = asked()
    field_name: str | None = asked()
    printed_value: str | None = asked()
    true_value: str | None = asked()
    revokes_id: str | None = asked()
    by_name: str | None = asked()


def certificate_here(session: Session, certificate_id: str | None) -> Certificate:
    """The certificate named; RuleError where there is none of that id."""
    certificate = session.get(Certificate, certificate_id) if certificate_id else None
    if certificate is None or certificate.hidden:
        raise RuleError(_("找不到这本权证，请重新选择。"), field="certificate_id")
    return certificate


def add_certificate(store: Store, new: NewCertificate) -> Changes:
    """Adds a certificate to its case; the one it replaces is cancelled in the same deed, which can be revoked."""
    check(new, store.today())
    with store.write(_("权证")) as session:
        contractor, case = _whose(session, new)
        old = certificate_here(session, new.replaces_id) if new.replaces_id else None
        _check_code(session, new, old)
        values = plain(new) | {
            "contractor_id": contractor.id,
            "household_id": contractor.household_id,
            "case_id": case.id if case else None,
            "village_id": household_here(session, contractor.household_id).village_id,
        }
        certificate = Certificate(id=new_id(), scope=contractor.scope, **values)
        session.add(certificate)
        session.flush()
        if old is not None:
            _cancel_replaced(session, store, old)
        ids = (certificate.id, contractor.id)
        household_id = contractor.household_id
    return Changes.of("land", *ids, household=household_id)


def _whose(session: Session, new: NewCertificate) -> tuple[Contractor, LandCase | None]:
    if new.case_id:
        case = case_here(session, new.case_id)
        if case.certificate_kind != new.certificate_kind:
            raise RuleError(_("这件办证事项办的是另一种证，请核对证书种类。"), field="certificate_kind")
        if new.contractor_id and new.contractor_id != case.contractor_id:
            raise RuleError(_("办证事项和承包方不是一户，请核对。"), field="case_id")
        return contractor_here(session, case.contractor_id), case
    if new.contractor_id:
        contractor = contractor_here(session, new.contractor_id)
    else:
        household = household_here(session, new.household_id)
        of_household = select(Contractor).where(Contractor.household_id == household.id, Contractor.hidden == 0)
        found = session.exec(of_household).all()
        if len(found) != 1:
            raise RuleError(_("这一户有 {n} 个承包方，请选择是哪一个。").format(n=len(found)), field="contractor_id")
        contractor = found[0]
    cases = session.exec(
        select(LandCase).where(
            LandCase.contractor_id == contractor.id,
            LandCase.certificate_kind == new.certificate_kind,
            LandCase.hidden == 0,
        )
    ).all()
    return contractor, cases[0] if len(cases) == 1 else None


def _check_code(session: Session, new: NewCertificate, old: Certificate | None) -> None:
    code = (new.certificate_code or "").strip()
    if not code:
        return
    same = select(Certificate.id).where(Certificate.certificate_code == code, Certificate.hidden == 0)
    if any(found != (old.id if old else "") for found in session.exec(same)):
        raise RuleError(_("权证编码 {code} 已经登记过，请核对。").format(code=code), field="certificate_code")


def _cancel_replaced(session: Session, store: Store, old: Certificate) -> None:
    standing = rules.certificate_standing(book_of(session, old.id))
    if standing is not None and standing.kind is K.CANCELLED:
        return
    session.add(
        CertificateEvent(
            id=new_id(), scope=old.scope, certificate_id=old.id, event=K.CANCELLED.value,
            on_date=iso(store.today()), reason=_("换发新证"), by_name=store.me.name,
        )
    )  # fmt: skip
    session.flush()
    if old.case_id:
        moved = NewCertificateEvent(certificate_id=old.id, event=K.CANCELLED.value, reason=_("换发新证"))
        _move_case(session, case_here(session, old.case_id), moved, store.today())


def book_of(session: Session, certificate_id: str) -> list[rules.CertificateEvent]:
    """The book of one certificate, as the rules read it."""
    wanted = (CertificateEvent.certificate_id == certificate_id, CertificateEvent.hidden == 0)
    return [
        rules.CertificateEvent(
            row.certificate_id or "",
            K(row.event),
            date.fromisoformat(row.on_date),
            row.id,
            row.revokes_id or "",
            row.collector_name or "",
            UncollectedCode(row.reason) if row.reason in set(UncollectedCode) else None,
        )
        for row in session.exec(select(CertificateEvent).where(*wanted))
        if row.event in set(K) and row.on_date
    ]


def record_certificate_event(store: Store, new: NewCertificateEvent) -> Changes:
    """Enters what happened to a certificate; its case moves on (or back) with it. RuleError where it may not be."""
    check(new, store.today())
    kind = K(new.event)
    on_date = new.on_date or store.today()
    with store.write(_("权证"), reason=new.reason) as session:
        certificate = certificate_here(session, new.certificate_id)
        contractor = contractor_here(session, certificate.contractor_id)
        book = book_of(session, certificate.id)
        member = _is_member(session, contractor, new.collector_name)
        _check_event(new, kind, on_date, book)
        _check_handing_out(new, kind, contractor, member=member, today=store.today())
        values = plain(new) | {
            "on_date": iso(on_date),
            "by_name": new.by_name or store.me.name,
            "is_proxy": int(not member) if new.collector_name else None,
        }
        event = CertificateEvent(id=new_id(), scope=certificate.scope, **values)
        session.add(event)
        session.flush()
        ids = [event.id, certificate.id]
        if certificate.case_id:
            ids += _move_case(session, case_here(session, certificate.case_id), new, on_date)
        household_id = certificate.household_id
    return Changes.of("land", *ids, household=household_id)


def _is_member(session: Session, contractor: Contractor, collector: str | None) -> bool:
    """Whether the collector is the contractor, one of its members, or lives in the household."""
    members = select(ContractorMember.name).where(
        ContractorMember.contractor_id == contractor.id,
        col(ContractorMember.left_on).is_(None),
        ContractorMember.hidden == 0,
    )
    people = select(Person.name).where(
        Person.household_id == contractor.household_id,
        col(Person.died_on).is_(None),
        col(Person.left_on).is_(None),
        Person.hidden == 0,
    )
    names = {contractor.name, *session.exec(members), *session.exec(people)}
    wanted = "".join((collector or "").split())
    return bool(wanted) and wanted in {"".join(name.split()) for name in names if name}


def _check_event(new: NewCertificateEvent, kind: K, on_date: date, book: list[rules.CertificateEvent]) -> None:
    reason = new.reason or ""
    if kind is K.UNCOLLECTED and reason not in set(UncollectedCode):
        choices = "、".join(code.label for code in UncollectedCode)
        raise RuleError(_("请选择为什么没有领：{choices}。").format(choices=choices), field="reason")
    if kind is K.RETURNED_WRONG:
        for name, words in (
            ("field_name", _("哪一项有误")),
            ("printed_value", _("证上印的")),
            ("true_value", _("正确的")),
        ):
            if not (getattr(new, name) or "").strip():
                raise RuleError(_("有误退回请填写“{label}”。").format(label=words), field=name)
        reason = reason or new.field_name or ""
    if kind is K.REVOKED:
        taken = next((e for e in rules.standing_events(book) if e.id == new.revokes_id), None)
        if taken is None:
            raise RuleError(_("请选择要撤销这本证的哪一条记录；已撤销的不能再撤。"), field="revokes_id")
        if on_date < taken.on:
            raise RuleError(_("撤销日期早于被撤销的那条，请改正。"), field="on_date")
    refusal = rules.event_refusal(rules.certificate_standing(book), kind, reason)
    if refusal:
        raise RuleError(refusal + "。", field="reason" if not reason else "event", code="CERTIFICATE_EVENT")


def _check_handing_out(new: NewCertificateEvent, kind: K, contractor: Contractor, *, member: bool, today: date) -> None:
    if kind not in _HANDED_OUT or not (kind is K.COLLECTED or new.collector_name):
        return
    if contractor.terminal:
        raise RuleError(_("这一户已终止办证，要发证请先撤销终止。"), field="certificate_id", code="LAND_TERMINAL")
    facts = rules.CollectionFacts(
        today, new.collector_name or "", new.on_date, collector_is_member=member, proxy_paper=bool(new.proxy_paper)
    )
    refusal = rules.collection_refusal(facts)
    if refusal:
        at = "collector_name" if not facts.collector else "on_date" if new.on_date is None else "proxy_paper"
        raise RuleError(refusal + "。", field=at, code="CERTIFICATE_EVENT")


def _proven(session: Session, case: LandCase) -> int:
    """The furthest stage the certificates of a case prove: 9 printed, 10 at the village, 11 collected, else 0."""
    certificates = session.exec(select(Certificate.id).where(Certificate.case_id == case.id, Certificate.hidden == 0))
    standings = [rules.certificate_standing(book_of(session, found)) for found in certificates.all()]
    return max((_PROVES.get(standing.kind, 0) for standing in standings if standing), default=0)


def _move_case(session: Session, case: LandCase, new: NewCertificateEvent, on_date: date) -> list[str]:
    """The stage events that follow from a certificate's event; a revocation leads back to where the case stood."""
    book, kind, proven = stage_book(session, case.id), K(new.event), _proven(session, case)
    now = current_stage(book)
    if kind is K.REVOKED:
        target = max(current_stage([e for e in book if e.id < (new.revokes_id or "")]), proven + 1)
    elif kind in _LOST_TO_HOUSEHOLD:
        target = min(now, max(int(LandStage.PRINTING), proven + 1))
    else:
        target = max(now, proven + 1)
    made = []
    if target < now:
        made.append(put_stage(session, case, min(target + 1, 11), StageOutcome.RETURNED, on_date))
        made[0].reason = new.reason or new.field_name
        session.add(made[0])
    if target > now or (target < now and target == LandStage.COLLECTION):
        made.append(put_stage(session, case, target - 1, StageOutcome.DONE, on_date))
    return [event.id for event in made]
