"""The book of one certificate: printed, at the village, collected, returned, lost, issued again, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from db.rules.codes.cases import CertificateEventKind, UncollectedCode

K = CertificateEventKind
ON_THE_WAY = {K.PRINTED: 1, K.SENT_TO_TOWNSHIP: 2, K.AT_VILLAGE: 3, K.UNCOLLECTED: 3, K.COLLECTED: 4}
STRAIGHT = tuple(ON_THE_WAY)
"""The way from the printer to the household: a book with nothing else in it is decided by its furthest entry."""
LYING = (K.AT_VILLAGE, K.UNCOLLECTED)
"""The certificate lies at the village and waits for its household."""
NEEDS_REASON = (K.RETURNED_WRONG, K.LOST_REPORTED, K.REISSUED, K.REPLACED, K.CORRECTED, K.CANCELLED, K.REVOKED)


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """One entry of a certificate's book; `revokes` names the event that a `revoked` entry takes back."""

    certificate: str
    kind: CertificateEventKind
    on: date
    id: str = ""
    revokes: str = ""
    collector: str = ""
    reason: UncollectedCode | None = None


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """What is known when a certificate is handed out."""

    today: date
    collector: str = ""
    collected_on: date | None = None
    collector_is_member: bool = True
    proxy_paper: bool = False


def collection_refusal(facts: CollectionFacts) -> str | None:
    """Why a certificate may not be handed out, in one sentence; None if it may.

    >>> collection_refusal(CollectionFacts(date(2026, 3, 1), "李林峰", date(2026, 3, 1), collector_is_member=False))
    '领证人不是本户成员,请先登记委托书'
    """
    if not facts.collector.strip():
        return _("请填写领证人")
    if facts.collected_on is None:
        return _("请填写领证日期")
    if facts.collected_on > facts.today:
        return _("领证日期不能晚于今天")
    if not facts.collector_is_member and not facts.proxy_paper:
        return _("领证人不是本户成员,请先登记委托书")
    return None


def event_refusal(standing: CertificateEvent | None, kind: CertificateEventKind, reason: str = "") -> str | None:
    """Why an event may not be entered for a certificate that stands so, in one sentence; None if it may.

    >>> event_refusal(CertificateEvent("c", K.COLLECTED, date(2026, 3, 1)), K.COLLECTED)
    '这本证已经领过,要重领请先撤销或登记补发'
    """
    now = standing.kind if standing else None
    if now is K.CANCELLED and kind is not K.REVOKED:
        return _("这本证已注销,要继续请先撤销注销")
    if now is K.COLLECTED and kind in (K.COLLECTED, K.UNCOLLECTED):
        return _("这本证已经领过,要重领请先撤销或登记补发")
    if now in (K.LOST_REPORTED, K.RETURNED_WRONG) and kind is K.COLLECTED:
        return _("这本证已退回或遗失,请先登记补发、换发或重新到村")
    if kind in NEEDS_REASON and not reason.strip():
        return _("请写明{event}的理由").format(event=kind.label)
    return None


def standing_events(events: Iterable[CertificateEvent]) -> tuple[CertificateEvent, ...]:
    """The events that were not taken back, oldest first; a revocation can itself be revoked.

    >>> day = date(2026, 3, 1)
    >>> book = [CertificateEvent("c", K.COLLECTED, day, "1"), CertificateEvent("c", K.REVOKED, day, "2", revokes="1")]
    >>> standing_events(book)
    ()
    """
    ordered = sorted(events, key=lambda event: (event.on, event.id))
    revoked: set[str] = set()
    for event in sorted(ordered, key=lambda event: event.id, reverse=True):
        if event.kind is K.REVOKED and event.id not in revoked:
            revoked.add(event.revokes)
    return tuple(event for event in ordered if event.kind is not K.REVOKED and event.id not in revoked)


def certificate_standing(events: Iterable[CertificateEvent]) -> CertificateEvent | None:
    """The event that decides where one certificate is now; None when nothing is known of it.

    >>> day = date(2026, 3, 1)
    >>> found = certificate_standing([CertificateEvent("c", K.PRINTED, day), CertificateEvent("c", K.COLLECTED, day)])
    >>> found.kind.value
    'collected'
    """
    deciding: CertificateEvent | None = None
    for event in standing_events(events):
        if event.kind is K.CORRECTED:
            continue
        before, now = ON_THE_WAY.get(deciding.kind) if deciding else None, ON_THE_WAY.get(event.kind)
        if event.kind in (K.REISSUED, K.REPLACED):
            kind = K.COLLECTED if event.collector else K.PRINTED
            deciding = CertificateEvent(event.certificate, kind, event.on, event.id, "", event.collector)
        elif deciding is not None and deciding.kind is K.CANCELLED:
            continue
        elif before is None or now is None or now >= before:
            deciding = event
    return deciding


def double_collections(events: Iterable[CertificateEvent]) -> dict[str, tuple[str, ...]]:
    """Certificates that were signed for twice (双重签收) with the ids of those events, for the township to settle.

    >>> day = date(2026, 3, 1)
    >>> double_collections([CertificateEvent("c", K.COLLECTED, day, "1"), CertificateEvent("c", K.COLLECTED, day, "2")])
    {'c': ('1', '2')}
    """
    open_: dict[str, list[str]] = {}
    doubled: dict[str, tuple[str, ...]] = {}
    for event in standing_events(events):
        if event.kind in (K.RETURNED_WRONG, K.LOST_REPORTED, K.REISSUED, K.REPLACED, K.CANCELLED):
            open_.pop(event.certificate, None)
        elif event.kind is K.COLLECTED:
            signed = open_.setdefault(event.certificate, [])
            signed.append(event.id)
            if len(signed) > 1:
                doubled[event.certificate] = tuple(signed)
    return doubled
