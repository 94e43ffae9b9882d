"""The life of a request: every matter gets an answer (件件有回复), and nothing is closed without one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from gettext import gettext as _
from typing import Final

from db.rules.codes.kinds import PetitionKind, RequestOutcome, RequestState, Satisfaction
from db.rules.codes.words import N_, Words

VILLAGE_REPLY_DAYS = 7  # the village's own promise where nothing is set; no law
REPLY_DAYS_SETTING = "village_reply_days"
YELLOW_DAYS = 3
TRANSFERS_WITHOUT_SUSPICION = 2

S = RequestState
NEXT: dict[RequestState, tuple[RequestState, ...]] = {
    S.REGISTERED: (S.TRIAGED,),
    S.TRIAGED: (S.ANSWERED_AT_ONCE, S.ACCEPTED, S.FORWARDED, S.ASSIGNED, S.REDIRECTED, S.NOT_ACCEPTED),
    S.ANSWERED_AT_ONCE: (S.EVALUATED, S.CLOSED, S.IN_PROGRESS),
    S.ACCEPTED: (S.IN_PROGRESS, S.EXTENDED, S.REPLIED, S.FORWARDED, S.ASSIGNED),
    S.FORWARDED: (S.ACCEPTED, S.IN_PROGRESS, S.REPLIED, S.FORWARDED, S.ASSIGNED, S.TRIAGED),
    S.ASSIGNED: (S.ACCEPTED, S.IN_PROGRESS, S.EXTENDED, S.REPLIED, S.FORWARDED, S.ASSIGNED, S.TRIAGED),
    S.REDIRECTED: (S.EVALUATED, S.CLOSED, S.TRIAGED),
    S.NOT_ACCEPTED: (S.EVALUATED, S.CLOSED, S.TRIAGED),
    S.IN_PROGRESS: (S.EXTENDED, S.REPLIED, S.FORWARDED, S.ASSIGNED),
    S.EXTENDED: (S.IN_PROGRESS, S.REPLIED, S.FORWARDED, S.ASSIGNED),
    S.REPLIED: (S.EVALUATED, S.CLOSED, S.REVIEW, S.IN_PROGRESS),
    S.EVALUATED: (S.CLOSED, S.REVIEW, S.IN_PROGRESS),
    S.REVIEW: (S.REPLIED, S.SECOND_REVIEW, S.CLOSED, S.IN_PROGRESS),
    S.SECOND_REVIEW: (S.REPLIED, S.CLOSED, S.FINAL, S.IN_PROGRESS),
    S.CLOSED: (S.IN_PROGRESS, S.REVIEW),
    S.FINAL: (S.IN_PROGRESS,),
}
TRANSFERS = (S.FORWARDED, S.ASSIGNED)
ENDED = (S.CLOSED, S.FINAL)
ANSWERED = (S.ANSWERED_AT_ONCE, S.REPLIED, S.EVALUATED, *ENDED)
NOT_ANSWERING: Final[tuple[RequestOutcome, ...]] = (RequestOutcome.PASSED_ON,)
"""Outcomes of a reply that are no answer: the requester heard who has the matter now, and the clock goes on."""


class Colour(Words):
    """How near the last day of a limit is; the word goes with the colour, for colour never speaks alone."""

    STOPPED = "stopped", N_("已答复")
    GREEN = "green", N_("期限内")
    YELLOW = "yellow", N_("快到期")
    RED = "red", N_("逾期")


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is known when a request is moved on: answers given so far (this one included), reasons, opinions."""

    replies: int = 0
    reason: str = ""
    satisfaction: Satisfaction | None = None
    petition_kind: PetitionKind | None = None
    to_unit: str = ""
    accused_unit: str = ""
    consent_of_head: bool = False
    to_person: str = ""


@dataclass(frozen=True, slots=True)
class RequestClock:
    """How many days are left (negative: overdue), the last day, and the colour."""

    due_on: date
    days_left: int
    colour: Colour

    @property
    def label(self) -> str:
        """The clock in words.

        >>> clock_of(date(2026, 11, 1), date(2026, 11, 10), S.IN_PROGRESS).label
        '逾期 2 天'
        """
        if self.colour is Colour.STOPPED:
            return self.colour.label
        if self.days_left < 0:
            return _("逾期 {n} 天").format(n=-self.days_left)
        if self.days_left == 0:
            return _("今天到期")
        return _("还剩 {n} 天").format(n=self.days_left)


@dataclass(frozen=True, slots=True)
class Limit:
    """One of the limits R1-R19 of 信访工作条例 2022; they run as reminders of the township's duty."""

    rule: str
    words: str
    articles: str
    days: int | None = None
    unit: str = "calendar"

    @property
    def label(self) -> str:
        """What the limit says, in one short sentence."""
        return _(self.words)


