"""Land certificates: the stages of a household's case, and who has no certificate, why, and whose move it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from db.rules.certificates import (
    LYING,
    CertificateEvent,
    CollectionFacts,
    certificate_standing,
    collection_refusal,
)
from db.rules.codes.cases import (
    BlockerCode,
    CertificateEventKind,
    GapLetter,
    LandStage,
    LandTerminal,
    NotDueCode,
    StageOutcome,
    UncollectedCode,
    WhoseMove,
)
from db.rules.deadlines import publicity_refusal

PUBLICITY_STAGES = (LandStage.FIRST_LIST, LandStage.SECOND_LIST)
K = CertificateEventKind
NOT_DUE = {
    LandTerminal.EXTINCT: NotDueCode.EXTINCT,
    LandTerminal.MERGED: NotDueCode.MERGED,
    LandTerminal.SPLIT: NotDueCode.SPLIT,
    LandTerminal.CANCELLED: NotDueCode.CANCELLED,
    LandTerminal.SURRENDERED: NotDueCode.URBAN,
    LandTerminal.NO_LAND: NotDueCode.NO_LAND,
}
WITHOUT_CERTIFICATE = (GapLetter.A, GapLetter.B, GapLetter.D)
"""未领证: a certificate is due, and was not collected yet."""
BLOCKER_MOVE = {
    BlockerCode.AREA: WhoseMove.TOWNSHIP,
    BlockerCode.BOUND: WhoseMove.TOWNSHIP,
    BlockerCode.MISSING: WhoseMove.TOWNSHIP,
    BlockerCode.ID_ERR: WhoseMove.TOWNSHIP,
    BlockerCode.OCCUPIED: WhoseMove.TOWNSHIP,
    BlockerCode.HEAD_DEAD: WhoseMove.HOUSEHOLD,
    BlockerCode.SPLIT: WhoseMove.HOUSEHOLD,
    BlockerCode.MERGE: WhoseMove.HOUSEHOLD,
    BlockerCode.DOCS: WhoseMove.HOUSEHOLD,
    BlockerCode.MORTGAGE: WhoseMove.HOUSEHOLD,
}
UNCOLLECTED_MOVE = {
    UncollectedCode.AWAY: WhoseMove.HOUSEHOLD,
    UncollectedCode.PROXY: WhoseMove.HOUSEHOLD,
    UncollectedCode.WRONG: WhoseMove.COUNTY,
    UncollectedCode.LOST: WhoseMove.COUNTY,
}


@dataclass(frozen=True, slots=True)
class StageEvent:
    """One entry of a case's stage book; ids grow with time (UUIDv7) and order the events of one day."""

    stage: int
    outcome: StageOutcome
    on: date
    id: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """One obstacle of a case; open until closed_on is known."""

    code: BlockerCode
    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Terminal:
    """The household left the work for good, unless the terminal is taken back."""

    kind: LandTerminal
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """The answer of one glance: has the household its certificate; if not, why, since when, whose move."""

    letter: GapLetter
    code: str
    since: date | None
    whose_move: WhoseMove
    codes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The reason in words."""
        if self.letter is GapLetter.OK:
            return self.letter.label
        if self.letter is GapLetter.A:
            return _("{stage}未完成").format(stage=LandStage(int(self.code[1:])).label)
        lists: dict[GapLetter, type[BlockerCode | NotDueCode | UncollectedCode]] = {
            GapLetter.B: BlockerCode,
            GapLetter.C: NotDueCode,
            GapLetter.D: UncollectedCode,
        }
        return lists[self.letter](self.code).label


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What is known when a stage is entered in the book."""

    today: date
    reason: str = ""
    batch_may_waive: bool = False
    publicity_ends_on: date | None = None
    open_objections: int = 0
    collection: CollectionFacts | None = None


def current_stage(events: Iterable[StageEvent]) -> int:
    """The stage that is to be done next: 1 at the start, 12 when all is done. Late entries never throw a case back.

    >>> day = date(2026, 3, 1)
    >>> current_stage([StageEvent(1, StageOutcome.DONE, day), StageEvent(2, StageOutcome.DONE, day)])
    3
    >>> current_stage([StageEvent(1, StageOutcome.DONE, day), StageEvent(2, StageOutcome.RETURNED, day)])
    1
    """
    current = 1
    for event in sorted(events, key=lambda event: (event.on, event.id)):
        if event.outcome is StageOutcome.RETURNED:
            current = max(1, event.stage - 1)
        else:
            current = max(current, event.stage + 1)
    return current


def _publicity_refusal(facts: StageFacts) -> str | None:
    if facts.publicity_ends_on is None:
        return _("请先登记公示的张贴日期")
    return publicity_refusal(facts.publicity_ends_on, facts.today, facts.open_objections)