LIMITS: tuple[Limit, ...] = (
    Limit("R1", N_("收到的都要登记,口头说的如实记录"), "19, 22, 23, 44", 0),
    Limit("R2", N_("信访部门办理或转送"), "22", 15),
    Limit("R3", N_("书面告知收到、途径和程序,能当场告知的当场告知"), "23", 15),
    Limit("R4", N_("转来的事项书面告知诉求人"), "23", 15),
    Limit("R5", N_("转错的提出异议并写明理由,对方同意才退回"), "23", 5, "working"),
    Limit("R6", N_("申诉求决类从受理起办结"), "34", 60),
    Limit("R7", N_("延期须负责人批准并告知理由"), "34", 30),
    Limit("R8", N_("复查:提出30日,书面答复30日"), "35", 30),
    Limit("R9", N_("复核:提出30日,答复30日,听证时间不算"), "36", 30),
    Limit("R10", N_("集体来访的代表不超过5人"), "20"),
    Limit("R11", N_("与事项有直接利害关系的应回避"), "28"),
    Limit("R12", N_("采纳或部分采纳的建议要答复"), "29"),
    Limit("R13", N_("检举控告不得转给或透露给被检举的人和单位"), "30, 46(5)"),
    Limit("R14", N_("处理意见写明诉求、事实理由、意见和依据"), "32"),
    Limit("R15", N_("录入信访信息系统,方便本人查询评价"), "21"),
    Limit("R16", N_("四个到位"), "27"),
    Limit("R17", N_("调解或和解达成协议的要书面写下"), "33"),
    Limit("R18", N_("重大紧急的马上报告党委政府"), "25"),
    Limit("R19", N_("每年报告数量、领域、转送督办和建议采纳"), "41"),
)


def next_states(state: RequestState) -> tuple[RequestState, ...]:
    """Where a request may go from here; every ended request can be opened again with a reason.

    >>> [state.value for state in next_states(S.REPLIED)]
    ['evaluated', 'closed', 'review', 'in_progress']
    """
    return NEXT[state]


def _missing_reason(state: RequestState, to: RequestState, facts: StepFacts) -> str | None:
    if facts.reason.strip():
        return None
    if to in TRANSFERS:
        return _("请写明转送或交办的理由")
    if to is S.NOT_ACCEPTED:
        return _("请写明不予受理的理由")
    if to is S.REDIRECTED:
        return _("请写明告知了哪条途径")
    if to is S.EXTENDED:
        return _("请写明延期的理由")
    if state in ENDED or (state in ANSWERED and to is S.IN_PROGRESS):
        return _("请写明重新办理的理由")
    if to is S.CLOSED and facts.satisfaction is Satisfaction.DISSATISFIED:
        return _("群众不满意,办结要写明理由")
    return None


def refusal(state: RequestState, to: RequestState, facts: StepFacts) -> str | None:
    """Why a request may not go from one state to the next, in one sentence; None if it may.

    >>> refusal(S.REPLIED, S.CLOSED, StepFacts(replies=0))
    '还没有答复,不能办结'
    >>> refusal(S.REPLIED, S.CLOSED, StepFacts(replies=1)) is None
    True
    """
    if to not in NEXT[state]:
        return _("“{state}”之后不能直接“{to}”").format(state=state.label, to=to.label)
    if to in ENDED and facts.replies < 1:
        return _("还没有答复,不能{to}").format(to=to.label)
    if to in ANSWERED and facts.replies < 1:
        return _("请先填写答复:日期、答复人、方式和内容")
    reason = _missing_reason(state, to, facts)
    if reason:
        return reason
    if to in TRANSFERS:
        return transfer_refusal(facts)
    if to is S.EXTENDED and not facts.consent_of_head:
        return _("延期须经负责人批准")
    return None


def transfer_refusal(facts: StepFacts) -> str | None:
    """Why a request may not be passed on: an accusation never goes to the unit of the accused (信访工作条例 30).

    >>> accused = StepFacts(petition_kind=PetitionKind.ACCUSATION, to_unit="桃溪村委会", accused_unit="桃溪村委会")
    >>> transfer_refusal(accused)
    '检举控告不能转给被检举的单位'
    """
    named = [name.strip() for name in (facts.to_unit, facts.to_person) if name.strip()]
    if not named:
        return _("请写明转给哪个单位或哪个人")
    if facts.petition_kind is PetitionKind.ACCUSATION and any(accuses_unit(facts.accused_unit, name) for name in named):
        return _("检举控告不能转给被检举的单位")
    return None


def field_refused(state: RequestState, to: RequestState, facts: StepFacts) -> str:
    """Which field of a step its refusal is about.

    >>> field_refused(S.TRIAGED, S.FORWARDED, StepFacts()), field_refused(S.TRIAGED, S.FORWARDED, StepFacts(reason="x"))
    ('reason', 'to_unit')
    """
    if to not in NEXT[state] or (to in ANSWERED and facts.replies < 1):
        return "step"
    if _missing_reason(state, to, facts):
        return "reason"
    return "to_unit" if to in TRANSFERS else "consent_of_head"


_ORGAN: Final = re.compile("(人民政府|政府|党委|党工委|人大|纪委|办事处|党总支|党支部|支部|委员会)+$")
_COMMITTEES: Final = (  # 桃溪村委会, 桃溪村民委员会 and 桃溪村村委会 are all 桃溪村
    (re.compile("村?(村民委员会|村委会|村委)"), "村"),
    (re.compile("(社区)?(居民委员会|居委会|居委)"), "社区"),
)
_LOWER: Final = ("村", "社区")


def _place(name: str) -> str:
    said = "".join(unicodedata.normalize("NFKC", name).split())
    for committee, place in _COMMITTEES:
        said = committee.sub(place, said)
    return _ORGAN.sub("", said)


def accuses_unit(accused: str, unit: str) -> bool:
    """Whether those accused belong to a unit; a village of a township is not the township itself.

    >>> accuses_unit("云岭镇桃溪村村委会", "桃溪村"), accuses_unit("云岭镇桃溪村", "云岭镇人民政府")
    (True, False)
    >>> accuses_unit(" 云岭镇 财政所", "云岭镇"), accuses_unit("桃溪村三组", "桃溪村"), accuses_unit("", "桃溪村")
    (True, True, False)
    """
    said, name = _place(accused), _place(unit)
    at = said.rfind(name) if name else -1
    if at < 0:
        return False
    within = said[at + len(name) :]
    return name.endswith(_LOWER) or not any(word in within for word in _LOWER)


def shirking(transfers: int) -> bool:
    """Whether a request was passed on so often that somebody may be shirking (可能推诿).

    >>> shirking(2), shirking(3)
    (False, True)
    """
    return transfers > TRANSFERS_WITHOUT_SUSPICION


def reply_days(setting: str) -> int:
    """Days until the village's own reply, as they are set; the village's promise where nothing is.

    >>> reply_days("15"), reply_days(""), reply_days("²")
    (15, 7, 7)
    """
    return int(setting) if setting.isascii() and setting.isdecimal() else VILLAGE_REPLY_DAYS


def reply_due_on(received_on: date, days: int = VILLAGE_REPLY_DAYS, extended_days: int = 0) -> date:
    """The last day for the reply; the day of receipt is not counted.

    >>> reply_due_on(date(2026, 11, 1))
    datetime.date(2026, 11, 8)
    """
    return received_on + timedelta(days=days + extended_days)


def clock_on(due_on: date, today: date, state: RequestState) -> RequestClock:
    """The clock of a request whose last day is known; an answered request has stopped it.

    >>> clock_on(date(2026, 11, 8), date(2026, 11, 5), S.ACCEPTED).colour.value
    'yellow'
    """
    left = (due_on - today).days
    if state in ANSWERED:
        return RequestClock(due_on, left, Colour.STOPPED)
    if left < 0:
        return RequestClock(due_on, left, Colour.RED)
    return RequestClock(due_on, left, Colour.YELLOW if left <= YELLOW_DAYS else Colour.GREEN)


def clock_of(
    received_on: date, today: date, state: RequestState, days: int = VILLAGE_REPLY_DAYS, extended_days: int = 0
) -> RequestClock:
    """The clock of a request from the day it came in."""
    return clock_on(reply_due_on(received_on, days, extended_days), today, state)


def answers(outcome: str | None) -> bool:
    """Whether a reply with this outcome is an answer; 转办 only says who has the matter now.

    >>> answers("explained"), answers(None), answers("passed_on")
    (True, True, False)
    """
    return outcome not in NOT_ANSWERING


def state_after(steps: Sequence[RequestState], replies: int = 1) -> RequestState:
    """Where a request stands after its recorded steps, oldest first; a request without steps is registered.

    A step 答复 behind which no reply stands that answers does not count: older versions wrote it for 转办 too.

    >>> state_after([S.TRIAGED, S.ACCEPTED, S.REPLIED]).value, state_after([]).value
    ('replied', 'registered')
    >>> state_after([S.TRIAGED, S.ACCEPTED, S.REPLIED], replies=0).value
    'accepted'
    """
    told = len(steps)
    while not replies and told and steps[told - 1] in (S.ANSWERED_AT_ONCE, S.REPLIED):
        told -= 1
    return steps[told - 1] if told else S.REGISTERED


def is_answered(replies: int) -> bool:
    """Whether the requester has an answer, counting the replies that answer; the rest is 未答复 everywhere.

    A request that was closed without one (merged from two computers) stays unanswered until somebody settles it.
    """
    return replies > 0


def suggested_path(to: RequestState) -> tuple[RequestState, ...]:
    """The shortest way from registration to a state: quick entry records the steps between without asking.

    >>> [state.value for state in suggested_path(S.REPLIED)]
    ['registered', 'triaged', 'accepted', 'replied']
    """
    paths: list[tuple[RequestState, ...]] = [(S.REGISTERED,)]
    seen = {S.REGISTERED}
    while paths:
        path = paths.pop(0)
        if path[-1] is to:
            return path
        for state in NEXT[path[-1]]:
            if state not in seen:
                seen.add(state)
                paths.append((*path, state))
    raise ValueError(to)