def stage_refusal(current: int, stage: int, outcome: StageOutcome, facts: StageFacts) -> str | None:
    """Why a stage may not be entered with this outcome, in one sentence; None if it may.

    >>> early = StageFacts(date(2026, 3, 10), publicity_ends_on=date(2026, 3, 16))
    >>> stage_refusal(4, 4, StageOutcome.DONE, early)
    '公示到2026-03-16才满,现在不能通过'
    """
    if stage != current:
        return _("现在办到“{stage}”,不能跳步").format(stage=LandStage(min(current, 11)).label)
    if outcome is StageOutcome.RETURNED:
        if stage == LandStage.INTENT:
            return _("第一步没有上一步可退")
        return None if facts.reason.strip() else _("请写明退回的理由")
    if outcome is StageOutcome.WAIVED:
        if not facts.batch_may_waive or stage == LandStage.COLLECTION:
            return _("这一批不允许免办这一步")
        return None if facts.reason.strip() else _("请写明免办的理由")
    if stage in PUBLICITY_STAGES:
        return _publicity_refusal(facts)
    if stage == LandStage.COLLECTION:
        return collection_refusal(facts.collection or CollectionFacts(facts.today))
    return None


def terminal_refusal(kind: LandTerminal, reason: str, evidence: int, successors: int) -> str | None:
    """Why a household may not leave the work: a reason and evidence always, successors when merged or split.

    >>> terminal_refusal(LandTerminal.MERGED, "并入长子户", evidence=1, successors=0)
    '请选择并入或分出的户'
    """
    if not reason.strip():
        return _("请写明理由")
    if evidence < 1:
        return _("请附上证明材料")
    if kind in (LandTerminal.MERGED, LandTerminal.SPLIT) and successors < 1:
        return _("请选择并入或分出的户")
    return None


def _uncollected(standing: CertificateEvent) -> Gap | None:
    code: UncollectedCode | None = None
    if standing.kind is K.RETURNED_WRONG:
        code = UncollectedCode.WRONG
    elif standing.kind is K.LOST_REPORTED:
        code = UncollectedCode.LOST
    elif standing.kind in LYING:
        code = standing.reason or UncollectedCode.NOT_TOLD
    if code is None:
        return None
    return Gap(GapLetter.D, code.value, standing.on, UNCOLLECTED_MOVE.get(code, WhoseMove.VILLAGE), (code.value,))


def _on_the_way(stage: int, events: Sequence[StageEvent]) -> Gap:
    stage = min(stage, int(LandStage.AT_VILLAGE))
    code = f"A{stage}"
    since = max((event.on for event in events), default=None)
    move = WhoseMove.VILLAGE
    if stage in (LandStage.REGISTER, LandStage.PRINTING):
        move = WhoseMove.COUNTY
    elif stage == LandStage.AT_VILLAGE:
        move = WhoseMove.TOWNSHIP
    return Gap(GapLetter.A, code, since, move, (code,))


def gap(
    stage_events: Sequence[StageEvent],
    blockers: Iterable[Blocker],
    certificate_events: Iterable[CertificateEvent],
    terminal: Terminal | None = None,
) -> Gap:
    """Why a household has no certificate, whose move it is and since when; letter OK when one was collected.

    The order is: left for good → C; collected → OK; open blocker → B; at the village → D; else the stage → A.

    >>> gap([StageEvent(1, StageOutcome.DONE, date(2026, 3, 1))], [], []).label
    '权属调查未完成'
    >>> gap([], [Blocker(BlockerCode.DISPUTE, date(2026, 3, 2))], []).letter
    <GapLetter.B: 'B'>
    """
    if terminal is not None:
        code = NOT_DUE[terminal.kind].value
        return Gap(GapLetter.C, code, terminal.on, WhoseMove.NOBODY, (code,))
    books: dict[str, list[CertificateEvent]] = {}
    for event in certificate_events:
        books.setdefault(event.certificate, []).append(event)
    standings = [found for found in map(certificate_standing, books.values()) if found and found.kind != K.CANCELLED]
    collected = [event.on for event in standings if event.kind is K.COLLECTED]
    if not books and current_stage(stage_events) > LandStage.COLLECTION:
        collected = [max(event.on for event in stage_events)]
    if collected:
        return Gap(GapLetter.OK, "OK", min(collected), WhoseMove.NOBODY)
    opened = sorted((blocker.opened_on, blocker.code.value) for blocker in blockers if blocker.closed_on is None)
    if opened:
        since, first = opened[0]
        move = BLOCKER_MOVE.get(BlockerCode(first), WhoseMove.VILLAGE)
        return Gap(GapLetter.B, first, since, move, tuple(dict.fromkeys(code for _on, code in opened)))
    waiting = [found for found in map(_uncollected, standings) if found]
    if waiting:
        return min(waiting, key=lambda found: (found.since or date.max, found.code))
    return _without_events(stage_events, standings)


def _without_events(stage_events: Sequence[StageEvent], standings: Sequence[CertificateEvent]) -> Gap:
    stage = current_stage(stage_events)
    if standings:
        stage = max(stage, int(LandStage.AT_VILLAGE))
    elif stage >= LandStage.COLLECTION:
        since = max(event.on for event in stage_events)
        code = UncollectedCode.NOT_TOLD.value
        return Gap(GapLetter.D, code, since, WhoseMove.VILLAGE, (code,))
    return _on_the_way(stage, stage_events)
